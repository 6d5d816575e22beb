"""All rows of a table in a document: those that fit a condition, and what one of their columns comes to."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Final, Literal

from reckoner.core import DocumentError, Passage, fold
from reckoner.models.mini.figures import MOSTLY, day_of, named_cells, number_of, plain_name

from .index import DocumentIndex

Order = Literal["highest", "lowest"]
_OF_ONE_TABLE: Final = 0.5
"""The share of a row's columns that the rows before it have, too."""
_LAST: Final = 3
"""So many rows before it show which columns a row may have: it may lack a value."""
_CONDITION: Final = re.compile(r"\s*(?P<column>.+?)\s*(?P<sign><=|>=|!=|=|<|>|\bcontains\b)\s*(?P<value>.*?)\s*")
_SIGNS: Final[Mapping[str, Callable[[Fraction, Fraction], bool]]] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


@dataclass(frozen=True)
class Row:
    """A row as it stands in its page."""

    passage: Passage
    cells: Mapping[str, str]
    """Its values by their columns."""


@dataclass(frozen=True)
class Values:
    """The rows that have a value in a column, each with that."""

    told: tuple[tuple[Row, Fraction], ...]
    are_days: bool
    """Whether they are days, counted from the first of the year 1, and no numbers."""

    def times(self, other: "Values") -> "Values":
        """The products with what ``other`` tells of the same rows."""
        factors = {id(row): value for row, value in other.told}
        told = ((row, value * factors[id(row)]) for row, value in self.told if id(row) in factors)
        return Values(tuple(told), are_days=False)

    def ordered(self, order: Order) -> "Table":
        """The rows, the highest value first, or the lowest; of days the latest is the highest."""
        rows = sorted(self.told, key=lambda each: each[1], reverse=order == "highest")
        return Table(tuple(row for row, _ in rows))


@dataclass(frozen=True)
class Table:
    """The rows of one table of a document, or those of them that fit."""

    rows: tuple[Row, ...]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row.cells))

    def column(self, name: str) -> str:
        """Its column that is called ``name``, however that is written; nothing where there is none."""
        return next((each for each in self.columns if plain_name(each) == plain_name(name)), "")

    def where(self, conditions: Sequence[str]) -> "Table":
        """The rows that fulfil all ``conditions``: *kind = fruit*, *price < 10*, *note contains silk*.

        Raises:
            DocumentError: One is no condition, or names no column.
        """
        found = self
        for condition in conditions:
            parts = _CONDITION.fullmatch(condition)
            column = self.column(parts["column"]) if parts else ""
            if parts is None or not column:
                raise DocumentError("table.condition", condition=condition, columns=", ".join(self.columns))
            sign, value = parts["sign"], parts["value"].strip("\"'")
            found = Table(tuple(row for row in found.rows if _fits(row.cells.get(column, ""), sign, value)))
        return found

    def values(self, column: str) -> Values | None:
        """What the cells of ``column`` are worth: their numbers, or their days; ``None`` where most are neither."""
        cells = [(row, row.cells[column]) for row in self.rows if row.cells.get(column)]
        for worth in (number_of, day_of):
            known = [(row, value) for row, cell in cells if (value := worth(cell)) is not None]
            if cells and len(known) >= MOSTLY * len(cells):
                return Values(tuple(known), are_days=worth is day_of)
        return None


def tables(index: DocumentIndex, document: str) -> list[Table]:
    """The tables of ``document``, in the order of its pages.

    Args:
        index: The documents.
        document: The name of one.
    """
    lines: dict[tuple[int, int], Row] = {}
    for passage in index.passages_of(document):
        start = 0
        for line in passage.text.splitlines(keepends=True):
            at, text = passage.start + start, line.strip()
            start += len(line)
            cells = named_cells(text)
            # Passages overlap: what is cut at the end of one stands whole in another.
            known = lines.get((passage.page, at))
            if len(cells) > 1 and (known is None or len(known.passage.text) < len(text)):
                whole = replace(passage, text=text, start=at, end=at + len(text), score=1.0)
                lines[passage.page, at] = Row(whole, cells)
    found: list[list[Row]] = []
    for _, row in sorted(lines.items(), key=lambda each: each[0]):
        if not found or not _continues(found[-1], row):
            found.append([])
        found[-1].append(row)
    return [Table(tuple(rows)) for rows in found]


def _continues(rows: Sequence[Row], row: Row) -> bool:
    known = {name for each in rows[-_LAST:] for name in each.cells}
    return len(known & row.cells.keys()) >= _OF_ONE_TABLE * len(row.cells)


def _fits(cell: str, sign: str, value: str) -> bool:
    if sign == "contains":
        return fold(value) in fold(cell)
    for worth in (number_of, day_of):
        left, right = worth(cell), worth(value)
        if left is not None and right is not None:
            return _SIGNS[sign](left, right)
    same = plain_name(cell) == plain_name(value)
    return same if sign == "=" else not same if sign == "!=" else False
