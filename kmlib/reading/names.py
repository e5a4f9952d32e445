"""Names: which team, measure or group a cell means; a near miss is offered, never taken."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from kmlib.reading.offers import Offers

SCHOOL_WORDS = {
    "elem": "elementary", "ms": "middle", "hs": "high", "jr": "junior", "sr": "senior",
    "sch": "school", "schl": "school", "acad": "academy", "dist": "district", "mt": "mount",
    "ft": "fort",
}  # fmt: skip
LAST_WORDS = {"es": "elementary", "el": "elementary"}  # not El Camino
LEVELS = ("elementary", "middle", "high", "primary", "secondary")  # "school" after says nothing
LOOK_ALIKES = str.maketrans(  # letters of other alphabets that look Latin, typed or pasted
    "авекмнорстухіјѕԁһӏոαβεικνορτυχωøłđðı", "abekmhopctyxijsdhlnabeikvoptuxwolddi"
) | str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})

# The ways in which a text means an entry, as people read them
ITS_NAME, ALIAS, SPELLING, CODE = "its name", "also known as", "spelling", "code"
IN_TEXT, NOT_MATCHED = "part of the text", "not matched"
NOT_NEEDED = "not matched, not needed: another column tells"

LEAST_CODE = 3  # project choice: shorter numbers are rooms and grades rather than codes


def title_key(text: str) -> str:
    """A column's or tab's title without case, spaces, punctuation and look-alike letters.

    >>> title_key("Also known as*") == title_key("also_known_as"), title_key(" % ")
    (True, '%')
    """
    folded = text.lower() if text.isascii() else _latin(strict_key(text))
    return "".join(filter(str.isalnum, folded)) or "".join(c for c in folded if c in "%#")


def strict_key(text: str) -> str:
    """A name without case, blanks and invisible characters: what two entries may differ in."""
    if text.isascii():
        return " ".join(text.lower().split())
    folded = unicodedata.normalize("NFKC", text.translate(_SAME)).casefold()
    return " ".join("".join(c for c in folded if unicodedata.category(c) != "Cf").split())


def _latin(folded: str) -> str:
    """A folded text without accents, and with Latin letters for those that look like them."""
    parts = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(LOOK_ALIKES)


def _folded(text: str) -> str:
    """Lower-case Latin letters, digits and single blanks; accents and punctuation are gone."""
    plain = strict_key(text) if text.isascii() else _latin(strict_key(text.translate(_FOOTNOTES)))
    letters = plain.replace(" ", "")
    if letters.isalpha():
        return plain
    if not letters.isalnum():
        plain = _INITIALS.sub(r"\1", _APOSTROPHES.sub("", plain.replace("&", " and ")))
        plain = _PUNCTUATION.sub(" ", _NUMBER_SIGN.sub(" ", plain)).strip()
    return _LETTER_DIGIT.sub(" ", plain)


_APOSTROPHES = re.compile("['`]")
_SAME = str.maketrans("’‘´ʼʹ′＇", "'" * 7, "\ufe0e\ufe0f")  # and how an emoji is drawn
_FOOTNOTES = str.maketrans("", "", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LETTER_DIGIT = re.compile(r"(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])")  # PS12 is PS 12
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")  # P.S. 12 is PS 12
_NUMBER_SIGN = re.compile(r"(?:#|\bno\.)\s*(?=\d)")
_PUNCTUATION = re.compile(r"[\W_]+")


def normalise(text: str) -> str:
    """The spelling under which two ways to write one name are the same.

    Case, accents, look-alike letters, punctuation, footnote marks, "&", "#" and "No." do not
    matter, nor do a blank before a number and the usual way to shorten a word; "School" at the end
    says nothing.

    >>> normalise("St. Mary’s Elem. School"), normalise("SAINT MARYS ES"), normalise("P.S. #12")
    ('saint marys elementary', 'saint marys elementary', 'ps 12')
    >>> normalise("🔥")
    '🔥'
    """
    parts = [SCHOOL_WORDS.get(part, part) for part in _folded(text).split()]
    if len(parts) > 1 and parts[-1] == "school":
        parts.pop()
    if len(parts) > 1:
        parts[-1] = LAST_WORDS.get(parts[-1], parts[-1])
    if parts and "st" not in parts and "school" not in parts:
        return " ".join(parts)
    kept = [
        "saint" if part == "st" and after else part  # St. Mary; but 12th St
        for before, part, after in zip(["", *parts], parts, [*parts[1:], ""], strict=False)
        if not (part == "school" and before in LEVELS)
    ]
    return " ".join(kept) or strict_key(text)  # a name of signs alone is still a name


def sign_of(text: str) -> str:
    """The sign that says what is counted: "% absent" and "# absent" are two things.

    >>> sign_of("% absent"), sign_of("# absent"), sign_of("P.S. #12")
    ('%', '#', '')
    """
    return "%" if "%" in text else "#" if _COUNT_SIGN.search(text) else ""


_COUNT_SIGN = re.compile(r"#(?!\s*\d)")


def bare_code(text: str) -> str:
    """A cell of a column of codes without what spreadsheets add: ="007" is 007, and 7.0 is 7.

    >>> bare_code('="007"'), bare_code("640012.0")
    ('007', '640012')
    """
    return text.strip('="').removesuffix(".0")


def code_key(text: str) -> str:
    """An official code without leading zeros and wrapping; empty where the text is no code.

    >>> code_key("0640012"), code_key('="0640012"'), code_key("640012.0"), code_key("12")
    ('640012', '640012', '640012', '')
    """
    match = _CODE.fullmatch(text.strip())
    return match[1].lstrip("0") or "0" if match and len(match[1]) >= LEAST_CODE else ""


_CODE, _CODE_ENDS = re.compile(r'=?"?([0-9]+)(?:\.0+)?"?'), frozenset("0123456789\" '\u00a0")


class Matcher:
    """Finds which entry of a tab a cell means; built once from everything each may be called.

    Args:
        names: for each entry all its names and codes, the canonical name first.
        codes: which of these are official codes.
        places: for each entry where it is, as its district; it may stand beside its name.
        signs: for each entry the sign of its unit; it is not meant by a text with another one.

    Where two entries would become one by normalising, "Lincoln ES" and "Lincoln Elementary", both
    answer to their exact spelling alone. `clashes` holds the names that two entries claim as they
    are typed, with the positions of the one that gets it and of the other.
    """

    def __init__(
        self,
        names: Sequence[Sequence[str]],
        codes: Iterable[str] = (),
        places: Sequence[str] = (),
        signs: Sequence[str] = (),
    ) -> None:
        self._canonical = [next(iter(entry), "") for entry in names]
        self._strict: dict[str, int] = {}
        clashes: dict[tuple[str, int, int], str] = {}
        # canonical names first: an alias never takes another entry's own name
        in_order = [(i, name) for i, entry in enumerate(names) for name in entry[:1]]
        in_order += [(i, name) for i, entry in enumerate(names) for name in entry[1:]]
        for position, name in in_order:
            if key := strict_key(name):
                first = self._strict.setdefault(key, position)
                if first != position:
                    clashes.setdefault((key, first, position), name)
        self.clashes = tuple((name, first, second) for (_, first, second), name in clashes.items())
        self._places, self._signs = places, signs
        self._official = set(map(strict_key, codes))
        self._found: dict[str, int | None] = {}  # each text is looked up once
        self._offered: dict[str, str | None] = {}

    def find(self, text: object) -> int | None:
        """The position of the entry that is meant; None where no entry is called so.

        >>> teams = Matcher([["Lincoln Elementary", "0640012"], ["Cedar Bend"]])
        >>> teams.find("LINCOLN ES"), teams.find(640012.0), teams.find("Linclon Elementary")
        (0, 0, None)
        """
        if text is None:
            return None
        name = f"{text:.15g}" if isinstance(text, float) else str(text)
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> int | None:
        found = self._strict.get(strict_key(name))
        if found is None:
            found = self._signed(name, self._loose.get(normalise(name)))
        if found is None:
            found = self._codes.get(code_key(strict_key(name)))
        return self._with_its_code(name) if found is None else found

    def _signed(self, name: str, entry: int | None) -> int | None:
        """The entry, unless a text has a sign that is not its own."""
        sign = sign_of(name) if self._signs and entry is not None else ""
        return entry if entry is None or sign in ("", *self._signs[entry : entry + 1]) else None

    def _with_its_code(self, name: str) -> int | None:
        """The entry of which two things stand in one cell: its name, its code, its place."""
        pieces = _pieces(name)
        found = [self.find(piece) for piece in pieces] if len(pieces) > 1 else []
        both = list(zip(pieces, found, strict=False))

        def place_of(entry: int) -> str:
            return normalise(self._places[entry]) if self._places else ""

        meant = [
            entry
            for entry in {at for at in found if at is not None}
            if all(at == entry or normalise(piece) == place_of(entry) != "" for piece, at in both)
        ]
        return meant[0] if len(meant) == 1 else None

    def how(self, text: str, entry: int) -> str:
        """In which way a text, as a person sees it, means an entry; empty where it does not.

        >>> teams = Matcher([["Lincoln Elementary", "LIN"]])
        >>> teams.how("Lincoln Elementary", 0), teams.how("LINCOLN ES", 0), teams.how("lin", 0)
        ('its name', 'spelling', 'also known as')
        """
        if self.find(text) != entry:
            return ""
        if text == self._canonical[entry]:
            return ITS_NAME
        key = strict_key(text)
        if key in self._official or (not text[-1:].isalpha() and code_key(text)):
            return CODE
        is_alias = key in self._strict and key != strict_key(self._canonical[entry])
        return ALIAS if is_alias else SPELLING

    def near(self, text: object) -> str | None:
        """The canonical name to offer for an unknown one, or a few: never taken.

        >>> teams = Matcher([["Lincoln Elementary"], ["Lincoln Middle"], ["Cedar Bend"]])
        >>> teams.near("Linclon Elementary"), teams.near("Lincoln")
        ('Lincoln Elementary', 'Lincoln Elementary or Lincoln Middle')
        """
        name = str(text)
        if name not in self._offered:
            found = {self.find(piece) for piece in _pieces(name)} - {None}
            entries = found or self._likely(name, self._offers.entries)
            names = [self._canonical[entry] for entry in entries if entry is not None]
            self._offered[name] = None if len(found) > 1 else " or ".join(names) or None
        return self._offered[name]

    def slip(self, text: object) -> str | None:
        """The canonical name of which a text is a slip in the spelling; a stricter `near`."""
        entry = next(iter(self._likely(str(text), self._offers.slip)), None)
        return None if entry is None else self._canonical[entry]

    def _likely(self, name: str, offered: Callable[[str], Iterable[int]]) -> list[int | None]:
        return [self._signed(name, entry) for entry in offered(normalise(name))]

    @cached_property
    def _ways(self) -> dict[str, set[int]]:
        return self._owners(normalise)

    @cached_property
    def _loose(self) -> dict[str, int]:
        return _unshared(self._ways)

    @cached_property
    def _codes(self) -> dict[str, int]:
        return _unshared(self._owners(code_key))

    @cached_property
    def _offers(self) -> Offers:
        return Offers(self._ways)

    def exact(self, text: str) -> int | None:
        """The position of the entry that is called so, but for case, blanks and what is unseen."""
        return self._strict.get(strict_key(text))

    def _owners(self, key_of: Callable[[str], str]) -> dict[str, set[int]]:
        owners: defaultdict[str, set[int]] = defaultdict(set)
        for name, position in self._strict.items():
            if key := key_of(name):
                owners[key].add(position)
        return owners


def _unshared(owners: Mapping[str, set[int]]) -> dict[str, int]:
    return {key: min(who) for key, who in owners.items() if len(who) == 1}


_BETWEEN = re.compile(r"\s[-–—|/]+\s|[:;,()\[\]|\n]")
_CODE_AT_END = re.compile(r"([0-9]{3,})\W+(.*\w\W*)|(.*\w)\W+([0-9]{3,})\W*")


def _pieces(name: str) -> list[str]:
    """What stands side by side in a cell: "0640012 - Lincoln (Riverbend)" has three of them."""
    pieces = [piece for piece in map(str.strip, _BETWEEN.split(name)) if piece]
    match = _CODE_AT_END.fullmatch(pieces[0]) if len(pieces) == 1 else None
    return [part for part in match.groups() if part] if match else pieces
