"""Questions that compute with the answers before them: *the difference between the two?*, *and if four of us go?*"""

import re
from typing import Final

from reckoner.core import Language, fold

from .followup import asks_price
from .formula import Formula
from .numbers import canonical

_WORDS: Final = 14
_TWO: Final = re.compile(
    r"\b(?:the two|those two|these two|them both|both(?: of them)?|the 2|those 2|that|them|altogether|ca hai|ca 2|hai (?:cai|loai|thu|ngay|mon|ben|khoan|so|muc|gia|goi|dua|nguoi|do|nay)|2 (?:cai|loai|thu|ngay|mon|ben|khoan|so|muc|gia|goi|dua|nguoi|do|nay)|chung)\b"
)
_DIFFER: Final = re.compile(
    r"\bdifferences?\b|\bdiffer\b|\bgap\b|how much (?:more|less|cheaper|dearer)|chenh(?: lech| nhau)?|(?:hon|kem) nhau|cach nhau|cach biet"
)
_SUM: Final = re.compile(
    r"\btogether\b|\baltogether\b|\bin (?:all|total)\b|\btotal\b|\bcombined\b|\bsum\b|\badd(?:ed)? (?:up|them)\b|\bcong lai\b|\btong(?: cong)?\b|\bgop lai\b|\btat ca\b"
)
_OTHER: Final = re.compile(r"\d(?!\b)|[3-9]|\d\d|\b(?:percent|average|each|split|trung binh|phan tram|chia)\b|%")


_PIECES: Final = (
    r"of (?:them|those|these|us|it|you)\b|people|persons|guests|tickets|pieces|nights|"
    r"nguoi|dua|be|chau|em|ban|cai|chiec|con|qua|trai|ve|suat|phan|quyen|cuon|hop|goi|chai|ly|to|mui|lan|luot|buoi|phong|bo|cap|cay|thung|bao|tui"
)
_SO_MANY: Final = re.compile(rf"(?<![\w.,/])(?P<n>\d{{1,3}}) (?P<what>{_PIECES})\b(?! (?:tuoi|years? old))")
_NO_COUNT: Final = re.compile(
    r"%|percent|phan tram|\btuoi\b|years? old|\bdiscount|\bgiam|\bbot\b|\bcong\b|\bthem\b|\bplus\b|\badd\b|\btru\b|\bchia\b|\bsplit|\bshare|\beach\b|\bmoi\b|\bkhu hoi\b|\bve lai\b|\breturn\b|"
    r"round[- ]trip|both ways|\bgia si\b|wholesale"
)


def so_many(question: str, former: str, language: Language) -> Formula | None:
    """So many of what ``former`` asked the price of, ``#0`` being that; ``None`` where the question is another one."""
    folded = fold(canonical(question, language))
    if len(folded.split()) > _WORDS or _NO_COUNT.search(folded) or not asks_price(former):
        return None
    found = _SO_MANY.search(folded)
    if found and re.search(rf"\d {re.escape(found['what'])}\b", fold(former)):
        return None  # The price of so many was told already.
    if found is None or re.search(r"\d", f"{folded[: found.start()]}{folded[found.end() :]}"):
        return None
    return Formula(f"{found['n']} * #0")


_PUT_INTO: Final = re.compile(
    r"(?:put|plug|substitute|use|insert|the|thay|dat)\b(?: (?:that|this|it|the|value|result|answer|x|so do|gia tri|vao|do|nay|ket qua|in))* (?:into|in|vao|for x in) (?P<what>[-+*/^().\d ]*x[-+*/^().\dx ]*)"
)
_EACH: Final = re.compile(
    r"\b(?:average|each|per (?:person|head|piece|one)|apiece|trung binh|moi (?:nguoi|cu|em|ban|dua|cai|ho|chau)|chia deu)\b"
)


def put_into(folded: str) -> Formula | None:
    """A formula in *x* with what was found put into it: *now put that x into x^2 + 3x*."""
    found = _PUT_INTO.search(folded.strip(" ?.!"))
    if found is None:
        return None
    written = re.sub(r"(?<=\d) ?(?=[x(])", " * ", found["what"].strip()).replace("^", "**")
    return Formula(written.replace("x", "(#0)"))


def each_of_both(folded: str) -> Formula | None:
    """The answer before the last, shared among the last: *3,600,000 in all; 18 people; how much is that each?*"""
    if len(folded.split()) > _WORDS or re.search(r"\d|%", folded) or not _EACH.search(folded):
        return None
    return Formula("#former / #0") if re.search(r"how much|bao nhieu|\bmay\b|nhieu", folded) else None


def of_both(folded: str) -> Formula | None:
    """The formula over the last two answers, ``#0`` and ``#former``; ``None`` where the question asks for none.

    Args:
        folded: The question in small letters without diacritics.
    """
    if len(folded.split()) > _WORDS or _OTHER.search(folded) or not _TWO.search(folded):
        return None
    if _DIFFER.search(folded):
        return Formula("abs(#0 - #former)")
    return Formula("#former + #0") if _SUM.search(folded) else None
