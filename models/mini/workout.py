"""Calculations with what documents say: the lines that speak of the question, and the question, read as one problem."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reckoner.core import Language, language_of

from . import sheet
from .confidence import logit, of_sheet
from .lexicon import held, terms
from .numbers import canonical
from .read import Found, answer, every
from .solver.network import Program
from .solver.quantities import plain, quantities
from .story import Story, programs, told
from .times import counted


@dataclass(frozen=True)
class Workout:
    """A calculation, and the lines whose numbers it takes."""

    story: Story
    found: tuple[Found, ...]
    steps: int


@dataclass(frozen=True)
class Candidate:
    """A program over lines of documents."""

    program: Program
    found: tuple[Found, ...]
    """The lines whose numbers it takes."""
    clues: dict[str, float]
    """What speaks for it and against it."""


def workout(question: str, results: Sequence[str], language: Language) -> Workout | None:
    """The likeliest calculation with numbers of what was found; ``None`` where none needs any of them.

    Args:
        question: As the person put it.
        results: What the document search returned, as text.
        language: The question's.
    """
    best = max(candidates(question, tuple(results), language), key=lambda each: of_sheet(each.clues), default=None)
    # What a line says itself is read and not computed: the reader knows whether it speaks of all that is asked.
    if best is None or best.program.quotes:
        return None
    return Workout(told(best.program, of_sheet(best.clues)), best.found, len(best.program.steps))


@lru_cache(maxsize=32)
def candidates(question: str, results: tuple[str, ...], language: Language) -> tuple[Candidate, ...]:
    """The programs that may answer ``question`` with numbers of the searched passages."""
    lines = every(results)
    texts = [_as_asked(each.quote, language) for each in lines]
    chosen = sheet.fitting(question, texts, sheet.telling(question, texts, language), language)
    if not chosen:
        return ()
    lines, texts = [lines[place] for place in chosen], [texts[place] for place in chosen]
    # Which numbers, by their order in the whole, stand in which line.
    counts = [len(quantities(plain(each, language))) for each in texts]
    line_of = [line for line, count in enumerate(counts) for _ in range(count)]
    asked, stated = terms(question, language), logit(answer(question, results).likely)
    found = []
    for program in programs(sheet.told(texts, counted(question), language), question, language):
        used = sorted({line_of[each] for each in program.used if each < len(line_of)})
        spoken = held("\n".join(texts[each] for each in used))
        clues = {
            "likely": logit(program.likely),
            "unused": float(program.unused),
            "steps": float(len(program.steps)),
            "missing": sum(not term.stands_in(spoken) for term in asked) / max(1, len(asked)),
            "stated": stated,
        }
        if used:
            found.append(Candidate(program, tuple(lines[each] for each in used), clues))
    return tuple(found)


def _as_asked(line: str, language: Language) -> str:
    """A line of a document, whose numbers are as its own language writes them, with those of the question's."""
    told = canonical(line, language_of(line))
    return re.sub(r"(?<=\d)\.(?=\d)", ",", told) if language == "vi" else told
