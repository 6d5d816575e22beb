"""The text of an HTML page: blocks as lines, tables as rows that stand alone, nothing that a reader does not see."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .tables import rows_as_text

_HIDDEN = frozenset(("script", "style", "template", "noscript", "svg", "head"))
_BLOCKS = frozenset(
    "p li tr div br h1 h2 h3 h4 h5 h6 section article table ul ol dl dt dd blockquote pre caption".split()
)
_WIDEST = 60
"""Columns and rows that one cell may reach over: pages write any number there."""
_REPEATED = 200
"""Characters of a cell that are said again in the rows and columns that it reaches over."""


def page_text(html: str) -> str:
    """The text that a reader of ``html`` sees, a block a line.

    lxml's parser reads in one pass over whatever is there, in time that grows with its length alone; Python's own
    ``HTMLParser`` needs quadratic time for some pages up to 3.11.13.
    """
    from lxml.etree import HTMLParser

    parser = HTMLParser(target=_Text())
    parser.feed(html)
    return str(parser.close())


@dataclass
class _Cell:
    columns: int
    rows: int
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()


class _Text:
    """What lxml tells of a page: tags and text, in order."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._hidden = self._preformatted = 0
        self._rows: list[list[_Cell]] = []
        self._in_table = self._headed = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._hidden += tag in _HIDDEN
        self._preformatted += tag == "pre"
        if tag == "table":
            self._end_table()  # A table within a table ends the outer one: pages use that for layout, not for data.
            self._headed = False
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th") and self._rows:
            if len(self._rows) == 1:  # The first row names the columns if all its cells say so.
                self._headed = tag == "th" and (self._headed or not self._rows[0])
            self._rows[-1].append(_Cell(_reach(attributes.get("colspan")), _reach(attributes.get("rowspan"))))
        elif self._rows and tag in _BLOCKS:
            self._add(" ")
        elif tag in _BLOCKS:
            self._parts.append("\n# " if tag in ("h1", "h2", "h3") else "\n")

    def end(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        self._preformatted = max(0, self._preformatted - (tag == "pre"))
        if tag == "table":
            self._end_table()
        elif tag in _BLOCKS and not self._rows:
            self._parts.append("\n")

    def data(self, text: str) -> None:
        if not self._hidden:
            # A line break in the source is a space on the page, but where the page says that it is none.
            self._add(text if self._preformatted else re.sub(r"\s+", " ", text))

    def close(self) -> str:
        self._end_table()
        return re.sub(r" ?\n ?", "\n", re.sub(r"[ \t]+", " ", "".join(self._parts)))

    def _add(self, text: str) -> None:
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].parts.append(text)
        elif not self._rows or text.strip():
            self._parts.append(text)

    def _end_table(self) -> None:
        rows, self._rows = _grid(self._rows), []
        if rows:
            lines = rows_as_text(rows) if self._headed else ("; ".join(filter(None, row)) for row in rows)
            self._parts.append("\n" + "\n".join(lines) + "\n")


def _reach(written: str | None) -> int:
    return min(_WIDEST, int(written)) if written and written.isdecimal() and int(written) else 1


def _grid(rows: list[list[_Cell]]) -> list[list[str]]:
    """The rows with each cell in its column, said again in the rows and the column names that it reaches over."""
    grid: list[list[str]] = []
    hanging: dict[int, tuple[str, int]] = {}
    """By column, the text of a cell of a row above, and for how many rows it still reaches down."""
    for row in rows:
        line: list[str] = []
        cells = list(reversed(row))
        while cells or any(place >= len(line) for place in hanging):
            if len(line) in hanging:
                text, left = hanging.pop(len(line))
                texts = [text]
            elif not cells:  # A row that is too short is empty up to what still hangs into it.
                left, texts = 1, [""]
            else:
                cell = cells.pop()
                left, again = cell.rows, "" if grid else cell.text[:_REPEATED]
                texts = [cell.text, *[again] * (cell.columns - 1)]
            for text in texts:
                if left > 1:
                    hanging[len(line)] = text[:_REPEATED], left - 1
                line.append(text)
        grid.append(line)
    return grid
