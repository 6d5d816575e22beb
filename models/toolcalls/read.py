"""Calls of tools in what a model wrote, whatever way it writes them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from . import react, thought
from .declared import Tool, Tools
from .literal import CutOff, Unreadable
from .marks import MARKS
from .pythonic import python_calls
from .scan import Scanner
from .shapes import Call

FENCE = re.compile(
    r"(?:^|(?<=\n))[ \t]*```[ \t]*(?P<kind>[\w+-]*)[ \t]*\n?(?P<body>.*?)(?P<end>(?<=[\s)\]}])```(?!\w)|\Z)", re.DOTALL
)
"""A block; within strings of it there may be marks of blocks, but none after a bracket or at a line's beginning."""
_CALLABLE = re.compile(r"""\([ \t\n]*(?:\)|[A-Za-z_]\w*\s*=|["'\[{\d-])""")
_ENDS = re.compile(r"(?:<\|im_end\|>|<\|eot_id\|>|<\|eom_id\|>|</s>|<\|endoftext\|>|<\|end\|>|<eos>|<end_of_turn>)\Z")
_LONGEST = 1_000_000
"""Characters; nobody writes a call as long as that."""
_PLACES = 300
"""Places of a text that are looked at, at most."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a model wrote, read."""

    text: str
    """What it says to the person."""
    thought: str = ""
    calls: tuple[Call, ...] = ()
    """Types are as the tools' schemas want them."""
    problem: str = ""
    """Why there are no calls though some were meant: they are to be written again."""
    raw: str = ""
    """What could not be read."""


@dataclass(frozen=True)
class _Found:
    calls: list[Call]
    text: str


def read(text: str, tools: Iterable[Any] | Mapping[str, Mapping[str, Any]] | Tools = ()) -> Reading:
    """Read the calls out of a model's text.

    JSON and Python, lists and single calls, in every common markup, within fences and prose; nothing of it is ever
    evaluated. A text that ends within a call, or holds one that cannot be read, yields no call at all but a problem.

    Args:
        text: All that the model wrote.
        tools: What may be called: whatever LangChain takes as a tool, or types by parameter by name.
    """
    tools = tools if isinstance(tools, Tools) else Tools(tools)
    parts = thought.split(_cleaned(text[:_LONGEST]), MARKS)
    try:
        found = _found(parts.said, tools)
    except Unreadable as error:
        before = _before(parts.said)
        raw = parts.said[parts.said.find(before) + len(before) :].strip()
        return Reading(text=before, thought=parts.thought, problem=str(error), raw=raw)
    calls = tuple(_fitted(call, tools) for call in found.calls)
    problem = "it was still thinking when it was cut off" if parts.open and not parts.said.strip() else ""
    return Reading(
        text=_tidy(found.text) if calls else found.text.strip(), thought=parts.thought, calls=calls, problem=problem
    )


def _cleaned(text: str) -> str:
    """With ends of lines, namespaces and ends of turns that mean nothing taken away."""
    text = text.replace("\r\n", "\n").replace("｜DSML｜", "").replace("<", "<").replace("</", "</")
    while end := _ENDS.search(text := text.rstrip()):
        text = text[: end.start()]
    return text


def _found(text: str, tools: Tools) -> _Found:
    for way in (_marked, _acting, _fenced, _whole, _within):
        if (found := way(text, tools)) is not None:
            return found
    if "\\_" in text:  # Markdown's way of writing an underscore.
        again = _found(text.replace("\\_", "_"), tools)
        if again.calls:
            return again
    return _Found([], text)


def _marked(text: str, tools: Tools) -> _Found | None:
    if not MARKS.search(text):
        return None
    scanner = Scanner(text, tools, marked=True)
    calls: list[Call] = []
    said: list[str] = []
    place = 0
    while mark := MARKS.search(text, place):
        said.append(text[place : mark.start()])
        found = scanner.calls_at(mark.start())
        if found is None:
            body = text[mark.end() :].strip()
            raise (Unreadable if body else CutOff)(
                "no call follows where one should" if body else "the call is cut off"
            )
        calls.extend(found[0])
        place = found[1]
    return _Found(_once(calls), "".join([*said, text[place:]]))


def _acting(text: str, tools: Tools) -> _Found | None:
    found = react.read(text, tools)
    return None if found is None else _Found(*found)


def _fenced(text: str, tools: Tools) -> _Found | None:
    calls: list[Call] = []
    said: list[str] = []
    place = 0
    for fence in FENCE.finditer(text):
        if found := _in_fence(fence, tools):
            calls.extend(found)
            said.append(text[place : fence.start()])
            place = fence.end()
    return _Found(_once(calls), "".join([*said, text[place:]])) if calls else None


def _in_fence(fence: re.Match[str], tools: Tools) -> list[Call] | None:
    body = fence["body"]
    scanner = Scanner(body, tools, marked=False)
    try:
        if (found := scanner.calls_at(0)) and not body[found[1] :].strip():
            return found[0]
    except CutOff:
        raise
    except Unreadable:
        pass
    mentions = tools.mentions
    if mentions is None or not mentions.search(body):
        return None
    if not fence["end"]:
        raise CutOff("the block is not closed")
    try:
        calls = python_calls(body, tools)
    except Unreadable:
        calls = None
    calls = [call for call in calls or () if tools.find(call.name)]
    if calls:
        return calls
    inside = _within(body, tools)
    return inside.calls if inside else None


def _whole(text: str, tools: Tools) -> _Found | None:
    stripped = text.strip()
    for body in (stripped, stripped.strip("\"'`").strip()):
        found = Scanner(body, tools, marked=False).calls_at(0)
        if found:
            rest = body[found[1] :].lstrip("])}\"'`. \n")
            more = _within(rest, tools) if rest else None
            return _Found(_once([*found[0], *more.calls]), more.text) if more else _Found(found[0], rest)
    mentions = tools.mentions
    if mentions and (first := mentions.search(stripped)) and len(stripped[: first.start()].strip("[('\"` ")) == 0:
        calls = [call for call in python_calls(stripped, tools) or () if tools.find(call.name)]
        return _Found(calls, "") if calls else None
    return None


def _within(text: str, tools: Tools) -> _Found | None:
    """Calls in the midst of prose."""
    scanner = Scanner(text, tools, marked=False)
    calls: list[Call] = []
    said: list[str] = []
    place = 0
    for start in _places(text, tools):
        if start < place:
            continue
        found = scanner.calls_at(start)
        if found and (text[start] in "[{" or _alone(text, start, found[1]) or all(call.arguments for call in found[0])):
            calls.extend(found[0])
            said.append(text[place:start])
            place = found[1]
    return _Found(_once(calls), "".join([*said, text[place:]])) if calls else None


def _places(text: str, tools: Tools) -> Iterator[int]:
    """Where a call may begin."""
    places = [found.start() for found in re.finditer(r"[\[{]", text)][:_PLACES]
    if tools.mentions and tools.headings and tools.elements:
        called = (each for each in tools.mentions.finditer(text) if _CALLABLE.match(text, text.index("(", each.end())))
        for found in (called, tools.headings.finditer(text), tools.elements.finditer(text)):
            places += [each.start() for each in islice(found, _PLACES)]
    return iter(sorted(set(places)))


def _alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands in its lines: ``use f() to find`` only speaks of a call."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip("`*- ") and (
        end == len(text) or "\n" in (text[end - 1], text[end])
    )


def _once(calls: list[Call]) -> list[Call]:
    """Each call once: what is shown is often said again."""
    found: list[Call] = []
    for call in calls:
        if call not in found:
            found.append(call)
    return found


def _fitted(call: Call, tools: Tools) -> Call:
    tool = tools.find(call.name)
    tool = tool or Tool(call.name, {})
    return Call(tool.name, tool.fitted(call.arguments))


def _tidy(text: str) -> str:
    """What is left around calls, without the marks that decorated them."""
    text = re.sub(r"```[\w-]*\s*(?:```|\Z)|</?\|?[\w:|]*>", "", text)
    lines = [line for line in text.splitlines() if not line.strip() or re.search(r"\w\w", line)]
    return re.sub(r"\s*``\s*|\n{3,}", lambda found: " " if "`" in found[0] else "\n\n", "\n".join(lines)).strip()


def _before(text: str) -> str:
    """What was said before a call that cannot be read."""
    mark = MARKS.search(text)
    return text[: mark.start()].strip() if mark else ""
