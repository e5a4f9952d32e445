import html
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from kmlib.charts.markup import address, escape, svg, tag

NASTY = {
    "bold": "**bold**",
    "a coloured word": ":red[x]",
    "a formula": "$x$",
    "a picture": "![i](http://x/y.png)",
    "a tag": "<b>x</b>",
    "a script": "<img src=x onerror=alert(1)>",
    "an attribute's end": '" onload="alert(1)',
    "an entity": "&lt;b&gt;",
    "code": "`x`",
    "a heading": "# x",
    "struck out": "~~x~~",
}


def shown(markup):
    """What a browser shows of escaped text: references decoded, word joiners unseen."""
    return html.unescape(markup).replace("\u2060", "")


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_text_of_a_cell_is_shown_as_typed(text):
    assert shown(escape(text)) == text


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_no_mark_that_html_or_markdown_acts_upon_is_left(text):
    assert not set("<>\"'`*_~$![]{}#|\\") & set(escape(text).replace("&#", ""))


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("www.x.org", "www\u2060."),
        ("http://x.org", "http&#58;\u2060//"),
        ("a@b.c", "&#64;\u2060b"),
        (":smile:", "&#58;\u2060smile"),
        ("->", "&#45;\u2060&#62;"),
        ("1. first", "1\u2060."),
    ],
    ids=["address", "web link", "mail", "emoji", "arrow", "list"],
)
def test_what_streamlit_makes_of_plain_text_is_broken_by_a_word_joiner(text, broken):
    assert broken in escape(text)


def test_line_breaks_become_blanks_and_hidden_characters_are_left_out():
    assert escape(" a\n\n  b\u202ec\x00 ") == "a bc"


def test_an_attribute_cannot_be_left():
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda name, attributes: found.append((name, attributes))
    parser.feed(tag("b", title='x" onload="alert(1)'))
    assert found == [("b", [("title", 'x" onload="alert(1)')])]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "http://docs.google.com/x", "https://docs.google.com.evil/x"]
)
def test_only_google_sheets_are_linked_to(link):
    assert address(link) == ""


def test_a_drawing_says_in_a_sentence_what_it_shows():
    drawn = svg("", width=300, height=100, says="Alder: 86%, improving.")
    assert 'role="img"' in drawn
    assert 'viewBox="0 0 300 100"' in drawn
    assert 'aria-label="Alder&#58; 86%, improving."' in drawn


def test_a_link_to_a_page_of_ours_keeps_the_name_letter_by_letter():
    link = "?team=" + quote("Pre--K www.x <i>", safe="")
    assert tag("a", "open", href=link) == f'<a href="{link}">open</a>'
