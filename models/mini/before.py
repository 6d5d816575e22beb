"""What a question may refer to of the answer before it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from . import operands, read
from .quantities import number_in


@dataclass(frozen=True)
class Before:
    """What is left of the answer before."""

    values: Mapping[str, str] = field(default_factory=dict)
    """``#0``, its value, ``#last``, what to save of it, and ``#day``, the one day that it names."""
    confidence: float | None = None
    """How likely it is right, if it says so."""


def before(messages: Sequence[BaseMessage]) -> Before:
    """What a question behind ``messages`` may refer to."""
    last = next((each for each in reversed(messages) if isinstance(each, AIMessage) and each.text), None)
    return Before(_values(last.text, messages), last.response_metadata.get("confidence")) if last else Before()


def _values(answer: str, messages: Sequence[BaseMessage]) -> dict[str, str]:
    # A mark names a passage of this turn; it means nothing in a file.
    told = {"#last": re.sub(r"\s?\[\w{4}\]", "", answer)}
    last = next((each for each in reversed(messages) if isinstance(each, ToolMessage)), None)
    if last is None or last.status == "error" or not last.text:
        return told
    if last.name == "search_documents":
        asked = next((each.text for each in reversed(messages) if isinstance(each, HumanMessage)), "")
        found = operands.operand(asked, [last.text], "price") or operands.operand(asked, [last.text])
        found = found or read.answer(asked, [last.text]).found
        value = found[0].value or number_in(found[0].quote, asked, money=True) if found else ""
        return told | ({"#0": value} if value and found[0].key in answer else {})
    if last.name not in ("calculate", "convert_units", "python", "algebra"):
        return told
    value = last.text.partition(" ≈ ")[0]
    value = value.partition(" ")[0] if last.name == "convert_units" else value.strip("[]")
    days = re.findall(r"\b\d{4}-\d{2}-\d{2}\b", f"{value} {answer}")
    return {"#last": value, "#0": value, **({"#day": days[0]} if len({*days}) == 1 else {})}
