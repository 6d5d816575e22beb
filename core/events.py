"""What a turn emits: one closed union, drawn alike by the browser, the terminal and Python.

The order within a turn: thoughts, text and tools as they happen, then ``Sources``, ``Answer`` and ``Usage``;
or ``ApprovalNeeded`` (one for each waiting call) or ``Failed``, which end the stream.
"""

import re
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from .errors import ReckonerError
from .messages import Citation, Passage


@dataclass(frozen=True, kw_only=True)
class Thought:
    """A piece of the model's reasoning, as it streams."""

    text: str


@dataclass(frozen=True, kw_only=True)
class TextDelta:
    """A piece of the answer, as it streams."""

    text: str


@dataclass(frozen=True, kw_only=True)
class ToolStarted:
    """The model calls a tool."""

    call_id: str
    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ToolFinished:
    """A tool has answered, or failed (``ok`` is false and ``text`` says why)."""

    call_id: str
    tool: str
    text: str
    ok: bool
    display: dict[str, Any] = field(default_factory=dict)
    """For eyes rather than for the model: ``latex``, ``table`` (columns, rows), ``figures`` (PNG in base64),
    ``charts`` (Vega-Lite), ``steps`` and ``notes`` (rule, latex; people's words for rules are in ``sandbox/words``)."""


@dataclass(frozen=True, kw_only=True)
class ApprovalNeeded:
    """A call waits for a person's decision; answer it with ``Assistant.resume``."""

    call_id: str
    tool: str
    arguments: dict[str, Any]
    risk: str
    tainted: bool
    """Whether an argument holds text that came from a document or a tool rather than from the person."""
    expires: str
    """ISO 8601, UTC."""
    question: str = ""
    """What would be done, in words for the person, with amounts and places; empty where the tool has none."""


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The passages that the turn has read, best first."""

    passages: tuple[Passage, ...]


SURE: Final = 0.8
"""The least confidence of an answer that is told without a doubt."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The finished answer with the citations that were checked."""

    text: str
    citations: tuple[Citation, ...] = ()
    """Of the text, and of sentences that disagree."""
    unsupported: tuple[tuple[int, int], ...] = ()
    """Where documents were searched: the sentences of the text, ``(start, end)``, that nothing read supports."""
    disagreements: tuple[tuple[int, int], ...] = ()
    """Numbers of citations whose documents say different things of what is asked."""
    message_id: str = ""
    strategy: str = ""
    """Which strategy answered; see ``Strategy``."""
    confidence: float | None = None
    """How likely the answer is right, 0 to 1, where the model can tell (``models/mini/confidence.py``)."""

    @property
    def unsure(self) -> bool:
        """Whether the model itself would not rely on the answer."""
        return self.confidence is not None and self.confidence < SURE

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The sentences that nothing read supports."""
        return tuple(self.text[start:end] for start, end in self.unsupported)

    @property
    def disagreeing(self) -> tuple[tuple[Citation, Citation], ...]:
        """The citations that say different things of what is asked."""
        by_number = {each.number: each for each in self.citations}
        return tuple((by_number[first], by_number[second]) for first, second in self.disagreements)


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Tokens that the turn took, as the model's server counts them."""

    model: str
    input_tokens: int
    output_tokens: int
    cost: float | None = None
    """US dollars; ``None`` where nobody knows."""


@dataclass(frozen=True, kw_only=True)
class Failed:
    """The turn ended in an error."""

    error: ReckonerError


Event = Thought | TextDelta | ToolStarted | ToolFinished | ApprovalNeeded | Sources | Answer | Usage | Failed


def to_json(event: Event) -> dict[str, Any]:
    """``event`` as plain data: its fields, and ``type``, the class's name in snake case."""
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(event).__name__).lower()
    if isinstance(event, Failed):
        return {"type": kind, "error": type(event.error).__name__, "message": event.error.text()}
    return {"type": kind, **asdict(event)}
