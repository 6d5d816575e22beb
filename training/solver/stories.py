"""Problems made of templates: stories that were written for it, with other names, things and numbers each time."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from reckoner.evaluation.records import lines
from reckoner.models.mini.pointer.tokens import Tokens
from reckoner.models.mini.solver.quantities import Problem, problem
from reckoner.models.mini.solver.steps import MOST

from ..pointer.suites import fold_case
from .careless import careless
from .school import Solved
from .trees import Tree, Unwritable, constant, joined, number, parsed, shared, simple, steps
from .vocabulary import Cast, cast

NAME = re.compile(r"\b[a-z]\d?\b")
"""A variable in an expression or a condition."""
_TRIES = 60
_BARE = 0.2
"""The share of Vietnamese stories that are typed without diacritics."""
_FRACTIONS = tuple(
    Fraction(each) for each in "1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/8 3/8 5/8 7/8 1/10 3/10 7/10 9/10".split()
)
_PARTS = {
    "en": {3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 8: "eighth", 10: "tenth"},
    "vi": {3: "ba", 4: "tư", 5: "năm", 6: "sáu", 8: "tám", 10: "mười"},
}
_COUNTED = dict(enumerate("không một hai ba bốn năm sáu bảy tám chín".split()))
_MONEY = ("$", "£", "€")
_SPELT = "zero one two three four five six seven eight nine ten eleven twelve".split()


@dataclass(frozen=True)
class Template:
    """One story; its ``expr`` says what is asked for."""

    text: str
    language: str
    expr: str
    variables: dict[str, list[float] | str]
    """For each number its range: least, most, step; or ``fraction``."""
    cond: str
    words: dict[str, list[str]]


def templates(path: Path) -> list[Template]:
    """Those of a file of JSON lines."""
    return [
        Template(row["text"], row["lang"], _asked(row), row["vars"], row.get("cond", ""), row.get("words", {}))
        for _, row in lines(path)
    ]


def _asked(row: dict[str, Any]) -> str:
    """The expression; nothing where the text does not tell what is asked for."""
    return "" if row.get("none") else str(row["expr"])


class Stories:
    """Tells stories of templates."""

    def __init__(self, tokens: Tokens, random: Random) -> None:
        self._tokens = tokens
        self._random = random

    def of(self, template: Template) -> Solved | None:
        """One story with its program; none where no numbers were found that make sense."""
        for _ in range(_TRIES):
            numbers = {
                name: self._random.choice(_FRACTIONS) if isinstance(spread, str) else self._number(*spread)
                for name, spread in template.variables.items()
            }
            if self._sensible(template, numbers):
                return self._told(template, numbers)
        return None

    def _number(self, least: float, most: float, step: float = 1) -> Fraction:
        by = Fraction(str(step))
        count = int((Fraction(str(most)) - Fraction(str(least))) / by)
        # Small numbers are as common as large ones, as in life.
        place = (
            self._random.randint(0, count) if self._random.random() < 0.6 else int(count * self._random.random() ** 2)
        )
        return Fraction(str(least)) + by * place

    def _sensible(self, template: Template, numbers: dict[str, Fraction]) -> bool:
        if not template.expr:
            return True
        try:
            value = parsed(template.expr, lambda leaf: Tree(numbers[leaf] if isinstance(leaf, str) else leaf)).value
            # The templates are ours, and so is what they say in Python.
            holds = not template.cond or eval(template.cond, {**numbers, "__builtins__": {}})
        except (ZeroDivisionError, Unwritable):
            return False
        return bool(holds) and value >= 0 and (value * 100).denominator == 1

    def _told(self, template: Template, numbers: dict[str, Fraction]) -> Solved | None:
        chosen = cast(self._random, template.language)
        parts: list[str] = []
        named: list[str] = []
        for part in re.split(r"(\{\w+\})", template.text):
            name = part[1:-1] if part.startswith("{") else ""
            told = self._word(template, chosen, numbers, name, part, parts)
            if name in numbers:
                named.append(name)
            parts.append(told)
        text = "".join(parts)
        text = careless(text, template.language, self._random)
        if template.language == "vi" and self._random.random() < _BARE:
            text = fold_case(text)
        return self._solved(template, text, named, numbers)

    def _word(
        self,
        template: Template,
        chosen: Cast,
        numbers: dict[str, Fraction],
        name: str,
        part: str,
        before: Sequence[str],
    ) -> str:
        if isinstance(template.variables.get(name), str):
            return self._fraction(numbers[name], template.language)
        if name in numbers:
            return self._written(numbers[name], template.language, "".join(before))
        if name in template.words:
            return chosen.once(name, template.words[name], self._random)
        return chosen.word(name) if name else part

    def _written(self, value: Fraction, language: str, before: str) -> str:
        if value.denominator != 1:
            told = f"{float(value):.2f}".rstrip("0")
            if before.endswith(_MONEY):
                told = f"{float(value):.2f}"
            return told.replace(".", ",") if language == "vi" else told
        count = int(value)
        if before.endswith(_MONEY) and self._random.random() < 0.2:
            return f"{count}.00"
        spelt = language == "en" and count < len(_SPELT) and count != 1 and before.endswith(" ")
        if spelt and self._random.random() < 0.15:
            return _SPELT[count]
        if count >= 1000 and self._random.random() < 0.6:
            return f"{count:,}".replace(",", "." if language == "vi" else ",")
        return str(count)

    def _fraction(self, value: Fraction, language: str) -> str:
        if self._random.random() < 0.4:
            return f"{value.numerator}/{value.denominator}"
        if language == "vi":
            return f"{_COUNTED[value.numerator]} phần {_PARTS['vi'][value.denominator]}"
        top, part = _SPELT[value.numerator], _PARTS["en"][value.denominator]
        if value.numerator == 1:
            return f"{self._random.choice(('one', 'a'))} {part}"
        return f"{top}{self._random.choice((' ', '-'))}{part}s"

    def _solved(
        self, template: Template, text: str, names: Sequence[str], numbers: dict[str, Fraction]
    ) -> Solved | None:
        asked = problem(self._tokens, text, "vi" if template.language == "vi" else "en")
        places = _places(asked, names, numbers, set(NAME.findall(template.expr)))
        if places is None or len(asked.places) != len(asked.quantities):
            return None
        if not template.expr:
            return Solved(asked, (), "lacking", template.language, text)

        def leaf(value: str | Fraction) -> Tree:
            if isinstance(value, str):
                return number(asked, places[value])
            for place, each in enumerate(asked.quantities):
                # A number that the story itself says is taken from there.
                if each.value == value and place not in places.values():
                    return number(asked, place, plain=False)
            return constant(value)

        try:
            program = steps(_joint(shared(simple(parsed(template.expr, leaf)), asked)), len(asked.quantities))
        except Unwritable:
            return None
        if not 0 < len(program) <= MOST:
            return None
        return Solved(asked, tuple(program), "stories", template.language, text)


def _joint(tree: Tree) -> Tree:
    """``tree``, or a number alone as once itself: a program has a step."""
    return joined("*", tree, constant(Fraction(1))) if tree.left is None else tree


def _places(
    asked: Problem, names: Sequence[str], numbers: dict[str, Fraction], needed: Collection[str]
) -> dict[str, int] | None:
    """Which quantity of the text each variable is, in the order in which they are told.

    One that is part of a name, as in *room A12*, is no quantity; ``None`` where that is one of the ``needed``.
    """
    found: dict[str, int] = {}
    first = 0
    for name in names:
        # "25 nghìn" is read as 25,000.
        would = (numbers[name], numbers[name] * 1000, numbers[name] * 1_000_000)
        worth = [each.value * 100 if each.percent else each.value for each in asked.quantities]
        place = next((place for place in range(first, len(worth)) if worth[place] in would), None)
        if place is not None:
            found.setdefault(name, place)
            first = place + 1
        elif name in needed:
            return None
    return found


def lacking(template: Template) -> Template | None:
    """The story without a sentence that tells a number of its answer; none where it would still tell all."""
    parts = re.split(r"(?<=[.!?]) ", template.text)
    needed = {name for name in re.findall(r"[a-z]\b", template.expr) if name in template.variables}
    for place, part in enumerate(parts[:-1]):
        told = set(re.findall(r"\{([a-z])\}", part))
        text = " ".join(parts[:place] + parts[place + 1 :])
        if told & needed and re.search(r"\{[a-z]\}", text) and "?" in text:
            left = {name: each for name, each in template.variables.items() if f"{{{name}}}" in text}
            return Template(text, template.language, "", left, "", template.words)
    return None


def stories(among: Sequence[Template], tokens: Tokens, random: Random, times: int) -> Iterator[Solved]:
    """Every template told so many times."""
    teller = Stories(tokens, random)
    for template in among:
        for _ in range(times):
            if (solved := teller.of(template)) is not None:
                yield solved
