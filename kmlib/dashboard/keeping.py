"""What pages have worked out of a reading, kept until there is a newer one."""

import gc
from collections import deque
from collections.abc import Callable, Collection, Hashable
from concurrent.futures import Future
from contextlib import suppress
from math import inf
from threading import Lock
from time import monotonic, sleep, thread_time
from typing import Any, ParamSpec, TypeVar
from weakref import WeakSet

P = ParamSpec("P")
MadeT = TypeVar("MadeT")

LOOK_THROUGH_EVERY = 60.0  # project choice: seconds; for half a second nobody is served
_looked_through: list[float] = []  # when all of memory was, on the monotonic clock
Key = tuple[Callable[..., Any], tuple[Hashable, ...], tuple[tuple[str, Hashable], ...]]
_made: dict[Key, Future[Any]] = {}
_one_looks = Lock()
MOST_KEPT = 200  # project choice: tables and drawings of some 20 KB, lists of up to 150 KB
MOST_RENEWED = 100  # project choice: the others are kept of the reading that is still shown
FILES_FOR = 60.0  # project choice: seconds; a page that is looked at follows in half of that
RESTS = 2.0  # project choice: times the CPU time of what was worked out


def kept(make: Callable[P, MadeT], /, *args: P.args, **named: P.kwargs) -> MadeT:
    """What a function gives for these arguments: worked out once a reading, for all viewers.

    Who asks for what somebody else is working out waits for it.

    Args:
        make: a function of a module, which gives the same for the same.
        args: the network among them; all of them can be keys of a dictionary.
        named: more of them.
    """
    key = (make, args, tuple(named.items()))
    with _one_looks:
        is_mine = key not in _made
        made = _made[key] = Future() if is_mine else _made.pop(key)  # the latest stands last
        while len(_made) > MOST_KEPT:
            del _made[next(iter(_made))]
    if is_mine:
        try:
            made.set_result(make(*args, **named))
        except BaseException as error:
            made.set_exception(error)
            with _one_looks:
                _made.pop(key, None)
    given: MadeT = made.result()
    return given


def renew(old: object, new: object, seconds: float) -> None:
    """Work out of a new reading what viewers asked of the old one, the latest first.

    It is done before the new one is shown, rests between two for those who look meanwhile, and
    takes no longer than some seconds: what is left is worked out when somebody asks for it.
    """
    with _one_looks:
        about_old = [key for key in reversed(_made) if any(arg is old for arg in key[1])]
    asked = [key for key in about_old if all(arg is old or _is_plain(arg) for arg in key[1])]
    until = monotonic() + seconds
    for make, args, named in asked[:MOST_RENEWED]:
        if monotonic() > until:
            return
        began = thread_time()
        with suppress(Exception):  # of a team that is gone, say; who asks for it is told
            kept(make, *(new if arg is old else arg for arg in args), **dict(named))
        sleep(RESTS * (thread_time() - began))


def _is_plain(arg: object) -> bool:
    """Whether an argument is a word or number, and not part of a reading, which would be kept."""
    if isinstance(arg, tuple):
        return all(map(_is_plain, arg))
    return arg is None or isinstance(arg, str | int | float)


class Later:
    """What makes a file when somebody asks for it, for as long as its page may be open.

    A page that is open shows a newer reading within a minute. One whose tab sleeps, or whose
    viewer is gone, stays with Streamlit for longer; all that its files are made of does not.
    """

    def __init__(self, make: Callable[[], bytes]) -> None:
        """`make` gives the file."""
        self.make: Callable[[], bytes] | None = make
        with _one_looks:
            _later[-1][1].add(self)

    def __call__(self) -> bytes:
        """The file; LookupError where newer readings have been shown for minutes."""
        make = self.make
        if make is None:
            raise LookupError("this page shows an older reading: load it again, then take the file")
        return make()


_later: deque[tuple[float, WeakSet[Later]]] = deque([(-inf, WeakSet())])  # since when, each reading


def forget(but: Collection[object] = ()) -> None:
    """Keep nothing of what was worked out, but of these networks: there is a newer reading."""
    with _one_looks:
        _later.append((monotonic(), WeakSet()))
        while len(_later) > 1 and _later[1][0] < monotonic() - FILES_FOR:
            for file in _later.popleft()[1]:
                file.make = None
        about = [(key, [one for one in but if any(arg is one for arg in key[1])]) for key in _made]
        for key, networks in about:
            if not networks:
                del _made[key]


def keep_for_good() -> None:
    """What is in memory now is not looked through again and again: that costs more than a page.

    What was so before is looked through now and then, for sessions end and readings grow old. At
    the start nothing has: who waits for the first page does not wait for that.
    """
    now, is_start = monotonic(), not _looked_through
    if is_start or now > _looked_through[-1] + LOOK_THROUGH_EVERY:
        _looked_through[:] = [now]
        gc.unfreeze()
    if not is_start:
        gc.collect()
    gc.freeze()
