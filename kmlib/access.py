"""Who is let in: the address that somebody signed in with, against those that are listed."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from unicodedata import normalize

from kmlib.schema.steering import AccessRole, AccessRow

LONGEST = 254  # characters of an address that mail can be sent to (RFC 5321)
WITH_A_NAME = re.compile(r"[^<>]*<([^<>]+)>")  # Ada Lovelace <ada@example.org>
ADDRESS = re.compile(r"([a-z0-9.!#$%&'*+/=?^_`{|}~-]+)?@[a-z0-9-]+(\.[a-z0-9-]+)+")


class Guest(NamedTuple):
    """Somebody who is let in, and the teams whose own workbooks are shown to them in full."""

    address: str = ""  # empty where nobody has to sign in
    teams: frozenset[str] = frozenset()


class Closed(NamedTuple):
    """Why somebody is not let in."""

    title: str
    words: str


SIGNED_OUT = Closed("Sign in to see this dashboard", "It is open to those whom the network lists.")
NOT_SET_UP = Closed(
    "Nobody can be let in at the moment",
    "Sign-in, or the list of those who may look in, is not set up or cannot be read. Whoever looks"
    " after this dashboard finds in docs/deploying.md what to do.",
)
NOT_LISTED = Closed(
    "You are not on the list yet",
    "Ask whoever looks after this dashboard to add your address, or sign in with another account."
    " Only an address counts that the service you sign in with has verified.",
)


def read_address(text: str) -> str:
    """An address or a domain of a list, in the one way to write it; empty for anything else.

    >>> read_address("Ada <Ada@Example.org>"), read_address("example.org"), read_address("Ada")
    ('ada@example.org', '@example.org', '')
    """
    named = WITH_A_NAME.fullmatch(text.strip())
    typed = (named.group(1) if named else text).strip().removeprefix("*@")
    return _address(typed) or _address(f"@{typed}")


def _address(text: str) -> str:
    """The one way to write an address or an @domain; empty for anything else.

    Other scripts may stand in a domain alone, and only where writing it in ASCII (IDNA) and back
    changes nothing: so ß is not ss, and nothing falls together with what it looks like.
    """
    if len(text) > LONGEST or normalize("NFKC", text) != text:
        return ""
    before, at, domain = text.lower().rpartition("@")
    try:
        plain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
        is_same = domain.isascii() or plain.encode().decode("idna") == domain
    except UnicodeError:
        return ""
    address = before + at + plain
    return address if is_same and ADDRESS.fullmatch(address) else ""


def allowed(rows: Iterable[AccessRow], more: str = "") -> dict[str, frozenset[str]]:
    """The addresses and @domains let in, by the Access tab and a setting with ; between them.

    Returns:
        The teams of each: those of its rows with the role team; none for a viewer.
    """
    listed = dict.fromkeys(map(read_address, more.split(";")), frozenset[str]())
    for row in rows:
        address, is_team = read_address(row.address), row.role is AccessRole.TEAM and row.team
        listed[address] = listed.get(address, frozenset()) | ({row.team} if is_team else set())
    return {address: teams for address, teams in listed.items() if address}


def admitted(user: Mapping[str, object], listed: Mapping[str, frozenset[str]]) -> Guest | Closed:
    """Whether somebody who signed in is let in, by a verified address or by its domain.

    Microsoft Entra ID never says `email_verified`; there `xms_edov` counts.

    Source: OpenID Connect Core 1.0, section 5.1; Microsoft, Optional claims reference.
    """
    verified = str(user.get("email_verified", user.get("xms_edov"))).lower()
    address = _address(str(user.get("email"))) if verified in ("true", "1") else ""
    before, at, domain = address.partition("@")
    teams = [listed[entry] for entry in (address, at + domain) if before and entry in listed]
    if not teams:
        return NOT_LISTED if listed else NOT_SET_UP
    return Guest(address, frozenset().union(*teams))
