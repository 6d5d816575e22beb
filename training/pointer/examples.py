"""What the pointer learns from: a row of word pieces and what is right in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from reckoner.models.mini.pointer.layout import Row

Kind = Literal["choose", "fill", "read"]


@dataclass(frozen=True)
class Gold:
    """What is right for one argument or question."""

    spans: tuple[tuple[int, int], ...] = ()
    """Each first and last piece that would do, as places in the row; none where the text does not say it."""
    value: int | None = None
    """Of the values that it may have the right one; ``None`` where the text does not say it."""
    unknown: bool = False
    """Whether nothing can be learned from it, because its words do not stand in the row."""


@dataclass(frozen=True)
class Example:
    """One row with its answers."""

    kind: Kind
    row: Row
    tool: int | None = None
    """The right tool's place among the row's marks; ``None`` where none is meant."""
    gold: tuple[Gold, ...] = ()
    """For each argument."""
    source: str = ""
    said: tuple[str, ...] = field(default=(), repr=False)
    """The texts that the row's spans point into."""


def said_spans(texts: Sequence[str], words: Iterable[str]) -> list[tuple[int, int, int]]:
    """Where any of ``words`` stands in ``texts``: turn, first character, after the last."""
    found: list[tuple[int, int, int]] = []
    for each in words:
        pattern = re.compile(rf"(?<!\w){re.escape(each)}(?!\w)", re.IGNORECASE)
        for turn, text in enumerate(texts):
            found.extend((turn, *match.span()) for match in pattern.finditer(text))
    return found


def placed(row: Row, spans: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """The pieces of ``row`` that cover each of ``spans``; those that the row left out are left out."""
    at: dict[int, list[int]] = {}
    for place, (turn, _, _) in enumerate(row.spans):
        if turn >= 0:
            at.setdefault(turn, []).append(place)
    for turn, first, last in spans:
        inside = [place for place in at.get(turn, ()) if row.spans[place][1] < last and first < row.spans[place][2]]
        if inside and row.spans[inside[0]][1] <= first and row.spans[inside[-1]][2] >= last:
            yield inside[0], inside[-1]
