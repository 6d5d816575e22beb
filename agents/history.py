"""Stored messages → the events that they were, so that a door draws an old turn as it drew it live."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from reckoner.core import Answer, Event, Passage, Sources, Thought, ToolFinished, ToolStarted, Usage
from reckoner.models.catalogue import COST
from reckoner.retrieval import PageText, verify
from reckoner.tools import QUERY, SEARCH

TAKEN = "strategy"
"""Key in an answer's ``additional_kwargs``: the strategy that wrote it."""
THOUGHT = "thought"
"""Key in an answer's ``additional_kwargs``: what stood before the answer in the model's own words."""
_EARLIER = 20
"""Messages before an answer, what was said in which may be said again."""
STOPPED = "stopped"
"""Key in an answer's ``additional_kwargs``: a person stopped it."""


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A question and all that came of it."""

    question: str
    message_id: str
    """The question's id: what editing it names."""
    events: tuple[Event, ...]
    stopped: bool = False

    @property
    def answer(self) -> Answer | None:
        return next((event for event in reversed(self.events) if isinstance(event, Answer)), None)


def exchanges(messages: Sequence[AnyMessage], page_text: PageText) -> list[Exchange]:
    """The conversation, question by question."""
    starts = [place for place, message in enumerate(messages) if isinstance(message, HumanMessage)]
    return [
        Exchange(
            question=messages[start].text,
            message_id=messages[start].id or "",
            events=tuple(_events(messages[start + 1 : end], messages[: start + 1], page_text)),
            stopped=any(message.additional_kwargs.get(STOPPED) for message in messages[start + 1 : end]),
        )
        for start, end in pairwise([*starts, len(messages)])
    ]


def _events(messages: Sequence[AnyMessage], before: Sequence[AnyMessage], page_text: PageText) -> Iterable[Event]:
    for message in messages:
        if isinstance(message, ToolMessage):
            yield finished(message)
        elif isinstance(message, AIMessage):
            for thought in filter(None, (reasoning(message), thought_of(message))):
                yield Thought(text=thought)
            if message.tool_calls and message.text:
                yield Thought(text=message.text)
            yield from started(message)
    yield from ending(messages, before, page_text)


def ending(messages: Sequence[AnyMessage], before: Sequence[AnyMessage], page_text: PageText) -> Iterable[Event]:
    """What closes a turn: its sources, its answer with checked citations, its usage.

    Args:
        messages: What followed the question.
        before: What came before, the question last.
        page_text: Reads a page of a document.
    """
    passages = passages_of(messages)
    if passages:
        yield Sources(passages=tuple(passages))
    last = messages[-1] if messages else None
    if isinstance(last, AIMessage) and not last.tool_calls:
        yield _answer(last, messages, before, passages, page_text)
    counted = [message for message in messages if isinstance(message, AIMessage) and message.usage_metadata]
    if counted:
        costs: list[float | None] = [message.response_metadata.get(COST) for message in counted]
        yield Usage(
            model=str(counted[-1].response_metadata.get("model_name", "")),
            input_tokens=sum(message.usage_metadata["input_tokens"] for message in counted if message.usage_metadata),
            output_tokens=sum(message.usage_metadata["output_tokens"] for message in counted if message.usage_metadata),
            cost=None if None in costs else sum(cost or 0.0 for cost in costs),
        )


def _answer(
    last: AIMessage,
    messages: Sequence[AnyMessage],
    before: Sequence[AnyMessage],
    passages: Sequence[Passage],
    page_text: PageText,
) -> Answer:
    question = before[-1].text if before else ""
    results = [str(each.text) for each in messages if isinstance(each, ToolMessage) and each.name != SEARCH]
    results += [
        str(value)
        for each in messages
        if isinstance(each, AIMessage)
        for call in each.tool_calls
        if call["name"] != SEARCH
        for value in call["args"].values()
    ]
    # What was read or said in earlier turns may be said again.
    results += [str(each.text) for each in before[-_EARLIER:-1]]
    checked = verify(last.text, question, passages, page_text, results=results)
    # Who did not look into the documents claims nothing of them.
    searched = any(isinstance(each, ToolMessage) and each.name in (SEARCH, QUERY) for each in messages)
    return Answer(
        text=checked.text,
        citations=checked.citations,
        unsupported=checked.unsupported if searched else (),
        disagreements=checked.disagreements,
        message_id=last.id or "",
        strategy=str(last.additional_kwargs.get(TAKEN, "")),
        confidence=last.response_metadata.get("confidence"),
    )


def started(message: AIMessage) -> list[ToolStarted]:
    return [
        ToolStarted(call_id=call["id"] or "", tool=call["name"], arguments=call["args"]) for call in message.tool_calls
    ]


def finished(message: ToolMessage) -> ToolFinished:
    artifact: dict[str, Any] = message.artifact if isinstance(message.artifact, dict) else {}
    return ToolFinished(
        call_id=message.tool_call_id,
        tool=message.name or "",
        text=message.text,
        ok=message.status != "error",
        display=artifact.get("display", {}),
    )


def reasoning(message: AIMessage) -> str:
    """What a model thought before it answered."""
    return str(message.additional_kwargs.get("reasoning_content") or "")


def thought_of(message: AIMessage) -> str:
    """The thought that was parted from an answer."""
    return str(message.additional_kwargs.get(THOUGHT) or "")


def passages_of(messages: Iterable[AnyMessage]) -> list[Passage]:
    """The passages that these messages' searches returned, each once, the better search first."""
    found: dict[str, Passage] = {}
    for message in messages:
        if isinstance(message, ToolMessage) and isinstance(message.artifact, dict):
            for data in message.artifact.get("passages", []):
                found.setdefault(data["id"], Passage.from_dict(data))
    return list(found.values())
