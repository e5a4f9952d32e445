"""Small files that are made to do harm, each in plain view, and what reading them must say."""

import io
import struct
import zipfile

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET, TEXTS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"

FORMATS = (  # style 1 is a percent, 2 a date, 3 a length of time
    '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy-mm-dd"/>'
    '<numFmt numFmtId="171" formatCode="[h]:mm"/></numFmts><cellXfs><xf numFmtId="0"/>'
    '<xf numFmtId="9"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>'
)
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
PERCENT = '<xf numFmtId="9"/>'
WORKSHEET = ("worksheet", "worksheets/sheet1.xml")


def a_zip(parts):
    """A zip of these parts by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def links(*targets):
    """The links of a part, given kind and target of each: rId1, rId2 and so on."""
    each = (
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f"<Relationships>{''.join(each)}</Relationships>"


def a_sheet(rows, before="", behind=""):
    """A whole sheet of these rows of XML."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{behind}</worksheet>'


def xlsx(*rows, titles=("Data", "More", "Third"), parts=None):
    """An .xlsx with a tab for each of these rows of XML; any of its parts may be replaced."""
    places = [f"worksheets/sheet{number + 1}.xml" for number in range(len(rows))]
    listed = "".join(
        f'<sheet name="{title}" sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(titles[: len(rows)], start=1)
    )
    others = ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")
    return a_zip(
        {
            "_rels/.rels": links(("officeDocument", BOOK)),
            BOOK: f'<workbook xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
            LINKS: links(*(("worksheet", place) for place in places), *others),
            STYLES: FORMATS,
            TEXTS: texts("Alder"),
        }
        | {f"xl/{place}": a_sheet(each) for place, each in zip(places, rows, strict=True)}
        | (parts or {})
    )


def texts(*shared):
    """The part of the texts that cells share."""
    return f"<sst>{''.join(f'<si><t>{text}</t></si>' for text in shared)}</sst>"


def ods(*rows, titles=("Data", "More"), change=lambda content: content):
    """An .ods with a tab for each of these rows of XML; `change` is done to its content at last."""
    tables = "".join(
        f'<table:table table:name="{title}">{each}</table:table>'
        for title, each in zip(titles, rows, strict=False)
    )
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return a_zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": change(content),
        }
    )


def ods_cell(value, more=""):
    """One cell of an .ods that holds a number."""
    return f'<table:table-cell office:value-type="float" office:value="{value}"{more}/>'


def record(number, *content):
    """One record of an .xls."""
    whole = b"".join(content)
    return struct.pack("<HH", number, len(whole)) + whole


def xls(*cells, title="Data"):
    """An .xls with one tab of these records; its stream is longer than what lies in small sectors.

    Source: [MS-XLS] 2.4 for the records, [MS-CFB] 2.2 to 2.6 for the file around them.
    """
    begins = (struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0) for kind in (0x0005, 0x0010))
    book, sheet = (record(0x0809, each) for each in begins)
    end, name = record(0x000A), title.encode()
    place = len(book) + 4 + 8 + len(name) + len(end)
    listed = record(0x0085, struct.pack("<IBBBB", place, 0, 0, len(name), 0), name)
    size = struct.pack("<IIHHH", 0, 9, 0, 9, 0)
    stream = book + listed + end + sheet + record(0x0200, size) + b"".join(cells) + end
    stream = stream.ljust(8 * 512, b"\0")
    free, end_of_chain = 0xFFFFFFFF, 0xFFFFFFFE
    chains = (0xFFFFFFFD, end_of_chain, *range(3, 10), end_of_chain)
    table = struct.pack("<128I", *chains, *[free] * 118)

    def entry(called, kind, child, start, length):
        spelled = called.encode("utf-16-le")
        return struct.pack(
            "<64sHBBIII16sIQQIQ", spelled, len(spelled) + 2 if called else 0, kind, 1,
            free, free, child, b"", 0, 0, 0, start, length,
        )  # fmt: skip

    directory = (
        entry("Root Entry", 5, 1, end_of_chain, 0) + entry("Workbook", 2, free, 2, len(stream))
    ) + entry("", 0, free, 0, 0) * 2
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6,
        b"", 0, 1, 1, 0, 4096, end_of_chain, 0, end_of_chain, 0, 0,
    )  # fmt: skip
    return (
        header
        + struct.pack("<109I", *[free] * 109)[: 512 - len(header)]
        + table
        + directory
        + stream
    )


def xls_number(row, column, value):
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def xls_text(row, column, text):
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 0), text.encode("latin"))


def in_rows(count, cell="<v>1</v>", about=""):
    """So many rows with one cell, in column A."""
    return "".join(f'<row r="{n}"><c r="A{n}"{about}>{cell}</c></row>' for n in range(1, count + 1))


def listing(sheets):
    """The part that lists the tabs."""
    return f'<workbook xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>'


def with_sheet(rows=ONE, **around):
    """An .xlsx with one tab, given what stands before and behind its rows, too."""
    return xlsx(rows, parts={SHEET: a_sheet(rows, **around)})


def instructed(part, *entities):
    """The part behind a document type with these entities; none of ours has one."""
    return f'<?xml version="1.0"?><!DOCTYPE x [{"".join(entities)}]>{part}'


def laughing(part):
    """The part with a billion times “lol” for LOL, were its document type obeyed."""
    more = (f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    return instructed(part.replace("LOL", "&l9;"), '<!ENTITY l0 "lol">', *more)


def with_file(part):
    """The part with a file of this computer for LOL, were its document type obeyed."""
    entity = '<!ENTITY x SYSTEM "file:///etc/passwd">'
    return instructed(part.replace("LOL", "&x;"), entity)


INLINE = '<row r="1"><c r="A1" t="inlineStr"><is><t>LOL</t></is></c></row>'
SHARED = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
DATA = '<sheet name="LOL" r:id="rId1"/>'
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
FAR_WITH_PREFIX = '<x:c r="XFD1048576"><x:v>1</x:v></x:c>'
NO_PLACE = "<c><v>1</v></c>"
A_ROW, A_CELL = "table:table-row", "table:table-cell"
AN_ODS_ROW = f"<{A_ROW}>{ods_cell('LOL')}</{A_ROW}>"
REPEATED = ' table:number-columns-repeated="999999999"'
ALL_COLUMNS = '<col min="1" max="16384" hidden="1"/>'

# What is said of each file when it is read, by the codes of its findings, and how it is made
HOSTILE = {
    # A cell far away: calamine would take memory for every place before it
    "a far corner": ({"source-too-large"}, lambda: xlsx(FAR)),
    "a far corner beside a good tab": ({"tab-too-large"}, lambda: xlsx(ONE, FAR)),
    "cells without places": (
        {"source-too-large"},
        lambda: xlsx(in_rows(3_000) + f"<row>{NO_PLACE * 6_000}</row>"),
    ),
    "a far row whose cells have no places": (
        {"source-too-large"},
        lambda: xlsx(in_rows(3_000) + f'<row r="1048576">{NO_PLACE * 20}</row>'),
    ),
    "a far corner as the second place of a cell": (
        {"source-damaged"},
        lambda: xlsx(in_rows(3_000) + FAR.replace("<c ", '<c r="A1" ')),
    ),
    "a far corner behind a comment": (
        {"source-too-large"},
        lambda: xlsx(FAR.replace("<v>", "<!-- --><v>")),
    ),
    "a far corner with prefixes": (
        {"source-too-large"},
        lambda: xlsx(in_rows(3_000) + f'<x:row xmlns:x="{MAIN}">{FAR_WITH_PREFIX}</x:row>'),
    ),
    "a far corner of an .ods": (
        {"source-too-large"},
        lambda: ods(
            f'<{A_ROW} table:number-rows-repeated="1048575"/>'
            f'<{A_ROW}><{A_CELL} table:number-columns-repeated="16383"/>{ods_cell(1)}</{A_ROW}>'
        ),
    ),
    "a cell of an .ods repeated without end": (
        {"source-too-large"},
        lambda: ods(f"<{A_ROW}>{ods_cell(1, REPEATED)}</{A_ROW}>"),
    ),
    # What unfolds to more than it seems
    "blanks that fold to nothing": ({"tab-too-large"}, lambda: xlsx(ONE, ONE + " " * 12_000_000)),
    "rows without anything": (set(), lambda: xlsx(ONE + "<row/>" * 30_000)),
    "one long text in many cells": (
        {"source-too-large"},
        lambda: xlsx(in_rows(2_000, "<v>0</v>", ' t="s"'), parts={TEXTS: texts("x" * 1_000_000)}),
    ),
    "more parts than a workbook has": (
        {"source-too-large"},
        lambda: xlsx(ONE, parts={f"part{n}": "" for n in range(5_000)}),
    ),
    "tabs that share one part": (
        {"tab-damaged"},
        lambda: xlsx(ONE, ONE, parts={LINKS: links(*[("worksheet", "worksheets/sheet1.xml")] * 2)}),
    ),
    "more tabs than parts": (
        {"tab-damaged"},
        lambda: xlsx(ONE, parts={BOOK: listing(DATA * 6_000)}),
    ),
    # Document types
    "a billion lols in a tab": (
        {"tab-damaged"},
        lambda: xlsx(ONE, ONE, parts={SHEET: laughing(a_sheet(INLINE))}),
    ),
    "a billion lols in two bytes a letter": (
        {"tab-damaged"},
        lambda: xlsx(ONE, ONE, parts={SHEET: laughing(a_sheet(INLINE)).encode("utf-16")}),
    ),
    "a billion lols in the texts": (
        {"source-damaged"},
        lambda: xlsx(SHARED, parts={TEXTS: laughing(texts("LOL"))}),
    ),
    "a billion lols in the list of tabs": (
        {"source-damaged"},
        lambda: xlsx(ONE, parts={BOOK: laughing(listing(DATA))}),
    ),
    "a billion lols in the formats": (
        {"source-damaged"},
        lambda: xlsx(ONE, parts={STYLES: laughing(FORMATS.replace("yyyy", "LOL"))}),
    ),
    "a billion lols in an .ods": (
        {"source-damaged"},
        lambda: ods(AN_ODS_ROW, change=laughing),
    ),
    "a file of this computer in a tab": (
        {"source-damaged"},
        lambda: xlsx(ONE, parts={SHEET: with_file(a_sheet(INLINE))}),
    ),
    "a file of this computer in the texts": (
        {"source-damaged"},
        lambda: xlsx(SHARED, parts={TEXTS: with_file(texts("LOL"))}),
    ),
    "a file of this computer in an .ods": (
        {"source-damaged"},
        lambda: ods(AN_ODS_ROW, change=with_file),
    ),
    # What a search would go over again and again
    "error marks without end": (
        {"source-damaged"},
        lambda: xlsx('<row r="1"><c r="A1"' + ' t="e"' * 100_000),
    ),
    "blanks behind a formula": (
        set(),
        lambda: xlsx(f'<row r="1"><c r="A1"><f>B1</f>{" " * 200_000}<v>1</v></c></row>'),
    ),
    "a column that says one long word": (
        set(),
        lambda: with_sheet(before=f"<cols><col {'a' * 200_000}/></cols>"),
    ),
    "brackets without end in a format": (
        set(),
        lambda: xlsx(ONE, parts={STYLES: FORMATS.replace("[h]:mm", "[" * 200_000)}),
    ),
    "rows hidden where there is no row": (
        {"source-damaged"},
        lambda: xlsx('<row r="1"><c r="A1"' + ' hidden="1"' * 100_000 + "><v>1</v></c></row>"),
    ),
    "thousands of percent formats": (
        set(),
        lambda: xlsx(
            in_rows(5_000, about=' s="19999"'),
            parts={STYLES: f"<styleSheet><cellXfs>{PERCENT * 20_000}</cellXfs></styleSheet>"},
        ),
    ),
    "areas merged over each other": (
        set(),
        lambda: with_sheet(in_rows(1_000), behind='<mergeCell ref="A1:A1000"/>' * 50_000),
    ),
    "an area merged up to a column without end": (
        set(),
        lambda: with_sheet(behind=f'<mergeCell ref="A1:{"A" * 500_000}1"/>'),
    ),
    "columns hidden again and again": (
        set(),
        lambda: with_sheet(ONE.replace("A1", "XFD1"), before=ALL_COLUMNS * 50_000),
    ),
    "links that lead nowhere": (
        set(),
        lambda: xlsx(ONE, parts={LINKS: links(WORKSHEET, *[("x", "nowhere")] * 20_000)}),
    ),
    "tags within tags": ({"source-damaged"}, lambda: xlsx("<row>" * 100_000)),
    "tags within tags in the list of tabs": (
        set(),
        lambda: xlsx(ONE, parts={BOOK: listing("<a>" * 50_000 + "</a>" * 50_000 + DATA)}),
    ),
}
