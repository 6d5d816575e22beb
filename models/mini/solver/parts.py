"""Fractions in words, *three quarters of* and *hai phần năm*, as fractions in digits."""

import re
from typing import Final

from reckoner.core import fold

_ENGLISH: Final = {
    "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "twelfth": 12,
}  # fmt: skip
_VIETNAMESE: Final = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_PARTS: Final = re.compile(
    rf"(?<![\w.])(?P<top>\d{{1,2}}|an?|one)[ -](?P<part>{'|'.join(_ENGLISH)})(?P<many>s)?\b"
    # "A third friend" and "the third day" count, "a third of them" and "a third as many" share.
    r"(?(many)|(?= (?:of|as|full|less|more|off|an?|the)\b|[.,;:?!]|$))"
    rf"|(?<![\w.])(?P<so_many>\d{{1,2}}|{'|'.join(_VIETNAMESE)}) phan (?P<each>\d{{1,2}}|{'|'.join(_VIETNAMESE)})\b(?! tram)"
)


def with_fractions(text: str) -> str:
    """``text``, whose other numbers are in plain digits, with such fractions in digits."""
    told, end = [], 0
    for match in _PARTS.finditer(fold(text)):
        top, bottom = (match["so_many"], match["each"]) if match["so_many"] else (match["top"], match["part"])
        worth = _number(top), _number(bottom)
        if 0 < worth[0] < worth[1]:
            told += [text[end : match.start()], f"{worth[0]}/{worth[1]}"]
            end = match.end()
    return "".join((*told, text[end:]))


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return _ENGLISH.get(word) or _VIETNAMESE.get(word, 1)
