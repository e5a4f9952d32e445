"""The one door to Google: through it only reading goes, paced, within limits, tried again a little.

It stands below the real gspread client, so that there is no way around it.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from functools import lru_cache, partial
from hashlib import blake2b
from io import BytesIO
from threading import Lock
from time import monotonic, sleep
from typing import Any

import requests
from google.auth.exceptions import RefreshError, TransportError
from google.auth.transport.requests import Request
from google.oauth2.service_account import Credentials
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ReadTimeoutError

from kmlib import findings as rules
from kmlib.reading.google_account import Access, Refusal
from kmlib.reading.guards import LARGEST_FILE

API, EXPORT = "https://sheets.googleapis.com/", "https://docs.google.com/"
HOST = re.compile("^https?://[^/?#]*")
READ_ONLY = ("https://www.googleapis.com/auth/spreadsheets.readonly",)

# project choice: Google asks for pauses that grow; nobody waits longer than this for one sheet
MOST_TRIES, LONGEST_PAUSE, LONGEST_READ = 4, 8.0, 19.0
CONNECT, READ = 5.0, 10.0  # seconds of one try, as far as they are left
MOST_A_MINUTE = 55  # Google's 60 for one account, less what its clock and ours differ
PIECE = 1 << 16

TOO_LATE = "no answer came in time"
BROKEN_OFF = "its answer broke off"
FAILURES = (  # the first that fits
    (requests.exceptions.SSLError, "its certificate is not trusted here, as behind a web filter"),
    ((requests.Timeout, ReadTimeoutError), TOO_LATE),
    ((requests.ConnectionError, TransportError), "there is no connection"),
    (HTTPError, BROKEN_OFF),
)
PAGE = "a web page"
RATE = {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}
ANY = "anything"
REFUSALS = (  # status, one of what is said with it, what it means; the first that fits
    (200, {PAGE}, rules.SOURCE_WEB_PAGE),
    (400, {"FAILED_PRECONDITION"}, rules.SOURCE_EXCEL_ON_DRIVE),
    (401, {PAGE}, rules.SOURCE_WEB_PAGE),
    (401, {ANY}, rules.SOURCE_KEY_REFUSED),
    (403, {PAGE}, rules.SOURCE_WEB_PAGE),
    (403, RATE, rules.SOURCE_BUSY),
    (403, {"SERVICE_DISABLED", "accessNotConfigured"}, rules.SOURCE_API_OFF),
    (403, {"domainPolicy"}, rules.SOURCE_OUTSIDERS_BARRED),
    (403, {ANY}, rules.SOURCE_NOT_SHARED),
    (404, {ANY}, rules.SOURCE_LINK_BROKEN),
    (429, {ANY}, rules.SOURCE_BUSY),
)
TRY_AGAIN = (200, 408, 429, 500, 502, 503, 504)  # 200 for an answer that broke off


class Pace:
    """Keeps a whole process below Google's limit, however many people look."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._starts: deque[float] = deque(maxlen=MOST_A_MINUTE)

    def wait(self) -> None:
        """Wait until the next request may leave."""
        with self._lock:
            now = monotonic()
            is_full = len(self._starts) == self._starts.maxlen
            start = max(now, self._starts[0] + 60) if is_full else now
            self._starts.append(start)
        if start > now:
            sleep(start - now)


PACE = Pace()


class TooMuch(Refusal):
    """What was asked for is, perhaps, too much for one answer."""


class Trouble(Exception):  # noqa: N818  # it is no error yet
    """A try that gave nothing, and may when it is made again after a pause of seconds."""

    def __init__(self, refusal: Refusal, pause: float = 0.0) -> None:
        super().__init__()
        self.refusal = refusal
        self.pause = pause
        is_late = refusal.words.get("reason") == TOO_LATE
        self.may_be_size = is_late or refusal.rule is rules.SOURCE_GARBLED


class Door(HTTPAdapter):
    """Sends nothing but GET, and gives back nothing but what was asked for.

    Attributes:
        answers: a fingerprint of all answers so far.
    """

    def __init__(self, access: Access, credentials: Credentials | None = None) -> None:
        super().__init__()
        self.answers = blake2b(digest_size=16)
        self._access = access
        self._credentials = credentials
        self._left = LONGEST_READ  # seconds
        self._most = LARGEST_FILE

    @contextmanager
    def at_most(self, size: int) -> Iterator[None]:
        """Rather raise TooMuch than wait for answers of more bytes; for who can ask for less."""
        self._most = size
        try:
            yield
        finally:
            self._most = LARGEST_FILE

    def send(  # type: ignore[override]  # how to send it is passed on as it comes
        self, request: requests.PreparedRequest, **how: Any
    ) -> requests.Response:
        """The answer to a request, read to its end; tried again where that may help.

        Raises:
            Refusal: there is none, or not the one asked for.
            ValueError: the request is not one that reads.
        """
        if request.method != "GET":
            raise ValueError(f"only reading is allowed, not {request.method}")
        tries = 0
        while True:
            tries += 1
            PACE.wait()
            began = monotonic()
            try:
                return self._sent(request, how)
            except Trouble as trouble:
                left = self._left - (monotonic() - began)
                pause = max(random.uniform(0, min(LONGEST_PAUSE, 2.0**tries)), trouble.pause)
                if self._most < LARGEST_FILE and trouble.may_be_size:
                    raise TooMuch(trouble.refusal.rule, **trouble.refusal.words) from trouble
                if tries == MOST_TRIES or pause >= left:
                    raise trouble.refusal from trouble
                sleep(pause)
            finally:
                self._left -= monotonic() - began

    def _sent(self, request: requests.PreparedRequest, how: dict[str, Any]) -> requests.Response:
        left = max(self._left, 1.0)
        how |= {"stream": True, "timeout": (min(CONNECT, left), min(READ, left))}
        self._authorize(request)
        if self._access.stand_in:  # whatever was asked for stays on this very computer
            request.url = HOST.sub(self._access.stand_in, str(request.url))
        try:
            with super().send(request, **how) as response:
                body = b"".join(self._pieces(response, monotonic() + left))
        except (requests.ConnectionError, requests.Timeout, HTTPError) as error:
            raise self._failed(error) from error
        self._check(response, body)
        self.answers.update(body)
        response.raw = BytesIO(body)
        return response

    def _authorize(self, request: requests.PreparedRequest) -> None:
        """Add the account's token, which goes to Google's API alone."""
        if self._credentials is None or not str(request.url).startswith(API):
            return
        try:
            with requests.Session() as session:
                ask = partial(Request(session), timeout=CONNECT)
                self._credentials.before_request(  # type: ignore[no-untyped-call]
                    ask, request.method, request.url, request.headers
                )
        except TransportError as error:
            raise self._failed(error) from error
        except RefreshError as error:
            if error.retryable:
                raise Trouble(self._refusal(rules.SOURCE_GARBLED, reason=BROKEN_OFF)) from error
            raise self._refusal(rules.SOURCE_KEY_REFUSED) from error

    def _pieces(self, response: requests.Response, until: float) -> Iterator[bytes]:
        """The body as it arrives, which must neither grow too large nor take too long."""
        size = 0
        while piece := response.raw.read1(PIECE, decode_content=True):
            size += len(piece)
            if size > self._most:
                reason = f"Google sends more than {self._most / 1e6:,.0f} MB for it"
                raise TooMuch(rules.SOURCE_TOO_LARGE, reason=reason)
            if monotonic() > until:
                raise requests.Timeout
            yield piece

    def _check(self, response: requests.Response, body: bytes) -> None:
        """Refuse what is not the answer: an error, a web page, half of it."""
        status, said = response.status_code, _said(response, body)
        is_whole = self._access.is_public or body.rstrip().endswith(b"}")
        if response.is_redirect or (status == 200 and is_whole and PAGE not in said):
            return
        fitting = (rule for code, any_of, rule in REFUSALS if code == status and any_of & said)
        rule = next(fitting, rules.SOURCE_GARBLED)
        if self._access.is_public and rule not in (rules.SOURCE_GARBLED, rules.SOURCE_BUSY):
            rule = rules.SOURCE_NOT_PUBLIC
        reason = BROKEN_OFF if status == 200 else f"it answers with error {status}"
        refusal = self._refusal(rule, reason=reason)
        if rule in (rules.SOURCE_GARBLED, rules.SOURCE_BUSY) and status in (*TRY_AGAIN, 403):
            raise Trouble(refusal, _retry_after(response))
        raise refusal

    def _failed(self, error: Exception) -> Trouble:
        reason = next(words for kind, words in FAILURES if isinstance(error, kind))
        rule = rules.SOURCE_GARBLED if reason is BROKEN_OFF else rules.SOURCE_UNREACHABLE
        return Trouble(self._refusal(rule, reason=reason))

    def _refusal(self, rule: rules.Rule, **words: object) -> Refusal:
        return Refusal(rule, account=self._access.account, limit=MOST_A_MINUTE, **words)


@contextmanager
def session(access: Access) -> Iterator[tuple[requests.Session, Door]]:
    """A session that has one door for every request, and that door.

    Raises:
        Refusal: what was asked for did not come.
    """
    signs = access.key and not (access.stand_in or access.is_public)
    door = Door(access, _credentials(json.dumps(dict(access.key))) if signs else None)
    with requests.Session() as made:
        made.trust_env = not access.stand_in  # no proxy stands before this very computer
        for start in ("https://", "http://"):
            made.mount(start, door)
        try:
            yield made, door
        except requests.RequestException as error:  # no JSON, or sent from here to there
            raise Refusal(rules.SOURCE_GARBLED, reason="it is no answer to this") from error


@lru_cache(4)
def _credentials(key: str) -> Credentials:
    """The account's credentials, kept so that a token serves for its hour."""
    try:
        return Credentials.from_service_account_info(json.loads(key), scopes=READ_ONLY)  # type: ignore[no-untyped-call, no-any-return]
    except ValueError as error:
        reason = "its private_key is not whole"
        raise Refusal(rules.SOURCE_KEY_BROKEN, reason=reason) from error


def _said(response: requests.Response, body: bytes) -> set[str]:
    """What an answer gives as its reason in words made for programs, or that it is a web page."""
    if "html" in response.headers.get("Content-Type", "") or body.lstrip().startswith(b"<"):
        return {PAGE, ANY}
    try:
        error = {} if response.ok else json.loads(body)["error"]
        reasons = [*error.get("errors", ()), *error.get("details", ())]
        return {ANY, str(error.get("status")), *(str(about.get("reason")) for about in reasons)}
    except (ValueError, LookupError, TypeError, AttributeError):
        return {ANY}


def _retry_after(response: requests.Response) -> float:
    """The seconds to wait that an answer asks for, as such or as a moment; 0 where it does not."""
    said = response.headers.get("Retry-After", "")
    if said.isdecimal():
        return float(said)
    try:
        return (parsedate_to_datetime(said) - dt.datetime.now(dt.UTC)).total_seconds()
    except (TypeError, ValueError):
        return 0.0
