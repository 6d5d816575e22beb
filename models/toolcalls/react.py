"""Calls in the manner of ReAct: a thought, an action, its input (Yao et al. 2022, https://arxiv.org/abs/2210.03629)."""

import re

from .declared import Tools
from .literal import CutOff, Unreadable, Written, json_at, value_in
from .pythonic import call_at, nameable
from .scan import Scanner
from .shapes import Call, arguments_of

_ACTION = re.compile(
    r"^[ \t>*#-]*(?:Action|(?:Function|Tool|API)(?:[ \t]+(?:Name|Call))?)(?:[ \t]+\d+)?[ \t*]*:[ \t*]*",
    re.MULTILINE | re.IGNORECASE,
)
_INPUT = re.compile(
    r"\s*^[ \t>*#-]*(?:(?:(?:Action|Tool|Function)[ \t]+)?(?:Input|Arguments|Parameters)|Args|Params)"
    r"(?:[ \t]+\d+)?[ \t*]*:[ \t*]*",
    re.MULTILINE | re.IGNORECASE,
)
_NEXT = re.compile(r"^[ \t>*#]*(?:Observation|Thought|Action|Final Answer|Question)\b[^:\n]{0,12}:", re.MULTILINE)
_FINAL = re.compile(r"^[ \t>*#]*Final Answer[ \t*]*:[ \t*]*", re.MULTILINE)
_THOUGHT = re.compile(
    r"^[ \t>*#]*Thought(?:[ \t]+\d+)?[ \t*]*:.*?(?=^[ \t>*#]*(?:Action|Final Answer)|\Z)", re.MULTILINE | re.DOTALL
)
_OBJECT = re.compile(r"\s*(?:```\w*\s*)?(?=\{)")
_OBJECT_IN_QUOTES = re.compile(r"\s*(?:```\w*\s*)?`?(?=\{)")
_QUOTES_END = re.compile(r"`?\s*(?:```)?")
_FINAL_ACTION = re.compile(r"""\{\s*["']action["']\s*:\s*["']Final Answer["']""", re.IGNORECASE)
_OBSERVATION = re.compile(r"^[ \t>*#]*Observation[ \t*]*:", re.MULTILINE)
_NAME_AND_OBJECT = re.compile(r"\s*[`*]*([A-Za-z_][\w.\-/]*)[`*]*\s*\n\s*(?=\{)")
_BRACKETED = re.compile(r"([A-Za-z_][\w.\-/]*)\[(.*)\]\s*\Z", re.DOTALL)


def read(text: str, tools: Tools) -> tuple[list[Call], str] | None:
    """The actions, and what is said to the person; ``None`` if the text is not of this manner.

    What follows an observation is left out: the model made it up.

    Raises:
        CutOff: The text ends within an action.
        Unreadable: An action cannot be read.
    """
    if final := _FINAL.search(text):
        before = _ACTION.search(text, 0, final.start())
        if before is None:
            return [], text[final.end() :]
    if (answer := _answer_in(text)) is not None:
        return [], answer
    calls: list[Call] = []
    place = 0
    first: int | None = None
    while action := _ACTION.search(text, place):
        if calls and _OBSERVATION.search(text, place, action.start()):
            break
        first = action.start() if first is None else first
        known = _action(text, action.end(), tools, calls_before=bool(calls))
        if known is None:
            place = action.end()
            continue
        calls.extend(known[0])
        place = known[1]
    if first is None or not calls:
        return None
    return calls, _THOUGHT.sub("", text[:first])


def _answer_in(text: str) -> str | None:
    """What is said in ``{"action": "Final Answer", "action_input": "It is hot."}``, the manner of structured chats."""
    named = _FINAL_ACTION.search(text)
    if named is None or text.count('"action"') > 1:
        return None
    try:
        value, _ = json_at(text, named.start())
    except Unreadable:
        return None
    said = value.get("action_input") if isinstance(value, dict) else None
    return said if isinstance(said, str) else None


def _action(text: str, start: int, tools: Tools, *, calls_before: bool) -> tuple[list[Call], int] | None:
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    name = text[start:line_end].strip().strip("`*\"'[] ")
    given = _INPUT.match(text, line_end)
    if given and name:
        return _with_input(text, name, given.end(), tools)
    if found := Scanner(text, tools, marked=False).calls_at(start):
        return found
    if named := _NAME_AND_OBJECT.match(text, start):
        value, end = json_at(text, named.end())
        return ([Call(named[1], arguments_of(value, named[1], tools))], end) if isinstance(value, dict) else None
    if shaped := _unknown(text, start):
        return shaped
    tool = tools.find(name)
    if tool is not None and not tool.parameters and not text[line_end:].strip():
        return [Call(tool.name, {})], len(text)
    if (bracketed := _BRACKETED.match(text[start:line_end].strip())) and tools.find(bracketed[1]):
        return [_plain(bracketed[1], bracketed[2], tools)], line_end
    if "Action Input:".startswith(text[line_end:].strip()) and (tools.find(name) or calls_before):
        raise CutOff("the action has no input")
    return None


def _with_input(text: str, name: str, start: int, tools: Tools) -> tuple[list[Call], int] | None:
    tool = tools.find(name)
    begins = _OBJECT_IN_QUOTES.match(text, start)
    if tool is None and (" " in name or begins is None):
        return None
    if begins:
        value, end = json_at(text, begins.end())
        closed = _QUOTES_END.match(text, end)
        if isinstance(value, dict):
            return [Call(name, arguments_of(value, name, tools))], closed.end() if closed else end
    follows = _NEXT.search(text, start)
    end = follows.start() if follows else len(text)
    if not text[start:].strip() and tool is not None and tool.parameters:
        raise CutOff("the action has no input")
    given = re.sub(r"\A```\w*\n?|\n?```\s*\Z", "", text[start:end].strip()).strip()
    return [_plain(name, given, tools)], end


def _unknown(text: str, start: int) -> tuple[list[Call], int] | None:
    """An action of a tool that there is not, as ``{"name": "respond", "content": "Hello"}``."""
    begins = _OBJECT.match(text, start)
    if begins is None:
        return None
    value, end = json_at(text, begins.end())
    name = value.get("name", value.get("action")) if isinstance(value, dict) else None
    if not isinstance(name, str) or name.lower().replace("_", " ") == "final answer":
        return None
    return [Call(name, {key: each for key, each in value.items() if key not in ("name", "action")})], end


def _plain(name: str, given: str, tools: Tools) -> Call:
    """A call whose input is no object: a value, or values, with or without names."""
    try:
        return Call(name, arguments_of(_value(given), name, tools))
    except Unreadable:
        known = call_at(nameable(f"{name}({given})", tools), 0, tools)
        if known is None:
            raise
        return known[0]


def _value(given: str) -> object:
    """An input that is no object: a string, though it may stand in quotes."""
    try:
        value = value_in(given) if given[:1] in "\"'[" else given
    except Unreadable:
        value = given
    return Written(value) if isinstance(value, str) else value
