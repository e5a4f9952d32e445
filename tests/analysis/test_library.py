import time

import pytest

from kmlib.analysis import library
from kmlib.analysis.library import Filters

HEAD = "Item | Priority | Level | Claim | Origin | Audience | Contexts | From cycles | Vetted by"
ITEMS = [
    HEAD,
    "Call before 9 | Attendance | known good | An early call brings them back | Alder | clerks |"
    " rural | Phones | Ada Canary",
    "Letters alone | Attendance | summary | Post changes nothing | Birch | | town | |",
    "Number talks | Math | synthesis | Ten minutes each day | Alder | teachers | town | |",
    "Élan | Math | | Café talks with families | | families | | |",
]
CYCLES = ["Team | Title | Started", "Birch | Phones | 2025-09-01"]


@pytest.fixture
def shelf(published):
    return published(Knowledge=ITEMS, Cycles=CYCLES)


def names(found):
    return [one.row.item for one in found]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("call", ["Call before 9"]),
        ("CALLS", ["Call before 9"]),  # one letter more
        ("clal", ["Call before 9"]),  # two letters changed places
        ("lettres", ["Letters alone"]),
        ("numb", ["Number talks"]),  # the beginning of a word
        ("elan cafe", ["Élan"]),
        ("phones", ["Call before 9"]),  # a word of its cycle
        ("What is known good about number talks?", ["Number talks"]),
        ("talks", ["Number talks", "Élan"]),
        ("clerks", ["Call before 9"]),
        ("9", ["Call before 9"]),
        ("8", []),
        ("xylophone", []),
        ("xylophone talks", ["Number talks", "Élan"]),
    ],
)
def test_a_search_finds_the_items_that_hold_most_of_the_words(shelf, query, found):
    assert names(library.find(shelf, query)) == found


@pytest.mark.parametrize("query", ["", "  ", "?!", "what is known about the"])
def test_without_a_word_to_look_for_all_items_stand_highest_claim_first(shelf, query):
    assert names(library.find(shelf, query)) == [
        *("Call before 9", "Number talks", "Letters alone"),
        "Élan",  # no level claimed
    ]


def test_nobody_of_the_staff_can_be_searched_for(shelf):
    assert library.find(shelf, "Canary") == ()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(priority="MATH"), ["Number talks", "Élan"]),
        (Filters(level="known good"), ["Call before 9"]),
        (Filters(audience="Families"), ["Élan"]),
        (Filters(context="town"), ["Number talks", "Letters alone"]),
        (Filters("Attendance", "summary", "", "town"), ["Letters alone"]),
        (Filters(audience="nobody"), []),
    ],
)
def test_filters_narrow_the_shelf(shelf, filters, found):
    assert names(library.find(shelf, "", filters)) == found


def test_the_most_words_count_among_those_that_pass_the_filters(shelf):
    assert names(library.find(shelf, "number talks", Filters(audience="families"))) == ["Élan"]


def test_a_slip_is_forgiven_only_where_nothing_has_the_word_as_typed(published):
    rows = [HEAD, "Balls in the yard | | known good", "A call | | reduction", "All calls"]
    network = published(Knowledge=rows)
    assert names(library.find(network, "calls")) == ["A call", "All calls"]
    assert names(library.find(network, "clals")) == ["All calls"]
    assert names(library.find(network, "ballz")) == ["Balls in the yard"]


def test_items_with_the_words_in_their_name_or_claim_come_first(published):
    network = published(
        Knowledge=[
            "Item | Level | Claim | Evidence",
            "Pairs | known good | They mix | seen at lunch",
            "Short lunches | summary | |",
            "Time | | Lunch is too short |",
        ]
    )
    assert names(library.find(network, "lunch")) == ["Short lunches", "Time", "Pairs"]


def test_a_word_is_found_with_another_ending(published):
    network = published(Knowledge=[HEAD, "Talk first", "Walking to school"])
    assert names(library.find(network, "talked")) == ["Talk first"]
    assert names(library.find(network, "walk")) == ["Walking to school"]


def test_a_word_of_three_letters_has_no_slip(published):
    network = published(Knowledge=[HEAD, "Cat", "Car park", "Scar", "Be here"])
    assert names(library.find(network, "car")) == ["Car park"]
    assert library.find(network, "b") == ()


def test_the_answer_names_what_is_known_good_and_which_team_to_ask(shelf):
    found = library.find(shelf, "calls")
    assert library.answer(found, "calls") == (
        "Called known good about “calls”: “Call before 9”. Ask Alder."
    )
    assert library.answer(library.find(shelf, "elan"), "elan") == (
        "Nothing about “elan” is called known good yet. Closest: “Élan” (claimed no level)."
        " No team is named to ask."
    )
    assert library.answer((), "zzz") == (
        "Nothing about “zzz” that fits what is chosen is written yet."
    )


def test_the_answer_says_how_far_the_evidence_carries_what_is_called_known_good(published):
    network = published(
        Knowledge=["Item | Level | Tested by", "Calls | known good | Alder", "Notes | reduction |"],
        Standards=["Level | Teams at least", "summary | 1", "known good | 2"],
    )
    assert library.answer(library.find(network, ""), "") == (
        "Called known good: “Calls” (its evidence meets summary). Ask Alder."
    )
    assert library.answer(library.find(network, "notes"), "notes") == (
        "Nothing about “notes” is called known good yet."
        " Closest: “Notes” (claimed reduction, its evidence meets no level yet)."
        " No team is named to ask."
    )


def test_of_many_things_known_good_the_answer_names_three(published):
    rows = [f"Item {n} | known good | Alder" for n in range(5)]
    network = published(Knowledge=["Item | Level | Origin", *rows])
    assert "“Item 2”; and 2 more. Ask Alder." in library.answer(library.find(network, ""), "")


def test_an_empty_library_finds_nothing(published):
    assert library.find(published(), "call") == ()
    assert library.choices(published()) == {"Audience": [], "Context": []}


def test_a_thousand_items_are_searched_in_a_tenth_of_a_second(published):
    rows = [f"Item {n} of calls | | | Word{n} and others{n % 7} | | | | |" for n in range(1000)]
    network = published(Knowledge=[HEAD, *rows])
    library.find(network, "calls")  # the words are gathered once
    began = time.perf_counter()
    assert len(library.find(network, "clals otherz3")) == 143
    assert time.perf_counter() - began < 0.5


def test_a_very_long_search_is_cut_short(shelf):
    assert library.find(shelf, "call " + "x" * 100_000)
