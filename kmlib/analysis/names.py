"""Names that people type freely: what the spellings of one name have in common."""

from collections.abc import Iterable
from functools import lru_cache
from unicodedata import category, normalize

from kmlib.reading.names import strict_key

NAMES_KEPT = 100_000  # project choice: each name and title of 3,000 teams, some 20 MB
APOSTROPHES = "Sk"  # accents that stand alone are typed for them


class _Kept(dict[int, int | None]):
    """For each character whether a name keeps it, looked up once."""

    def __missing__(self, code: int) -> int | None:
        kind = category(chr(code))
        self[code] = code if kind[0] in "LMNS" and kind != APOSTROPHES else None
        return self[code]


_KEPT = _Kept()


@lru_cache(maxsize=NAMES_KEPT)
def name_key(text: str) -> str:
    """A name without case, blanks and punctuation; letters, their marks, digits and symbols count.

    Of a name that is all punctuation nothing is taken off, so that only no name has no key.

    >>> name_key("Teacher's read-aloud!") == name_key("TEACHER´S READ ALOUD")
    True
    >>> name_key("🎯") == name_key("🔥"), name_key("!!!"), name_key("")
    (False, '!!!', '')
    """
    return normalize("NFKC", text.translate(_KEPT)).casefold() or strict_key(text)


def one_spelling(names: Iterable[str]) -> tuple[str, ...]:
    """These names in their order, each in its first spelling; empty ones left out."""
    first: dict[str, str] = {}
    for name in filter(None, names):
        first.setdefault(name_key(name), name)
    return tuple(first.values())
