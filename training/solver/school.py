"""Problems of GSM8K whose solutions turn into programs over the numbers of the question (MIT)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from reckoner.evaluation.records import lines
from reckoner.models.mini.pointer.tokens import Tokens
from reckoner.models.mini.solver.quantities import Problem, problem
from reckoner.models.mini.solver.steps import MOST, Step

from .trees import Tree, Unwritable, constant, number, parsed, shared, simple, steps

_MARKED = re.compile(r"<<([^=<>]+)=([^<>]+)>>")


@dataclass(frozen=True)
class Solved:
    """A problem with its program."""

    problem: Problem
    program: tuple[Step, ...]
    source: str
    language: str = "en"
    text: str = ""


def school(path: Path, tokens: Tokens) -> Iterator[Solved]:
    """Those of a file of lines of ``question`` and ``answer``."""
    for _, row in lines(path):
        solution, _, final = row["answer"].rpartition("####")
        asked = problem(tokens, row["question"], "en")
        try:
            tree = _tree(asked, solution, Fraction(final.strip().replace(",", "")))
            program = steps(tree, len(asked.quantities))
        except (Unwritable, ValueError, SyntaxError, ZeroDivisionError):
            continue
        if 0 < len(program) <= MOST and len(asked.places) == len(asked.quantities):
            yield Solved(asked, tuple(program), "school", text=row["question"])


def _tree(asked: Problem, solution: str, final: Fraction) -> Tree:
    made: list[Tree] = []
    used: set[int] = set()

    def leaf(value: str | Fraction) -> Tree:
        if isinstance(value, str):
            raise Unwritable(value)
        # What was made last is what is gone on with.
        for each in reversed(made):
            if each.value == value:
                return each
        fitting = [
            place
            for place, each in enumerate(asked.quantities)
            if value in (each.value, each.value * 100 * each.percent)
        ]
        fresh = [place for place in fitting if place not in used] or fitting
        if fresh:
            used.add(fresh[0])
            return number(asked, fresh[0], plain=asked.quantities[fresh[0]].value != value)
        return constant(value)

    for expression, _ in _MARKED.findall(solution):
        plain = expression.replace(",", "").replace("$", "").replace("%", "/100").replace("x", "*")
        made.append(shared(simple(parsed(re.sub(r"(?<![\d.])0+(?=\d)", "", plain), leaf)), asked))
    if not made or made[-1].value != final:
        raise Unwritable("another answer")
    return made[-1]
