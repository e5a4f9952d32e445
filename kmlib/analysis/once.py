"""Remembering what was worked out of a network, as long as the network itself is kept."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from kmlib.privacy import Published

P = ParamSpec("P")
MadeT = TypeVar("MadeT")


def once_a_network(
    make: Callable[Concatenate[Published, P], MadeT],
) -> Callable[Concatenate[Published, P], MadeT]:
    """Call a function of a network once for the same arguments, then give the same again."""

    @wraps(make)
    def made(network: Published, /, *args: P.args, **named: P.kwargs) -> MadeT:
        key = (make, args, *named.items()) if named else (make, args)
        if key not in network.kept:
            with network.one_works:  # the others wait: together they would be slower
                if key not in network.kept:
                    network.kept[key] = make(network, *args, **named)
        known: MadeT = network.kept[key]
        return known

    return made
