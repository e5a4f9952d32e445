"""The one door to Google: through it only reading goes, paced, within limits, tried again a little.

It stands below the real gspread client, so that there is no way around it.
"""

import json
import random
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
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
from urllib3.util.retry import Retry

from kmlib import findings as rules
from kmlib.reading.google_account import Access, Refusal
from kmlib.reading.guards import LARGEST_FILE

API, EXPORT = "https://sheets.googleapis.com/", "https://docs.google.com/"
READ_ONLY = ("https://www.googleapis.com/auth/spreadsheets.readonly",)
HOST = re.compile("^https?://[^/?#]*")

# project choice: Google asks for pauses that grow; nobody waits longer than this for one sheet
MOST_TRIES, LONGEST_PAUSE, LONGEST_READ = 4, 8.0, 19.0
CONNECT, READ = 5.0, 10.0  # seconds of one try, as far as they are left
MOST_A_MINUTE = 55  # Google's 60 for one account, less what its clock and ours differ
PIECE = 1 << 16

TOO_LATE, BROKEN_OFF = "it did not come in time", "it broke off"
FAILURES: tuple[tuple[Any, rules.Rule, str], ...] = (  # the first that fits
    (requests.exceptions.SSLError, rules.SOURCE_UNREACHABLE, "its certificate is not trusted here"),
    ((requests.ReadTimeout, ReadTimeoutError), rules.SOURCE_GARBLED, TOO_LATE),
    (HTTPError, rules.SOURCE_GARBLED, BROKEN_OFF),
    (Exception, rules.SOURCE_UNREACHABLE, "there is no connection"),
)
PAGE, ANY = "a web page", "anything"
REFUSALS = (  # status, one of what is said with it, what it means; the first that fits
    (200, {PAGE}, rules.SOURCE_WEB_PAGE),
    (400, {"FAILED_PRECONDITION"}, rules.SOURCE_EXCEL_ON_DRIVE),
    (401, {PAGE}, rules.SOURCE_WEB_PAGE),
    (401, {ANY}, rules.SOURCE_KEY_REFUSED),
    (403, {PAGE}, rules.SOURCE_WEB_PAGE),
    (403, {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}, rules.SOURCE_BUSY),
    (403, {"SERVICE_DISABLED", "accessNotConfigured"}, rules.SOURCE_API_OFF),
    (403, {"domainPolicy"}, rules.SOURCE_OUTSIDERS_BARRED),
    (403, {ANY}, rules.SOURCE_NOT_SHARED),
    (404, {ANY}, rules.SOURCE_LINK_BROKEN),
    (429, {ANY}, rules.SOURCE_BUSY),
)
PASSING = (200, 408, 500, 502, 503, 504)  # 200 for an answer that broke off


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


class Passing(Refusal):
    """A refusal that may pass by; its words may say after how many seconds."""


class Door(HTTPAdapter):
    """Sends nothing but GET, and gives back nothing but what was asked for.

    Attributes:
        answers: a fingerprint of all answers so far.
        most: bytes of one answer. Below what a file may have, less can be asked for: what is of
            more bytes is refused at once, and so is what fails as if it were.
    """

    def __init__(self, access: Access, credentials: Credentials | None = None) -> None:
        super().__init__()
        self.answers = blake2b(digest_size=16)
        self._access = access
        self._credentials = credentials
        self._left = LONGEST_READ  # seconds
        self.most = LARGEST_FILE

    def send(  # type: ignore[override]  # how to send it is passed on as it comes
        self, request: requests.PreparedRequest, **how: Any
    ) -> requests.Response:
        """The answer to a request that reads, whole, or a Refusal; tried again if it may help."""
        if request.method != "GET":
            raise ValueError(f"only reading is allowed, not {request.method}")
        tries = 0
        while True:
            tries += 1
            PACE.wait()
            began = monotonic()
            try:
                return self._sent(request, how)
            except Passing as refusal:
                left = self._left - (monotonic() - began)
                growing = random.uniform(0, min(LONGEST_PAUSE, 2.0**tries))
                pause = max(growing, refusal.words.get("pause", 0.0))
                is_size = self.most < LARGEST_FILE and refusal.rule is rules.SOURCE_GARBLED
                if tries == MOST_TRIES or pause >= left or is_size:
                    raise
                sleep(pause)
            finally:
                self._left -= monotonic() - began

    def _sent(self, request: requests.PreparedRequest, how: dict[str, Any]) -> requests.Response:
        left = max(self._left, 1.0)
        how |= {"stream": True, "timeout": (min(CONNECT, left), min(READ, left))}
        try:
            self._authorize(request)
            if self._access.stand_in:  # whatever was asked for stays on this very computer
                request.url = HOST.sub(self._access.stand_in, str(request.url))
            with super().send(request, **how) as response:
                body = b"".join(self._pieces(response, monotonic() + left))
        except (requests.ConnectionError, requests.Timeout, HTTPError, TransportError) as error:
            fitting = ((rule, words) for kind, rule, words in FAILURES if isinstance(error, kind))
            rule, reason = next(fitting)
            raise Passing(rule, reason=reason) from error
        self._check(response, body)
        self.answers.update(body)
        response.raw = BytesIO(body)
        return response

    def _authorize(self, request: requests.PreparedRequest) -> None:
        """Add the account's token, which goes to Google's API alone."""
        if self._credentials is None or not str(request.url).startswith(API):
            return
        with requests.Session() as session:
            ask = partial(Request(session), timeout=CONNECT)
            try:
                self._credentials.before_request(  # type: ignore[no-untyped-call]
                    ask, request.method, request.url, request.headers
                )
            except RefreshError as error:
                if error.retryable:
                    raise TransportError(error) from error  # type: ignore[no-untyped-call]
                account = self._access.account
                raise Refusal(rules.SOURCE_KEY_REFUSED, account=account) from error

    def _pieces(self, response: requests.Response, until: float) -> Iterator[bytes]:
        """The body as it arrives, which must neither grow too large nor take too long."""
        size = 0
        while piece := response.raw.read1(PIECE, decode_content=True):
            size += len(piece)
            if size > self.most:
                reason = f"Google sends more than {self.most / 1e6:,.0f} MB for it"
                raise Refusal(rules.SOURCE_TOO_LARGE, reason=reason)
            if monotonic() > until:
                raise requests.ReadTimeout
            yield piece

    def _check(self, response: requests.Response, body: bytes) -> None:
        """Refuse what is not the answer: an error, a web page, half of it."""
        status, said = response.status_code, _said(response, body)
        is_whole = self._access.is_public or body.rstrip().endswith(b"}")
        if response.is_redirect or (status == 200 and is_whole and PAGE not in said):
            return
        fitting = (rule for code, any_of, rule in REFUSALS if code == status and any_of & said)
        rule = next(fitting, rules.SOURCE_GARBLED)
        reason = BROKEN_OFF if status == 200 else f"it is error {status}"
        if rule is rules.SOURCE_BUSY or (rule is rules.SOURCE_GARBLED and status in PASSING):
            raise Passing(rule, reason=reason, pause=_retry_after(response))
        rule = rules.SOURCE_NOT_PUBLIC if self._access.is_public else rule
        raise Refusal(rule, reason=reason, account=self._access.account)


@contextmanager
def session(access: Access) -> Iterator[tuple[requests.Session, Door]]:
    """A session that has one door for every request, and that door."""
    signs = access.key and not (access.stand_in or access.is_public)
    door = Door(access, _credentials(json.dumps(access.key)) if signs else None)
    with requests.Session() as made:
        made.trust_env = not access.stand_in  # no proxy stands before this very computer
        for start in ("https://", "http://"):
            made.mount(start, door)
        try:
            yield made, door
        except requests.RequestException as error:  # no JSON, or sent from here to there
            raise Refusal(rules.SOURCE_GARBLED, reason="it says something else") from error


@lru_cache(4)
def _credentials(key: str) -> Credentials:
    """The account's credentials, kept so that a token serves for its hour."""
    try:
        return Credentials.from_service_account_info(json.loads(key), scopes=READ_ONLY)  # type: ignore[no-untyped-call, no-any-return]
    except ValueError as error:
        raise Refusal(rules.SOURCE_KEY_BROKEN, reason="its private_key is not whole") from error


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
    try:
        return Retry.from_int(0).parse_retry_after(response.headers.get("Retry-After", "0"))
    except HTTPError:
        return 0.0
