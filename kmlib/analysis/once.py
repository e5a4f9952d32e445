"""Remembering what was worked out of a network, as long as the network itself is kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from kmlib.privacy import Published

P = ParamSpec("P")
MadeT = TypeVar("MadeT")


def once_a_network(
    make: Callable[Concatenate[Published, P], MadeT],
) -> Callable[Concatenate[Published, P], MadeT]:
    """Call a function of a network once for the same arguments, then give the same again."""
    kept: WeakKeyDictionary[Published, dict[Hashable, MadeT]] = WeakKeyDictionary()

    @wraps(make)
    def made(network: Published, /, *args: P.args, **named: P.kwargs) -> MadeT:
        known, key = kept.setdefault(network, {}), (args, *named.items())
        if key not in known:
            known[key] = make(network, *args, **named)
        return known[key]

    return made
