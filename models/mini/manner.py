"""How a result is wanted: so many decimals, or a fraction; and the question without that."""

import re
from dataclasses import dataclass
from typing import Final

from reckoner.core import Language, fold

_COUNTS: Final = {
    "no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "whole": 0,
    "integer": 0, "tenth": 1, "hundredth": 2, "thousandth": 3, "cent": 2, "penny": 2, "don vi": 0, "phan muoi": 1,
    "phan tram": 2, "phan nghin": 3,
}  # fmt: skip
_LEAD: Final = (
    r"[,;.(]?\s*(?:please |can you |and |then |just |va |roi |thi |hay |xin )*"
    r"(?:(?:give|write|show|tell|answer|need|want|cho|ghi|lay|viet|de)(?: (?:me|it|us|the (?:answer|result)|ket qua|dap an|toi|minh))? )?"
)
_END: Final = r"(?:[ ,]+(?:please|pls|plz|thanks|thank you|giup minh|gium minh|gium|giup|nhe|nha|voi|a|di))*\)?"
_DECIMALS: Final = (
    re.compile(
        rf"{_LEAD}(?:(?:rounded|round|correct|accurate|exact)(?: (?:it|this|that|the (?:answer|result)))?(?: off)? )?"
        rf"(?:(?:to|at|with|in|using) )?(?<![\d.])(?P<n>\d{{1,2}}|no|one|two|three|four) ?(?:d\.?p\b\.?|decimals?(?: (?:places?|points?|digits?))?\b|places\b){_END}"
    ),
    re.compile(
        rf"{_LEAD}(?:(?:rounded|round|correct)(?: (?:it|this|that|off|the (?:answer|result)))* )?to (?:the )?nearest "
        rf"(?P<n>whole|integer|tenth|hundredth|thousandth|cent|penny)(?: number)?{_END}"
    ),
    re.compile(
        rf"{_LEAD}(?:lam tron|chinh xac|lay)(?: ket qua| so)?(?: den| toi| con| lay)? (?P<n>\d{{1,2}}|mot|hai|ba|bon) "
        rf"(?:chu so|so le|so thap phan)(?: le)?(?: thap phan)?(?: (?:sau|phan) (?:dau )?(?:phay|thap phan))?{_END}"
    ),
    re.compile(
        rf"{_LEAD}(?:lam tron|chinh xac)(?: ket qua)? (?:den |toi )?hang (?P<n>don vi|phan muoi|phan tram|phan nghin){_END}"
    ),
)
_FRACTION: Final = re.compile(
    rf"{_LEAD}(?:(?:expressed |left |simplified )?as an? (?:\w+ )?fraction(?! of)\b|in fraction form)(?: in (?:its )?(?:lowest|simplest) (?:terms|form))?{_END}"
    rf"|{_LEAD}(?:(?:duoi |o |ra |thanh )?dang )?(?:(?:ra |thanh |bang )?phan so)(?: nao)?(?: \(?(?:toi gian|rut gon)\)?)?(?: nhat)?{_END}(?=[ ?.!]*$)"
)

_DECIMAL: Final = re.compile(
    rf"{_LEAD}(?:(?:expressed |written )?(?:as|in|into|to) (?:an? )?decimals?(?: (?:form|number))?(?! place| point| digit)\b){_END}"
    rf"|{_LEAD}(?:(?:duoi |o |ra |thanh )?(?:dang )?|bang )(?:ra |thanh |la |bang )?(?<!chu )so thap phan(?: (?:la|bang) (?:bao nhieu|may))?{_END}(?=[ ?.!]*$)"
)


@dataclass(frozen=True)
class Manner:
    """How a result is to be written."""

    digits: int | None = None
    """Digits behind the point."""
    fraction: bool = False
    decimal: bool = False
    """Whether it is wanted as a decimal number, of as many digits as there are."""

    @property
    def plain(self) -> bool:
        """Whether nothing was said of it."""
        return self == Manner()


def spoken(wanted: Manner, language: Language) -> str:
    """``wanted`` in words, to stand behind a question."""
    if wanted.fraction:
        return ", dạng phân số" if language == "vi" else ", as a fraction"
    if wanted.decimal:
        return ", dạng số thập phân" if language == "vi" else ", as a decimal"
    if wanted.digits is None:
        return ""
    return (
        f", làm tròn {wanted.digits} chữ số thập phân" if language == "vi" else f", to {wanted.digits} decimal places"
    )


def manner(question: str) -> tuple[str, Manner]:
    """``question`` without what it says of how the result is to be written, and that."""
    folded = fold(question)
    if found := _FRACTION.search(folded):
        return _without(question, found), Manner(fraction=True)
    decimal = _DECIMAL.search(folded)
    if decimal:
        question = _without(question, decimal)
        folded = fold(question)
    for pattern in _DECIMALS:
        if found := pattern.search(folded):
            count, rest = found["n"], _without(question, found)
            # "As a decimal, rounded to 2 places": it was said twice.
            again = _DECIMAL.search(fold(rest))
            return _without(rest, again) if again else rest, Manner(int(count) if count.isdigit() else _COUNTS[count])
    return question, Manner(decimal=decimal is not None)


def _without(question: str, found: re.Match[str]) -> str:
    rest = f"{question[: found.start()].rstrip()} {question[found.end() :].lstrip()}".strip()
    return re.sub(r"\s+(?=[?.!]+(?:\s|$))", "", rest)
