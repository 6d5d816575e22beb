"""Calls at a place of a text, in whichever of the ways they are written there."""

import re
from functools import cached_property
from typing import Any

from . import markup
from .declared import Tools
from .literal import CutOff, Unreadable, closing, json_at, loosely_closing
from .marks import MARKS
from .pythonic import call_at, nameable, python_calls
from .shapes import Call, arguments_of, calls_of

_SKIP = re.compile(
    r"""(?:\s|,|;|</?(?:tool_calls?|function_calls?|functions|functioncalls?|calls?|toolcalls?|tools?|action|minimax:tool_call|seed:tool_call|multi_tool_use)>"""
    r"""|</?\|/?(?:tool_calls?|plugin|action_start|python_tag|python_start|python_end|tool_call_begin|tool_call_end|tool_calls_section_begin"""
    r"""|tool_calls_section_end|START_ACTION|END_ACTION|action_end|im_end|eot_id|eom_id|end|endoftext|END_OF_TURN_TOKEN)\|>"""
    r"""|<｜[^｜]*｜>|\[/?TOOL_CALLS\]|\[CALL_ID\]\w+|</s>|```(?:json|python|tool_code|tool_call|xml|py|text|plaintext|function)?|functools)+""",
    re.IGNORECASE,
)
"""What may stand between two calls, or around them."""
_UNFINISHED = re.compile(r"<[^<>]*\Z|\[[A-Z_]*\Z|[A-Za-z_][\w.\-/]*\[(?:A|AR|ARG|ARGS)\Z|[{\[][^{}\[\]]*\Z")
_NAME = re.compile(
    r"""(?:function(?:<｜tool▁sep｜>|\s*:\s*))?["'`*]*(?P<name>[A-Za-z_][\w.\-/]*(?: [\w.\-/]+){0,3}?)"""
    r"""(?::\d+)?["'`*]*:?[`]*(?P<mark><｜tool▁sep｜>|<\|tool_call_argument_begin\|>|(?:\[CALL_ID\]\w+)?\[ARGS\]|<tool_sep>)?\s*(?:```(?:json)?\s*|`)?"""
    r"""(?=[({]|<arg_key>|</tool_call>)"""
)
"""A tool's name before its arguments."""


_CANONICAL = {"name", "arguments", "parameters", "type", "id"}
_OBJECT_BEGINS = re.compile(r"\s*(?=\{)")
_FUNCTION_ENDS = re.compile(r"\s*</(?:function|invoke|tool)>")
_GOES_ON = re.compile(r"\s*[<{]|\s*\n|\s*\Z")
_ELEMENT_BEGUN = re.compile(r"<([\w.-]+)>\s*<[\w]")
_BEFORE = re.compile(r"""[\s'"`]*""")
_AFTER = re.compile(r"""\)?['"`]*\s*,?\s*(?P<end>\]?)['"`]*\s*['"`]*""")
_PYTHON_LIST = re.compile(r"""\[\s*['"]?([A-Za-z_][\w.\-/]*)\(""")


_TELLING = re.compile(r"""[\[{\s]*["']?(?:tool_calls|function_calls?)["']?\s*:""")
_OBJECT = re.compile(r"""\{\s*(?:\}|["']?[\w .-]+["']?\s*:)""")
_FAR = 2_000
"""Characters of a call that does not end, within which its tool is named."""


class Scanner:
    """Reads calls at places of one text.

    Args:
        text: The text.
        tools: Those that may be called.
        marked: Whether a mark says that calls follow; otherwise only tools that there are can be called.
    """

    def __init__(self, text: str, tools: Tools, *, marked: bool) -> None:
        self.text, self.tools, self._marked = text, tools, marked or not len(tools)

    @cached_property
    def _python(self) -> str:
        return nameable(self.text, self.tools)

    def calls_at(self, place: int) -> tuple[list[Call], int] | None:
        """The calls that stand one after another from ``place`` on, and where they end; ``None`` if none does.

        Raises:
            CutOff: The text ends within one.
            Unreadable: One cannot be read.
        """
        found: list[Call] = []
        end = place
        while True:
            start = self.skipped(end)
            piece = self._piece(start) if start < len(self.text) else None
            if piece is None:
                if found and self._begun(end, start):
                    raise CutOff("one of the calls is cut off")
                break
            found.extend(piece[0])
            end = piece[1]
        return (found, self.skipped(end)) if found else None

    def skipped(self, place: int) -> int:
        """The next place that holds something."""
        skipped = _SKIP.match(self.text, place)
        return skipped.end() if skipped else place

    def _begun(self, end: int, start: int) -> bool:
        """Whether one more call was to follow at ``start``, after what stands there from ``end`` on."""
        if MARKS.search(self.text, end, start) or _UNFINISHED.match(self.text, start):
            return True
        return start == len(self.text) and self.text[end:].strip()[:1] == ","

    def _piece(self, start: int) -> tuple[list[Call], int] | None:
        text = self.text
        if markup.opens(text, start):
            return self._markup(start)
        if text[start] == "<":
            return self._element(start)
        if text[start] in "{[":
            return self._value(start)
        if text[start] in "\"'":
            return None
        return self._named(start)

    def _markup(self, start: int) -> tuple[list[Call], int] | None:
        name, at = markup.opened(self.text, start)
        if len(self.tools) and self.tools.find(name) is None and not _GOES_ON.match(self.text, at):
            return None
        begins = _OBJECT_BEGINS.match(self.text, at)
        if begins:  # ``<function=name>{"a": 1}</function>``; the end is often left out.
            value, end = json_at(self.text, begins.end())
            closed = _FUNCTION_ENDS.match(self.text, end)
            return [Call(name, arguments_of(value, name, self.tools))], closed.end() if closed else end
        call, end = markup.markup_at(self.text, start)
        return [call], end

    def _element(self, start: int) -> tuple[list[Call], int] | None:
        """``<name><city>Hanoi</city></name>``, of tools that there are."""
        element = markup.named_at(self.text, start)
        begun = _ELEMENT_BEGUN.match(self.text, start)
        if element is None and begun and self.tools.find(begun[1]):
            raise CutOff(f"the call of {begun[1]} is cut off")
        if element is None or self.tools.find(element[0]) is None:
            return None
        name, body, end = element
        inside = re.sub(r"</?(?:arguments|parameters|args|params|input)>", "", body).strip()
        arguments = json_at(inside, 0)[0] if inside[:1] == "{" else markup.children(body)
        return [Call(name, arguments_of(arguments, name, self.tools))], end

    def _value(self, start: int) -> tuple[list[Call], int] | None:
        """A JSON value, or a list of calls in Python."""
        python = _PYTHON_LIST.match(self.text, start)
        if not python or not (self._marked or self.tools.find(python[1]) or not self.text[:start].strip()):
            try:
                value, end = json_at(self.text, start)
            except Unreadable:
                if self._marked or self.tells_a_call(start):
                    raise
                return None
            found = self._shaped(value)
            return (found, end) if found else None
        try:
            return self._list(start)
        except Unreadable:
            if self._marked or self.tools.find(python[1]):
                raise
            return None

    def _list(self, start: int) -> tuple[list[Call], int]:
        for closed in (closing, loosely_closing):
            if (end := closed(self.text, start)) is not None and (
                found := python_calls(self.text[start:end], self.tools)
            ):
                return found, end
        if found_one_by_one := self._unclosed(start + 1):
            return found_one_by_one
        raise CutOff("the list of calls is cut off")

    def _shaped(self, value: Any) -> list[Call] | None:
        """The calls that a value is; where no mark says that it is one, those of tools alone, or unmistakable."""
        try:
            found = calls_of(value, self.tools)
        except Unreadable:
            if self._marked or self.tells_a_call_of(str(value)):
                raise
            return None
        if self._marked or not found or any(self.tools.find(call.name) for call in found):
            return found
        items = value if isinstance(value, list) else [value]
        return found if all(isinstance(each, dict) and each.keys() <= _CANONICAL for each in items) else None

    def _unclosed(self, start: int) -> tuple[list[Call], int] | None:
        """Calls whose brackets no scan could pair, read one by one up to the one that closes the list."""
        found: list[Call] = []
        opened = _BEFORE.match(self.text, start)
        place = opened.end() if opened else start
        while known := call_at(self._python, place, self.tools):
            found.append(known[0])
            between = _AFTER.match(self.text, known[1])
            assert between is not None
            place = between.end()
            if between["end"]:
                return found, place
        return None

    def _named(self, start: int) -> tuple[list[Call], int] | None:
        """A name and its arguments after it: in brackets, in braces, in tags."""
        text = self.text
        named = _NAME.match(text, start)
        if named is None:
            return None
        name, at = named["name"], named.end()
        if self.tools.find(name) is None and not self._marked:
            return None
        if text.startswith("<", at):
            arguments, end = markup.pairs_at(text, at)
            return [Call(name, arguments)], end
        if text.startswith("(", at):
            known = call_at(self._python, named.start("name"), self.tools)
            return None if known is None else ([known[0]], known[1])
        if not self._marked and not _OBJECT.match(text, at):
            return None
        value, end = json_at(text, at)
        return [Call(name, arguments_of(value, name, self.tools))], end

    def tells_a_call(self, start: int) -> bool:
        """Whether what begins at ``start`` is to be a call, though it cannot be read."""
        rest = self.text[start : start + _FAR]
        rest = rest[: closing(rest, 0) or loosely_closing(rest, 0) or _FAR]
        return _TELLING.match(rest) is not None or self.tells_a_call_of(rest)

    def tells_a_call_of(self, text: str) -> bool:
        """Whether a tool is named in ``text``, in quotes or before a bracket."""
        return any(
            re.search(rf"""["']{re.escape(name)}["']|\b{re.escape(name)}[(\[]""", text) for name in self.tools.by_name
        )
