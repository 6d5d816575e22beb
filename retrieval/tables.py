"""Tables as sentences that stand alone: each value beside its column's name."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

_NAME_LENGTH = 80
"""Characters of a column's name that are repeated in its rows: what is longer names nothing."""
_NAMED_CELLS = 500_000
"""Cells that get their column's name; repeated in more, the names would outgrow the document."""


def rows_as_text(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Each row after the first, its values named by the first."""
    filled = (cells for row in rows if any(cells := [str(cell).strip() for cell in row]))
    header = next(filled, None)
    if header is None:
        return
    names = [name[:_NAME_LENGTH] for name in header]
    named = 0
    for cells in filled:
        named += len(cells)
        keys = names if named <= _NAMED_CELLS else [""] * len(names)
        yield "; ".join(f"{key}: {value}" if key else value for key, value in zip(keys, cells, strict=False) if value)
    if not named:
        yield "; ".join(header)


# The line under the header of a table in Markdown: |---|:--:|
_RULE = re.compile(r" {0,3}\|?(?: *:?-{1,}:? *\|)+(?: *:?-{1,}:? *)?")


def markdown_with_rows(text: str) -> str:
    """``text`` with its pipe tables as rows."""
    lines, done = text.split("\n"), []
    place = 0
    while place < len(lines):
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if "|" not in lines[place] or not _RULE.fullmatch(following.rstrip()):
            done.append(lines[place])
            place += 1
            continue
        end = place + 2
        while end < len(lines) and "|" in lines[end]:
            end += 1
        done += rows_as_text(_cells(line) for line in (lines[place], *lines[place + 2 : end]))
        place = end
    return "\n".join(done)


def _cells(line: str) -> list[str]:
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


class HtmlText(HTMLParser):
    """The text of a page, read in one pass: however deep it nests, the time grows with its length alone."""

    _HIDDEN = frozenset(("script", "style", "template", "noscript", "svg", "head"))
    _BLOCKS = frozenset(
        "p li tr div br h1 h2 h3 h4 h5 h6 section article table ul ol dl dt dd blockquote pre title".split()
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._hidden = 0
        self._rows: list[list[list[str]]] = []
        self._headed = False

    def text(self) -> str:
        """What was read, a block a line."""
        self._end_table()
        return re.sub(r" ?\n ?", "\n", re.sub(r"[ \t]+", " ", "".join(self._parts)))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in self._HIDDEN
        if tag == "table":
            self._end_table()  # A table within a table ends the outer one: pages use that for layout, not for data.
            self._headed = False
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th") and self._rows:
            if len(self._rows) == 1:  # The first row names the columns if all its cells say so.
                self._headed = tag == "th" and (self._headed or not self._rows[0])
            self._rows[-1].append([])
        elif self._rows and tag in self._BLOCKS:
            self._add(" ")
        elif tag in self._BLOCKS:
            self._parts.append("\n# " if tag in ("h1", "h2", "h3") else "\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in self._HIDDEN))
        if tag == "table":
            self._end_table()
        elif tag in self._BLOCKS and not self._rows:
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            # A line break in the source is a space on the page.
            self._add(re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(text)
        elif not self._rows or text.strip():
            self._parts.append(text)

    def _end_table(self) -> None:
        rows = [["".join(cell).strip() for cell in row] for row in self._rows]
        self._rows = []
        if rows:
            lines = rows_as_text(rows) if self._headed else ("; ".join(filter(None, row)) for row in rows)
            self._parts.append("\n" + "\n".join(lines) + "\n")
