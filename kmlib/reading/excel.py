"""Excel and OpenDocument workbooks -> tabs of cells, read-only and without running anything.

calamine reads the values; `xlsx_xml` puts back what it hides. An .xlsx is read right here as long
as it is of ordinary size and every cell is vouched for. All else is read in a process of its own,
where a tab that is damaged or too large costs that tab alone.
"""

import pickle
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from io import BytesIO
from xml.etree.ElementTree import ParseError
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from kmlib import findings as rules
from kmlib.findings import Cell, Finding
from kmlib.reading import guards
from kmlib.reading.apart import read_apart
from kmlib.reading.cells import Tab, Workbook
from kmlib.reading.folded import STRETCHES, Fold, fold
from kmlib.reading.grids import Grid, SheetFacts, cut_texts, durations_as_text, finish, put_texts
from kmlib.reading.guards import LONGEST_TEXT, TooLargeError, check, panics_told, read_part
from kmlib.reading.older_formats import CONTENT, Sheets, sheets_of_ods, sheets_of_xls
from kmlib.reading.spelling import OddSpellingError, count_cells, respelled
from kmlib.reading.xlsx_xml import (
    Contents,
    PercentCell,
    SheetPart,
    percent_cells,
    put_percents,
    read_contents,
    read_facts,
)

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and every workbook with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MANIFEST, LOCKED = "META-INF/manifest.xml", b"encryption-data"  # of an .ods

# project choice: what is read in the process that serves the dashboard. A network of 1,000 teams
# with 144,000 rows stays within it; the worst that does takes some hundred megabytes
MOST_XML_HERE = 40_000_000  # bytes of all sheets
MOST_ODD_HERE = 1_000_000  # bytes of those spelled anew: more take longer than another process
MOST_TEXTS_HERE = 8_000_000  # bytes of the texts that cells share
MOST_CELLS_HERE = 4_000_000  # rows times columns; a tenth may hold an error or no result
MOST_CHARACTERS_HERE = 128_000_000  # were each cell to show the longest text
# project choice: what another process reads and hands back
MOST_CHARACTERS = 256_000_000  # of all cells of a tab
MOST_ANSWERED = 64_000_000  # bytes of all tabs
LONGEST_START = 40  # seconds after which no further tab is begun, so that the others arrive

SHARED_TEXT = re.compile(rb' t="s"[^<>]*>\s*<v>([0-9]+)<')

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINK = f'<Relationship Id="{{1}}" Type="{OFFICE}/{{0}}" Target="{{1}}"/>'
LINKS = "<Relationships>{}</Relationships>"
SHEET = '<sheet name="{0}" r:id="{0}"/>'
BOOK = '<workbook><workbookPr date1904="{}"/><sheets>{}</sheets></workbook>'

BROKEN = (LookupError, OverflowError, RecursionError, ParseError, *guards.ZIP_ERRORS)
DOUBTS = (CalamineError, MemoryError, TooLargeError, *BROKEN)


def read_excel(data: bytes, name: str) -> Workbook:
    """The tabs of an .xlsx, .xlsm, .xls or .ods workbook.

    Raises:
        SourceError: it is damaged, locked, too large or no workbook.
    """
    if data.startswith(OLD_OFFICE):
        if ENCRYPTED in data:
            raise guards.refused(rules.SOURCE_LOCKED, name)
        return read_apart(data, name)
    if not data.startswith(guards.ZIP):
        raise guards.refused(rules.SOURCE_KIND_UNKNOWN, name)
    with guards.open_zip(data, name) as archive:
        if MANIFEST in archive.NameToInfo and LOCKED in read_part(archive, MANIFEST):
            raise guards.refused(rules.SOURCE_LOCKED, name)
        if CONTENT not in archive.NameToInfo:
            with suppress(*DOUBTS), panics_told():
                return Workbook(name, tuple(_read_vouched(archive, name)))
    return read_apart(data, name)


def read_doubtful(data: bytes, name: str) -> Workbook:
    """The same in a process that may fail alone: what was not read goes into the findings."""
    if data.startswith(OLD_OFFICE):
        workbook = _gathered(sheets_of_xls(data, name), name)
        about = rules.ERRORS_UNSEEN.at(Cell(name, value=name))
        return Workbook(name, workbook.tabs, (about, *workbook.findings))
    with guards.open_zip(data, name) as archive:
        is_ods = CONTENT in archive.NameToInfo
        return _gathered((sheets_of_ods if is_ods else _sheets)(archive, data, name), name)


def _read_vouched(archive: ZipFile, name: str) -> list[Tab]:
    """The tabs of an .xlsx of ordinary size and spelling; any other raises one of the DOUBTS."""
    book = _contents(archive, name, MOST_TEXTS_HERE)
    sheets, longest = book.sheets, max(book.lengths)
    size = sum(archive.getinfo(sheet.part).file_size for sheet in sheets)
    if size > MOST_XML_HERE or longest > LONGEST_TEXT:
        raise TooLargeError

    def vouched_for() -> Iterator[tuple[bytes, Fold | None]]:
        cells = odd = 0
        for sheet in sheets:
            xml = read_part(archive, sheet.part)
            try:
                cells += count_cells(xml, MOST_CELLS_HERE)
            except OddSpellingError:
                odd += len(xml)
                if odd > MOST_ODD_HERE:
                    raise
                xml = respelled(xml, book.count_texts)
                cells += count_cells(xml, MOST_CELLS_HERE)
            if cells * longest > MOST_CHARACTERS_HERE or _has_long_text(xml):
                raise TooLargeError
            yield xml, fold(xml)

    return _read(book, sheets, vouched_for(), name, MOST_CELLS_HERE)


def _has_long_text(xml: bytes) -> bool:
    """Whether a text may be longer than a cell holds: such a text lies over one whole step."""
    step = LONGEST_TEXT // 2
    return any(xml.find(b"<", at, at + step) < 0 for at in range(0, len(xml) - step, step))


def _contents(archive: ZipFile, name: str, most_texts: int | None = None) -> Contents:
    contents = read_contents(archive, most_texts)
    if not contents.sheets:
        raise guards.refused(rules.SOURCE_KIND_UNKNOWN, name)
    return contents


def _read(
    book: Contents,
    sheets: list[SheetPart],
    parts: Iterable[tuple[bytes, Fold | None]],
    name: str,
    most: int,
) -> list[Tab]:
    """The tabs of these sheets, given the XML of each; together they have at most so many cells."""
    looks: list[tuple[list[PercentCell], SheetFacts, Fold | None]] = []
    pattern = percent_cells(book.formats)

    def looked_at() -> Iterator[bytes]:
        for xml, folded in parts:
            sheet = xml if folded is None else folded.sheet
            looks.append((pattern.findall(sheet), read_facts(xml, sheet, most // 10), folded))
            yield sheet

    has_durations = any("[" in code for code in book.formats)
    tabs: list[Tab] = []
    cells = 0
    with CalamineWorkbook.from_filelike(_as_workbook(looked_at(), book)) as reader:
        for number, (sheet, (percents, facts, folded)) in enumerate(
            zip(sheets, looks, strict=True)
        ):
            values = reader.get_sheet_by_index(number)
            row, column = values.end or (0, 0)
            check(cells + (row + 1) * (column + 1), most, STRETCHES)
            grid: Grid = values.to_python(skip_empty_area=False)  # type: ignore[assignment]
            put_percents(grid, percents)
            if has_durations:
                durations_as_text(grid)
            put_texts(grid, facts.shown)
            facts.shown = []
            grid = grid if folded is None else folded.unfolded(grid, most - cells)
            cells += len(grid) * max(map(len, grid), default=0)
            tab = Tab(name, sheet.title, grid, sheet.is_hidden, epoch_1904=book.is_1904)
            tabs.append(finish(tab, facts))
    return tabs


def _as_workbook(sheets: Iterable[bytes], contents: Contents) -> BytesIO:
    """A plain workbook of these sheets, named by their numbers from 0.

    So calamine never sees how a file lists its parts, and reads the very bytes vouched for.
    """
    file = BytesIO()
    names: list[str] = []
    with ZipFile(file, "w") as book:
        for number, sheet in enumerate(sheets):
            names.append(f"{number}.xml")
            book.writestr(f"xl/{number}.xml", sheet)
        links = [LINK.format("worksheet", name) for name in names]
        for kind, part in ("styles", contents.styles), ("sharedStrings", contents.texts):
            if part:
                book.writestr(f"xl/{kind}.xml", part)
                links.append(LINK.format(kind, f"{kind}.xml"))
        listed = "".join(map(SHEET.format, names))
        book.writestr("xl/workbook.xml", BOOK.format(int(contents.is_1904), listed))
        book.writestr("xl/_rels/workbook.xml.rels", LINKS.format("".join(links)))
        book.writestr("_rels/.rels", LINKS.format(LINK.format("officeDocument", "xl/workbook.xml")))
    file.seek(0)
    return file


def _sheets(archive: ZipFile, _: bytes, name: str) -> Sheets:
    """The sheets of an .xlsx, and how to read each of them, whatever it holds."""
    with guards.refusing(name, "its parts do not fit together", *BROKEN):
        book = _contents(archive, name)
    for sheet in book.sheets:
        yield sheet.title, partial(_read_sheet, archive, book, sheet, name)


def _read_sheet(archive: ZipFile, book: Contents, sheet: SheetPart, name: str) -> Tab:
    xml = read_part(archive, sheet.part)
    with suppress(CalamineError, *BROKEN), panics_told():
        return _read_alone(book, sheet, xml, name)
    return _read_alone(book, sheet, respelled(xml, book.count_texts), name)


def _read_alone(book: Contents, sheet: SheetPart, xml: bytes, name: str) -> Tab:
    count_cells(xml, guards.MOST_CELLS)
    shown = sum(book.lengths[int(text)] for text in SHARED_TEXT.findall(xml))
    check(shown, MOST_CHARACTERS, "its texts come to {} characters")
    return _read(book, [sheet], [(xml, None)], name, guards.MOST_CELLS)[0]


def _gathered(readers: Sheets, name: str) -> Workbook:
    """The tabs that can be read, and a finding for each other one; without any, a SourceError."""
    tabs: list[Tab] = []
    findings: list[Finding] = []
    refusal = guards.refused(rules.SOURCE_KIND_UNKNOWN, name)  # as long as there is no tab
    room = MOST_ANSWERED
    start = time.monotonic()
    for title, read in readers:
        try:
            seconds = time.monotonic() - start
            check(seconds, LONGEST_START, "the tabs before it took {} seconds")
            with panics_told():
                tab = read()
            size = len(pickle.dumps(tab.rows))
            check(size / 1e6, room / 1e6, "its cells come to {} MB")
        except (TooLargeError, MemoryError) as error:
            of_tab, of_source = rules.TAB_TOO_LARGE, rules.SOURCE_TOO_LARGE
            reason = str(error) or guards.TOO_MUCH_MEMORY
        except (CalamineError, *BROKEN):
            of_tab, of_source = rules.TAB_DAMAGED, rules.SOURCE_DAMAGED
            reason = "its cells cannot be read"
        else:
            room -= size
            tabs.append(tab)
            findings += cut_texts(tab)
            continue
        if not findings:
            refusal = guards.refused(of_source, name, reason=f"tab “{title}”: {reason}")
        findings.append(of_tab.at(Cell(name, title), None, reason=reason))
    if not tabs:
        raise refusal
    return Workbook(name, tuple(tabs), tuple(findings))
