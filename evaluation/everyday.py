"""Everyday questions in both languages, put to the assistant and judged by code.

A case is a conversation, what its last answer must hold (a number, or words), or nothing where it must decline. What is
wrong is told apart from what is declined: a wrong answer costs more than none. Passages that are shown with the words
that they may not answer are right where they do, and no statement where they do not.
"""

import json
import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from reckoner.agents import Assistant, new_thread
from reckoner.core import LANGUAGES, Answer, ApprovalNeeded, Settings, ToolFinished, Turn, fold, say
from reckoner.tools import SEARCH

Outcome = Literal["right", "declined", "wrong"]
_SETS = files("reckoner.evaluation") / "sets"


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


def sets() -> list[str]:
    """The names of the sets of cases; each has documents of its own."""
    return sorted(each.name for each in _SETS.iterdir() if each.is_dir())


def cases(name: str) -> list[Case]:
    """The cases of the set ``name``."""
    lines = (_SETS / name / "cases.jsonl").read_text("utf-8").splitlines()
    return [Case(**{**data, "questions": tuple(data["questions"])}) for data in map(json.loads, lines)]


async def run(settings: Settings, name: str, chosen: Iterable[Case]) -> AsyncIterator[Judged]:
    """Put each case to an assistant that has the documents of the set ``name``."""
    async with Assistant.open(settings) as assistant:
        for file in sorted((_SETS / name / "documents").iterdir(), key=lambda each: each.name):
            assistant.documents.add(file.name, file.read_bytes())
        for case in chosen:
            yield await _judged(assistant, case)


async def _judged(assistant: Assistant, case: Case) -> Judged:
    thread, said, stated = new_thread(), "", False
    for question in case.questions:
        said, stated = "", False
        async for event in assistant.stream(Turn(thread=thread, text=question)):
            if isinstance(event, Answer):
                said, stated = event.text, stated or (bool(event.citations) and not _unsure(event.text))
            elif isinstance(event, ToolFinished):
                stated = stated or (event.ok and event.tool != SEARCH)
            elif isinstance(event, ApprovalNeeded):
                said, stated = " ".join(map(str, event.arguments.values())), True
    return Judged(case=case, answer=said, outcome=_outcome(case, said, stated))


def _outcome(case: Case, said: str, stated: bool) -> Outcome:
    if case.expect is None:
        return "wrong" if stated else "right"
    if isinstance(case.expect, str):
        right = fold(case.expect) in fold(said)
    else:
        expected = case.expect
        right = any(abs(abs(number) - abs(expected)) <= 0.006 * max(1, abs(expected)) for number in _numbers(said))
    return "right" if right else "wrong" if stated else "declined"


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
