"""What a sentence states besides words: numbers, however they are written, labels and names."""

import re

from reckoner.core import Language, fold
from reckoner.models.mini.numbers import canonical

from .tokens import tokens

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = re.compile(
    rf"(?<=\d )({'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in _MONTHS)})\b"
    rf"|\b({'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in _MONTHS)})(?= \d)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?P<of>article|section|clause|paragraph|chapter|page|p\.|step|part|no\.|number|invoice|order|table|figure|item"
    r"|điều|mục|khoản|chương|trang|bước|phần|hóa đơn|đơn hàng|bảng|hình|số|dieu|khoan|chuong|buoc)"
    r" ?#?(?P<number>\d+(?:\.\d+)*)(?: (?:of|/) ?\d+)?\b(?! ?%)",
    re.IGNORECASE,
)
_ENUMERATED = re.compile(
    r"^[\s#>*_-]*\(?(?:\d{1,2}|[a-z])(?:\.\d{1,2})*[.)]\s*(?:\*\*)?\s+(?=\D)|^[\s#>*_•-]+", re.MULTILINE
)
_GROUPED = re.compile(r"(?<![\d.,])(\d{1,3}(?: \d{3})+)(?![\d.,]| \d)")
_CLOCK = re.compile(r"\b(\d{1,2})[:h]00\b")
_AFTERNOON = re.compile(r"\b(\d{1,2})(?:[:.]\d\d)? ?p\.?m\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_NAME = re.compile(r"[^\W\d_][\w’'&-]*")
_SIGNS = frozenset("usd vnd eur gbp vnđ am pm i ok km kg cm mm ml kwh".split())


def bare(text: str) -> str:
    """``text`` without what only orders it: the numbers of lists, and code."""
    return _ENUMERATED.sub("", _CODE.sub(" ", text))


def numbers(text: str, language: Language) -> set[float]:
    """The numbers that ``text`` states, written in digits or in words; those of labels and lists are none.

    Of a date its day, month and year; of a full hour the hour, of one in the afternoon both ways of counting.
    """
    text = _LABEL.sub(" ", bare(text))
    text = _MONTH.sub(lambda match: str(1 + [each[:3] for each in _MONTHS].index(match[0][:3].lower())), text)
    text = _GROUPED.sub(lambda match: match[1].replace(" ", ""), _CLOCK.sub(r"\1", text))
    afternoon = {float(hour) + 12 for hour in _AFTERNOON.findall(text) if int(hour) < 12}
    return afternoon.union(map(float, _NUMBER.findall(canonical(text, language))))


def labels(text: str) -> set[tuple[str, str]]:
    """What is told apart by a number: ``article 5``, ``invoice 1001``."""
    return {(fold(match["of"]), match["number"]) for match in _LABEL.finditer(text)}


def names(text: str, language: Language) -> set[str]:
    """Its words with a capital, folded, without those that only begin a sentence, a heading or a list's item."""
    text = _LABEL.sub(" ", bare(text))
    found: set[str] = set()
    for match in _NAME.finditer(text):
        word = match[0].removesuffix("'s").removesuffix("’s")
        begins = not text[: match.start()].rstrip(" *_“\"'(‘").endswith(tuple("abcdefghijklmnopqrstuvwxyz,;0123456789"))
        if word[0].isupper() and not (begins and _common(text, match.end())) and fold(word) not in _SIGNS:
            found.update([fold(word)] if tokens(word, language) else [])
    return found


def _common(text: str, end: int) -> bool:
    """Whether a word that begins a sentence is followed by one in small letters, so that it need not be a name."""
    following = text[end : end + 2].lstrip()
    return not following[:1].isupper()
