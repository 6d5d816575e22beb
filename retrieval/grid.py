"""Tables of a page that knows only where its letters stand: lines of short pieces, one below the other.

Geometry in points; the origin is the page's lower left corner, as in PDF.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

from .tables import rows_as_text

_GAP = 0.8
"""Of its letters' height; pieces of a line that are further apart are cells."""
_ROWS = 3
"""Rows that make a table, its header among them."""
_WORDS = 5.0
"""Words of a cell on the average; columns of running text have more."""
_SLACK = 4.0
"""Points by which the edges of a column's cells may differ."""


@dataclass(frozen=True)
class Piece:
    """Letters in a row, and the box that they fill."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


Line = list[Piece]


def with_rows(text: str, pieces: Sequence[Piece]) -> str:
    """``text`` of a page with its tables as rows that stand alone, as ``rows_as_text`` writes them.

    Args:
        text: What the page says, line by line.
        pieces: The same, with its places, in the same order.
    """
    for table in _tables(_lines(pieces)):
        written = "".join(piece.text for line in table for piece in line)
        if (span := _span(written, text, len(table))) is not None:
            rows = "\n".join(rows_as_text(_cells(table)))
            text = f"{text[: span[0]].rstrip()}\n{rows}\n{text[span[1] :].lstrip()}"
    return text


def _lines(pieces: Sequence[Piece]) -> list[Line]:
    """The pieces that stand beside each other, from left to right; what nearly touches is one piece."""
    lines: list[Line] = []
    for piece in pieces:
        if lines and _beside(lines[-1][-1], piece):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [_joined(line) for line in lines]


def _beside(first: Piece, second: Piece) -> bool:
    shared = min(first.top, second.top) - max(first.bottom, second.bottom)
    return shared > 0.5 * min(first.height, second.height) and second.left > first.left


def _joined(line: Line) -> Line:
    cells: Line = []
    for piece in line:
        if cells and piece.left - cells[-1].right < _GAP * max(piece.height, cells[-1].height):
            last = cells.pop()
            blank = " " if piece.left - last.right > 0.15 * last.height else ""
            piece = Piece(
                last.left,
                min(last.bottom, piece.bottom),
                piece.right,
                max(last.top, piece.top),
                f"{last.text}{blank}{piece.text}",
            )
        cells.append(piece)
    return cells


def _tables(lines: Sequence[Line]) -> list[list[Line]]:
    """Runs of lines that have the cells of one table."""
    found = []
    for several, run in groupby(lines, key=lambda line: len(line) > 1):
        table = [*run]
        if several and len(table) >= _ROWS and _is_table(table):
            found.append(table)
    return found


def _is_table(table: Sequence[Line]) -> bool:
    words = fmean(len(cell.text.split()) for line in table for cell in line)
    header = table[0]
    named = all(any(sign.isalpha() for sign in cell.text) for cell in header)
    # A cell that is in no column would be lost, two in one column would be mixed up.
    aligned = all(_apart([_column(cell, header) for cell in line]) for line in table[1:])
    return words <= _WORDS and named and aligned


def _apart(places: Sequence[int | None]) -> bool:
    return None not in places and len(set(places)) == len(places)


def _column(cell: Piece, header: Line) -> int | None:
    """The column whose header begins, ends or lies where the cell does."""
    for place, head in enumerate(header):
        edges = abs(cell.left - head.left), abs(cell.right - head.right)
        if min(edges) <= _SLACK or (cell.left < head.right and head.left < cell.right):
            return place
    return None


def _cells(table: Sequence[Line]) -> list[list[str]]:
    header = table[0]
    rows = []
    for line in table:
        row = [""] * len(header)
        for cell in line:
            place = _column(cell, header)
            if place is not None:
                row[place] = f"{row[place]} {cell.text}".strip()
        rows.append(row)
    return rows


def _span(written: str, text: str, rows: int) -> tuple[int, int] | None:
    """Where the letters of ``written`` stand in ``text`` as whole words on ``rows`` lines or more."""
    letters = [place for place, sign in enumerate(text) if sign.isalnum()]
    wanted = "".join(filter(str.isalnum, written))
    flat = "".join(text[place] for place in letters)
    start = flat.find(wanted) if wanted else -1
    while start >= 0:
        first, last = letters[start], letters[start + len(wanted) - 1]
        before, after = text[:first].rstrip("$€£(\"'“+-"), text[last + 1 :].lstrip(".,;:%)\"'”!?")
        whole = not before[-1:].strip() and not after[:1].strip()
        if whole and text.count("\n", first, last) >= rows - 1:
            return len(before), len(text) - len(after)
        start = flat.find(wanted, start + 1)
    return None
