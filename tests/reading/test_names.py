import pytest

from kmlib.reading.names import Matcher, normalise, title_key
from kmlib.schema.learning import PriorityRow


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Also known as*", "also_known_as"),
        ("  SCHOOL   NAME ", "School name"),
        ("Race / Ethnicity", "Race/Ethnicity"),
        ("Ｖalue:", "Value"),
        ("% Chronically Absent", "Chronically absent"),
        ("Data due (days)", "Data due days"),
        (" % ", "%"),
        ("#", "#"),
    ],
)
def test_titles_are_told_without_case_spaces_and_punctuation(typed, title):
    assert title_key(typed) == title_key(title) != ""


def test_a_percent_sign_and_a_number_sign_alone_stay_two_titles():
    assert title_key("%") != title_key("#")
    assert title_key("—") == ""


@pytest.mark.parametrize(
    "typed",
    [
        "LINCOLN ELEMENTARY",
        " Lincoln\u00a0 Elementary ",
        "Lincoln\u200b Elementary",
        "Lincoln Elementary School",
        "Lincoln Elem",
        "Lincoln Elem. Sch.",
        "Lincoln ES",
        "Lincoln El.",
        "Lincoln-Elementary",
        "Ｌincoln Elementary",
        "Lincóln Elementary",
        "Lincоln Elementаry",  # with a Cyrillic о and а
        "0640012",
        "640012",
        640012,
        640012.0,
        '="0640012"',
        "ACE",
        "ace",
    ],
    ids=repr,
)
def test_a_team_is_found_by_name_alias_or_code_in_every_usual_spelling(typed):
    teams = Matcher([["Cedar Bend"], ["Lincoln Elementary", "ACE", "0640012"]])
    assert teams.find(typed) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Mary's", "Saint Marys"),
        ("St. Mary’s School", "SAINT MARY'S"),
        ("Arts & Letters Academy", "Arts and Letters Acad."),
        ("P.S. 12", "PS #12"),
        ("PS No. 12", "PS 12"),
        ("Lincoln M.S.", "Lincoln Middle School"),
        ("Lincoln HS", "Lincoln High School"),
        ("Mt. Hope", "Mount Hope"),
        ("Bristol School Dist.", "Bristol School District"),
        ("École Jean", "Ecole Jean"),
        ("Present 9-days-in-10", "present 9 days in 10"),
    ],
)
def test_two_ways_to_write_one_name_are_one(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lincoln Elementary", "Lincoln Middle"),
        ("PS 12", "PS 13"),
        ("El Camino", "Elementary Camino"),
        ("12th St", "12th Saint"),
        ("School", ""),
        ("Washington North", "North Washington"),
    ],
)
def test_two_names_are_not_made_one(one, other):
    assert normalise(one) != normalise(other)


def test_names_that_would_become_one_answer_to_their_exact_spelling_alone():
    teams = Matcher([["Lincoln ES"], ["Lincoln Elementary"]])
    assert (teams.find("lincoln es"), teams.find("Lincoln  ELEMENTARY")) == (0, 1)
    assert teams.find("Lincoln Elem.") is None
    assert teams.clashes == ()


def test_codes_that_differ_in_leading_zeros_alone_answer_to_their_exact_spelling_alone():
    teams = Matcher([["Alder", "0012345"], ["Birch", "12345"]])
    assert (teams.find("0012345"), teams.find("12345"), teams.find("012345")) == (0, 1, None)


def test_a_short_number_is_no_code():
    assert Matcher([["Alder", "012"]]).find("12") is None


def test_a_name_two_entries_claim_is_a_clash_and_goes_to_the_first():
    teams = Matcher([["Alder", "North"], ["Birch", "north"]])
    assert teams.clashes == (("north", 0, 1),)
    assert teams.find("North") == 0


def test_an_alias_never_takes_another_entrys_own_name():
    teams = Matcher([["Alder", "Birch"], ["Birch"]])
    assert teams.find("birch") == 1
    assert teams.clashes == (("Birch", 1, 0),)


def test_one_entry_may_say_its_name_twice():
    assert Matcher([["Alder", "alder", "Alder School"]]).clashes == ()


@pytest.mark.parametrize("typed", ["", None, "  ", "Oak", "—"], ids=repr)
def test_an_unknown_name_or_an_empty_cell_is_nobody(typed):
    assert Matcher([["Alder"], []]).find(typed) is None


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Linclon Elementary", "Lincoln Elementary"),
        ("Lincon Elem", "Lincoln Elementary"),
        ("Elementary, Lincoln", "Lincoln Elementary"),
        ("Cedarbend", "Cedar Bend"),
        ("Kestral", "Kestrel"),
        ("Harbor", "Harbor Street Academy"),
        ("Grade 4 reading", None),
        ("Eastlake Elementary", None),
        ("Elementary", None),
        ("Oakwood", None),
        ("640013", None),
        ("", None),
    ],
)
def test_a_near_miss_is_offered_and_never_taken(typed, offered):
    teams = Matcher(
        [
            ["Lincoln Elementary", "0640012"],
            ["Westlake Elementary"],
            ["Eastland Elementary"],
            ["Cedar Bend"],
            ["Kestrel"],
            ["Harbor Street Academy"],
            ["Grade 3 reading"],
        ]
    )
    assert teams.find(typed) is None
    assert teams.near(typed) == offered


def test_no_name_is_offered_where_two_are_as_near():
    assert Matcher([["Alder Hill"], ["Alder Mill"]]).near("Alder Bill") is None


def test_an_alias_that_is_near_offers_the_teams_own_name():
    assert Matcher([["Alder Creek", "Creekside"]]).near("Creekisde") == "Alder Creek"


def test_names_of_signs_alone_are_told_apart():
    assert Matcher([["🔥"], ["🎯"]]).find("🎯") == 1


def test_a_second_priority_of_signs_alone_is_not_taken_for_the_first(a_network):
    network = a_network(Priorities=["Priority", "🔥", "🎯"])
    assert [row.priority for row in network.rows(PriorityRow)] == ["🔥", "🎯"]
    assert network.findings == ()
