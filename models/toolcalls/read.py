"""Calls of tools in what a model wrote, whatever way it writes them."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

from . import markup, react, thought
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
_DEFINED = re.compile(r"^[ \t]*def (\w+)\(([^)]*)\)", re.MULTILINE)
_NAMED = re.compile(r"\(\s*(?:[A-Za-z_]\w*\s*[=:]|\{|\*\*)")
_PLACEHOLDER = re.compile(r"(?:\.\.\.|…|\?|<[\w ]+>|your_\w+)\Z", re.IGNORECASE)
"""What stands for a value that nobody has given."""
_ATTEMPT = re.compile(r"""[\[{<]|[A-Za-z_][\w.\-/]*[ \t]*(?:[({\[]|\n|\Z)""")
_NAMESPACE = re.compile(r"(</?)(?:antml:|｜DSML｜)(?=\w)")
_UNESCAPED = re.compile(r'(?<!\\)"')
_NOTHING_MORE = re.compile(r"\s*\Z")
_EMPTY = re.compile(r"\s*(?:\[\s*\]|\{\s*\}|None\b|(?=</))", re.IGNORECASE)
"""A mark after which nothing is called."""
_EMPTY_MARK = re.compile(rf"(?:{MARKS.pattern}){_EMPTY.pattern}", re.IGNORECASE)
_NO_TOOL = {"none", "null", "n/a", "na", "", "no_tool", "no_function"}
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
    named = [call for call in found.calls if tools.find(call.name) or call.name.strip().lower() not in _NO_TOOL]
    calls = tuple(_fitted(call, tools) for call in named)
    problem = "it was still thinking when it was cut off" if parts.open and not parts.said.strip() else ""
    return Reading(
        text=_tidy(found.text) if calls else found.text.strip(), thought=parts.thought, calls=calls, problem=problem
    )


def _cleaned(text: str) -> str:
    """With ends of lines, namespaces and ends of turns that mean nothing taken away."""
    text = _NAMESPACE.sub(r"\1", text.replace("\r\n", "\n"))
    while end := _ENDS.search(text := text.rstrip()):
        text = text[: end.start()]
    return text


def _found(text: str, tools: Tools) -> _Found:
    """The calls of a text; if there are none, those that it holds when what escapes its signs is taken away."""
    problem: Unreadable | None = None
    found = _Found([], text)
    try:
        found = _as_written(text, tools)
        if found.calls:
            return found
    except Unreadable as error:
        problem = error
    # Markdown's way of writing an underscore; JSON's of writing quotes, where the whole stood in a string.
    for sign in ("\\_", '\\"'):
        if sign in text and (sign == "\\_" or not _UNESCAPED.search(text.strip().strip('"'))):
            with suppress(Unreadable):
                again = _as_written(text.replace(sign, sign[1]), tools)
                if again.calls:
                    return again
    if problem is not None:
        raise problem
    return found


def _as_written(text: str, tools: Tools) -> _Found:
    for way in (_marked, _acting, _fenced, _whole, _within):
        if (found := way(text, tools)) is not None:
            return found
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
        if found is not None:
            calls.extend(found[0])
            place = found[1]
            continue
        after = scanner.skipped(mark.start())
        empty = _EMPTY.match(text, after)
        if _NOTHING_MORE.match(text, mark.end()):
            raise CutOff("the call is cut off")
        if not empty and _ATTEMPT.match(text, after) and not markup.opens(text, mark.start()):
            raise Unreadable("no call follows where one should")
        # It says that nothing is called, or speaks of the mark.
        place = empty.end() if empty else max(after, mark.end())
        said.append("" if empty else text[mark.start() : place])
    return _Found(calls, "".join([*said, text[place:]])) if calls or _EMPTY_MARK.search(text) else None


def _acting(text: str, tools: Tools) -> _Found | None:
    found = react.read(text, tools)
    return None if found is None else _Found(*found)


def _fenced(text: str, tools: Tools) -> _Found | None:
    calls: list[Call] = []
    said: list[str] = []
    place = 0
    for fence in FENCE.finditer(text):
        if found := _in_fence(fence, tools):
            _add(calls, found)
            said.append(text[place : fence.start()])
            place = fence.end()
    return _Found(calls, "".join([*said, text[place:]])) if calls else None


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
        if found and _told_of(body, *found):
            return None
        if found:
            rest = body[found[1] :].lstrip("])}\"'`. \n")
            more = _within(rest, tools) if rest else None
            if more:
                _add(found[0], more.calls)
            return _Found(found[0], more.text if more else rest)
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
    plain, spoken = _places(text, tools)
    for start in sorted(plain | spoken):
        if start < place:
            continue
        found = scanner.calls_at(start)
        if found and (start not in spoken or _alone(text, start, found[1]) or _meant(text, start, found[0])):
            _add(calls, found[0])
            said.append(text[place:start])
            place = found[1]
    return _Found(calls, "".join([*said, text[place:]])) if calls else None


def _places(text: str, tools: Tools) -> tuple[set[int], set[int]]:
    """Where a call may begin, and where one may be that is only spoken of."""
    plain = {found.start() for found in islice(re.finditer(r"[\[{]", text), _PLACES)}
    if not (tools.mentions and tools.headings and tools.elements):
        return plain, set()
    plain |= {each.start() for each in islice(tools.elements.finditer(text), _PLACES)}
    plain |= {each.start("name") for each in islice(tools.headings.finditer(text), _PLACES)}
    own = {found[1] for found in _DEFINED.finditer(text) if _other(found, tools)}
    called = (
        each.start()
        for each in tools.mentions.finditer(text)
        if each[0] not in own and _CALLABLE.match(text, text.index("(", each.end()))
    )
    return plain, set(islice(called, _PLACES))


def _other(defined: re.Match[str], tools: Tools) -> bool:
    """Whether a program defines a function of its own that only bears a tool's name."""
    tool = tools.find(defined[1])
    names = re.findall(r"(?:^|,)\s*\*{0,2}(\w+)", defined[2])
    return tool is not None and any(name not in tool.parameters for name in names)


def _alone(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands in its lines: ``use f() to find`` only speaks of a call."""
    return not text[text.rfind("\n", 0, start) + 1 : start].strip("`*-+. 0123456789") and (
        end == len(text) or "\n" in (text[end - 1], text[end])
    )


def _meant(text: str, start: int, calls: list[Call]) -> bool:
    """Whether calls that stand among words are meant to be made, not only spoken of."""
    return _NAMED.match(text, text.find("(", start)) is not None and not any(
        isinstance(each, str) and _PLACEHOLDER.match(each) for call in calls for each in call.arguments.values()
    )


def _told_of(text: str, calls: list[Call], end: int) -> bool:
    """Whether a call at the beginning was made before: ``search("cats") found nothing``."""
    goes_on = end < len(text) and text[end] != "\n" and text[end - 1] != "\n"
    return goes_on and text[:1] not in "[{<" and re.match(r"[\w.]+\(", text) is not None and not _meant(text, 0, calls)


def _add(calls: list[Call], new: list[Call]) -> None:
    """Add calls of another place of the text: what is shown is often said again."""
    calls.extend([call for call in new if call not in calls] if calls else new)


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
