"""Questions that go on with the result before them, or put another amount into the question before.

*What is the area? Carpet costs 23 a square metre: what would it cost?* takes the result as one more amount, measured in what
was asked for. *And for 2.2 kg?* puts an amount in the place of the one that is counted in the same.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from reckoner.core import Language, fold, language_of

from ..formula import Formula
from ..times import FOR_EACH, any_of, unit_of
from ..units import unit_named
from .asked import Wanted, wanted
from .measure import COIN, Amount
from .problem import Problem
from .products import product_of
from .reading import amounts_of, asked_clause, asks_money, changes_meaning
from .sizes import MONEY, SPANS, TIME, Dimensions
from .solve import solved, wanted_of

_RESULT: Final = "#0"
_WORDS: Final = 32
_FEW: Final = 10
_INSTEAD: Final = re.compile(
    r"(?P<new>\d[\d.,]*)(?P<sign> ?%)?[^\d]{0,16}(?:instead of|rather than|thay vi|thay cho)[^\d]{0,8}(?P<old>\d[\d.,]*\d|\d)"
)
_IN_PARTS: Final = re.compile(
    r"\b(?:in|over|into|thanh|trong|lam) (?P<n>\d+) (?:equal |monthly |weekly )*(?:payments?|instal?ments?|parts?|doses?|portions?|pieces|ky|dot|lan|phan)\b(?=.*(?:\beach\b|\bmoi\b|\bmonthly\b|\bone\b|how much|bao nhieu))"
)
_OVER: Final = re.compile(
    rf"\b(?:over|across|for|trong|ca|suot) (?:the |all )?(?P<n>\d+) (?P<span>{any_of('year', 'month', 'week', 'day', 'night', 'hour')})\b"
)
_MORE_PEOPLE: Final = re.compile(
    r"\b(?:them|more|another|extra|bot) \d+ (?:ng|nguoi|ban|em|people|persons?|friends?)\b|\d+ (?:more|other) (?:people|friends)|\d+ (?:ng|nguoi|ban) nua"
)
_ASKS: Final = re.compile(r"\b(?:how|what|which|when|bao|may|bn|nhieu|sao)\b")
_STEP: Final = re.compile(r"(?:and |then |now |so |roi |ok )*(?:plus|add|adding|cong|them|minus|less|tru|times)\b")
_ALL: Final = re.compile(r"\b(?:altogether|in all|in total|nua)\b")
_ADDS: Final = re.compile(
    r"\b(?:first|more|extra|another|earlier|later|late|delayed?|early|tre|muon|som|them|nua|dau|truoc|sau|lai)\b"
)
"""What says that the amount comes to the one before, and does not take its place."""
_MOST: Final = 2
"""Words beside an amount that is all that is said."""
_IDLE: Final = frozenset(
    "den ve toi and then now so ok what about how if for with the a an of same but it is was would be were in on at to us i we you instead n "
    "the con vay neu thi sao la bao nhieu bn may het mat mua chia lay di duoc phai tra tien hoi gio roi voi cho nua minh toi em anh chi a nhe "
    "much many do does cost each people person nguoi ng thay vi takes take took long".split()
)


def goes_on(own: str) -> bool:
    """Whether ``own`` begins as a step that goes on with what came before it."""
    return bool(_STEP.match(fold(own)))


def with_result(own: str, former: str, language: Language) -> Formula | None:
    """The formula of ``own`` with the result of ``former`` as ``#0``; ``None`` where they do not fit together in one way.

    Args:
        own: The question.
        former: The one before it, written out, which was answered with a number.
        language: The question's.
    """
    shown, told = amounts_of(own, language)
    folded = fold(shown)
    if (parts := _IN_PARTS.search(folded)) and len(told) == 1:
        return Formula(f"{_RESULT} / {parts['n']}")
    if not told:
        return _in_other_unit(former, folded)
    if len(own.split()) > _WORDS or any(
        each.bare and "." not in each.text and not each.dimensions for each in told if not each.share
    ):
        return None
    if _MORE_PEOPLE.search(folded):
        return None  # Who shares is others than before.
    result = _result(former, told, folded)
    if result is None or changes_meaning(folded):
        return None
    made = solved(folded, (result, *told))
    if made is None and not _ASKS.search(folded):  # "And in a year of 50 weeks": the same is asked as before.
        same = {name: power for name, power in result.dimensions.items() if power > 0}
        made = Problem(folded, "", (result, *told), Wanted(same, result.size)).formula()
    return made if made and made.expression != _RESULT else None


def spread(own: str, former: str, language: Language) -> Formula | None:
    """The result in so many spans of time, or in one of so many: *what is that over 12 months?*, *per month, over 12 months?*

    Args:
        own: The question.
        former: The one before it, written out, which was answered with a number.
        language: The question's.
    """
    shown, told = amounts_of(own, language)
    folded = fold(shown)
    over = _OVER.search(folded)
    if over is None or len(told) != 1 or len(own.split()) > _WORDS:
        return None
    span = unit_of(over["span"])
    asked, before = (
        {unit_of(each["unit"] or each["of"]) for each in FOR_EACH.finditer(text)} for text in (folded, fold(former))
    )
    if span in before:
        return Formula(f"{over['n']} * {_RESULT}") if span not in asked else None
    return Formula(f"{_RESULT} / {over['n']}") if span in asked else None


def _in_other_unit(former: str, folded: str) -> Formula | None:
    """The result in another unit: *how many full weeks is that?*"""
    result, asks = wanted_of(former), asked_clause(folded)
    spans = {name: 1 for name, power in result.dimensions.items() if name in SPANS and power == 1} if result else {}
    if result is None or len(spans) != 1 or len(folded.split()) > _FEW:
        return None
    amount = Amount(_RESULT, 0, 0, spans, result.size)
    for aim in wanted(asks, (amount,)):
        made = product_of([amount], dict(aim.dimensions), aim.size)
        if made and made != _RESULT:
            return Formula(f"floor({made})" if re.search(r"\b(?:full|whole|complete|tron)\b", asks) else made)
    return None


def _result(former: str, told: Sequence[Amount], folded: str) -> Amount | None:
    """The result of ``former`` as an amount, at the start of a text."""
    aim = wanted_of(former)
    if aim is None and (goes_on(folded) or _ALL.search(folded)):
        money = asks_money(folded) or any(MONEY in each.dimensions for each in told)
        kinds = {tuple(each.dimensions.items()) for each in told if not each.share}
        aim = Wanted({MONEY: 1}) if money else Wanted(dict(next(iter(kinds)))) if len(kinds) == 1 else None
    if aim is None or not (_meet(aim.dimensions, told) or (MONEY in aim.dimensions and asks_money(folded))):
        return None
    if all(each.share for each in told):
        aim = replace(aim, dimensions={name: power for name, power in aim.dimensions.items() if power > 0})
    return Amount(_RESULT, 0, 0, aim.dimensions, aim.size)


def minutes_of(former: str, value: str) -> int:
    """The minutes that ``value`` comes to where ``former`` asked for a time; else 0."""
    aim = wanted_of(former)
    if aim is None or aim.dimensions != {TIME: 1} or not re.fullmatch(r"\d+(?:\.\d+)?", value):
        return 0
    return round(Fraction(value) * aim.size / 60)


def _meet(dimensions: Dimensions, told: Sequence[Amount]) -> bool:
    """Whether the result has to do with one of the amounts; a share is of it."""
    return any(each.share or set(each.dimensions) & set(dimensions) for each in told)


def exchanged(own: str, former: str, language: Language) -> str:
    """``former`` with the one amount of ``own`` in the place of the one that is counted in the same; or nothing."""
    if instead := _INSTEAD.search(fold(own)):
        old = rf"(?<![\d.,]){re.escape(instead['old'])}(?![\d])"
        return re.sub(old, instead["new"], former, count=1) if len(re.findall(old, former)) == 1 else ""
    shown, told = amounts_of(own, language)
    if len(told) != 1 or not told[0].dimensions or not _only_amount(shown, told[0]):
        return ""
    [new] = told
    plain, others = amounts_of(former, language)
    alike = [each for each in others if (each.dimensions, each.size) == (new.dimensions, new.size) and not each.share]
    alike = [each for each in alike if each.text != "1"] or alike
    if len(alike) > 1:
        clause = asked_clause(plain)
        asks = plain.rfind(clause) if clause else len(plain)
        alike = [each for each in alike if each.start >= asks] or alike
    if len(alike) != 1:
        return ""
    [former_one] = alike
    whole = f"{plain[: former_one.start]}{new.text}{plain[former_one.end :]}"
    if language_of(former) == "vi":
        return re.sub(r"(?<=\d)\.(?=\d)", ",", whole).replace(COIN, " đồng")
    return whole.replace(COIN, "")


def _only_amount(shown: str, amount: Amount) -> bool:
    """Whether the words beside the amount say nothing of their own."""
    rest = fold(f"{shown[: amount.start]} {shown[amount.end :]}")
    words = [
        word for word in re.findall(r"[a-z]+", rest) if word not in _IDLE and not unit_named(word) and not unit_of(word)
    ]
    return len(words) <= _MOST and not _ADDS.search(rest)
