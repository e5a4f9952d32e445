import pytest

KINDS = "Measure | Kind | Unit | Better | Counts"
MEASURES = (
    KINDS,
    "Attendance | outcome | percent | higher | students",
    "Home calls | process | count | higher | events",
    "Planning time | process | minutes | higher | staff",
    "Late days | process | days | lower | staff",
    "Climate score | outcome | score | higher | staff",
    "Referrals per 100 | balancing | rate | lower | events",
    "Family night | process | yes-no | higher | events",
)
COUNTS = "Team | Measure | Date | Value | Numerator | Denominator"


def read(a_network, *rows, header=COUNTS):
    network = a_network(Measures=MEASURES, Data=[header, *rows])
    values = [row["value"] for row in network.observations.to_rows()]
    return values, [f"{f.cell} {f.code}" for f in network.findings if f.severity != "note"]


@pytest.mark.parametrize(
    ("measure", "typed", "value"),
    [
        ("Planning time", "45 min", 45),
        ("Planning time", "1h 30m", 90),
        ("Planning time", "2 hrs", 120),
        ("Late days", "3 days", 3),
        ("Climate score", "4 points", 4),
        ("Home calls", "12 calls", 12),
        ("Home calls", "n = 12", 12),
        ("Referrals per 100", "24 per 1,000", 2.4),
        ("Referrals per 100", "2.4 per 100 students", 2.4),
        ("Attendance", "924 per 1,000", 92.4),
        ("Attendance", "85% (n=20)", 85),
        ("Referrals per 100", "3/400", 0.75),
    ],
)
def test_words_behind_a_number_are_taken_at_their_word(a_network, measure, typed, value):
    assert read(a_network, f"Alder | {measure} | Oct 2025 | {typed}") == ([value], [])


@pytest.mark.parametrize(
    ("measure", "typed"),
    [
        ("Attendance", "17 students"),
        ("Attendance", "85 min"),
        ("Attendance", "$85"),
        ("Attendance", "n = 17"),
        ("Planning time", "3 days"),
        ("Planning time", "45 students"),
        ("Late days", "2 hrs"),
        ("Home calls", "12 minutes"),
        ("Home calls", "2.4 per 100"),
        ("Climate score", "4/5"),
        ("Climate score", "4 out of 5"),
        ("Home calls", "17/20"),
        ("Planning time", "10/5"),
        ("Family night", "1/2"),
    ],
)
def test_a_number_whose_words_count_something_else_is_set_aside(a_network, measure, typed):
    found = read(a_network, f"Alder | {measure} | Oct 2025 | {typed}")
    assert found == ([], ["D2 outside-unit"])


def test_a_count_is_its_numerator_whatever_it_is_out_of(a_network):
    assert read(a_network, "Alder | Home calls | Oct 2025 | | 17 | 20") == ([17], [])
    assert read(a_network, "Alder | Home calls | Oct 2025 | 17 | 17 | 20") == ([17], [])


def test_minutes_of_several_people_are_their_mean(a_network):
    assert read(a_network, "Alder | Planning time | Oct 2025 | | 900 | 20") == ([45], [])


def test_yes_of_several_is_neither_yes_nor_no(a_network):
    half = read(a_network, "Alder | Family night | Oct 2025 | | 1 | 2")
    assert half == ([], ["E2 outside-unit"])
    assert read(a_network, "Alder | Family night | Oct 2025 | | 2 | 2") == ([1], [])


def test_words_that_do_not_fit_tell_nothing_about_the_percents_beside_them(a_network):
    rows = [f"Alder | Attendance | {month} 2025 | 90 min" for month in ("Jan", "Feb", "Mar", "Apr")]
    values, found = read(a_network, *rows, "Alder | Attendance | Oct 2025 | 0.9")
    assert values == [90]
    assert len(found) == 4
