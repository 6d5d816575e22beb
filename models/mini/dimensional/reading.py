"""A question's text as its amounts are read from it, and whether they are all there is to it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reckoner.core import Language, fold

from ..measured import with_halves
from ..numbers import canonical, currencies
from ..problems.told import told as told_problem
from ..reach import A_DATE, beyond, named_number, turns
from .asked import things
from .measure import COIN, Amount, amounts, spelt
from .sizes import MONEY, SPANS

_KNOWN: Final = frozenset(
    "give gives first each way round trip there and back both ways khu hoi di ve spend spends spent eat eats use uses used left change giam tang off discount tax tip tips split share shared extra additional them lan times con lai sau mat more nua already again another save "
    "saves saved ban da sold sell now nhau thua free".split()
)
_OTHER: Final = re.compile(
    r"\b(?:half|third|quarter|(?:mot|bang|con|gap|giam) nua|nua (?:so|cua|gia|tien|tong|cai|kg|ky|lit|thang|ngay|gio|tieng)|twice|double|triple|gap|average(?! speed)|trung binh(?! (?:1|moi|mot|mat|het|bao nhieu (?:phut|giay|gio|km|tien|lit|dong))\b)|ratio|ti le|ty le|older|younger|tuoi|interest|lai suat|compound|remainder|"
    r"than|hon|of (?:which|them|those|these)|trong (?:do|so)|rest|phan con lai|fewer|chenh|(?<!per )round(?! (?:trip|it|the|a))|do i save|would i save|savings?|don (?:hang )?tu|cho don|old price|chua giam|in %|percent|difference|hieu|before tax|pre-?tax|only|rieng|cheaper|better|"
    r"re hon|mat gia|profit|loi|lo|von|ban lai|du no|giam dan|triangle|triangular|tam giac|trapez\w*|hinh thang|circle|circular|hinh tron|duong tron|ban kinh|radius|diameter|duong kinh|the same|same cost|break even|bang nhau|chu vi (?:la |bang )?\d+|perimeter (?:is|of) \d+|free|tang \d+|instead|meet|toward|gap nhau|together|cung lam|square root|every other|cach nhau|apart|ago|until|"
    r"first|dau|after (?:that|each)|thang \d+ nam|exchange|ty gia|up to|max|toi da|orig(?:inal)?|goc|without|inclu\w*|gom|truoc|before|everyone|everybody|moi nguoi (?:them|gop)|thieu|short|still need|income|set aside)\b|\d ?/ ?\d"
)
_UNREAD: Final = re.compile(
    r"\b(?:two|three|both|hai|bốn|sáu|bảy|tám|chín|mươi|mười|rưỡi|ruoi|dozen|ta \w+ trung)\b", re.IGNORECASE
)
"""Words for numbers that were not read."""
_CLOCK: Final = re.compile(r"\d ?(?::|h) ?\d\d\b|\b\d{1,2} ?(?:am|pm)\b|\bluc \d|what time|may gio (?!mot|moi)")
_MINUTES: Final = re.compile(r"(\d)p\b")
_MONEY_ASKED: Final = re.compile(
    r"\bsalary|\bwages?\b|\bluong\b|how much(?! [a-z]+ (?:do|does|is|are|will) (?:i|we|you) need)|\bcosts?\b|\bprice\b|\bpay\b|\bspend|\bearn|\bchange\b|\btotal\b|\bbill\b|\btien\b"
)
_PAID: Final = re.compile(r"\b(?:got|have|had|paid|gave|give|with|pay) $")
_RATED: Final = re.compile(r"(?:%|percent|phan tram) ?(?:/|a|per|moi|mot|hang) ?(?:year|month|nam|thang|annum)")
"""Interest."""
_LONGEST: Final = 70
"""Words of a problem."""


def amounts_of(text: str, language: Language) -> tuple[str, tuple[Amount, ...]]:
    """``text`` with its numbers as they are read, and its amounts."""
    shown = as_read(text, language)
    return shown, amounts_in(shown)


def amounts_in(shown: str) -> tuple[Amount, ...]:
    """The amounts of what ``as_read`` gave."""
    folded = fold(shown)
    asks = asked_clause(folded.replace(COIN, " "))
    return amounts(folded, shown if len(shown) == len(folded) else folded, things(asks))


def as_read(text: str, language: Language) -> str:
    """``text`` as amounts are read from it."""
    plain = with_halves(canonical(text, language, coin=COIN))
    return spelt(plain if language == "en" else _MINUTES.sub(r"\1 phút", plain), cents=language == "en")


def asked_clause(folded: str) -> str:
    """The clause that asks, or the last one."""
    asks = told_problem(folded).asks
    if not asks or asks == folded.rstrip(" ?."):
        *_, asks = re.split(r"[,;.] ", folded)
    return asks


def asks_money(folded: str) -> bool:
    """Whether ``folded`` asks for money."""
    return bool(_MONEY_ASKED.search(folded))


def changes_meaning(folded: str) -> bool:
    """Whether ``folded`` has a word that makes another problem of it."""
    return bool(_OTHER.search(folded))


def within_reach(text: str, folded: str, shown: str) -> bool:
    """Whether nothing is told that changes what the numbers mean."""
    return (
        not any(pattern.search(folded) for pattern in (A_DATE, _CLOCK, _OTHER, _RATED))
        and not _UNREAD.search(shown)
        and not named_number(folded)
        and len(currencies(text)) <= 1
        and len(folded.split()) <= _LONGEST
        and not beyond(turns(text), _KNOWN)
    )


def with_money(told: Sequence[Amount], asks: str, text: str) -> tuple[Amount, ...]:
    """The amounts, those of which nothing says what they are counted in as money where money is asked for."""
    if not _MONEY_ASKED.search(asks):
        return tuple(told)
    marked = any(MONEY in each.dimensions for each in told) or any(each.bare and "." in each.text for each in told)
    return _in_same_time([_as_money(each, text, marked=marked) for each in told], text)


def _as_money(amount: Amount, text: str, *, marked: bool) -> Amount:
    """``amount`` as money where nothing else tells what it is: *got 50*, *+ 40 cleaning*, *start 3.20*.

    Args:
        amount: One amount.
        text: The problem.
        marked: Whether other amounts show that they are money, as a round number does not.
    """
    before, cents = text[: amount.start], bool(re.fullmatch(r"\d+\.\d\d", amount.text))
    if amount.share:
        return amount
    if amount.bare and (cents or not marked or _PAID.search(before)):
        return replace(amount, dimensions={**amount.dimensions, MONEY: 1}, nouns=())
    once = bool(amount.nouns) and len(amount.dimensions) == 1 and text.count(amount.nouns[0]) == 1
    if once and (cents or (not marked and re.search(r"(?:\+|plus) ?$", before))):
        return replace(amount, dimensions={MONEY: 1}, nouns=())
    return amount


def _in_same_time(told: Sequence[Amount], text: str) -> tuple[Amount, ...]:
    """The amounts, those of money that are joined to one that is told for a time for that, too: *13 + 11 a month*."""
    found: list[Amount] = []
    for each in reversed(told):
        last = found[-1] if found else None
        spans = {name: -1 for name in last.dimensions if name in SPANS} if last else {}
        joined = last and re.search(r"\+|\b(?:and|plus|va)\b", text[each.end : last.start])
        if joined and spans and each.dimensions == {MONEY: 1} and last and last.dimensions == {MONEY: 1, **spans}:
            each = replace(each, dimensions=last.dimensions)
        found.append(each)
    return tuple(reversed(found))
