"""What the dashboard was told about Google: its account, or how to do without one.

Settings stand in the environment or in `.streamlit/secrets.toml` of the folder it is started in.
"""

import json
import os
import tomllib
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from kmlib.findings import SOURCE_KEY_BROKEN, SOURCE_NO_ACCOUNT, Rule

SECRETS = Path(".streamlit", "secrets.toml")
KEY_PARTS = ("client_email", "private_key", "token_uri")  # the ones that are needed
NOBODY = "the address of the dashboard’s Google account"


class Refusal(Exception):  # noqa: N818  # it is ordinary news on its way to become a finding
    """Why a Google Sheet is not read: the rule that says so, and the words it needs."""

    def __init__(self, rule: Rule, **words: Any) -> None:
        super().__init__(rule)
        self.rule = rule
        self.words = words


class Access(NamedTuple):
    """How Google Sheets are to be opened."""

    key: dict[str, str]  # of the service account; empty without one
    stand_in: str  # scheme, host and port that answer in place of Google; empty for Google itself
    is_public: bool  # without an account: by links that anyone may open

    @property
    def account(self) -> str:
        """The address that sheets are shared with."""
        return self.key.get("client_email") or NOBODY


def access() -> Access:
    """How Google Sheets are to be opened; a Refusal where the settings say nothing of use."""
    key, stand_in = _key(), _stand_in()
    is_public = str(setting("KM_GOOGLE_PUBLIC") or "").lower() in ("yes", "true", "1") and not key
    if not (key or stand_in or is_public):
        raise Refusal(SOURCE_NO_ACCOUNT)
    lacking = [part for part in KEY_PARTS if not key.get(part)]
    if lacking and not (stand_in or is_public):
        raise Refusal(SOURCE_KEY_BROKEN, reason=f"it lacks {', '.join(lacking)}")
    return Access(key, stand_in, is_public)


def setting(name: str) -> Any:
    """A setting: the environment first, then the secrets; None where it is not set."""
    if name in os.environ:
        return os.environ[name]
    try:
        return tomllib.loads(SECRETS.read_text(encoding="utf-8")).get(name)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:  # a slip in TOML is told with its line, never its text
        raise Refusal(SOURCE_KEY_BROKEN, reason=f"{SECRETS} cannot be read ({error})") from error


def _key() -> dict[str, str]:
    given = setting("KM_GOOGLE_KEY") or setting("gcp_service_account") or {}
    try:
        if isinstance(given, str):  # the key file's place, or all that stands in it
            given = given if given.lstrip().startswith("{") else Path(given).read_text("utf-8")
            given = json.loads(given)
        return {str(part): str(text) for part, text in given.items()}
    except OSError as error:
        reason = "KM_GOOGLE_KEY names no file that can be read"  # it may be the key itself: unsaid
        raise Refusal(SOURCE_KEY_BROKEN, reason=reason) from error
    except (ValueError, AttributeError) as error:
        raise Refusal(SOURCE_KEY_BROKEN, reason="it is no key file") from error


def _stand_in() -> str:
    """What answers for Google in tests: never anything but this very computer."""
    try:
        address = urlsplit(str(setting("KM_GOOGLE_API") or ""))
        host = address.hostname or ""
        is_here = host == "localhost" or ip_address(host).is_loopback
    except ValueError:  # no address
        return ""
    return f"{address.scheme}://{address.netloc}" if is_here else ""
