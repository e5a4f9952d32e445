"""Sign-in, where `[auth]` in the secrets sets it up: who is let in, and what they alone see.

A page has its network from here alone: however it is run, it shows a stranger nothing.
"""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.runtime.pages_manager import PagesManager

from kmlib.access import NOT_SET_UP, SIGNED_OUT, Closed, Guest, admitted, allowed
from kmlib.dashboard import loading
from kmlib.dashboard.frame import small_print
from kmlib.findings import Finding
from kmlib.privacy import Published
from kmlib.reading.excerpts import CellKey, Excerpt
from kmlib.schema import AccessRow

OPEN = "No sign-in is set up: whoever has the address of this page can read it."
IN_FULL = (
    "What cells say is shown in full here, small groups too, for this is your own workbook. Only"
    " your team sees that, and the CSV leaves it out: mind who looks at this screen."
)


def network() -> Published:
    """The network to show, to whoever is let in; for anybody else the page ends here."""
    _run_app_first()
    visitor = guest()
    return door(visitor) if isinstance(visitor, Closed) else loading.network()


def guest() -> Guest | Closed:
    """Who looks at the page, or why nobody may; asked anew at every rerun."""
    if (auth := _auth()) is None:
        return Guest()
    user = st.user.to_dict()
    if not user.get("is_logged_in", user.get("email")):
        return SIGNED_OUT if auth else NOT_SET_UP
    known = loading.reading().network  # not before: a stranger has nothing read
    rows = known.rows(AccessRow) if known else ()
    return admitted(user, allowed(rows, loading.setting("KM_ACCESS")))


def door(closed: Closed) -> NoReturn:
    """What somebody sees who is not let in, and how to sign in."""
    st.title(closed.title, anchor=False)
    st.text(closed.words)
    if closed is SIGNED_OUT:
        parts = (_auth() or {}).items()
        named = [name for name, part in parts if isinstance(part, Mapping) and "client_id" in part]
        for name in named or ["default"]:
            label = f"Sign in with {name.title()}" if named else "Sign in"
            st.button(label, on_click=st.login, args=(name,), type="primary")
    elif st.user.get("is_logged_in"):
        st.button("Sign in with another account", on_click=st.logout)
    st.stop()


def foot(visitor: Guest) -> None:
    """The end of a page: who is signed in, and the way out; or that nobody has to."""
    if not visitor.address:
        return small_print(OPEN)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.user.get("is_logged_in"):  # not where a proxy in front says who it is
            st.button("Sign out", on_click=st.logout)
        small_print(f"Signed in as {visitor.address}.")


def own_first(network: Published, names: Sequence[str]) -> list[str]:
    """These teams or workbooks, the viewer's own before the others."""
    teams = _teams()
    mine = teams | {source.name for source in network.sources if source.team in teams}
    return sorted(names, key=lambda name: name not in mine)


def in_full(
    network: Published, findings: Sequence[Finding]
) -> tuple[list[Finding], Mapping[CellKey, Excerpt]]:
    """Findings and little sheets to show, unmasked in the viewer's own workbook; and it says so."""
    own = [one for team in _teams() if (one := loading.last_reading().own.get(team))]
    found = ChainMap(*(one.findings for one in own))
    sheets = ChainMap(*(one.excerpts for one in own))
    if any(cell in found or cell in sheets for cell in (finding[2:5] for finding in findings)):
        small_print(IN_FULL)
    shown = [found.get(finding[2:5], finding) for finding in findings]
    return shown, dict(network.excerpts) | sheets


def _teams() -> frozenset[str]:
    visitor = guest()
    return visitor.teams if isinstance(visitor, Guest) else frozenset()


def _auth() -> Mapping[str, Any] | None:
    """How people sign in: None where nobody has to, empty where it cannot be told."""
    is_required = loading.setting("KM_SIGN_IN") == "required"
    try:
        found: Mapping[str, Any] | None = loading.secret("auth", {} if is_required else None)
    except StreamlitSecretNotFoundError:
        return {}
    return found


def _run_app_first() -> None:
    """Run app.py, which makes the menu, where a page's own address is the first one opened.

    Until app.py has called st.navigation once, Streamlit takes a folder named pages for its own
    older kind of menu and runs the page without app.py.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
