"""Tables as sentences that stand alone: each value beside its column's name."""

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

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
        keys = names if named <= _NAMED_CELLS else []
        pairs = zip_longest(keys, cells, fillvalue="")  # A row may have more cells than the first, or fewer.
        yield "; ".join(f"{key}: {value}" if key else value for key, value in pairs if value)
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
