"""Who sees what, through app.py as it runs; only the web is faked: what the provider says."""

import ast
import html
import re
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from unittest import mock

import pytest
import streamlit as st
from streamlit import config
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.runtime.secrets import Secrets
from streamlit.testing.v1 import AppTest

from kmlib.access import NOT_LISTED, NOT_SET_UP, SIGNED_OUT
from kmlib.dashboard import loading
from kmlib.dashboard.sign_in import IN_FULL, OPEN
from tests.conftest import write_workbook

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))
AUTH = {"auth": {"client_id": "x", "client_secret": "x", "server_metadata_url": "https://x.org"}}
HEADER = "Team | Measure | Date | Value | Numerator | Denominator | Group"
KIND = "Measure | Kind | Unit | Better | Counts"
ACCESS = (
    "Address or domain | Role | Team",
    "vera@example.org | viewer |",
    "ada@example.org | team | Alder",
    "uma@example.org | team | Nowhere",
    "rob@example.org | owner |",
)
SECRET = "Kestrel Canary Network"  # what nobody sees who is not let in
SLIPS = {"alder": "8371", "birch": "8372"}  # hidden numbers, each in its team's own workbook


@pytest.fixture
def hub(tmp_path):
    """A hub with an Access tab, and two teams' own workbooks with a slip about few students."""

    def build(access=ACCESS, **tabs):
        for name, number in SLIPS.items():
            rows = (HEADER, f"| Attendance | Oct 2025 | | {number} | 7 | Asian")
            write_workbook(tmp_path / f"{name}.xlsx", {"Data": rows})
        tabs = {
            "Network": ("Setting | Value", f"Name | {SECRET}", "As of | 2026-03-14"),
            "Teams": ("Team | Students | Sheet", *(f"{n.title()} | 400 | {n}.xlsx" for n in SLIPS)),
            "Measures": (KIND, "Attendance | outcome | percent | higher | students"),
            "Groups": ("Group", "Asian"),
            "Access": access,
        } | tabs
        return write_workbook(tmp_path / "hub.xlsx", {t: rows for t, rows in tabs.items() if rows})

    return build


@pytest.fixture
def visit(monkeypatch):
    """`visit(hub, "ada@example.org", page="sheet_check")`: app.py as somebody sees it."""

    def run(workbook, email=None, *, page="", secrets=AUTH, script=ROOT / "app.py", **said):
        monkeypatch.setenv("KM_WORKBOOK", str(workbook))
        app = AppTest.from_file(str(script), default_timeout=60)
        app.secrets.update(secrets)
        account = {"email": email, "email_verified": True} if isinstance(email, str) else email
        user = {"is_logged_in": bool(account), **(account or {}), **said}
        app.user = {key: value for key, value in user.items() if value is not None}
        app.run()
        if page:
            app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        return app

    return run


def text_of(app):
    """Everything that was sent to be read, as a reader sees it."""
    kinds = ("title", "header", "markdown", "text")
    parts = [part.value for kind in kinds for part in app.get(kind)]
    sent = " ".join(parts + [part.proto.body for part in app.get("html")])
    return re.sub("[\u2060\u200b\u00ad]", "", html.unescape(sent))


def titles(app):
    return [title.value for title in app.title]


def buttons(app):
    return [button.label for button in app.button]


@contextmanager
def secrets_in(path):
    """The dashboard with its secrets in this file."""
    usual = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(path)])
    try:
        with mock.patch.object(st, "secrets", Secrets()):
            yield
    finally:
        config.set_option("secrets.files", usual)


def is_at_the_door(app, closed):
    return titles(app) == [closed.title] and SECRET not in text_of(app)


# Who is let in


def test_who_has_not_signed_in_sees_the_door_no_page_runs_and_nothing_is_read(
    hub, visit, monkeypatch
):
    monkeypatch.setattr("kmlib.dashboard.network", None)
    monkeypatch.setattr("kmlib.load", None)
    app = visit(hub())
    assert is_at_the_door(app, SIGNED_OUT)
    assert buttons(app) == ["Sign in"]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_each_page_is_closed_to_who_has_not_signed_in_and_to_who_is_not_listed(page, hub, visit):
    assert is_at_the_door(visit(hub(), page=page.stem), SIGNED_OUT)
    assert is_at_the_door(visit(hub(), "eve@example.org", page=page.stem), NOT_LISTED)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_that_runs_without_app_py_is_closed_alike(page, hub, visit):
    assert is_at_the_door(visit(hub(), script=page), SIGNED_OUT)
    assert is_at_the_door(visit(hub(), "eve@example.org", script=page), NOT_LISTED)
    assert SECRET in text_of(visit(hub(), "vera@example.org", script=page))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_does_nothing_before_it_has_asked_for_its_network(page):
    nodes = ast.walk(ast.parse(page.read_text(encoding="utf-8")))
    calls = sorted((n.lineno, n.col_offset, n) for n in nodes if isinstance(n, ast.Call))
    assert ast.unparse(calls[0][-1]) == "dashboard.network()"


def test_a_listed_viewer_sees_the_network_and_can_sign_out(hub, visit):
    app = visit(hub(), "Vera@Example.org")
    assert SECRET in text_of(app)
    assert "Signed in as vera@example.org." in text_of(app)
    assert "Sign out" in buttons(app)
    assert OPEN not in text_of(app)


def test_who_is_taken_off_the_list_sees_the_door_as_soon_as_it_is_read_again(hub, visit):
    app = visit(hub(), "vera@example.org")
    hub(access=ACCESS[:1] + ACCESS[2:])
    loading.look_again(30)
    app.run()
    assert is_at_the_door(app, NOT_LISTED)


def test_who_signs_out_sees_the_door(hub, visit):
    app = visit(hub(), "vera@example.org")
    next(button for button in app.button if button.label == "Sign out").click()
    app.run()
    assert is_at_the_door(app, SIGNED_OUT)


@pytest.mark.parametrize("verified", [False, None, "no"])
def test_who_signed_in_without_a_verified_address_is_not_let_in(verified, hub, visit):
    app = visit(hub(), "vera@example.org", email_verified=verified)
    assert is_at_the_door(app, NOT_LISTED)


def test_who_signed_in_without_an_address_is_not_let_in(hub, visit):
    assert is_at_the_door(visit(hub(), {"email_verified": True}), NOT_LISTED)


def test_a_row_with_a_role_that_is_none_lets_nobody_in(hub, visit):
    assert is_at_the_door(visit(hub(), "rob@example.org"), NOT_LISTED)


def test_where_several_providers_are_set_up_each_has_its_button(hub, visit):
    kinds = {
        "google": AUTH["auth"],
        "microsoft": AUTH["auth"],
        "client_kwargs": {"prompt": "login"},
    }
    app = visit(hub(), secrets={"auth": kinds})
    assert buttons(app) == ["Sign in with Google", "Sign in with Microsoft"]


def test_whom_a_proxy_in_front_has_signed_in_is_let_in_by_the_same_list(hub, visit, monkeypatch):
    monkeypatch.setenv("KM_SIGN_IN", "required")
    said = {"email": "ada@example.org", "email_verified": "true"}
    app = visit(hub(), said, page="sheet_check", secrets={}, is_logged_in=None)
    assert SLIPS["alder"] in text_of(app)
    assert "Sign out" not in buttons(app)
    nobody = {"email": None, "email_verified": None}
    assert is_at_the_door(visit(hub(), nobody, secrets={}, is_logged_in=None), NOT_SET_UP)


# A list that cannot be read lets nobody in

BROKEN = {
    "no Access tab": None,
    "an empty one": (),
    "a header alone": ACCESS[:1],
    "no column Role": ("Address or domain", "vera@example.org"),
    "another header": ("Name | What", "vera@example.org | viewer"),
    "rows all set aside": (ACCESS[0], "vera@example.org | boss", "Vera | viewer", "| viewer"),
}


@pytest.mark.parametrize("access", BROKEN.values(), ids=BROKEN)
def test_a_list_that_cannot_be_read_lets_nobody_in_but_whom_the_setting_lists(access, hub, visit):
    path = hub(access=access)
    assert is_at_the_door(visit(path, "vera@example.org"), NOT_SET_UP)
    more = AUTH | {"KM_ACCESS": "head@example.org"}
    assert is_at_the_door(visit(path, "vera@example.org", secrets=more), NOT_LISTED)
    assert SECRET in text_of(visit(path, "head@example.org", secrets=more))


def test_a_hub_that_was_never_read_lets_nobody_in(tmp_path, visit):
    assert is_at_the_door(visit(tmp_path / "gone.xlsx", "vera@example.org"), NOT_SET_UP)


def test_a_hub_that_cannot_be_read_any_more_lets_in_whom_it_listed_last(hub, visit):
    path = hub()
    visit(path, "vera@example.org")
    path.write_bytes(b"PK, broken")
    assert SECRET in text_of(visit(path, "vera@example.org"))
    assert is_at_the_door(visit(path, "eve@example.org"), NOT_LISTED)


def test_the_access_tab_of_a_teams_own_workbook_lets_nobody_in(hub, visit):
    path = hub(access=(ACCESS[0], "vera@example.org | viewer |"))
    mine = (ACCESS[0], "eve@example.org | team | Birch", "vera@example.org | team | Birch")
    write_workbook(path.parent / "alder.xlsx", {"Access": mine})
    assert is_at_the_door(visit(path, "eve@example.org"), NOT_LISTED)
    seen = text_of(visit(path, "vera@example.org", page="sheet_check"))
    assert SLIPS["birch"] not in seen


def test_where_there_are_no_secrets_they_are_looked_for_every_few_seconds(tmp_path, monkeypatch):
    looked, now = mock.Mock(side_effect=StreamlitSecretNotFoundError("none")), [1_000.0]
    monkeypatch.setattr(Secrets, "__getitem__", looked)
    monkeypatch.setattr(loading, "monotonic", lambda: now[0])
    with secrets_in(tmp_path / "none.toml"):
        assert [loading.setting("KM_ACCESS", "all") for _ in range(9)] == ["all"] * 9
        assert looked.call_count == 1
        now[0] += loading.LOOK_EVERY
        assert loading.secret("auth", None) is None
        assert looked.call_count == 2


def test_secrets_that_cannot_be_read_let_nobody_in(hub, visit, tmp_path):
    broken = tmp_path / "secrets.toml"
    broken.write_text("[auth\nclient_id =", encoding="utf-8")
    with secrets_in(broken):
        assert is_at_the_door(visit(hub(), secrets={}), NOT_SET_UP)


def test_without_secrets_everybody_is_let_in_unless_sign_in_is_required(
    hub, visit, tmp_path, monkeypatch
):
    with secrets_in(tmp_path / "none.toml"):
        assert SECRET in text_of(visit(hub(), secrets={}))
        monkeypatch.setenv("KM_SIGN_IN", "required")
        assert is_at_the_door(visit(hub(), secrets={}), NOT_SET_UP)


@pytest.mark.parametrize("page", ["downloads", "stage_progress", "inquiry_cycles"])
def test_every_page_ends_by_saying_who_may_read_it_also_where_its_tab_is_missing(
    hub, visit, tmp_path, page
):
    with secrets_in(tmp_path / "none.toml"):
        assert text_of(visit(hub(), page=page, secrets={})).count(OPEN) == 1


# What a team sees of its own


def test_a_team_sees_its_own_workbook_first_and_in_full_and_of_others_nothing_more(hub, visit):
    app = visit(hub(), "ada@example.org", page="sheet_check")
    assert app.selectbox(key="team").value == "Alder"
    assert SLIPS["alder"] in text_of(app)
    assert IN_FULL in text_of(app)
    app.selectbox(key="team").set_value("").run()
    assert app.selectbox(key="workbook").value == "alder.xlsx"
    app.selectbox(key="workbook").set_value("birch.xlsx").run()
    assert SLIPS["birch"] not in text_of(app)
    assert IN_FULL not in text_of(app)


def test_a_team_is_told_where_only_the_little_sheet_shows_more(hub, visit):
    path = hub()
    rows = (HEADER, "| Attendance | Oct 2025 | | 5 | 7 | Newcomers")  # a finding without a number
    write_workbook(path.parent / "alder.xlsx", {"Data": rows})
    assert IN_FULL in text_of(visit(path, "ada@example.org", page="sheet_check"))
    app = visit(path, "vera@example.org", page="sheet_check")
    app.selectbox(key="workbook").set_value("alder.xlsx").run()
    assert IN_FULL not in text_of(app)


@pytest.mark.parametrize("email", ["vera@example.org", "uma@example.org"])
def test_a_viewer_and_who_names_a_team_that_is_none_see_no_hidden_number(email, hub, visit):
    for workbook in ("alder.xlsx", "birch.xlsx"):
        app = visit(hub(), email, page="sheet_check")
        app.selectbox(key="workbook").set_value(workbook).run()
        assert not any(number in text_of(app) for number in SLIPS.values())


# What is told of the people who look in


@pytest.mark.parametrize("page", ["sheet_check", "downloads"])
def test_no_download_names_who_may_look_in_or_holds_what_a_team_alone_sees(page, hub, visit):
    files = {}
    original = DeltaGenerator.download_button

    def keep(self, label, data, file_name=None, *more, **look):
        files[file_name] = data() if callable(data) else data
        return original(self, label, data, file_name, *more, **look)

    with (
        mock.patch.object(DeltaGenerator, "download_button", keep),
        mock.patch.object(st, "download_button", partial(keep, st._main)),
    ):
        visit(hub(), "ada@example.org", page=page)
    assert files
    for name, content in files.items():
        assert not re.search(rb"example\.org|8371|8372", content), name


def test_no_address_stands_in_the_log_or_in_the_address_of_a_page(hub, visit, caplog, capfd):
    caplog.set_level("DEBUG")
    for email in ("ada@example.org", "eve@example.org"):
        app = visit(hub(), email, page="sheet_check")
        assert "example" not in str(app.query_params)
    out, err = capfd.readouterr()
    assert "example.org" not in caplog.text + out + err
