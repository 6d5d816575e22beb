"""Every part of a model measured on whatever files are given: calls, problems, reading, everyday questions."""

import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Literal, TypeVar

from langchain_core.language_models import BaseChatModel

from reckoner.agents import Assistant, new_thread
from reckoner.chains import final_answer
from reckoner.core import SURE, Answer, Settings, SettingsError, Turn
from reckoner.models import chat

from ..everyday import BLIND, run
from ..everyday import cases as everyday_cases
from ..judge import options_of, right
from ..measured import Measured
from ..records import problems
from ..retrieval import collections
from .calls import right_arguments, right_tool
from .cases import call_cases
from .reading import judged, read

EVERYDAY = Path("everyday")
"""Stands for the everyday questions that come with the evaluation."""
COMING = (EVERYDAY, Path("calls"), Path("problems"))
"""What comes with it, each kind by its name."""
_SETS = Path(str(files("reckoner.evaluation.mini"))) / "sets"

Values = Mapping[str, float]
Kind = Literal["everyday", "reading", "calls", "problems"]
Case = TypeVar("Case")


async def measured(
    path: Path, name: str, *, limit: int | None = None, told: Callable[[], None] = lambda: None
) -> list[Measured]:
    """The measures of the model ``name`` on what ``path`` holds.

    Args:
        path: A folder of dialogues or a file of requests with tools; a file of problems; a folder of passages with
            questions; or ``EVERYDAY``, its blind set.
        name: The model.
        limit: So many cases of each set, drawn with a fixed seed.
        told: Is told of each case that is done.

    Raises:
        SettingsError: The path is none of these, or there is no such model.
    """
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    ways = {"everyday": _everyday, "reading": _reading, "calls": _calls, "problems": _problems}
    async for group, values in ways[kind_of(path)](path, name, limit):
        for metric, value in values.items():
            found[group][metric].append(value)
        told()
    return [Measured(name=group, system=name, values=dict(values)) for group, values in found.items()]


def opened(path: Path) -> list[Path]:
    """The files behind the name of a kind that comes with the evaluation; any other path is itself."""
    return sorted((_SETS / path).glob("*.jsonl")) if path in COMING[1:] else [path]


def kind_of(path: Path) -> Kind:
    """What a path holds.

    Raises:
        SettingsError: It cannot be read.
    """
    if path == EVERYDAY:
        return "everyday"
    if path.is_dir():
        return "reading" if any(path.glob("*-queries.jsonl")) else "calls"
    try:
        with path.open(encoding="utf-8") as lines:
            first = lines.readline()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("eval.unreadable", file=path, why=str(error)) from error
    return "calls" if '"tools"' in first or '"function"' in first else "problems"


async def _calls(path: Path, name: str, limit: int | None) -> AsyncIterator[tuple[str, Values]]:
    model = chat.load(name, Settings.load())
    for case in _some(list(call_cases(path)), limit):
        reply = await model.bind_tools([dict(each) for each in case.tools]).ainvoke(list(case.messages))
        ok = float(right_arguments(case, reply.tool_calls))
        values = {"tool": float(right_tool(case, reply.tool_calls)), "all arguments": ok}
        sure = (reply.response_metadata.get("confidence") or 0.0) >= SURE
        yield case.group, values | ({"all arguments where sure": ok} if sure else {})


async def _problems(path: Path, name: str, limit: int | None) -> AsyncIterator[tuple[str, Values]]:
    with tempfile.TemporaryDirectory() as home:
        async with Assistant.open(Settings.load(home=Path(home), model=name)) as assistant:
            for problem in _some(list(problems(path)), limit):
                answer = await _answer(assistant, problem.question)
                # Of a formula that ends an answer, "48 - 27 = 21", what it comes to.
                said = final_answer(answer.text).rpartition("=")[2] if answer else ""
                ok = float(right(said, problem.gold, options_of(problem.question)))
                yield path.stem, _with_confidence(ok, answer.confidence if answer else None)


async def _answer(assistant: Assistant, question: str) -> Answer | None:
    answer = None
    async for event in assistant.stream(Turn(thread=new_thread(), text=question)):
        if isinstance(event, Answer):
            answer = event
    return answer


async def _reading(path: Path, name: str, limit: int | None) -> AsyncIterator[tuple[str, Values]]:
    model: BaseChatModel = chat.load(name, Settings.load())
    for collected in collections(path):
        texts = {each.id: each.text for each in collected.passages}
        for query in _some(list(collected.queries), limit):
            passage = next((texts[each] for each in sorted(query.relevant_ids) if each in texts), "")
            reading = await read(model, query.question, passage)
            yield collected.name, judged(reading, query, passage)


async def _everyday(path: Path, name: str, limit: int | None) -> AsyncIterator[tuple[str, Values]]:
    with tempfile.TemporaryDirectory() as home:
        settings = Settings.load(home=Path(home), model=name)
        async for done in run(settings, BLIND, _some(everyday_cases(BLIND), limit)):
            values = _with_confidence(float(done.outcome == "right"), done.confidence)
            yield f"everyday {done.case.language}", values


def _with_confidence(ok: float, confidence: float | None) -> Values:
    sure = (confidence or 0.0) >= SURE
    return {"right": ok, "sure": float(sure)} | ({"right where sure": ok} if sure else {})


def _some(cases: Sequence[Case], limit: int | None) -> Sequence[Case]:
    return cases if limit is None or len(cases) <= limit else Random(7).sample(list(cases), limit)
