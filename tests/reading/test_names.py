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
        ("Vаluе", "Value"),  # with a Cyrillic а and е
        ("Décision", "Decision"),
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
        ("O’Brien", "O´Brien"),
        ("Lincoln²", "Lincoln"),
        ("Lincoln*", "Lincoln †"),
        ("🔥 Lincoln", "Lincoln ⭐"),
        ("PS12", "P.S. 12"),
        ("Kestrel K8", "Kestrel K-8"),
        ("Sørensen", "Sorensen"),
    ],
)
def test_two_ways_to_write_one_name_are_one(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lincoln Elementary", "Lincoln Middle"),
        ("PS 12", "PS 13"),
        ("P.S. 12", "PS 120"),
        ("Lincoln Elementary", "Lincoln Elementary (2)"),
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
    assert teams.near("Lincoln Elem.") == "Lincoln ES or Lincoln Elementary"
    assert teams.clashes == ()


def test_codes_that_differ_in_leading_zeros_alone_answer_to_their_exact_spelling_alone():
    teams = Matcher([["Alder", "0012345"], ["Birch", "12345"]])
    assert (teams.find("0012345"), teams.find("12345"), teams.find("012345")) == (0, 1, None)


LINCOLNS = Matcher(
    [["Lincoln Elementary", "LIN", "0640012"], ["Lincoln Middle", "0640013"], ["Birch", "B-7"]],
    codes=["0640012", "0640013", "B-7"],
    places=["Riverbend", "Riverbend", "Hillside"],
)


@pytest.mark.parametrize(
    "typed",
    [
        "0640012 Lincoln Elementary",
        "0640012 - LINCOLN ES",
        "Lincoln Elementary (640012)",
        "Lincoln Elementary, 0640012",
        "Lincoln Elementary (Riverbend)",
        "Riverbend: Lincoln Elem.",
        "Riverbend – Lincoln Elementary (0640012)",
        "６４００１２",
    ],
)
def test_a_team_is_found_by_its_name_with_its_code_or_its_district_beside_it(typed):
    assert LINCOLNS.find(typed) == 0


@pytest.mark.parametrize("typed", ["Alder (Riverbend)", "Riverbend - Alder"])
def test_a_district_that_is_a_team_too_does_not_hide_the_team_beside_it(typed):
    teams = Matcher([["Riverbend"], ["Alder"]], places=["County", "Riverbend"])
    assert teams.find(typed) == 1


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Lincoln Elementary (0640013)", None),
        ("0640013 Lincoln Elementary", None),
        ("Lincoln Elementary (Hillside)", "Lincoln Elementary"),
        ("Lincoln Elementary (2)", "Lincoln Elementary"),
        ("Lincoln Elementary (K-5)", "Lincoln Elementary"),
        ("0640012 Old Name", "Lincoln Elementary"),
        ("Lincoln Elementary / Lincoln Middle", None),
        ("Lincoln", "Lincoln Elementary or Lincoln Middle"),
        ("640021", None),
    ],
)
def test_what_stands_beside_a_name_and_is_not_its_own_makes_it_a_question(typed, offered):
    assert LINCOLNS.find(typed) is None
    assert LINCOLNS.near(typed) == offered


def test_codes_of_leading_zeros_and_names_of_digits_stay_apart():
    teams = Matcher([["Bond", "007"], ["Washington", "7"], ["700"]])
    assert (teams.find("007"), teams.find("7"), teams.find(7.0)) == (0, 1, 1)
    assert (teams.find("07"), teams.find("0700"), teams.find(700.0)) == (None, 2, 2)


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
        ("Team Kestrel", "Kestrel"),
        ("Harbor Street Academy at Cedar Point", "Harbor Street Academy"),
        ("Hrbr Street Academy", "Harbor Street Academy"),
        ("C. Bend", "Cedar Bend"),
        ("Not Kestrel", None),
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


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("North Main Street School", "N. Main St. School"),
        ("N. Main Street", "N. Main St. School"),
        ("Dr. Martin Luther King Jr. Academy", "Dr. M.L. King Jr. Academy"),
        ("Public School 12", "P.S. 12"),
        ("PS 012", "P.S. 12"),
        ("P.S. 12 Lincoln", "P.S. 12"),
        ("P.S. 13", None),
        ("Public School 120", None),
    ],
)
def test_a_name_written_shorter_or_longer_is_offered(typed, name):
    teams = Matcher([["N. Main St. School"], ["Dr. M.L. King Jr. Academy", "MLK"], ["P.S. 12"]])
    assert teams.find(typed) is None
    assert teams.near(typed) == name


@pytest.mark.parametrize("typed", ["Not Hispanic", "Non-Hispanic", "Former English learners"])
def test_a_group_is_never_offered_for_those_who_are_not_in_it(typed):
    assert Matcher([["Hispanic"], ["English learners", "EL"]]).near(typed) is None


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
