"""Everyday questions in both languages, put to the assistant and judged by code.

A case is a conversation, what its last answer must hold (a number, or words), or nothing where it must decline. What is
wrong is told apart from what is declined: a wrong answer costs more than none. Passages that are shown with the words
that they may not answer are right where they do, and no statement where they do not.
"""

import json
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Literal

from reckoner.agents import Assistant, new_thread
from reckoner.core import LANGUAGES, Answer, ApprovalNeeded, Settings, ToolFinished, Turn, fold, say
from reckoner.tools import SEARCH

Outcome = Literal["right", "declined", "wrong"]
SETS = files("reckoner.evaluation") / "sets"
BLIND = "twenty-second"
"""The set that was added last: what is told of a model is how it did there before anything of it was read."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One conversation; ``expect`` is ``None`` where the assistant must decline."""

    kind: str
    language: str
    questions: tuple[str, ...]
    expect: str | float | None


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A case with its answer."""

    case: Case
    answer: str
    outcome: Outcome
    confidence: float | None = None
    """The model's own, where it tells it."""
    tool: str = ""
    """The last that was called."""


def sets() -> list[str]:
    """The names of the sets of cases; each has documents of its own."""
    return sorted(each.name for each in SETS.iterdir() if each.is_dir())


def cases(name: str) -> list[Case]:
    """The cases of the set ``name``."""
    lines = (SETS / name / "cases.jsonl").read_text("utf-8").splitlines()
    return [Case(**{**data, "questions": tuple(data["questions"])}) for data in map(json.loads, lines)]


async def run(settings: Settings, name: str, chosen: Iterable[Case]) -> AsyncIterator[Judged]:
    """Put each case to an assistant that has the documents of the set ``name``."""
    async with Assistant.open(settings) as assistant:
        for file in sorted((SETS / name / "documents").iterdir(), key=lambda each: each.name):
            assistant.documents.add(file.name, file.read_bytes())
        for case in chosen:
            yield await _judged(assistant, case)


async def _judged(assistant: Assistant, case: Case) -> Judged:
    thread, said, stated = new_thread(), "", False
    confidence: float | None = None
    tool = ""
    for question in case.questions:
        said, stated, confidence, tool = "", False, None, ""
        async for event in assistant.stream(Turn(thread=thread, text=question)):
            if isinstance(event, Answer):
                confidence = event.confidence
                said, stated = event.text, stated or (bool(event.citations) and not _unsure(event.text))
            elif isinstance(event, ToolFinished):
                tool = event.tool
                stated = stated or (event.ok and event.tool != SEARCH)
            elif isinstance(event, ApprovalNeeded):
                said, stated = " ".join(map(str, event.arguments.values())), True
    return Judged(case=case, answer=said, outcome=_outcome(case, said, stated), confidence=confidence, tool=tool)


def _outcome(case: Case, said: str, stated: bool) -> Outcome:
    if case.expect is None:
        return "wrong" if stated else "right"
    return "right" if states(said, case.expect) else "wrong" if stated else "declined"


def states(said: str, expect: str | float | None) -> bool:
    """Whether ``said`` holds what is expected: the words, but for case and diacritics, or the number.

    Where a number is set in bold, that is the answer: what it was computed with is not. A rise or a fall in percent may
    be told with its sign.
    """
    if expect is None:
        return False
    if isinstance(expect, str):
        return any(fold(each) in fold(said) for each in (expect, *_dates(expect)))
    bold = " ".join(_BOLD.findall(said))
    told = bold if re.search(r"\d", bold) else said
    numbers = _numbers(told) if "%" not in told or expect < 0 else set(map(abs, _numbers(told)))
    return any(abs(number - expect) <= _tolerance(expect) for number in numbers)


_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def _tolerance(expect: float) -> float:
    """What an answer may differ by: as much as rounding to the decimals of ``expect`` makes, and a little."""
    decimals = len(f"{expect:.10f}".rstrip("0").partition(".")[2])
    return 0.6 * 10.0**-decimals if decimals else min(0.6, 0.006 * abs(expect))


def _dates(expect: str) -> list[str]:
    """The day ``expect``, if it is one, as people write it; without its year only where that is left out."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", expect):
        return []
    day = date.fromisoformat(expect)
    months = (f"{day:%B}", f"{day:%b}")
    days = dict.fromkeys((f"{day.day}", f"{day:%d}"))
    return [
        *(f"{number}/{month}/{day.year}" for number in days for month in dict.fromkeys((f"{day.month}", f"{day:%m}"))),
        *(f"{number} {month} {day.year}" for number in days for month in months),
        *(f"{month} {number}, {day.year}" for number in days for month in months),
        *(f"{number} tháng {day.month} năm {day.year}" for number in days),
        *(f"{day:%A} {number} {day:%B}" for number in days),
    ]


def _unsure(said: str) -> bool:
    """Whether the answer says that it does not answer, though it shows passages."""
    keys = ("closest", "no_operand", "no_period")
    told = (say("reckoner.models.mini", "answers", key, each, about="…") for key in keys for each in LANGUAGES)
    return any(each.partition("…")[0] in said for each in told)


def _numbers(text: str) -> set[float]:
    """Every number that ``text`` states, read in both ways of writing where they differ; a page's is none."""
    text = re.sub(r"\((?:page|trang) \d+\)|\[\d+\]", " ", text)
    found: set[float] = set()
    for written in re.findall(r"-?\d[\d.,]*\d|-?\d", text.replace("−", "-")):
        for thousands, point in ((",", "."), (".", ",")):
            plain = written.replace(thousands, "").replace(point, ".")
            if plain.count(".") <= 1:
                found.add(float(plain))
    return found
