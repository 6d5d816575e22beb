"""Tools that are not our own: chosen by what their descriptions mean, their arguments taken from the conversation."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reckoner.core import Language, fold

from .dates import MONTHS, WEEKDAYS
from .pointer.layout import Said
from .pointer.network import Filled, Pointer, pointer
from .pointer.schema import allowed, in_words, parameters, sought, told, usable
from .pointer.sense import in_order, on_their_sides, on_their_way
from .pointer.several import several
from .pointer.unspoken import month_of, one_span
from .pointer.values import typed

OWN: Final = frozenset(
    {"calculate", "python", "algebra", "convert_units", "search_documents", "query_table", "save_file"}
)
AT_ONCE: Final = 8
"""Tools that are compared in one reading; the best of each are compared again."""
_RECENT: Final = 7
"""Which tool is meant shows in the last turns."""
_ITEM: Final = r"[^\s,.;:?!](?:[^,.;:?!\n]|(?<=\d)[.,:](?=\d)){0,40}?"
_MORE_ITEMS: Final = re.compile(
    rf"(?:(?: (?:together|along) with {_ITEM})?(?:, {_ITEM})*?,? (?:and|or|&|và|với|hoặc|va|hoac) {_ITEM}(?=[,.;:?!](?!\d)|\n|$| (?:in|on|for|to|at|from|by|with|into|please|who|"
    r"which|that|so|and|but|then|under|trong|cho|vào|vao|ở|nhé|nhe|giúp|giup|để|de|rồi|roi)\b))?",
    re.IGNORECASE,
)
"""What follows one item of a list: the others, up to the last, before which *and* stands."""
_AMID: Final = re.compile(
    r", (?!and |va |và )| (?:together |along )with |,? (?:and|or|và|va|hoặc|hoac) (?!(?:then|tell|let|send|keep|put|make|round|please|i|you|we|it)\b)",
    re.IGNORECASE,
)
"""What stands behind an item of a list, and not behind a clause."""
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_CUT: Final = re.compile(r"(?<=[^\s,.;:])(?: (?:of|to|the|for|from|a|an|and|của|cho|cua))+$")
"""What no argument ends with where words follow: a span of it was cut a word too late."""
_NO_NAME: Final = "|".join((*map(str.capitalize, MONTHS), *WEEKDAYS["en"].split(","), "I"))
_CAPITAL: Final = rf"(?!(?:{_NO_NAME})\b)[A-ZĐÀ-ỸĂƠƯĨŨ][^\W_]+"
_NAMED_ON: Final = re.compile(rf"(?: {_CAPITAL})+")
_NAMED_BEFORE: Final = re.compile(rf"(?<=[^\s.:?!\"“] )(?:{_CAPITAL} )+$")
"""Words of a name that go on, and those that lead to it; a word that begins a sentence has its capital of that."""


@dataclass(frozen=True)
class Choice:
    """A tool with the arguments that were found, and the required ones that were not."""

    tool: str
    arguments: dict[str, Any]
    missing: tuple[str, ...]
    likely: float
    """How likely it is that this tool is meant."""
    filled: float = 1.0
    """How likely the least sure of its arguments is right."""


def choose(
    said: Sequence[Said],
    tools: Mapping[str, Mapping[str, Any]],
    language: Language,
    *,
    among: Collection[str] = (),
    must: bool = False,
    adapted: str = "",
) -> Choice | None:
    """The tool that the conversation calls for now, if one is meant.

    Args:
        said: The conversation; what was said last is what is to be done.
        tools: The tools at hand: each name with its JSON schema.
        language: Of what was said last.
        among: The names of those that may be chosen; all that are not our own where it is empty.
        must: Whether one of them has to be called.
        adapted: The folder of adapted weights, if not those that ship.
    """
    foreign = [name for name in tools if (name in among if among else name not in OWN)]
    if not foreign:
        return None
    network = pointer(adapted)
    best, likely = _likeliest(network, said, {name: tools[name] for name in foreign}, must)
    if best is None:
        return None
    arguments, missing, filled = fill(network, said, tools[best], language)
    return Choice(best, arguments, tuple(missing), likely, filled)


def _likeliest(
    network: Pointer, said: Sequence[Said], tools: Mapping[str, Mapping[str, Any]], must: bool
) -> tuple[str | None, float]:
    names = list(tools)
    while len(names) > AT_ONCE:
        # Rounds: the likelier half of each handful goes on.
        handfuls = [names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE)]
        names = [name for each in handfuls for name in _ranked(network, said, tools, each)[: max(1, len(each) // 2)]]
    likely = network.choose(said[-_RECENT:], [told(tools[name]) for name in names])
    best = int(likely[1:].argmax()) + 1 if must else int(likely.argmax())
    return (names[best - 1], float(likely[best])) if best else (None, float(likely[0]))


def _ranked(
    network: Pointer, said: Sequence[Said], tools: Mapping[str, Mapping[str, Any]], names: Sequence[str]
) -> list[str]:
    likely = network.choose(said[-_RECENT:], [told(tools[name]) for name in names])[1:]
    return [name for _, name in sorted(zip(likely.tolist(), names, strict=True), key=lambda each: -each[0])]


def fill(
    network: Pointer, said: Sequence[Said], schema: Mapping[str, Any], language: Language
) -> tuple[dict[str, Any], list[str], float]:
    """The arguments of ``schema`` that ``said`` holds, by their declared types; the required ones that it lacks; and how
    likely the least sure of all is right.
    """
    declared = parameters(schema)
    required = (schema.get("parameters") or {}).get("required") or []
    asked = [sought(name, each, required=name in required) for name, each in declared.items()]
    found = network.fill(said, told(schema), asked)
    arguments: dict[str, Any] = {}
    around: dict[str, tuple[str, str]] = {}
    least = 1.0
    for (name, each), filled in zip(declared.items(), found, strict=True):
        least = min(least, filled.likely)
        value = several(each, said[-1].text) or _value(filled, each, said, language)
        value = month_of(value, name, each.get("description", ""), said[-1].text)
        if value is None and name in required:
            value = one_span(each, said[-1].text)
        if value is not None and usable(value, each):
            arguments[name] = value
            if filled.span:
                text = said[filled.span.turn].text
                around[name] = text[: filled.span.start], text[filled.span.end :]
    arguments = on_their_sides(arguments, around, declared)
    return (
        in_order(on_their_way(arguments, around), language),
        [name for name in required if name in declared and name not in arguments],
        least,
    )


def _value(filled: Filled, declared: Mapping[str, Any], said: Sequence[Said], language: Language) -> Any:
    if filled.value is not None:
        return allowed(declared)[filled.value]
    if filled.span is None:
        return None
    text = said[filled.span.turn].text
    start, end = _whole(text, filled.span.start, filled.span.end)
    if declared.get("type") == "array" and sought("", declared).form == "text" and _AMID.match(text, end):
        more = _MORE_ITEMS.match(text, end)
        end = more.end() if more else end
    words = text[start:end]
    if choices := allowed(declared):
        # A list too long to be read as one: its items are known by how they are written.
        return next((each for each in choices if fold(in_words(each)) == fold(words.strip())), None)
    return typed(words, declared, language, text[end:])


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """A span that cuts no number and no name in two and ends with no word that only leads to the next."""
    if text[end : end + 1] == " " and (cut := _CUT.search(text[start:end])):
        end = start + cut.start()
    if text[start:end].split(" ")[-1][:1].isupper() and (more := _NAMED_ON.match(text, end)):
        end = more.end()
    if text[start : start + 1].isupper() and (before := _NAMED_BEFORE.search(text, 0, start)):
        start = before.start()
    for number in _NUMBER.finditer(text):
        if number.start() < end and start < number.end():
            start, end = min(start, number.start()), max(end, number.end())
    return start, end
