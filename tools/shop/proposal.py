"""What an agent's message asks a customer to agree to.

A write counts as shown if the message names it with all its arguments, does not say that it will not be done, and ends
by asking for a yes to it. Whatever stands within the arguments of another write, or is not visible, shows nothing.
"""

import json
import re
from typing import Any

from reckoner.models.toolcalls.literal import Unreadable, json_at

from .act import Act
from .arguments import WRITES

_LONGEST = 20_000
"""Characters of a message."""
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", re.DOTALL)
_NAMED = re.compile(rf"(?<![\w])({'|'.join(WRITES)})(?![\w])")
_BETWEEN = re.compile(
    r"""(?:[\s`*:,"'(>=→–-]|</?\w+>|json|with|using|the|following|arguments?|args|parameters|với)*(?=\{)""",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?<![\w])(?:not|cannot|can't|won't|never|without|unable|refuse|không|chưa|đừng|chẳng)(?![\w])|n['’]t\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?<![\w])(?:confirm|proceed|agree|go ahead|yes|continue"
    r"|(?:is|does) (?:that|this|it)[\w\s,]*(?:ok|okay|right|correct|fine|good)"
    r"|đồng ý|xác nhận|tiến hành|đúng không|được không|có không|phải không)(?![\w])",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"(?<![\w])(?:instead|person|human|else|other|another|transfer|rather|hand|or would|which|one of"
    r"|thay|khác|nhân viên|hay là)(?![\w])",
    re.IGNORECASE,
)
_EITHER = re.compile(r"(?<![\w])(?:or|either|hoặc|hay)(?![\w])", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?\n;][\s\"'”)*_]*")


def proposed(text: str) -> list[Act]:
    """The writes that a message asks the customer about, by their tools' names."""
    text = _HIDDEN.sub(" ", text[:_LONGEST])
    acts: list[Act] = []
    between: list[str] = []
    place = 0
    while named := _NAMED.search(text, place):
        opened = _BETWEEN.match(text, named.end())
        if opened is None:
            place = named.end()
            continue
        try:
            arguments, end = json_at(text, opened.end())
        except Unreadable:
            return []
        if not isinstance(arguments, dict) or _twice(text[opened.end() : end]):
            return []
        between.append(text[place : named.start()])
        if _NEGATED.search(_SENTENCE.split(between[-1])[-1]):
            return []
        acts.append(Act.of(named[1], arguments))
        place = end
    if not acts or any(_EITHER.search(each) for each in between[1:]):
        return []
    return acts if _asked(text[place:]) else []


def asks(text: str, question: str) -> bool:
    """Whether a message ends by putting the shop's own question."""
    told, wanted = _bare(_HIDDEN.sub(" ", text[:_LONGEST])), _bare(question)
    place = told.rfind(wanted)
    if not wanted or place < 0 or _NEGATED.search(_SENTENCE.split(told[:place])[-1]):
        return False
    return _marks(told[place + len(wanted) :]) == 0


def _asked(rest: str) -> bool:
    """Whether what follows the last write asks for a yes to it, and for nothing else."""
    questions = [each for each in re.findall(r"[^.!?\n]*\?", rest) if each.strip("?\"'”)*_ ")]
    return len(questions) == 1 and bool(_ASKS.search(questions[0])) and not _OTHERWISE.search(rest)


def _marks(text: str) -> int:
    return sum(text.count(mark) for mark in "?？؟⁇⁈⁉")


def _twice(written: str) -> bool:
    """Whether an argument is named twice, so that nobody knows which value counts."""

    def single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) < len(pairs):
            raise KeyError
        return dict(pairs)

    try:
        json.loads(written, object_pairs_hook=single)
    except KeyError:
        return True
    except ValueError:  # Written as Python has it.
        names = re.findall(r"""['"](\w+)['"]\s*:""", written)
        return len(set(names)) < len(names)
    return False


def _bare(text: str) -> str:
    """Text without what models change of it: blanks, emphasis."""
    return " ".join(re.sub(r"[*_`]", "", text).split())
