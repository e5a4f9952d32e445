import pytest

from kmlib.access import NOT_LISTED, NOT_SET_UP, Guest, admitted, allowed, read_address
from kmlib.schema.steering import AccessRole, AccessRow

KELVIN = "\u212a"
IMITATIONS = {  # what somebody could sign in with who is not of example.org, or not ada
    "a domain that ends alike": "ada@evil-example.org",
    "a domain below": "ada@x.example.org",
    "a domain above": "ada@org",
    "one that goes on": "ada@example.org.evil.com",
    "a Cyrillic letter in the domain": "ada@ex\u0430mple.org",
    "a full-width letter in the domain": "ada@\uff45xample.org",
    "a full stop of another script": "ada@example\u3002org",
    "a letter nobody sees": "ada@exam\u200bple.org",
    "a soft hyphen": "ada@exam\u00adple.org",
    "a zero byte": "ada@example.org\0",
    "a line break": "ada@example.org\n",
    "a blank": "ada@example.org ",
    "two signs": "ada@evil.com@example.org",
    "a name before it": "Ada <ada@example.org>",
    "several": "eve@evil.com, ada@example.org",
    "a list": "eve@evil.com;ada@example.org",
    "a domain alone": "@example.org",
    "nothing before or behind": "@",
    "nothing": "",
    "a full stop behind": "ada@example.org.",
    "a comment": "ada(x)@example.org",
    "quotes": '"ada"@example.org',
    "a full-width sign": "ada\uff20example.org",
}


def a_row(address, role="viewer", team=""):
    return AccessRow(address=address, role=AccessRole(role), team=team)


def listed(*rows, more=""):
    """`listed("ada@example.org", "@alder.org | team | Alder")`: whom these rows let in."""
    return allowed([a_row(*map(str.strip, row.split("|"))) for row in rows], more)


def signed_in(email, **more):
    return {"is_logged_in": True, "email": email, "email_verified": True, **more}


def is_let_in(user, *rows):
    return isinstance(admitted(user, listed(*rows)), Guest)


@pytest.mark.parametrize("email", ["ada@example.org", "ADA@Example.ORG"])
@pytest.mark.parametrize(
    "typed",
    [
        "ada@example.org",
        " Ada@EXAMPLE.org ",
        "Ada Lovelace <ada@example.org>",
        "<ada@example.org>",
        "@example.org",
        "example.org",
        "*@example.org",
        "\u00a0@Example.Org",
    ],
)
def test_an_address_or_its_domain_is_let_in_however_it_is_typed_into_the_list(typed, email):
    assert is_let_in(signed_in(email), typed)


@pytest.mark.parametrize("email", IMITATIONS.values(), ids=IMITATIONS)
def test_an_imitation_of_a_listed_address_or_domain_is_not_let_in(email):
    rows = ("ada@example.org", "@example.org")
    assert admitted(signed_in(email), listed(*rows)) is NOT_LISTED


def test_another_address_of_a_listed_person_is_another_address():
    assert not is_let_in(signed_in("ada+school@example.org"), "ada@example.org")
    assert not is_let_in(signed_in("ada@example.org"), "ada+school@example.org")
    assert not is_let_in(signed_in("a.da@example.org"), "ada@example.org")
    assert is_let_in(signed_in("ada+school@example.org"), "@example.org")


@pytest.mark.parametrize(
    "email",
    [f"{KELVIN}ay@example.org", "ｋay@example.org", "k\u0430y@example.org", "ﬁ@example.org"],
    ids=["Kelvin sign", "full width", "Cyrillic", "ligature"],
)
def test_a_letter_before_the_sign_that_only_looks_like_another_is_another(email):
    rows = ("kay@example.org", "fi@example.org", "@example.org")
    assert admitted(signed_in(email), listed(*rows)) is NOT_LISTED


def test_a_domain_with_letters_of_another_script_is_the_same_in_ascii():
    for typed in ("@schüle.de", "@xn--schle-mva.de"):
        for email in ("ada@schüle.de", "ada@Schüle.DE", "ada@xn--schle-mva.de"):
            assert is_let_in(signed_in(email), typed), (typed, email)
    assert not is_let_in(signed_in("ada@schule.de"), "@schüle.de")


def test_a_sharp_s_is_not_two():
    assert not is_let_in(signed_in("ada@straße.de"), "@strasse.de")
    assert not is_let_in(signed_in("ada@strasse.de"), "@straße.de")
    assert is_let_in(signed_in("ada@xn--strae-oqa.de"), "@xn--strae-oqa.de")


@pytest.mark.parametrize(
    "said",
    [
        {"email_verified": False},
        {"email_verified": "false"},
        {"email_verified": None},
        {"email_verified": ""},
        {"email_verified": 0},
        {"email_verified": [True]},
        {"email_verified": False, "xms_edov": True},
        {"email": None},
        {"email": ["ada@example.org"]},
        {"email": True},
        {"email": ""},
    ],
    ids=str,
)
def test_an_address_that_is_not_verified_or_missing_lets_nobody_in(said):
    assert not is_let_in(signed_in("ada@example.org") | said, "ada@example.org", "@example.org")


def test_who_has_only_another_name_that_looks_like_an_address_is_not_let_in():
    user = {"is_logged_in": True, "email_verified": True, "preferred_username": "ada@example.org"}
    assert not is_let_in(user, "ada@example.org")


def test_an_address_that_nobody_says_is_verified_lets_nobody_in():
    user = {"is_logged_in": True, "email": "ada@example.org"}
    assert not is_let_in(user, "ada@example.org")
    assert is_let_in(user | {"xms_edov": "1"}, "ada@example.org")
    assert is_let_in(user | {"email_verified": "true"}, "ada@example.org")


NEITHER = (
    "", " ", "Ada", "ada@", "@", "org", "@org", "ada@localhost", "*", "*.org", "*@*", ".org",
    "@.org", "https://example.org", "example.org/x", "a@b.org c@d.org", "a@b.org; c@d.org",
    "a@b.org,c@d.org", "Ada <ada@example.org", "straße.de", "x" * 300 + "@example.org",
    "@" + "é" * 300 + ".org", "ada@" + "é" * 70 + ".org",
)  # fmt: skip


@pytest.mark.parametrize("typed", NEITHER)
def test_what_is_neither_an_address_nor_a_domain_stands_for_nothing(typed):
    assert read_address(typed) == ""
    assert allowed([a_row(typed)]) == {}


def test_without_a_single_address_that_can_be_read_nobody_is_let_in():
    assert admitted(signed_in("ada@example.org"), listed()) is NOT_SET_UP
    assert admitted(signed_in("ada@example.org"), listed("Ada", more=";;")) is NOT_SET_UP


def test_a_setting_lets_in_beside_the_list():
    people = listed("ada@example.org", more="bo@example.org; @partner.org;")
    for email in ("ada@example.org", "bo@example.org", "eve@partner.org"):
        assert admitted(signed_in(email), people) == Guest(email)
    assert admitted(signed_in("eve@example.org"), people) is NOT_LISTED


def test_a_viewer_belongs_to_no_team():
    people = listed("ada@example.org | viewer | Alder")
    assert admitted(signed_in("ada@example.org"), people).teams == frozenset()


def test_somebody_listed_twice_belongs_to_each_of_the_teams():
    people = listed(
        "ada@example.org | team | Alder",
        "Ada@Example.org | team | Birch",
        "ada@example.org | viewer",
        "@example.org | team | Cedar",
        "eve@example.org | team | Dogwood",
    )
    assert admitted(signed_in("ada@example.org"), people).teams == {"Alder", "Birch", "Cedar"}
    assert admitted(signed_in("bo@example.org"), people).teams == {"Cedar"}


def test_the_role_team_without_a_team_shows_what_a_viewer_sees():
    people = listed("ada@example.org | team")
    assert admitted(signed_in("ada@example.org"), people) == Guest("ada@example.org")
