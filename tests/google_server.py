"""A loopback stand-in for Google's Sheets API: workbook files, answered as Google answers.

It knows `spreadsheets.get` with a field mask and ranges, `values:batchGet` and the export address,
and refuses, stalls or breaks off as it is told. The shapes are those of the API's reference and of
recorded answers: grids cut to what is filled, an empty tab without rows, ranges that choose tabs.
"""

import datetime as dt
import gzip
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import openpyxl
from openpyxl.utils.datetime import to_excel

LINK = "https://docs.google.com/spreadsheets/d/{}/edit"
STATUSES = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED",
            404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE"}  # fmt: skip
WORDS = re.compile(r"[\w.]+|[(),]")
PATH = re.compile(r"(/v4)?/spreadsheets/(?:d/)?([\w-]+)(/values:batchGet|/export)?")
RANGE = re.compile(r"'((?:[^']|'')*)'(?:!(\d+):(\d+))?")


def error_body(status, message="", **more):
    """The body of an error as Google words it."""
    error = {"code": status, "message": message, "status": STATUSES.get(status, "UNKNOWN")} | more
    return {"error": error}


def error_info(reason):
    """The details that say why."""
    kind = "type.googleapis.com/google.rpc.ErrorInfo"
    return [{"@type": kind, "reason": reason, "domain": "googleapis.com", "metadata": {}}]


class GoogleServer:
    """`with GoogleServer() as google: google.share(path)`: the workbook under its link."""

    def __init__(self):
        self.books = {}
        self.files = {}
        self.asked = []  # method and path of each request
        self.headers = []
        self.bodies = []
        self.faults = []  # what the next answers are instead: (status, body, headers) or a word
        self.always = None  # a fault for every answer
        self.released = threading.Event()

    def __enter__(self):
        handler = type("Handler", (_Handler,), {"google": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # who breaks off is meant to
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        return self

    def __exit__(self, *_):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()

    def share(self, path, key=None, title=None):
        """Serve a workbook file as a Google Sheet; returns its link."""
        key = key or re.sub(r"\W", "-", path.stem)
        self.books[key] = spreadsheet(path, title or path.name)
        self.files[key] = path
        return LINK.format(key)

    def fail(self, status, body=None, times=1, **headers):
        """Answer the next requests with an error."""
        answer = status, error_body(status) if body is None else body, headers
        self.faults += [answer] * times


def spreadsheet(path, title):
    """A workbook file as the API describes a sheet, its values kept apart under each tab."""
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        "spreadsheetId": path.stem,
        "properties": {"title": title, "locale": "en_US", "timeZone": "America/Chicago"},
        "sheets": [_tab(sheet, number) for number, sheet in enumerate(book.worksheets)],
    }


def _tab(sheet, number):
    cells = [[_cell(cell) for cell in row] for row in sheet.iter_rows()]
    values = [_cut([value for value, _ in row], "") for row in cells]
    about = [{"values": looks} if (looks := _cut([look for _, look in row], {})) else {}
             for row in cells]  # fmt: skip
    while values and not values[-1]:
        values.pop()
    rows, columns = max(sheet.max_row, 30), max(sheet.max_column, 12)
    hidden = {row for row, look in sheet.row_dimensions.items() if look.hidden}
    out = {column for look in sheet.column_dimensions.values() if look.hidden
           for column in range(look.min, look.max + 1)}  # fmt: skip
    return {
        "properties": {
            "sheetId": number * 562149769,  # no index: Google makes large numbers up
            "title": sheet.title,
            "index": number,
            "sheetType": "GRID",
            "gridProperties": {"rowCount": rows, "columnCount": columns},
        }
        | ({"hidden": True} if sheet.sheet_state != "visible" else {}),
        "merges": [
            {"startRowIndex": box.min_row - 1, "endRowIndex": box.max_row,
             "startColumnIndex": box.min_col - 1, "endColumnIndex": box.max_col}
            for box in sheet.merged_cells.ranges
        ],
        "data": [
            {
                "rowData": about[: len(values)],
                "rowMetadata": [_line(row in hidden) for row in range(1, rows + 1)],
                "columnMetadata": [_line(column in out) for column in range(1, columns + 1)],
            }
        ],
        "values": values,
    }  # fmt: skip


def _line(is_hidden):
    return {"pixelSize": 21} | ({"hiddenByUser": True} if is_hidden else {})


def _cell(cell):
    """A cell's unformatted value, and what is said of how it looks."""
    value, pattern = cell.value, cell.number_format
    if value is None:
        return "", {}
    kind = "NUMBER"
    if isinstance(value, dt.timedelta):
        value, kind = value / dt.timedelta(days=1), "TIME"
    elif isinstance(value, dt.time):
        value, kind = to_excel(value), "TIME"
    elif isinstance(value, dt.datetime):
        kind = "DATE" if value.time() == dt.time() else "DATE_TIME"
        value = to_excel(value)
    elif "%" in re.sub('"[^"]*"', "", pattern):
        kind = "PERCENT"
    look = {} if pattern == "General" else {"numberFormat": {"type": kind, "pattern": pattern}}
    said = {"effectiveFormat": look | {"wrapStrategy": "OVERFLOW_CELL"}}
    return value, said | ({"hyperlink": cell.hyperlink.target} if cell.hyperlink else {})


def _cut(row, empty):
    while row and row[-1] == empty:
        row.pop()
    return row


def masked(answer, mask):
    """What a field mask leaves of an answer; an unknown field is refused as Google does."""
    words = iter(WORDS.findall(mask))

    def fields():
        tree = {}
        path = []
        for word in words:
            if word == "(":
                _at(tree, path).update(fields())
            elif word == ")":
                return tree
            elif word != ",":
                path = word.split(".")
                _at(tree, path)
        return tree

    return _kept(answer, fields())


def _at(tree, path):
    for name in path:
        if name not in FIELDS:
            raise LookupError(name)
        tree = tree.setdefault(name, {})
    return tree


FIELDS = {
    *("properties", "title", "sheets", "sheetId", "hidden", "sheetType", "gridProperties"),
    *("rowCount", "merges", "data", "startRow", "startColumn", "rowMetadata", "columnMetadata"),
    *("hiddenByUser", "hiddenByFilter", "rowData", "values", "effectiveFormat", "numberFormat"),
    *("hyperlink", "chipRuns", "chip", "richLinkProperties", "uri"),
}


def _kept(answer, tree):
    if not tree:
        return answer
    if isinstance(answer, list):
        return [_kept(part, tree) for part in answer]
    return {name: _kept(answer[name], below) for name, below in tree.items() if name in answer}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body in one go, which the client waits for
    google = None

    def handle_any(self):
        self.google.asked.append(f"{self.command} {self.path}")
        self.google.headers.append(self.headers)
        self.google.bodies.append(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        fault = self.google.faults.pop(0) if self.google.faults else self.google.always
        if fault == "silence":
            self.google.released.wait(5)
            self.close_connection = True
        elif fault == "hang up":
            self.close_connection = True
        elif fault in ("half", "half a piece"):
            self.send(*self.answer(), piecewise=fault == "half a piece", cut=True)
        elif fault:
            self.send(*fault)
        else:
            self.send(*self.answer(), piecewise=True)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any  # noqa: N815

    def answer(self):
        address = urlsplit(self.path)
        asked = parse_qs(address.query)
        path = PATH.fullmatch(address.path)
        book = path and self.google.books.get(path[2])
        if self.command != "GET" or not book:
            return 404, error_body(404, "Requested entity was not found."), {}
        if path[3] == "/export":
            name = f"attachment; filename*=UTF-8''{self.google.files[path[2]].name}"
            body = self.google.files[path[2]].read_bytes()
            return 200, body, {"Content-Disposition": name, "Content-Type": "application/zip"}
        try:
            if path[3]:
                return 200, {"valueRanges": list(_values(book, asked))}, {}
            chosen = book | {"sheets": list(_chosen(book, asked.get("ranges")))}
            return 200, masked(chosen, asked.get("fields", ["properties,sheets.properties"])[0]), {}
        except LookupError as error:
            return 400, error_body(400, f"Unable to parse: {error}"), {}

    def send(self, status, body, headers, *, piecewise=False, cut=False):
        """Google packs its answers and sends them in pieces."""
        data = body if isinstance(body, bytes) else json.dumps(body, separators=(",", ":")).encode()
        said = {"Content-Type": "application/json; charset=UTF-8", **headers}
        if piecewise and "gzip" in self.headers.get("Accept-Encoding", ""):
            data = gzip.compress(data)
            said["Content-Encoding"] = "gzip"
        length = ("Transfer-Encoding", "chunked") if piecewise else ("Content-Length", len(data))
        self.send_response(status)
        for name, value in (*said.items(), length):
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        kept = data[: len(data) // 2] if cut else data
        self.wfile.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(data), kept) if piecewise else kept)
        self.close_connection = cut or self.close_connection

    def log_message(self, *_):
        pass


def _found(book, text):
    match = RANGE.fullmatch(text)
    title, first, last = match.groups() if match else ("", None, None)
    title = title.replace("''", "'")
    tab = next((tab for tab in book["sheets"] if tab["properties"]["title"] == title), None)
    if tab is None:
        raise LookupError(text)
    return tab, int(first or 1), int(last or tab["properties"]["gridProperties"]["rowCount"])


def _values(book, asked):
    assert asked["valueRenderOption"] == ["UNFORMATTED_VALUE"]
    assert asked["dateTimeRenderOption"] == ["SERIAL_NUMBER"]
    for text in asked["ranges"]:
        rows = _found(book, text)[0]["values"]
        yield {"range": text, "majorDimension": "ROWS"} | ({"values": rows} if rows else {})


def _chosen(book, ranges):
    """The tabs that ranges touch, and of their rows those inside; without ranges all of them."""
    if not ranges:
        yield from book["sheets"]
        return
    for text in ranges:
        tab, first, last = _found(book, text)
        if last > tab["properties"]["gridProperties"]["rowCount"]:
            raise LookupError(f"{text} exceeds grid limits")
        (data,) = tab["data"]
        some = {name: lines[first - 1 : last] if name.startswith("row") else lines
                for name, lines in data.items()}  # fmt: skip
        yield tab | {"data": [some]}
