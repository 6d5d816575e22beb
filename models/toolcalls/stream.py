"""Calls read while a model writes: text that is none is told at once, that of a call never is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import regex

from . import thought
from .declared import Tools
from .literal import closing
from .marks import MARKS
from .read import FENCE, Reading, read
from .shapes import Call

_ACTING = re.compile(
    r"^[ \t>*#-]*(?:Thought|Action|Final Answer|Function|Tool|API)(?:[ \t]+(?:Name|Call|\d+))?[ \t*]*:",
    re.MULTILINE | re.IGNORECASE,
)
_CODE = re.compile(r"^[ \t]*```[ \t]*(?P<kind>[\w+-]*)(?=[^\w+-])", re.MULTILINE)
_CODE_END = re.compile(r"^[ \t]*```[ \t]*(?:\n|\Z)", re.MULTILINE)
_READABLE = {"", "json", "python", "py", "xml", "tool_code", "tool_call", "function", "text", "plaintext"}
"""Kinds of blocks in which models write calls; others are told line by line."""
_CHANNEL = re.compile(r"<\|/?\w+\|>|✿")
_WRAPPER = re.compile(r"<(?:tools?|action|call)\b")
_BRACKET = re.compile(r"[\[{]")
_DECORATION = re.compile(r"""(?:(?:\A|\n)[ \t]*(?:\d+\.|[-*])[ \t]*|[`*"'\s])+\Z""")
"""What may belong to a call that follows; kept back until it is clear that it does not."""
_FLAGS = re.IGNORECASE | re.MULTILINE | re.DOTALL
_WORTH_READING = re.compile(r"[)\]}>]\s*\Z|\n")


@dataclass(frozen=True)
class Told:
    """What is new."""

    text: str = ""
    thought: str = ""
    calls: tuple[Call, ...] = ()


@dataclass
class CallStream:
    """Reads what a model writes, piece by piece.

    Args:
        tools: See ``read``.
        thinking: Whether the prompt ended with the sign that a thought begins.
        calls: Whether there can be calls; otherwise only thoughts are told apart.
    """

    tools: Tools
    thinking: bool = False
    calls: bool = True
    _text: str = ""
    _carried: str = ""
    """The first half of an end of line."""
    _place: int = 0
    """Up to where everything has been told."""
    _held: bool = False
    """Whether a call has begun for sure: nothing more is told before the end but calls."""
    _sure: bool = False
    """Whether calls are told as they come: a mark has been seen, and not in a thought."""
    _in_code: bool = False
    _said: list[str] = field(default_factory=list)
    _thought: list[str] = field(default_factory=list)
    _calls: list[Call] = field(default_factory=list)

    def feed(self, piece: str) -> Iterator[Told]:
        """Take the next piece; what can be told of it is."""
        piece = self._carried + piece
        self._carried = "\r" if piece.endswith("\r") else ""
        self._text += piece.removesuffix("\r").replace("\r\n", "\n")
        while not self._held and (told := self._think() if self.thinking else self._speak()) is not None:
            if told.text or told.thought:
                yield self._tell(told)
        if self._sure and _WORTH_READING.search(piece):
            reading = self._read()
            if not reading.problem:
                yield from self._new_calls(reading)

    def end(self) -> tuple[list[Told], Reading]:
        """What is left to tell when nothing more comes, and the whole as ``read`` reads it."""
        reading = self._read()
        left = [*self._new_calls(reading)]
        for kind, told, whole in (("thought", self._thought, reading.thought), ("text", self._said, reading.text)):
            if rest := _rest("".join(told), whole):
                left.insert(0, Told(**{kind: rest}))  # type: ignore[arg-type]  # a field of that name
        return left, reading

    def _read(self) -> Reading:
        if self.calls:
            return read(self._text, self.tools)
        parts = thought.split_open(self._text)
        return Reading(text=parts.said, thought=parts.thought)

    def _tell(self, told: Told) -> Told:
        self._said.append(told.text)
        self._thought.append(told.thought)
        return told

    def _new_calls(self, reading: Reading) -> Iterator[Told]:
        new = reading.calls[len(self._calls) :]
        if new and reading.calls[: len(self._calls)] == tuple(self._calls):
            self._calls.extend(new)
            yield Told(calls=new)

    def _think(self) -> Told | None:
        start, kind, end = self._candidate("closing", *(("mark",) if self.calls else ()))
        told = Told(thought=self._text[self._place : start])
        if start > self._place:
            self._place = start
        elif kind == "mark":
            self._held = True
            return None
        elif kind == "closing":
            self._place, self.thinking = end, False
        else:
            return None
        return told

    def _speak(self) -> Told | None:
        if self._in_code:
            return self._copy()
        start, kind, end = self._candidate(*self._patterns)
        decoration = _DECORATION.search(self._text[self._place : start])
        if plain := self._text[self._place : start][: decoration.start() if decoration else None]:
            self._place += len(plain)
            return Told(plain)
        if kind == "opening":
            self._place, self.thinking = end, True
            return Told()
        return self._resolve(start, kind) if kind else None

    def _copy(self) -> Told | None:
        """Tell a block of code of a kind in which nobody writes calls, line by line."""
        ends = _CODE_END.search(self._text, self._place)
        end = ends.end() if ends else self._text.rfind("\n", self._place) + 1
        if end <= self._place:
            return None
        mentions = self.tools.mentions
        if mentions and mentions.search(self._text, self._place, end):
            self._held = True  # There may be a call in it, whatever its kind.
            return None
        told = Told(self._text[self._place : end])
        self._place, self._in_code = end, ends is None
        return told

    def _candidate(self, *kinds: str) -> tuple[int, str, int]:
        """Where the next sign of these kinds stands and ends, and its kind; none while it may still become another."""
        found = []
        for rank, kind in enumerate(kinds):
            match = self._patterns[kind].search(self._text, self._place, partial=True)
            if match and match.start() < len(self._text):
                found.append((match.start(), not match.partial, rank, "" if match.partial else kind, match.end()))
        start, _, _, kind, end = min(found, default=(len(self._text), True, 0, "", 0))
        return start, kind, end

    @cached_property
    def _patterns(self) -> dict[str, "regex.Pattern[str]"]:
        patterns = {"channel": _CHANNEL, "closing": thought.CLOSING, "opening": thought.OPENING}
        if self.calls:
            patterns |= {"mark": MARKS, "acting": _ACTING, "code": _CODE, "bracket": _BRACKET, "wrapper": _WRAPPER}
        if self.calls and self.tools.mentions and self.tools.headings and self.tools.elements:
            patterns |= {"name": self.tools.mentions, "heading": self.tools.headings, "element": self.tools.elements}
        return {kind: regex.compile(each.pattern, each.flags & _FLAGS) for kind, each in patterns.items()}

    def _resolve(self, start: int, kind: str) -> Told | None:
        """Hold a candidate, or tell it if it is no call; ``None`` while that is not known."""
        if kind in ("mark", "channel", "acting", "closing", "element", "wrapper"):
            self._held = True
            # Of other calls only the end can tell whether they were a draft, or the first of a list.
            self._sure = kind == "mark" and not self._calls
            return None
        end = self._end_of(start, kind)
        if end is None:
            return None
        reading = read(self._text[start:end], self.tools)
        if reading.calls or reading.problem or reading.text != self._text[start:end].strip():
            self._held = True
            return None
        told = Told(self._text[self._place : end])
        self._place = end
        return told

    def _end_of(self, start: int, kind: str) -> int | None:
        """Where a candidate ends, as far as it can be told; ``None`` if that is not yet known."""
        if kind == "code":
            opened = _CODE.match(self._text, start)
            if opened and opened["kind"].lower() not in _READABLE:
                self._in_code = True
                return opened.end()
            block = FENCE.search(self._text, start)
            return block.end() if block and block["end"] else None
        bracket = start if kind == "bracket" else self._text.find("{" if kind == "heading" else "(", start)
        if bracket < 0:
            return None
        if kind == "bracket" and _plainly_text(self._text, start):
            return start + 1
        return closing(self._text, bracket)


_BEGINS_NO_CALL = re.compile(r"""[\[{]\s*(?![\[{"'}\s])(?:[\w.\-/\\]*)(?=[^\w.\-/\\(:\[])""")


def _plainly_text(text: str, start: int) -> bool:
    """Whether a bracket plainly opens no call but a footnote, a formula, a set."""
    return _BEGINS_NO_CALL.match(text, start) is not None


def _rest(told: str, whole: str) -> str:
    """What of ``whole`` has not been told; both were cut at blanks."""
    told, whole = told.lstrip(), whole.lstrip()
    if whole.startswith(told):
        return whole[len(told) :]
    stripped = told.rstrip()
    return whole[len(stripped) :] if whole.startswith(stripped) else ""


def streamed(pieces: Iterable[str], tools: Any = ()) -> Iterator[Told]:
    """What a model writes, told as it comes: text, thoughts, and calls as soon as they are complete."""
    stream = CallStream(tools if isinstance(tools, Tools) else Tools(tools))
    for piece in pieces:
        yield from stream.feed(piece)
    yield from stream.end()[0]
