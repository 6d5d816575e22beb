"""What the encoder reads: a conversation or a passage, then what is sought in it, as one row of word pieces."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import regex

from .tokens import ARGUMENT, CLS, OTHER, QUESTION, SEP, TOOL, USER, VALUE, Pieces, Tokens

LONGEST: Final = 384
"""Word pieces of one row."""
_LEAST_TEXT: Final = 160
"""Of these at least so many are left for the text."""
_WORDS_OF_TOOL: Final = 72
_WORDS_OF_ARGUMENT: Final = 40
_WORDS_OF_VALUE: Final = 12
_VALUES: Final = 12
"""An argument with more allowed values than this is read as free text."""


Form = Literal["text", "number", "numbers"]


@dataclass(frozen=True)
class Said:
    """One turn of a conversation, or a passage."""

    text: str
    by_user: bool = True


@dataclass(frozen=True)
class Sought:
    """An argument, as its schema describes it."""

    about: str
    """Its name and description."""
    values: tuple[str, ...] = ()
    """What it may be, if that is a short list."""
    form: Form = "text"
    """What the words for it hold."""
    required: bool = False
    """Whether there is no call without it."""


@dataclass
class Row:
    """One input of the encoder, and where in it things stand."""

    ids: list[int] = field(default_factory=lambda: [CLS])
    kinds: list[int] = field(default_factory=lambda: [0])
    """0 for the text, 1 for what is sought."""
    spans: list[tuple[int, int, int]] = field(default_factory=lambda: [(-1, 0, 0)])
    """For each piece of the text its turn and its characters there; turn -1 for marks and for what is sought."""
    marks: list[int] = field(default_factory=list)
    """Places of the tools, or of the arguments, in their order."""
    values: list[list[int]] = field(default_factory=list)
    """For each argument the places of its values."""

    def add(self, pieces: Sequence[int], kind: int, spans: Sequence[tuple[int, int, int]] | None = None) -> None:
        """Put ``pieces`` at the end."""
        self.ids.extend(pieces)
        self.kinds.extend([kind] * len(pieces))
        self.spans.extend(spans or [(-1, 0, 0)] * len(pieces))


def tools_row(tokens: Tokens, said: Sequence[Said], tools: Sequence[str]) -> Row:
    """A conversation and the tools that it may be about; ``marks`` are the tools'."""
    most = min(_WORDS_OF_TOOL, (LONGEST - _LEAST_TEXT) // max(1, len(tools)) - 1)
    told = [tokens.read(each).ids[:most] for each in tools]
    row = _text(tokens, said, LONGEST - sum(len(each) + 1 for each in told) - 3)
    for each in told:
        row.marks.append(len(row.ids))
        row.add([TOOL, *each], 1)
    row.add([SEP], 1)
    return row


def arguments_row(tokens: Tokens, said: Sequence[Said], tool: str, sought: Sequence[Sought]) -> Row:
    """A conversation, a tool, and its arguments; ``marks`` and ``values`` are the arguments'."""
    after = Row(ids=[], kinds=[], spans=[])
    after.add([*tokens.read(tool).ids[:_WORDS_OF_TOOL], SEP], 1)
    for each in sought:
        after.marks.append(len(after.ids))
        about, values = _told(tokens, each)
        after.add([ARGUMENT, *about], 1)
        places = []
        for value in values:
            places.append(len(after.ids))
            after.add([VALUE, *value], 1)
        after.values.append(places)
    after.add([SEP], 1)
    row = _text(tokens, said, LONGEST - len(after.ids) - 2)
    return _joined(row, after)


def in_rows(tokens: Tokens, sought: Sequence[Sought]) -> list[list[int]]:
    """``sought``, by their places, in as many parts as rows are needed so that each leaves room for the text."""
    room = LONGEST - _LEAST_TEXT - _WORDS_OF_TOOL
    parts: list[list[int]] = [[]]
    used = 0
    for place, each in enumerate(sought):
        about, values = _told(tokens, each)
        length = len(about) + 1 + sum(len(value) + 1 for value in values)
        if parts[-1] and used + length > room:
            parts.append([])
            used = 0
        parts[-1].append(place)
        used += length
    return parts


def _told(tokens: Tokens, each: Sought) -> tuple[tuple[int, ...], list[tuple[int, ...]]]:
    """The pieces of an argument and of its values, cut to what a row holds."""
    values = each.values if len(each.values) <= _VALUES else ()
    return tokens.read(each.about).ids[:_WORDS_OF_ARGUMENT], [
        tokens.read(value).ids[:_WORDS_OF_VALUE] for value in values
    ]


def question_row(tokens: Tokens, question: str, passage: Pieces) -> Row:
    """A passage and a question about it; the one mark is the question's."""
    row = Row()
    row.add([USER, *passage.ids, SEP], 0, [(-1, 0, 0), *((0, *span) for span in passage.spans), (-1, 0, 0)])
    row.marks.append(len(row.ids))
    row.values.append([])
    row.add([QUESTION, *tokens.read(question).ids[:96], SEP], 1)
    return row


def windows(pieces: Pieces, room: int = LONGEST - 100, step: int = 180) -> list[Pieces]:
    """A long text in parts that overlap; a short one whole."""
    starts = range(0, max(1, len(pieces.ids) - room + step), step) if len(pieces.ids) > room else (0,)
    return [Pieces(pieces.ids[start : start + room], pieces.spans[start : start + room]) for start in starts]


def _text(tokens: Tokens, said: Sequence[Said], room: int) -> Row:
    """The end of a conversation, as much of it as there is room for."""
    room = max(room, _LEAST_TEXT)
    row = Row()
    turns: list[tuple[list[int], list[tuple[int, int, int]]]] = []
    for place in range(len(said) - 1, -1, -1):
        pieces = tokens.read(said[place].text)
        ids = list(pieces.ids[-(room - 1) :])
        if len(ids) + 1 > room:
            break
        spans = [(place, *span) for span in pieces.spans[-len(ids) :]] if ids else []
        turns.append(([USER if said[place].by_user else OTHER, *ids], [(-1, 0, 0), *spans]))
        room -= len(ids) + 1
    for ids, spans in reversed(turns):
        row.add(ids, 0, spans)
    row.add([SEP], 0)
    return row


def _joined(row: Row, after: Row) -> Row:
    shift = len(row.ids)
    row.marks = [place + shift for place in after.marks]
    row.values = [[place + shift for place in places] for places in after.values]
    row.add(after.ids, 1)
    return row


def name_in_words(name: str) -> str:
    """``bookTable_v2`` as words: what a name says to who reads it."""
    bare = regex.sub(r"[_.\-/:]+", " ", name)
    bare = regex.sub(r"(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})", " ", bare)
    return " ".join(bare.split()).lower()
