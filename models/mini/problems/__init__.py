"""Everyday problems whose numbers play parts: shares, rates, prices, motion, interest, areas.

Each kind knows its parts by their units and by the words around them; a part that is missing, or a word that changes what a
number means and that the kind does not read, means that it is another problem.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from reckoner.core import fold

from ..formula import Formula
from ..reach import A_DATE, beyond, is_story, named_number, other_time, turns
from .bills import altogether, contract, instalments, left, saved_by, short_by, takings
from .chances import chance
from .changes import changed, former, overall, portion, within
from .everyday import (
    doses,
    enough,
    margin,
    needed_mean,
    part_of_both,
    posts,
    profit,
    profit_after_costs,
    rest_profit,
    rest_sold,
    shared_bill,
    some_free,
    warmer,
)
from .filling import filling, until_part
from .floors import coverage, paving, tank, tiles
from .flows import flow
from .fuel import by_mileage, fuel, mileage, tank_range
from .interest import of_interest
from .kinds import two_kinds
from .meeting import meeting
from .mixtures import concentration
from .motion import legs, motion
from .pairs import age, ages_by_sum, in_ratio, ratio_part, sum_and_difference, two_groups, years_until
from .parts import other_part, two_parts
from .rates import one, product, proportion, rate
from .remainders import half_of_rest, packs_left, parts_in_turn
from .shapes import by_perimeter, leg, shape
from .shares import change, fraction_left, other_share, out_of_every, share, whole_of_part
from .spans import time_left
from .tiers import extra_hours, first_one, overtime, tiers
from .together import at_once, tap_and_drain
from .told import NUMBER, Told, told
from .usual import new_mean, of_ratio, other_price, saved_after, two_prices

__all__ = ["problem"]


@dataclass(frozen=True)
class _Kind:
    """A kind of problem."""

    read: Callable[[Told], Formula | None]
    knows: frozenset[str]
    """The words that change what a number means and that it reads."""
    spans: bool = False
    """Whether it reads amounts that are told for one time and asked for another."""


def _kind(read: Callable[[Told], Formula | None], knows: str = "", *, spans: bool = False) -> _Kind:
    return _Kind(read, frozenset(knows.split()), spans)


_LEAVES = (
    "left rest remain remains remaining con lai lost mat gives give gave spent spend spends ate eat eats sold sell already thua bot tang "
    "lan trung binh other others only"
)
_COMPARES = "times gap lan hon than more less fewer twice double doubles triple thrice both older younger longer shorter heavier taller sau mat"
_KINDS = (
    _kind(of_interest, "sau save saves lan them", spans=True),
    _kind(meeting, "other sau truoc nhau", spans=True),
    _kind(legs, "mat trung binh average them more rest con lai sau", spans=True),
    _kind(motion, "mat trung binh average rest", spans=True),
    _kind(at_once, "both half sau mat", spans=True),
    _kind(tap_and_drain, "loses lost lose gives mat", spans=True),
    _kind(concentration, "them lan tang"),
    _kind(leg),
    _kind(coverage),
    _kind(paving, "another them more"),
    _kind(tiles),
    _kind(tank),
    _kind(tiers, "more over extra additional rest con lai sau them", spans=True),
    _kind(overtime, "times half double more gap sau than tax truoc overtime", spans=True),
    _kind(extra_hours, "times half double overtime extra gap them", spans=True),
    _kind(half_of_rest, _LEAVES + " half third quarter nua now"),
    _kind(
        parts_in_turn,
        _LEAVES + " half third quarter fifth nua now lan ban da cho truoc sau no them uses used",
        spans=True,
    ),
    _kind(packs_left, _LEAVES + " them now broken broke"),
    _kind(shape, "longer shorter"),
    _kind(by_perimeter, "longer shorter more hon than"),
    _kind(two_kinds),
    _kind(posts, "both"),
    _kind(some_free, "split splits share shares shared nhau con lai rest other others only"),
    _kind(shared_bill, "split splits share shares shared tip tips nhau them"),
    _kind(doses, "times lan"),
    _kind(rest_sold, "broken broke sold sell sells rest con lai mat lost da ban left"),
    _kind(years_until, _COMPARES + " nua"),
    _kind(part_of_both),
    _kind(profit_after_costs, "sells sell sold da ban lan"),
    _kind(enough, "them only"),
    _kind(two_groups, "more fewer less than hon kem nhieu"),
    _kind(
        overall,
        "off discount more less giam tang tiep them nua sau again another so voi lan dau hon ban share shares now",
    ),
    _kind(ratio_part, "gap times"),
    _kind(in_ratio, "share shares shared split splits"),
    _kind(out_of_every, "left rest"),
    _kind(chance),
    _kind(by_mileage),
    _kind(tank_range),
    _kind(saved_after, "sau them save saves saved more already", spans=True),
    _kind(new_mean, "average trung binh sau fourth fifth third"),
    _kind(two_prices, "sold sell sells da ban"),
    _kind(other_price),
    _kind(of_ratio),
    _kind(needed_mean, "average trung binh another third fourth fifth sixth"),
    _kind(takings, "sold sell sells da ban mat"),
    _kind(contract, "more"),
    _kind(saved_by, "sau more save saves saved left them nua", spans=True),
    _kind(short_by, "sau more save saves saved left", spans=True),
    _kind(rest_profit, "broken broke sold sell sells rest con lai mat lost da ban left"),
    _kind(margin, "sells sell sold ban da"),
    _kind(whole_of_part),
    _kind(within, "tax truoc sau off"),
    _kind(first_one, "them sau additional extra other"),
    _kind(profit, "sells sell sold da ban"),
    _kind(warmer, "tang giam now sau"),
    _kind(until_part, "half quarter third nua left con lai mat rest remain remains only loses lost", spans=True),
    _kind(filling, "half quarter quarters third thirds nua them already left", spans=True),
    _kind(sum_and_difference, "difference hieu hon"),
    _kind(age, "older younger than"),
    _kind(ages_by_sum, _COMPARES),
    _kind(two_parts, _COMPARES),
    _kind(other_part, _COMPARES),
    _kind(left, _LEAVES),
    _kind(other_share),
    _kind(share, _LEAVES),
    _kind(fraction_left, f"{_LEAVES} read"),
    _kind(time_left, _LEAVES, spans=True),
    _kind(one, "nhau split splits share shares shared other others"),
    _kind(flow, "mat lost loses", spans=True),
    _kind(rate, "save saves saved sau mat", spans=True),
    _kind(fuel, "mat"),
    _kind(mileage, "mat", spans=True),
    _kind(proportion, "mat"),
    _kind(product, "tang"),
    _kind(
        changed,
        "off discount discounts discounted tax tip tips more another extra additional now left giam tang them nua sau again con lai truoc share shares loses lost lan",
    ),
    _kind(former, "off discount discounts discounted tax tip now giam tang truoc sau ban dau con"),
    _kind(portion, "mat discount tax tip sold"),
    _kind(change, "off less sold sell sells lost truoc giam tang ban dau lan mat da ban now"),
    _kind(instalments, "truoc sau left more con lai"),
    _kind(altogether, "another extra additional them"),
)
_OF_ONE = re.compile(r"(?<=\d\d) 1 ([a-z]+)\b(?! \d)")
"""What a price is for: *80 triệu 1 lượng*, *3200 đồng 1 quả*."""
_ORDINAL = re.compile(r"\bthu \d\b(?= (?:tro di|tro len))|\b(?:km|gio|phut|kg|khoi|trang) thu \d\b")
_BY = re.compile(r"(?<=\d)x(?=\d)")
_OF_US = re.compile(r"^(?:there (?:are|were) )?((\d+) of us )(?=.*\b(?:the )?other (\d+)\b)")
_SAME_TIME = re.compile(r",? ?\b(?:(?:in|for|trong|moi) )?1 (day|week|month|year|ngay|tuan|thang|nam)\b")
_MEASURED = re.compile(rf"{NUMBER} [a-z]{{3,}}")
_LABELLED = re.compile(
    r"\b(voi|pipe|tap|pump|may bom|tho|worker|machine|may) (?:so |no\.? )?[12]\b|\b(?:ca|mo ca|both) 2 (?=(?:voi|may|tho|nguoi)\b)"
)
_ALIKE = re.compile(r"(?<=\d) (?:identical|similar|equal|such|equally priced)(?= [a-z]+s\b)")
_THEM = re.compile(r"(?<=\d) of (?:them|these|those)\b")
_BOTH = re.compile(
    r"(?<!/)\b2 (?=(?:numbers?|so|me con|bo con|cha con|ba con|ong chau|ba chau|chi em|anh em|vo chong)\b)|\b(?:of the|ca|cua) 2\b"
    r"|(?<!\+ )(?<!and )(?<!va )\b2 (?=[a-z]+ (?:co tat ca|co tong|cong lai|cung (?:lam|chay|mo|son|xay|day)|have|has|together|cost)\b)"
    r"|\b2 (?=(?:cyclists|runners|walkers|hikers|trains|cars|buses|trucks|boats|ships|planes|drivers|nguoi di|xe|oto|o to|tau|ban di)\b[^?]*(?:toward|meet|gap nhau|nguoc chieu|cung chieu|catch|overtake))"
)
"""A two that only says of whom there are two."""


def _of_them(folded: str) -> str:
    """``folded`` with what *5 of them* are, where it speaks of one kind of thing before."""
    them = _THEM.search(folded)
    counted = re.findall(rf"{NUMBER} ([a-z]+s)\b", folded[: them.start()]) if them else []
    return _THEM.sub(f" {counted[0]}", folded) if len(counted) == 1 else folded


def _but_one(folded: str) -> str:
    """``folded`` without how many there are, where it tells how many the others are: *four of us …, the other three*."""
    told = _OF_US.search(folded)
    return folded.replace(told[1], "", 1) if told and int(told[2]) < int(told[3]) else folded


def _in_same_time(folded: str) -> str:
    """``folded`` without a time that is the same for all that it tells: *5 people eat 12 kg in a week: 8 people in a week?*"""
    times = _SAME_TIME.findall(folded)
    return _SAME_TIME.sub("", folded) if len(times) > 1 and len(set(times)) == 1 else folded


def _once(folded: str) -> str:
    """``folded`` without what it says again in the same words: *for 24 months … over the whole 24 months*."""
    said = {found[0]: found.start() for found in reversed(list(_MEASURED.finditer(folded)))}
    return _MEASURED.sub(lambda found: found[0] if said[found[0]] == found.start() else "", folded)


def problem(text: str) -> Formula | None:
    """The formula of the problem that ``text`` tells, its numbers in plain digits; or ``None``."""
    folded = fold(text)
    if is_story(folded) or A_DATE.search(folded) or named_number(folded):
        return None
    folded = _in_same_time(_but_one(_BY.sub(" x ", folded)))
    folded = _of_them(_ALIKE.sub("", _BOTH.sub("", _LABELLED.sub(lambda found: found[1] or "ca hai ", folded))))
    folded = _OF_ONE.sub("" if re.search(r"%|phan tram", folded) else r" moi \1", folded)
    read, another_time, said = told(folded), other_time(folded), turns(text)
    fitting = (kind.read(read) for kind in _KINDS if (kind.spans or not another_time) and not beyond(said, kind.knows))
    found = next((found for found in fitting if found is not None), None)
    # A number that has no part shows that the problem is another one.
    counts = Counter(re.findall(NUMBER, _once(_ORDINAL.sub("", folded))))
    return found if found and not counts - Counter(re.findall(NUMBER, found.expression)) else None
