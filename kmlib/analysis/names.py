"""Names that people type freely: what the spellings of one name have in common."""

from __future__ import annotations

import unicodedata

from kmlib.reading.names import strict_key


def name_key(text: str) -> str:
    """A name without case, blanks and punctuation; letters, their marks, digits and symbols count.

    Of a name that is all punctuation nothing is taken off, so that only no name has no key.

    >>> name_key("Read-aloud!") == name_key("READ ALOUD"), name_key("🎯") == name_key("🔥")
    (True, False)
    >>> name_key("!!!"), name_key("")
    ('!!!', '')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LMNS") or strict_key(text)
