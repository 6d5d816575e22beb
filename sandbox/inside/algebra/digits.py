"""Numbers as people write them: 1,250 and 1.250.000 and 1 000 are whole, 2,5 has a decimal; 15% is a fraction."""

import re
from functools import partial

_GROUPED = (
    (re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?(?![\d.])"), ".", ","),
    (re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?(?![\d,])"), ",", "."),
    (re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?: \d{3})+(?![\d.,])"), " ", "."),
)
_DECIMAL = re.compile(r"(?<![\d.,])(\d+),(\d{1,2}|\d{4,})(?![\d,])")
# Where commas part: within square brackets, and between the arguments of a function.
_PARTED = re.compile(r"\[[^\]]*\]|[A-Za-z_]\w*\s*\([^()]*\)")


def plain(text: str) -> str:
    """``text`` with its numbers as Python writes them; lists and arguments keep their commas."""
    pieces, end = [], 0
    for match in _PARTED.finditer(text):
        pieces += [_plain(text[end : match.start()]), match[0]]
        end = match.end()
    joined = "".join([*pieces, _plain(text[end:])])
    joined = re.sub(r"(\d(?:\.\d+)?)\s*%\s*(?:of|của)\s+", r"\1/100*", joined)
    return re.sub(r"(\d(?:\.\d+)?)\s*%(?!\s*\w)", r"\1/100", joined)


def _plain(text: str) -> str:
    for pattern, group, point in _GROUPED:
        text = pattern.sub(partial(_ungrouped, group, point), text)
    return _DECIMAL.sub(r"\1.\2", text)


def _ungrouped(group: str, point: str, match: re.Match[str]) -> str:
    return match[0].replace(group, "").replace(point, ".")
