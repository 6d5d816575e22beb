"""Word problems: the program that the solver writes, as a formula for the calculator."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reckoner.core import Language, fold

from .confidence import logit, of_story
from .formula import Formula, number
from .measured import with_halves
from .solver.network import Program, solver
from .solver.quantities import CONSTANTS, Quantity, plain, quantities
from .solver.steps import written
from .times import any_of, counted

UNSURE: Final = 0.2
"""One that is less likely understood is not computed at all."""

_MISREAD: Final = re.compile(
    r"\b(?:split|share|divide|chia)\b.*\b(?:and|va|voi) (?:me|i|myself|toi|minh|em|anh)\b"
    r"|\b(?:posts|poles|trees|stakes|lamps|cot|coc|cay)\b.*\b(?:every|each|moi|cach nhau)\b|\bevery \d.*\b(?:posts|poles|trees|stakes|lamps)\b"
    r"|\b(?:includ(?:ing|es?|ed)|da (?:gom|bao gom|co))\b[^.?]{0,20}\d ?%"
)
"""What the network is sure of and wrong: who shares with others, what stands between posts, what is included."""


@dataclass(frozen=True)
class Story:
    """A problem's formula, and how likely it is right."""

    formula: Formula
    likely: float


_BY_ONE = re.compile(r"(?<![\d.])1 \*|\* 1(?![\d.])")
_A_TIME = re.compile(rf"(?:\b(?:a|per|each|every|moi|hang)|/) ?(?:{any_of()})\b")
_BELOW_ZERO = re.compile(r"(?:^|(?<=[\s(]))[-−]\d")
"""The network was taught no numbers below zero."""


@lru_cache(maxsize=256)
def story(text: str, language: Language) -> Story | None:
    """The likeliest program for the problem that ``text`` tells; ``None`` where it tells none."""
    text = with_halves(counted(text), "," if language == "vi" else ".")
    best = max(programs(text, text, language), key=_likely, default=None)
    found = told(best, _likely(best)) if best else None
    # "15 kg a month: how much in 1 year?" is not computed by a one.
    return None if found and _BY_ONE.search(found.formula.expression) and _A_TIME.search(fold(text)) else found


def programs(text: str, question: str, language: Language) -> list[Program]:
    """The programs for the problem that ``text`` tells: the ``question`` alone, or behind lines of documents."""
    if _BELOW_ZERO.search(text) or not quantities(plain(text, language)) or _MISREAD.search(fold(question)):
        return []
    return solver().solve(text, language)


def clues(program: Program) -> dict[str, float]:
    """What speaks for ``program`` and against it."""
    return {
        "likely": logit(program.likely),
        "unused": float(program.unused),
        "steps": float(len(program.steps)),
    }


def _likely(program: Program) -> float:
    return of_story(clues(program))


def told(program: Program, likely: float) -> Story:
    """``program`` as a formula."""
    names = [*map(str, CONSTANTS), *map(_name, program.problem.quantities)]
    return Story(Formula(written(program.steps, names)), likely)


def _name(quantity: Quantity) -> str:
    """A number as the calculator reads it."""
    value = quantity.value * 100 if quantity.percent else quantity.value
    return f"({number(value)} / 100)" if quantity.percent else number(value)
