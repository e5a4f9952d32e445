"""Everything that leaves the dashboard: what a page sends for every choice, each file it offers."""

import re
from functools import partial
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import pyarrow as pa
import streamlit as st
from google.protobuf.descriptor import FieldDescriptor
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest, element_tree, local_script_runner

TYPED = ("e", "call")  # what a reader may look for
FIRST, LAST = 1, 1  # options of a longer list, such as that of the teams
HASH = re.compile(r"\b[0-9a-f]{32,}\b")
READ_AT = re.compile(r"(?<=read today, )[^<]+")  # the minute may pass between two visits
READABLE = {  # kinds of element whose whole content stands in their message
    "bidi_component", "button", "button_group", "checkbox", "code", "dataframe", "download_button",
    "empty", "file_uploader", "heading", "html", "json", "link_button", "markdown", "metric",
    "multiselect", "number_input",
    "page_link", "pagination", "radio", "selectbox", "space", "table", "text", "text_input",
    "vega_lite_chart",
}  # fmt: skip


class Sent(NamedTuple):
    """What was sent for some choices: the text of all messages, and the files offered, by name."""

    choices: tuple["Choice", ...]
    text: str
    files: dict[str, bytes]

    @property
    def lines(self):
        """The different lines of the text; marks of the machinery aside."""
        return set(self.text.splitlines()) - {"#"}


class Choice(NamedTuple):
    """Something that a reader may choose on a page: one picker, by its name, and one option."""

    kind: str
    picker: str
    option: object

    @property
    def in_address(self):
        """How it stands in the address of the page."""
        return list(self.option) if isinstance(self.option, tuple) else str(self.option)


def everything_sent(page, workbook):
    """What a page sends as it opens and for its choices, one by one and two together."""
    Visit(page, workbook).sent()  # somebody was here before: the sheets are read
    visit = Visit(page, workbook)
    yield visit.sent()
    pairs = set()
    for first in visit.choices():
        visit = Visit(page, workbook)
        yield visit.sent(first)
        stands = visit.stands()
        for second in visit.choices():
            if second.picker == first.picker or {first, second} in pairs:
                continue
            pairs.add(frozenset({first, second}))
            if not visit.offers(second):  # as long as the choice before it is on the page
                visit = Visit(page, workbook)
                visit.sent(first)
            before = visit.chosen(second)
            yield visit.sent(second)._replace(choices=(first, second))
            visit.choose(second._replace(option=before))
            others = {name: option for name, option in visit.stands().items() if name in stands}
            if second.kind == "button" or others != stands:  # nothing takes these back
                visit = Visit(page, workbook)
                visit.sent(first)


class Visit:
    """One reader on one page, who makes choices and keeps all that arrives."""

    def __init__(self, page, workbook, address=()):
        self.workbook = str(workbook)
        self.app = AppTest.from_file(str(page), default_timeout=60)
        self.app.query_params.update(address)
        self.made = ()

    def sent(self, *choices):
        """What is sent once these choices are made, one after the other."""
        messages, files = [], {}
        tree, original = element_tree.parse_tree_from_messages, DeltaGenerator.download_button

        def keep(some):
            messages[:] = some
            return tree(some)

        def offer(self, label, data, file_name=None, *more, **look):
            files[file_name or label] = data
            return original(self, label, data, file_name, *more, **look)

        with (
            mock.patch.dict("os.environ", {"KM_WORKBOOK": self.workbook}),
            mock.patch.object(local_script_runner, "parse_tree_from_messages", keep),
            mock.patch.object(DeltaGenerator, "download_button", offer),
            mock.patch.object(st, "download_button", partial(offer, st._main)),
        ):
            if not self.made:
                self.app.run()
            for choice in choices:
                self.choose(choice)
                files.clear()
                self.app.run()
            assert not self.app.exception
            made = {n: _bytes(d() if callable(d) else d) for n, d in files.items()}
        self.made = choices
        text = "\n".join(_text_of(message) for message in messages)
        return Sent(choices, text, made)

    def choices(self):
        """Every choice that the page offers now, but for those that stand chosen.

        Of a longer list it makes the first and the last ones: the same is drawn for all.
        """
        found = []
        for element in self.app._tree:
            if isinstance(element, element_tree.Widget):
                name = element.key or element.id
                options = [o for o in self._options(element) if o != _chosen(element)]
                is_view = isinstance(element, element_tree.ButtonGroup)
                some = options if is_view else dict.fromkeys([*options[:FIRST], *options[-LAST:]])
                found += [Choice(element.type, name, option) for option in some]
        return found

    def offers(self, choice):
        """Whether this may be chosen now."""
        return any(choice.option in self._options(element) for element in self._pickers(choice))

    def stands(self):
        """What stands chosen in every picker."""
        widgets = [e for e in self.app._tree if isinstance(e, element_tree.Widget)]
        return {e.key or e.id: _chosen(e) for e in widgets if self._options(e)}

    def choose(self, choice):
        """Set a picker; one that an earlier choice took away is left alone."""
        for element in self._pickers(choice):
            option = choice.option
            if option and choice.kind == "file_uploader":
                option = (option, (Path(self.workbook).parent / option).read_bytes(), "")
            element.set_value(option)

    def chosen(self, choice):
        """What stands chosen in the picker of a choice."""
        return next((_chosen(element) for element in self._pickers(choice)), None)

    def _pickers(self, choice):
        return [e for e in self.app.get(choice.kind) if choice.picker in (e.key, e.id)]

    def _options(self, element):
        if isinstance(element, element_tree.FileUploader):  # what lies there is dropped here, too
            return sorted(file.name for file in Path(self.workbook).parent.glob("*.xlsx"))
        return _options(element)


def _options(element):
    match element:
        case element_tree.TextInput():
            return TYPED
        case element_tree.Multiselect():
            return [(option,) for option in element.options]
        case element_tree.NumberInput():
            return (element.min, element.max)
        case element_tree.Selectbox() | element_tree.ButtonGroup() | element_tree.Radio():
            return element.options
        case element_tree.Pagination():
            return range(1, element.num_pages + 1)
        case element_tree.Checkbox() | element_tree.Toggle():
            return (True, False)
        case element_tree.Button():
            return (True,)
        case element_tree.DownloadButton():
            return ()  # its file is made in any case
    raise NotImplementedError(f"teach this test to use a {element.type}")


def _chosen(element):
    """What stands chosen, as the picker shows it."""
    if isinstance(element, element_tree.FileUploader):
        return None
    if isinstance(element, element_tree.Multiselect):
        return tuple(element.value)
    return element.options[element.index] if hasattr(element, "index") else element.value


def _bytes(data):
    return data.encode() if isinstance(data, str) else bytes(data)


def _text_of(message):
    """A message as text, tables in it too."""
    if message.WhichOneof("type") == "delta" and message.delta.HasField("new_element"):
        kind = message.delta.new_element.WhichOneof("type")
        assert kind in READABLE, f"teach this test to read what stands in a {kind}"
    return READ_AT.sub("#", HASH.sub("#", "\n".join(_texts_in(message))))


def _texts_in(message):
    for field, value in message.ListFields():
        many = [*value, *value.values()] if hasattr(value, "values") else value
        for one in many if field.is_repeated else [value]:
            if hasattr(one, "ListFields"):
                yield from _texts_in(one)
            elif field.type == FieldDescriptor.TYPE_BYTES:
                yield _table_of(one)
            elif not isinstance(one, bool):
                yield str(one)


def _table_of(data):
    try:
        return str(pa.ipc.open_stream(data).read_all().to_pydict())
    except pa.ArrowInvalid:
        return str(data)
