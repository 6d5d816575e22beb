"""What a question may refer to of the answer before it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from . import operands, read
from .compose import value_of
from .figures import column_of
from .followup import asks_price
from .quantities import iso_days_in, number_in
from .when import asks_day, day_asked


@dataclass(frozen=True)
class Before:
    """What is left of the answer before."""

    values: Mapping[str, str] = field(default_factory=dict)
    """``#0``, its value, ``#last``, what to save of it, and ``#day``, the one day that it names."""
    confidence: float | None = None
    """How likely it is right, if it says so."""
    quote: str = ""
    """The sentence or row of a document that it tells."""


def before(messages: Sequence[BaseMessage], asked: str = "") -> Before:
    """What a question behind ``messages`` may refer to; ``asked`` is the last of theirs, written out."""
    last = next((each for each in reversed(messages) if isinstance(each, AIMessage) and each.text), None)
    if last is None:
        return Before()
    asked = asked or next((each.text for each in reversed(messages) if isinstance(each, HumanMessage)), "")
    found = _found(last.text, messages, asked)
    values = _values(last.text, messages, found, asked)
    return Before(values, last.response_metadata.get("confidence"), found.quote if found else _quoted(last.text))


def _quoted(answer: str) -> str:
    """The one sentence or row that ``answer``, which calculates with it, quotes; or nothing."""
    quotes = {*re.findall(r"“([^“”]+)” \[\w{4}\]", answer)}
    return quotes.pop() if len(quotes) == 1 else ""


def with_former(left: Before, messages: Sequence[BaseMessage], asked: str) -> Before:
    """``left`` with ``#former``, the value of the answer before that one, which ends ``messages``."""
    former = before(messages, asked)
    if "#0" not in former.values or not _of_one_column(left, former):
        return left
    known = [each.confidence for each in (left, former) if each.confidence is not None]
    return replace(left, values={**left.values, "#former": former.values["#0"]}, confidence=min(known, default=None))


def _of_one_column(left: Before, former: Before) -> bool:
    """Whether two values may be added or compared: not the stock of the one and the price of the other."""
    columns = [column_of(each.quote, each.values.get("#0", "")) for each in (left, former)]
    return not all(columns) or columns[0] == columns[1]


def _found(answer: str, messages: Sequence[BaseMessage], asked: str) -> read.Found | None:
    """What the last answer tells of a document."""
    last = next((each for each in reversed(messages) if isinstance(each, ToolMessage)), None)
    if last is None or last.status == "error" or last.name != "search_documents":
        return None
    texts = [last.text]
    # Of a day it is the sentence that answers; of a value the one that has it, though another of its passage was told.
    valued = () if asks_day(asked) else (*operands.operand(asked, texts, "price"), *operands.operand(asked, texts))
    known = (*valued, *read.answer(asked, texts).found[:1])
    return next((each for each in known if each.key in answer), None)


_VALUE = re.compile(r"-?\d+(?:\.\d+)?(?:/\d+)?|\d{4}-\d{2}-\d{2}")


def _values(answer: str, messages: Sequence[BaseMessage], found: read.Found | None, asked: str) -> dict[str, str]:
    # A mark names a passage of this turn; it means nothing in a file.
    told = {"#last": re.sub(r"\s?\[\w{4}\]", "", answer)}
    last = next((each for each in reversed(messages) if isinstance(each, ToolMessage)), None)
    if last is None or last.status == "error" or not last.text:
        return told
    if last.name == "search_documents":
        value = found.value or number_in(found.quote, asked, money=asks_price(asked)) if found else ""
        days = iso_days_in(found.quote) if found else []
        if found and not days and (day := day_asked(asked, found, [last.text])):
            days = [day.isoformat()]
        return told | ({"#0": value} if value else {}) | ({"#day": days[0]} if len(days) == 1 else {})
    if last.name not in ("calculate", "convert_units", "python", "algebra"):
        return told
    value = value_of(last.name, last.text)
    days = re.findall(r"\b\d{4}-\d{2}-\d{2}\b", f"{last.text} {answer}")
    if value.startswith("["):
        return {"#last": value}  # Several solutions are not one number.
    kept = {"#last": value, **({"#day": days[0]} if len({*days}) == 1 else {})}
    # A program may print a weekday, a time of day, an offer: nothing to calculate with.
    return kept if last.name == "python" and not _VALUE.fullmatch(value) else {**kept, "#0": value}
