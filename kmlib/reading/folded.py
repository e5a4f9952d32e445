"""Folded: a sheet with each distinct cell once, so that calamine reads no cell twice.

Most cells of a sheet are the same as many others: a column of 17,280 dates has a hundred of them.
What a cell holds stands between its tags; where it stands is put back once it is read.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from kmlib.observations import Codes
from kmlib.reading.cells import Value
from kmlib.reading.guards import check

FEW = 2_000  # project choice: fewer cells are read as quickly one by one
MOST_DISTINCT = 1_000_000  # rows of the folded sheet
STRETCHES = "its tabs stretch over {} cells"
PIECE = 1 << 17  # bytes looked at together, so that they stay in the processor's cache
MIXER = np.uint64(0x9E3779B97F4A7C15)  # an odd number without a pattern: bits spread to the left
FIRST_BYTES = np.array([256**count - 1 for count in range(9)], np.uint64)  # of a word
LONGEST_ADDRESS = 10  # letters and digits
PLAIN_CELL = re.compile(
    rb'"(?: (?:s|cm|vm)="[0-9]+"| t="[A-Za-z]+")*'
    rb"(?:/>|>(?:[^<>]++|<(?!/?c[\s/>]|/?row|[!?])[^<>]*+>)*+</c>)\s*"
)

Numbers = NDArray[np.signedinteger[Any]]
Words = NDArray[np.uint64]


class AlikeRows(list[list[Value]]):
    """Rows of which is known which cells are the same: `cells[codes[r, c]]` stands in row r."""

    codes: Codes
    cells: list[Value]  # two of them may be equal

    @classmethod
    def of(cls, codes: Codes, cells: list[Value]) -> Self:
        """These cells in their places."""
        one_by_one = np.empty(len(cells), np.object_)
        one_by_one[:] = cells
        rows = cls(one_by_one[codes].tolist())
        rows.codes, rows.cells = codes, cells
        return rows


class Fold(NamedTuple):
    """The cells of a sheet by what they hold; rows and columns count from 0."""

    sheet: bytes  # each distinct cell in a row of its own
    rows: int
    code: Numbers  # for each cell its row there
    row: Numbers
    column: Numbers

    def unfolded(self, grid: list[list[Value]], most: float) -> AlikeRows:
        """The sheet's own cells, of which there may be so many, given those of the folded one."""
        values = [row[0] if row else "" for row in grid]
        values = [*values, *[""] * (self.rows + 1 - len(values))]  # the last one fills gaps
        filled = np.array([value != "" for value in values], np.bool_)[self.code]
        code, row, column = self.code[filled], self.row[filled], self.column[filled]
        shape = (int(row.max(initial=-1)) + 1, int(column.max(initial=-1)) + 1)
        check(shape[0] * shape[1], most, STRETCHES)
        codes = np.full(shape, self.rows, np.int32)
        codes[row, column] = code
        return AlikeRows.of(codes, values)


def fold(xml: bytes) -> Fold | None:
    """A sheet with many cells, folded; None where one is spelled unusually or before its place.

    Nothing but what its tags hold tells the value of a cell that is spelled as usual.
    """
    begin, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData")
    if begin < 0 or xml.find(b"</sheetData", begin) != end or xml.find(b"<!", 0, begin) >= 0:
        return None
    signs = np.frombuffer(xml, np.uint8)
    marks = np.concatenate(list(_marks(signs, begin, end)))
    kind = signs[marks + 1]
    is_cell = kind == ord("c")
    ends = np.append(marks[1:], end)[is_cell]
    row, column, starts = _addresses(signs, marks[is_cell] + len(b'<c r="'))
    place = row.astype(np.int64) << 20 | column
    is_odd = not np.isin(kind, (ord("c"), ord("/"))).all()
    if is_odd or len(place) < FEW or (column < 0).any() or (np.diff(place, prepend=-1) <= 0).any():
        return None
    code, first_ones = _told_apart(xml, starts, ends - starts)
    if not 0 < len(first_ones) <= MOST_DISTINCT:
        return None
    places = zip(starts[first_ones].tolist(), ends[first_ones].tolist(), strict=True)
    bodies = [xml[start:stop] for start, stop in places]
    if not all(map(PLAIN_CELL.fullmatch, bodies)):
        return None
    rows = (b'<row r="%d"><c r="A%d%b</row>' % (n, n, body) for n, body in enumerate(bodies, 1))
    sheet = b"<worksheet><sheetData>%b</sheetData></worksheet>" % b"".join(rows)
    return Fold(sheet, len(bodies), code, row, column)


def _told_apart(xml: bytes, starts: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers]:
    """A number for each of some stretches of bytes, the same for those that are the same.

    And which ones are the first of their number; none where two that differ got one, which takes
    chance or malice.
    """
    hashed = np.zeros(len(starts), np.uint64)
    words = list(_words(xml, starts, lengths))
    for which, word in words:
        mixed = (hashed[which] ^ word) * MIXER
        hashed[which] = mixed ^ (mixed >> np.uint64(29))
    _, first, code = np.unique(hashed, return_index=True, return_inverse=True)
    like, place = first[code], np.zeros(len(starts), np.int64)
    same = bool((lengths == lengths[like]).all())
    for which, word in words if same else ():
        place[which] = np.arange(len(which))
        same = same and bool((word == word[place[like[which]]]).all())
    order = np.argsort(first)
    return np.argsort(order).astype(np.int32)[code], first[order][: len(first) * same]


def _words(xml: bytes, starts: Numbers, lengths: Numbers) -> Iterator[tuple[Numbers, Words]]:
    """Eight bytes after eight of each stretch, the last ones padded, and of which stretches."""
    eight = np.ndarray(len(xml) - 7, "<u8", xml, strides=(1,))
    which, at, left = np.arange(len(starts)), starts, lengths
    while len(which):
        yield which, eight[at] & FIRST_BYTES[np.minimum(left, 8)]
        more = np.flatnonzero(left > 8)
        which, at, left = which[more], at[more] + 8, left[more] - 8


def _marks(signs: NDArray[np.uint8], begin: int, end: int) -> Iterator[Numbers]:
    """Where cells begin and rows end, and what no plain sheet has: comments and instructions."""
    for piece in range(begin, end, PIECE):
        tag = piece + np.flatnonzero(signs[piece : min(piece + PIECE, end)] == ord("<"))
        first, second = signs[tag + 1], signs[tag + 2]
        is_cell = (first == ord("c")) & (second == ord(" "))
        is_row_end = (first == ord("/")) & (second == ord("r"))  # </r> is within an odd cell
        yield tag[is_cell | is_row_end | (first == ord("!")) | (first == ord("?"))]


def _addresses(signs: NDArray[np.uint8], start: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Row and column, -1 where there is none, of the addresses that begin at these places.

    And where each ends.
    """
    row, column = np.zeros((2, len(start)), np.int32)
    at, goes_on = start.copy(), np.ones(len(start), np.bool_)
    for _ in range(LONGEST_ADDRESS):
        sign = signs[at].astype(np.int32)
        is_digit = goes_on & (sign >= ord("0")) & (sign <= ord("9"))
        is_letter = goes_on & (row == 0) & (sign >= ord("A")) & (sign <= ord("Z"))
        row = np.where(is_digit, row * 10 + sign - ord("0"), row)
        column = np.where(is_letter, column * 26 + sign - ord("A") + 1, column)
        goes_on = is_digit | is_letter
        if not goes_on.any():
            break
        at += goes_on
    return row - 1, column - 1, at
