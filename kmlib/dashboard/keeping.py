"""What pages have worked out of a reading, kept until there is a newer one."""

from __future__ import annotations

import gc
from collections.abc import Callable, Hashable
from functools import lru_cache
from time import monotonic
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
MadeT = TypeVar("MadeT")

LOOK_THROUGH_EVERY = 60.0  # project choice: seconds; for half a second nobody is served
_looked_through: list[float] = []  # when all of memory was, on the monotonic clock
MOST_KEPT = 200  # project choice: tables and drawings of some 20 KB, lists of up to 150 KB


def kept(make: Callable[P, MadeT], /, *args: P.args, **named: P.kwargs) -> MadeT:
    """What a function gives for these arguments: worked out once a reading, for all viewers.

    Args:
        make: a function of a module, which gives the same for the same.
        args: the network first; all of them can be keys of a dictionary.
        named: more of them.
    """
    made: MadeT = _made(make, args, tuple(named.items()))
    return made


@lru_cache(MOST_KEPT)
def _made(
    make: Callable[..., Any], args: tuple[Hashable, ...], named: tuple[tuple[str, Hashable], ...]
) -> Any:
    return make(*args, **dict(named))


def forget() -> None:
    """Keep nothing of what was worked out: there is a newer reading."""
    _made.cache_clear()


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
