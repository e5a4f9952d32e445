"""Text from a cell on its way into HTML, SVG or Markdown: here it is made harmless."""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote

_HARMLESS = frozenset(" ,;.%?()/’“”–—…·−")
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")  # may fool
_BLANKS = re.compile(r"\s+")
TEXTS_KEPT = 20_000  # project choice: every name and note of a large network, some 4 MB
_JOINER = "\u2060"  # shows as nothing; no link, address, emoji, arrow or list is made across it
_ACTED_UPON = re.compile(r"www(?=\.)|:(?=\S)|@|[<>=-](?=[<>=-])|^\d+(?=[.)])", re.IGNORECASE)


def escape(text: object) -> str:
    """The text as its readers see it in the sheet, safe in HTML, attributes, SVG and Markdown.

    Everything but letters, digits, blanks and a few harmless marks becomes a numeric character
    reference, which both HTML and Markdown show as the plain character and never act upon.
    Streamlit also turns addresses, `:names:` and `->` into links, pictures and arrows after
    that; a word joiner keeps them text. Characters that turn the reading direction or show
    nothing are left out; line breaks become blanks.

    >>> escape('**5** <b>')
    '&#42;&#42;5&#42;&#42; &#60;b&#62;'
    >>> escape("Alder Creek, grade 6")
    'Alder Creek, grade 6'
    >>> escape("www.x.org")
    'www\u2060.x.org'
    """
    return _escaped(str(text))


def plain(text: str) -> str:
    """The text in one line, without characters that show nothing or turn the reading direction."""
    return _BLANKS.sub(" ", _HIDDEN.sub("", text)).strip()


@lru_cache(maxsize=TEXTS_KEPT)
def _escaped(text: str) -> str:
    return "".join(map(_safe, _ACTED_UPON.sub(r"\g<0>" + _JOINER, plain(text))))


def forget_texts() -> None:
    """Keep none of the texts in mind that were made harmless so far."""
    _escaped.cache_clear()


def _safe(character: str) -> str:
    if character.isalnum() or character in _HARMLESS or character == _JOINER:
        return character
    return f"&#{ord(character)};"


def tag(name: str, inside: str = "", /, **attributes: object) -> str:
    """One element; `inside` is markup, attribute values are texts and escaped here.

    A trailing underscore is taken off a name (`class_`), others become hyphens.

    >>> tag("b", escape("a & b"), class_="km-name")
    '<b class="km-name">a &#38; b</b>'
    """
    return f"<{name}{_written(attributes)}>{inside}</{name}>"


def address(link: str) -> str:
    """A link to a cell as an attribute; only Google Sheets are ever linked to, all else is empty.

    >>> address('https://docs.google.com/spreadsheets/d/1/edit#gid=0&range=B2')
    'https://docs.google.com/spreadsheets/d/1/edit#gid=0&#38;range=B2'
    >>> address('javascript:alert(1)')
    ''
    """
    if not link.startswith("https://docs.google.com/"):
        return ""
    return quote(link, safe=":/?#&=%").replace("&", "&#38;")


def opens(link: str, inside: str) -> str:
    """Markup as a link that opens a cell in its Google Sheet; as it is where the link is none."""
    if not (href := address(link)):
        return inside
    return f'<a href="{href}" target="_blank" rel="noopener noreferrer">{inside}</a>'


def choosing(picker: str, name: str, page: str = "") -> str:
    """A name as a link to a page, or to the one that is open, with that name chosen there."""
    return tag("a", escape(name), href=f"{page}?{picker}={quote(name, safe='')}")


def svg(inside: str, *, width: float, height: float, says: str, **more: object) -> str:
    """A picture as wide as its place, with a sentence for those who cannot see it."""
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" width="100%" role="img"'
        f' aria-label="{escape(says)}" xmlns="http://www.w3.org/2000/svg"{_written(more)}>{inside}</svg>'
    )


def _written(attributes: Mapping[str, object]) -> str:
    given = ((n.rstrip("_").replace("_", "-"), v) for n, v in attributes.items() if v is not None)
    return "".join(f' {name}="{_attribute(value)}"' for name, value in given)


_PLAIN_ATTRIBUTE = re.compile(r"[\w .,()%#;:/?=+-]*", re.ASCII)


def _attribute(value: object) -> str:
    """Attribute values of our own making stay readable; anything else is escaped."""
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    text = str(value)
    return text if _PLAIN_ATTRIBUTE.fullmatch(text) else escape(text)
