"""Questions about documents: lines of one that hold numbers, and what is asked of them, written for it.

A file holds a JSON object per line, one *sheet* each: its lines with variables, their ranges, and what may be asked,
every question with the expression that answers it: one variable where a line says it, nothing where none does.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from reckoner.core import Language
from reckoner.evaluation.records import lines
from reckoner.models.mini import sheet
from reckoner.models.mini.pointer.tokens import Tokens

from .school import Solved
from .stories import NAME, Stories, Template

_VARIABLE = re.compile(r"\{([a-z]\d?)\}")
_SIGNS = 0xE000
"""Unicode's area for private use begins here."""
_WITHOUT = 0.5
"""Of the questions whose line was not among the likeliest so many are learned without it: those have no answer."""
_WHOLE = 0.5
"""Of the questions so many are read with as many lines as there may be."""
_NOISE = 2.0
"""How many places a line may move among those that tell most."""


@dataclass(frozen=True)
class Sheet:
    """One document with one question."""

    lines: tuple[str, ...]
    question: str
    language: str
    expr: str
    variables: dict[str, list[float] | str]
    cond: str

    @property
    def needed(self) -> frozenset[int]:
        """The lines that hold what the question is computed with."""
        names = set(NAME.findall(self.expr))
        return frozenset(place for place, each in enumerate(self.lines) if names & set(_VARIABLE.findall(each)))


def sheets(path: Path) -> list[list[Sheet]]:
    """Those of a file, the questions of each document together."""
    return [
        [
            Sheet(
                tuple(row["sheet"]),
                ask["ask"],
                row["lang"],
                ask["expr"],
                row["vars"] | ask.get("vars", {}),
                ask.get("cond", ""),
            )
            for ask in row["asks"]
        ]
        for _, row in lines(path)
    ]


def questions(among: Sequence[Sheet], tokens: Tokens, random: Random, times: int) -> Iterator[Solved]:
    """Every question so many times, each with other numbers and other lines beside those that it needs."""
    teller = Stories(tokens, random)
    for each in among:
        for _ in range(times):
            if (solved := teller.of(_template(each, random))) is not None:
                yield replace(solved, source="sheets")


def _template(of: Sheet, random: Random) -> Template:
    language: Language = "vi" if of.language == "vi" else "en"
    plain = [_VARIABLE.sub("9", line) for line in of.lines]
    order = sheet.telling(_VARIABLE.sub("9", of.question), plain, language)
    # A search brings lines of other places too, and not always in this order.
    ranks = {place: rank + random.uniform(-_NOISE, _NOISE) for rank, place in enumerate(order)}
    order.sort(key=ranks.__getitem__)
    expr = of.expr
    if of.needed - set(order[: sheet.MOST]) and random.random() < _WITHOUT:
        expr = ""
    needed = of.needed if expr else frozenset()
    # What is computed is learned where little else stands, what to compute with where much does.
    spare = sheet.MOST - len(needed)
    others = spare if random.random() < _WHOLE else int(random.random() ** 2 * (spare + 1))
    order = [*needed, *[place for place in order if place not in of.needed][: max(others, not needed)]]
    chosen = sheet.fitting(of.question, plain, order, language)
    if needed - set(chosen):
        expr = ""  # Too long to be read together.
    text = _shown(sheet.told([_hidden(of.lines[place]) for place in chosen], _hidden(of.question), language))
    names = {*_VARIABLE.findall(text), *NAME.findall(of.cond)}
    return Template(
        text,
        of.language,
        expr,
        {name: spread for name, spread in of.variables.items() if name in names},
        of.cond if expr else "",
        {},
    )


def _hidden(text: str) -> str:
    """``text`` with a sign that is part of no word for each variable."""
    return _VARIABLE.sub(lambda match: f"{{{''.join(chr(_SIGNS + ord(letter)) for letter in match[1])}}}", text)


def _shown(text: str) -> str:
    return re.sub(f"[{chr(_SIGNS)}-{chr(_SIGNS + 127)}]", lambda match: chr(ord(match[0]) - _SIGNS), text)
