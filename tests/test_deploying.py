"""What is shipped for those who set the dashboard up: its settings, its headers, its container."""

import asyncio
import re
import tomllib
from pathlib import Path

import pytest
from streamlit import config

ROOT = Path(__file__).parents[1]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
DEPLOYING = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
CONTAINER = (ROOT / "Containerfile").read_text(encoding="utf-8")
SIGN_IN = {"redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url"}
KEPT = {  # what protects those who look in, and the data
    "server.maxUploadSize": 10,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableStaticServing": False,
    "client.showErrorDetails": "none",  # an error's text may quote a cell
    "client.toolbarMode": "viewer",
    "client.disableDataExport": True,
    "browser.gatherUsageStats": False,
}


def shipped():
    """Every setting of config.toml by its whole name; those of themes aside."""
    return {
        f"{part}.{name}": value
        for part, settings in CONFIG.items()
        for name, value in settings.items()
        if not isinstance(value, dict)
    }


@pytest.mark.parametrize("name", KEPT)
def test_the_shipped_settings_protect_who_looks_in(name):
    assert shipped()[name] == KEPT[name]


def test_streamlit_knows_every_shipped_setting():
    assert set(shipped()) <= set(config.get_config_options())


def test_what_lets_programs_read_the_pages_is_not_turned_on():
    assert {name for name in shipped() if "agent" in name.lower()} == set()


def headers_of(app):
    """The headers that a browser gets with a page of an ASGI app."""
    sent = []

    async def receive():
        return {"type": "http.request"}

    async def send(message):
        sent.append(message)

    asyncio.run(app({"type": "http"}, receive, send))
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def test_every_answer_of_asgi_py_says_which_scripts_may_run_and_who_may_frame_it():
    from asgi import SecurityHeaders

    async def page(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"a", b"b")]})
        await send({"type": "http.response.body", "body": b""})

    headers = headers_of(SecurityHeaders(page))
    assert headers["a"] == "b"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["x-content-type-options"] == "nosniff"
    parts = dict(p.strip().split(" ", 1) for p in headers["content-security-policy"].split(";"))
    assert parts["default-src"] == parts["frame-ancestors"] == "'self'"
    assert parts["object-src"] == "'none'"
    assert "unsafe" not in parts["script-src"]
    assert not re.search(r"https?:|\*", headers["content-security-policy"])


def test_the_container_runs_as_nobody_in_particular_and_takes_no_secrets():
    assert re.search(r"^USER [1-9]\d*$", CONTAINER, re.MULTILINE)
    copied = re.findall(r"^COPY (.+) \S+$", CONTAINER, re.MULTILINE)
    names = [name for line in copied for name in line.split()]
    assert all((ROOT / name).exists() for name in names)
    assert not [name for name in names if name in (".", ".streamlit") or "secrets" in name]
    assert "/_stcore/health" in CONTAINER
    started = re.search(r'"run", "(\w+\.py)"', CONTAINER)
    assert started
    assert started[1] in names


def test_the_pattern_for_secrets_can_be_filled_in_by_taking_the_marks_away():
    text = (ROOT / ".streamlit" / "secrets.toml.example").read_text(encoding="utf-8")
    filled = tomllib.loads(re.sub(r"(?m)^# (?=\w+ = |\[)", "", text))
    assert set(filled["auth"]) == SIGN_IN
    assert {"KM_ACCESS", "KM_WORKBOOK", "gcp_service_account"} <= set(filled)
    assert tomllib.loads(text).keys() == {"gcp_service_account"}, "nothing else is set as it comes"


def test_the_docs_show_every_line_that_sign_in_needs():
    (snippet,) = re.findall(r"```toml\n(.*?)```", DEPLOYING, re.DOTALL)
    assert set(tomllib.loads(snippet)["auth"]) == SIGN_IN


def test_the_docs_name_every_setting_of_the_code():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "kmlib").rglob("*.py"))
    google = (ROOT / "docs" / "google-sheets.md").read_text(encoding="utf-8")
    named = set(re.findall(r"KM_\w+", DEPLOYING + google))
    assert set(re.findall(r'"(KM_\w+)"', code)) <= named
