"""Whether a customer has said yes, and to nothing else.

Judged strictly, by words: an answer agrees if it says yes and all its other words are such that say nothing more, or
name the very act. Whatever is not understood is no: a yes too many costs the customer money, a no too many a sentence.
The words are in ``consent.toml``.
"""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from .act import Act

_LONGEST = 60
"""Words of an answer; a longer one says more than yes."""
_SIGNS = re.compile(r"[\w\s.,;:'\"()…–—#%@/-]|(?<=\w)!|[👍✅👌🙏😊🙂]")
_QUESTION = re.compile(r"[?？؟⁇⁈⁉‽]")
_WORD = re.compile(r"[\w#@.'-]*[\w#]")
_HAS = re.compile(r"(?:(?:vâng|dạ|ừ|ờ)[\s,.]+)*có(?:[\s,]*(?:ạ|nhé|nha|em|anh|chị|bạn|shop|cô|chú))*\s*(?:[,.!;:]|$)")
"""The Vietnamese yes that also means to have: only at the beginning, and by itself."""


def agrees(answer: str, acts: Sequence[Act]) -> bool:
    """Whether ``answer`` is a yes to ``acts``, all of them, and to nothing else."""
    text = _plain(answer)
    if _QUESTION.search(text) or any(not _SIGNS.match(text, place) for place in range(len(text))):
        return False
    signs = any(sign in text for sign in "👍✅👌")
    words = _words(text)
    if len(words) > _LONGEST or not (words or signs):
        return False
    known, told = _lists(), " ".join(words)
    if told in known["whole"]:
        return True
    rest = _without(told, known["yes"])
    says_yes = signs or rest != told
    if matched := _HAS.match(text):
        says_yes, rest = True, _without(" ".join(_words(text[matched.end() :])), known["yes"])
    rest = _without(rest, known["phrases"])
    if not says_yes or _turned(told, rest, known["turns"]):
        return False
    left = _unnamed(rest, acts)
    return left is not None and all(word in known["plain"] for word in left.split())


def _unnamed(told: str, acts: Sequence[Act]) -> str | None:
    """An answer without the words and numbers that name the very acts; ``None`` if it names something less or else."""
    words = told.split()
    verbs = set.intersection(*(_verbs(act) for act in acts))
    numbers = {word for word in words if any(letter.isdigit() for letter in word)}
    known = [_numbers(act) for act in acts]
    if not numbers <= set.union(*known):
        return None
    orders = {each for some in known for each in some if each.startswith("#")}
    if numbers & orders and not orders <= numbers:
        return None
    for some in known:
        items = {each for each in some if each.isdigit()}
        if numbers & items and not items <= numbers:
            return None
    return " ".join(word for word in words if word not in verbs and word not in numbers)


def _numbers(act: Act) -> set[str]:
    """What in an act's arguments is a number of something."""
    return {_plain(value) for value in act.values if any(letter.isdigit() for letter in value) and " " not in value}


def _verbs(act: Act) -> set[str]:
    """The words that name an act, in both languages."""
    named = _acts()
    values = [value for value in act.values if " " not in value]
    parts = {*act.name.split("_"), *(part for value in values for part in re.split(r"[_\W]+", _plain(value)) if part)}
    return {word for part in parts for word in (part, *named.get(part, ()))}


def _turned(told: str, rest: str, turns: Sequence[str]) -> bool:
    """Whether anything turns the yes around: phrases of the whole answer, words of what is left of it."""
    places = ((turn, told if " " in turn else rest) for turn in turns)
    return any(re.search(rf"(?<![\w']){re.escape(turn)}(?![\w'])", where) for turn, where in places)


def _without(told: str, phrases: Sequence[str]) -> str:
    """``told`` without some phrases, the longest first: they may hold words that would otherwise turn it."""
    for phrase in phrases:
        told = re.sub(rf"(?<![\w']){re.escape(phrase)}(?![\w'])", " ", told)
    return told


def _words(text: str) -> list[str]:
    return [word for word in (each.strip(".'-") for each in _WORD.findall(text)) if word]


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower().replace("’", "'").strip()
    # Words that mean something else than their parts.
    for whole in ("địa chỉ", "trả lại", "gửi lại"):
        text = text.replace(whole, whole.replace(" ", "_"))
    return re.sub(r"(?<=[👍✅👌🙏])[\ufe0f\U0001f3fb-\U0001f3ff]+", "", text)


@cache
def _lists() -> dict[str, list[str]]:
    """The lists of words, the longest first."""
    found = _file()
    return {name: sorted(set(words), key=len, reverse=True) for name, words in found.items() if name != "acts"}


def _acts() -> dict[str, list[str]]:
    acts: dict[str, list[str]] = _file()["acts"]
    return acts


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((files("reckoner.tools.shop") / "consent.toml").read_text("utf-8"))
