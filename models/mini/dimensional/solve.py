"""Problems whose numbers fit together in one way only: by what they are counted in.

*280 g a day, a bag of 12 kg: how many days?* In one way alone is days made of grams a day and kilograms. A product of all
numbers, each multiplied by or divided by, is looked for that measures what is asked; a bill is a sum of such products.
Dimensional analysis, after Bridgman, *Dimensional Analysis* (1922).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Final

from reckoner.core import Language, fold, language_of

from ..formula import Formula, number
from ..measured import with_halves
from ..numbers import canonical
from ..problems.told import told as told_problem
from ..reach import A_DATE, beyond, turns
from .asked import Wanted, things, wanted
from .measure import COIN, Amount, amounts, spelt
from .sizes import COUNT, CUSTOMS, MONEY, SPANS, TIME

_MOST: Final = 9
"""Numbers of a problem."""
_REPEATS: Final = frozenset(f"{COUNT}{each}" for each in ("coat", "layer", "time", "lan", "lop", "luot", "way", "trip"))
"""What only says how often something is done."""
_KNOWN: Final = frozenset(
    "give gives first each way round trip there and back both ways khu hoi di ve spend spends spent eat eats use uses used left change giam tang off discount tax tip tips split share shared extra additional them lan times con lai sau mat more nua already again another save "
    "saves saved ban da sold sell now nhau thua free".split()
)
_OTHER: Final = re.compile(
    r"\b(?:half|third|quarter|nua|twice|double|triple|gap|average(?! speed)|trung binh(?! (?:1|moi|mot))|ratio|ti le|ty le|older|younger|tuoi|interest|lai suat|compound|remainder|"
    r"than|hon|of (?:which|them|those|these)|trong (?:do|so)|rest|phan con lai|fewer|chenh|(?<!per )round(?! (?:trip|it|the|a))|do i save|would i save|savings?|don (?:hang )?tu|cho don|old price|chua giam|in %|percent|difference|hieu|before tax|pre-?tax|only|rieng|cheaper|better|"
    r"re hon|mat gia|profit|loi|lo|von|ban lai|instead|meet|toward|gap nhau|together|cung lam|square root|every other|cach nhau|apart|ago|until|"
    r"first|dau|after (?:that|each)|thang \d+ nam|exchange|ty gia|up to|max|toi da|orig(?:inal)?|goc|without|inclu\w*|gom|truoc|before|everyone|everybody|moi nguoi (?:them|gop)|thieu|short|still need|income|set aside)\b|\d ?/ ?\d"
)
_UNREAD: Final = re.compile(r"\b(?:two|three|both|hai|bốn|sáu|bảy|tám|chín|mươi|mười|rưỡi|ruoi|dozen|ta \w+ trung)\b", re.IGNORECASE)
"""Words for numbers that were not read."""
_CLOCK: Final = re.compile(r"\d ?(?::|h) ?\d\d\b|\b\d{1,2} ?(?:am|pm)\b|\bluc \d|what time|may gio (?!mot|moi)")
_PAID: Final = re.compile(r"\b(?:paid|pays?|gives?|gave|hand(?:ed|s)?(?: over)?|dua|tra|cam|mang(?: theo)?|with|from|out of)(?: [a-z]+){0,3} $")
_HAVE: Final = re.compile(r"\b(?:have|has|had|got|budget(?: of)?|salary|pay is|earns?|income|co|luong|thu nhap|wages?)(?: [a-z]+){0,3} $")
_REST: Final = re.compile(r"\bchange\b|\bleft\b|\bremain|\bget back|con (?:lai|bao nhieu|bn|may|nhieu|du)|thoi lai|tra lai|\bthua\b|\bdu (?:bao|may|bn)|\bthoi\b|\bleft over")
_MINUS: Final = re.compile(r"\bcoupon|\bvoucher|\bma giam|\bphieu|\bgiam(?! gia \d+%)|\btru\b|\btam ung|\badvance|\balready paid|\brefund|\bless\b|\bminus\b")
_OFF: Final = re.compile(r"^ ?(?:[a-z]+ )?(?:off|discount|coupon|voucher)\b")
_DOWN: Final = re.compile(r"\boff\b|discount|reduc|\bgiam\b|\bbot\b|chiet khau|coupon|voucher|\btru\b|\bcheaper")
_UP: Final = re.compile(r"\bup\b|\braise|\brise|\btax\b|\bvat\b|\btip\b|service|\bfee\b|\bthue\b|\bphi\b|\bboa\b|extra|\bmore\b|\bthem\b|\bwaste\b|hao hut|du phong|\bspare\b|\btang\b|surcharge|\bgst\b")
_SPLIT: Final = re.compile(r"\bsplit|\bshar(?:e|es|ed|ing)\b|\bequal|\bevenly\b|\bchia\b|\bdivid")
_TOTAL: Final = re.compile(r"\btotal|altogether|in all\b|\btong\b|tat ca|ca thay|combined")
_AND: Final = re.compile(r" (?:and|va|plus|\+|cong) ")
_PART: Final = re.compile(r"\b(?:filled|full|day|den|of (?:its|the)|chua)\b")
_NEED: Final = re.compile(r"\bneed|\bbuy\b|\border|\bmust\b|\brequired|\bat least|\bcan\b(?! (?:i|you|we|they|he|she|it|be)\b)|\bphai\b|\bit nhat|\bmua\b")
_ENOUGH: Final = re.compile(r"\bcan (?:i|you|we|they|he|she|it|be)\b|\bmua duoc|\bduoc (?:may|bao)|\bwhole\b|\bfull\b|\bfilled\b|\blast")
_MINUTES: Final = re.compile(r"(\d)p\b")
_MONEY_ASKED: Final = re.compile(
    r"\bsalary|\bwages?\b|\bluong\b|how much(?! [a-z]+ (?:do|does|is|are|will) (?:i|we|you) need)|\bcosts?\b|\bprice\b|\bpay\b|\bspend|\bearn|\bchange\b|\btotal\b|\bbill\b|\btien\b"
)
_TWICE: Final = re.compile(r"\beach way\b|\bround[- ]trip|\bthere and back|\bboth ways\b|\bdi ve\b|\bkhu hoi\b|\bca di (?:lan|va) ve\b")
_NET: Final = re.compile(r"take[- ]?home|\bkeep\b|\bleft\b|\bnet\b|\bget\b|thuc (?:nhan|linh)|con (?:lai|nhan)|\bnhan\b")
_TAXED: Final = re.compile(r"\btax|\bthue\b|bao hiem|\bbhxh\b|deduct|insurance|pension")
_HANDS: Final = re.compile(r"worker|builder|painter|person|m[ae]n|farmer|tho|cong|may|tap|voi|pump|machine|gardener|cleaner")
"""Of these, more are done sooner."""
_FENCE: Final = re.compile(r"\bfenc(?:e|ing)|\baround\b|\bround (?:it|the)|\bhang rao|\brao (?:kin|quanh|xung)|\b(?:xung )?quanh\b|\bborder|\bskirting|\bedging|\bchu vi\b|\bperimeter\b")
_GATE: Final = re.compile(r"\bgate|\bdoor|\bopening|\bcong\b|\bcua\b|\bloi (?:vao|ra)")
_NEAREST: Final = re.compile(r"nearest (?:whole|full)|lam tron den hang don vi")
_FULL: Final = re.compile(r"how many (?:whole|full|complete)\b|\btron\b")
_SHARE_ASKED: Final = re.compile(
    r"how much (?:is |was |in )?(?:the |my )?(?:sales )?(?:tip|tax|vat|discount|fee|service)|how much tax|(?:tru|thue|vat|giam|tip|phi)(?: mat| bot| la| het)* (?:bao nhieu|bn|may|nhieu)|"
    r"(?:bao nhieu|bn)(?: tien)? (?:thue|tip|vat|phi)"
)
"""What asks for the share itself."""
_LONGEST: Final = 70
"""Words of a problem."""


def by_units(text: str, language: Language) -> Formula | None:
    """The formula of the problem that ``text`` tells, where what its numbers are counted in leaves one way only; or ``None``."""
    shown, found = amounts_of(text, language)
    folded = fold(shown)
    if not _within_reach(text, folded, shown):
        return None
    return solved(folded, found)


def solved(folded: str, told: Sequence[Amount]) -> Formula | None:
    """The formula that the amounts of ``folded`` make."""
    return next((made for made, _ in _ways(folded, told)), None)


def wanted_of(text: str) -> Wanted | None:
    """What ``text`` asks for: what its amounts make, or else what its question says."""
    shown, told = amounts_of(text, language_of(text))
    folded = fold(shown)
    found = next((aim for _, aim in _ways(folded, told)), None)
    asks = asked_clause(folded.replace(COIN, " "))
    return found or next(iter(wanted(asks, _with_money(told, asks, folded))), None)


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


def _within_reach(text: str, folded: str, shown: str) -> bool:
    """Whether nothing is told that changes what the numbers mean."""
    beyond_it = any(pattern.search(folded) for pattern in (A_DATE, _CLOCK, _OTHER)) or _UNREAD.search(shown)
    return not beyond_it and len(folded.split()) <= _LONGEST and not beyond(turns(text), _KNOWN)


def _ways(folded: str, told: Sequence[Amount]) -> Iterator[tuple[Formula, Wanted]]:
    """The formulas that all amounts make, each with what it measures."""
    asks = asked_clause(folded.replace(COIN, " "))
    told = _with_money(told, asks, folded)
    if not 2 <= len(told) <= _MOST or not all(each.share or each.dimensions for each in told):
        return
    for aim in wanted(asks, told):
        for made in _Problem(folded, asks, told, aim).formulas():
            yield made, aim


def duration(text: str, language: Language) -> str | None:
    """How many minutes all that ``text`` tells takes, as a formula: *40 minutes a kilo, 4.5 kg, and 20 minutes more*.

    Nothing but the amounts is looked at; that they all are of one course of things is the caller's to see.
    """
    shown, found = amounts_of(text, language)
    folded = fold(shown)
    if not 1 <= len(found) <= _MOST or any(each.share or not each.dimensions for each in found):
        return None
    made = list(_Problem(folded, "", found, Wanted({TIME: 1}, Fraction(60)), several=True).formulas())
    return made[0].expression if made else None


def amounts_of(text: str, language: Language) -> tuple[str, tuple[Amount, ...]]:
    """``text`` with its numbers as they are read, and its amounts."""
    shown = _shown(text, language)
    folded = fold(shown)
    asks = asked_clause(folded.replace(COIN, " "))
    return shown, amounts(folded, shown if len(shown) == len(folded) else folded, things(asks))


def _shown(text: str, language: Language) -> str:
    """``text`` as amounts are read from it."""
    plain = with_halves(canonical(text, language, coin=COIN))
    return spelt(plain if language == "en" else _MINUTES.sub(r"\1 phút", plain), cents=language == "en")


def _with_money(told: Sequence[Amount], asks: str, text: str) -> tuple[Amount, ...]:
    """The amounts, those of which nothing says what they are counted in as money where money is asked for."""
    if not _MONEY_ASKED.search(asks):
        return tuple(told)
    marked = any(MONEY in each.dimensions for each in told) or any(each.bare and "." in each.text for each in told)
    found: list[Amount] = []
    for each in told:
        cents = bool(re.fullmatch(r"\d+\.\d\d", each.text))
        named = cents and bool(each.nouns) and len(each.dimensions) == 1 and text.count(each.nouns[0]) == 1
        added = not marked and bool(each.nouns) and text.count(each.nouns[0]) == 1 and bool(re.search(r"(?:\+|plus) ?$", text[: each.start]))
        if not each.share and ((each.bare and (cents or not marked)) or added or named):
            others = {name: power for name, power in each.dimensions.items() if not (added or named)}
            each = replace(each, dimensions={**others, MONEY: 1}, nouns=())
        found.append(each)
    return _in_same_time(found, text)


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


class _Problem:
    """A problem's amounts and one thing that it may ask for."""

    def __init__(
        self, text: str, asks: str, told: Sequence[Amount], aim: Wanted, *, several: bool = False
    ) -> None:
        self._text, self._asks, self._told, self._aim = text, asks, told, aim
        spans = set(aim.dimensions) <= {*SPANS, "mass", "volume"} and bool(_AND.search(text))
        self._several = several or spans or MONEY in aim.dimensions or bool(_TOTAL.search(text))
        """Whether it may be a sum."""
        self._count = 0
        """The amounts that the sum is made of."""

    def formulas(self) -> Iterator[Formula]:
        """The one way in which all numbers make what is asked; nothing where there are more or none."""
        purse, people, rest = self._parted()
        if people is None and _SPLIT.search(self._text):
            return
        if any(each.share for each in rest) and _SHARE_ASKED.search(self._text):
            return
        lowered = any(each.share and self._sign(each) == "-" for each in rest)
        if not rest or (_REST.search(self._asks) and purse is None and not lowered):
            return
        powers = dict(self._aim.dimensions)
        if people is not None:
            powers.pop(f"{COUNT}person", None)
        whole_ones = _around([each for each in rest if not each.share], self._text)
        self._count = len(whole_ones)
        aim = tuple(sorted(powers.items()))
        sums = list(self._sums(whole_ones, aim)) or list(self._sums(_paired(whole_ones), aim))
        if not sums and _TWICE.search(self._text):  # There and back on each of the days.
            daily = [replace(each, dimensions={**each.dimensions, "day": -1}) if each.dimensions == {"length": 1} and not each.under else each for each in whole_ones]
            sums = list(self._sums(daily, aim))
        if len(sums) != 1:
            return
        whole = self._with_shares(sums[0], [each for each in rest if each.share], purse)
        if whole is None:
            return
        if _TWICE.search(self._text) and any(each.dimensions.get("length") == 1 for each in rest):
            whole = f"2 * {_bracketed(whole, '*')}"
        if purse is not None:
            whole = f"{purse.text} - {_bracketed(whole, '-')}"
        if people is not None:
            whole = f"{_bracketed(whole, '/')} / {people.text}"
        yield Formula(self._whole(whole), self._aim.shown)

    def _parted(self) -> tuple[Amount | None, Amount | None, list[Amount]]:
        """The money that is paid with or is there, the people who share, and the other amounts."""
        rest = list(self._told)
        people = purse = None
        if f"{COUNT}person" in self._aim.dimensions and self._aim.dimensions.get(MONEY):
            those = [each for each in rest if each.dimensions == {f"{COUNT}person": 1}]
            people = those[0] if len(those) == 1 else None
        if _REST.search(self._asks or self._text) and self._aim.dimensions == {MONEY: 1}:
            purse = next((each for each in rest if self._is_purse(each)), None)
        return purse, people, [each for each in rest if each is not purse and each is not people]

    def _is_purse(self, amount: Amount) -> bool:
        before = self._text[: amount.start]
        if amount.dimensions != {MONEY: 1} and not (not amount.dimensions and not amount.share):
            return False
        return bool(_PAID.search(before) or (amount is self._told[0] and _HAVE.search(before)))

    def _sums(self, rest: list[Amount], aim: tuple[tuple[str, int], ...]) -> Iterator[list[tuple[Amount, str]]]:
        """The ways to part the amounts in their order so that each part measures what is asked."""
        if not rest:
            yield []
            return
        for end in range(1 if self._several else len(rest), len(rest) + 1):
            if (made := _product(rest[:end], dict(aim), self._aim.size, alone=end == self._count)) is None:
                continue
            for others in self._sums(rest[end:], aim):
                yield [(rest[0], made), *others]

    def _with_shares(self, terms: list[tuple[Amount, str]], shares: list[Amount], purse: Amount | None) -> str | None:
        """The sum of ``terms``, raised or lowered by each share in its turn; what is spent of a purse is one more of them."""
        parts: list[tuple[Amount, str]] = sorted([*terms, *((each, "") for each in shares)], key=lambda part: part[0].start)
        if not terms and purse is None:
            return None
        whole, waiting = "", []
        for amount, made in parts:
            if not amount.share:
                sign = "-" if whole and self._lowers(amount) else "+"
                whole = f"{whole} {sign} {_bracketed(made, sign)}" if whole else made
                continue
            changed = self._changed(whole, amount) if whole else None
            if changed is None and purse is not None and self._sign(amount) is None:
                of_purse = f"{purse.text} * {amount.text}/100"
                changed = f"{whole} + {of_purse}" if whole else of_purse
            if changed is None and whole:
                return None
            whole = changed or whole
            waiting += [amount] if changed is None else []
        for each in waiting:
            changed = self._changed(whole, each) if whole else None
            if changed is None:
                return None
            whole = changed
        return whole or None

    def _lowers(self, amount: Amount) -> bool:
        """Whether an amount of money is taken off."""
        clause = re.split(r"[.?!;,]|\b(?:and|va|plus|then|roi)\b", self._text[: amount.start])[-1]
        return amount.dimensions == {MONEY: 1} and bool(_MINUS.search(clause) or _OFF.match(self._text[amount.end :].lstrip(f" {COIN}")))

    def _changed(self, whole: str, share: Amount) -> str | None:
        """``whole`` raised or lowered by ``share``, or that part of it; ``None`` where it is not told which."""
        sign = self._sign(share)
        if sign is None:
            return None
        times = f"{share.text}/100" if sign == "*" else f"(1 {sign} {share.text}/100)"
        return f"{_bracketed(whole, '*')} * {times}"

    def _sign(self, share: Amount) -> str | None:
        ahead = re.split(r"[.?!;,]|\b(?:and|va|roi|then|plus|xong|cong)\b", self._text[share.end :])[0]
        behind = re.split(r"[.?!;,]|\d", self._text[: share.start])[-1]
        if MONEY not in self._aim.dimensions and _PART.search(behind[-24:] + ahead[:16]):
            return "*"
        if _TAXED.search(behind[-24:] + ahead[:32]) and _NET.search(self._asks):
            return "-"
        for words in (ahead[:40], behind[-40:]):
            down, up = bool(_DOWN.search(words)), bool(_UP.search(words))
            if down != up:
                return "-" if down else "+"
        return None

    def _whole(self, expression: str) -> str:
        """Of things that come whole, as many as are needed or as there is enough for."""
        if _NEAREST.search(self._text):
            return f"floor({expression} + 1/2)"
        if _FULL.search(self._asks):
            return f"floor({expression})"
        if not self._aim.counted:
            return expression
        if _ENOUGH.search(self._asks):
            return f"floor({expression})"
        return f"ceil({expression})" if _NEED.search(self._asks) else expression


def _around(told: list[Amount], text: str) -> list[Amount]:
    """The amounts, the two sides of what a fence goes around as the way around it, but for a gate."""
    sides = [place for place, each in enumerate(told) if each.dimensions == {"length": 1}]
    if not _FENCE.search(text) or not 2 <= len(sides) <= 3 or sides != list(range(sides[0], sides[0] + len(sides))):
        return told
    first, second, *gates = (told[place] for place in sides)
    if first.size != second.size or any(each.size != first.size or not _GATE.search(text) for each in gates):
        return told
    way = f"(2 * ({first.text} + {second.text}){''.join(f' - {each.text}' for each in gates)})"
    return [*told[: sides[0]], replace(first, text=way), *told[sides[-1] + 1 :]]


def _paired(told: list[Amount]) -> list[Amount]:
    """The amounts, each price behind the one amount that it is told for each of: *0.53 a day and 0.24 a kWh: 30 days, 310 kWh*."""
    paired, used = [], set()
    for price in told:
        per = {name: -power for name, power in price.dimensions.items() if name != MONEY}
        of = [each for each in told if each.dimensions == per] if MONEY in price.dimensions and per else []
        if len(of) == 1 and id(of[0]) in used:
            return told  # Two prices of one amount.
        if len(of) == 1:
            paired += [of[0], price]
            used |= {id(of[0]), id(price)}
    return paired + [each for each in told if id(each) not in used]


def _product(group: Sequence[Amount], aim: dict[str, int], size: Fraction, *, alone: bool = False) -> str | None:
    """The one product of all numbers of ``group``, each to the power of 1 or -1, that measures ``aim``; or ``None``.

    Where there is none, one custom may be taken besides: that a year has twelve months. Where there are several, and the
    amounts are ``alone`` in their problem, what is told for so many decides.
    """
    for customs in ((), *((Amount(str(count), 0, 0, powers),) for count, powers in CUSTOMS)):
        factors = (*group, *customs)
        fitting = [powers for powers in product((1, -1), repeat=len(factors)) if _fits(factors, powers, aim)]
        if len(fitting) > 1 and alone and not any(_HANDS.fullmatch(noun) for each in group for noun in each.nouns[:1]):
            fitting = [powers for powers in fitting if _keeps(factors, powers)]
        if len(fitting) > 1:
            return None
        if fitting:
            return _spelt(factors, fitting[0], size)
    return None


def _spelt(factors: Sequence[Amount], powers: Sequence[int], size: Fraction) -> str:
    """A product as a formula in the unit that is asked for."""
    factor = 1 / size
    above, below = [], []
    for each, power in zip(factors, powers, strict=True):
        factor *= each.size**power
        (above if power == 1 else below).append(each.text)
    if factor.numerator != 1:
        above.append(number(Fraction(factor.numerator)))
    if factor.denominator != 1:
        below.append(number(Fraction(factor.denominator)))
    above = [each for each in above if each != "1"] or ["1"]
    return " / ".join((" * ".join(above), *(each for each in below if each != "1")))


def _keeps(factors: Sequence[Amount], powers: Sequence[int]) -> bool:
    """Whether what is told for so many stands over these: *7 litres per 100 km*."""
    pairs = zip(factors[1:], powers, powers[1:], strict=False)
    return all(own != before for each, before, own in pairs if each.under)


def _fits(group: Sequence[Amount], powers: Sequence[int], aim: dict[str, int]) -> bool:
    """Whether the product measures ``aim``; what only says how often has no measure."""
    sums: dict[str, int] = {}
    for each, power in zip(group, powers, strict=True):
        if power == -1 and set(each.dimensions) <= _REPEATS:
            return False
        for name, times in each.dimensions.items():
            sums[name] = sums.get(name, 0) + times * power
    return {name: times for name, times in sums.items() if times and (name in aim or name not in _REPEATS or times != 1)} == aim


def _bracketed(expression: str, sign: str) -> str:
    """``expression`` in brackets where it is to stand beside ``sign`` and would be read otherwise."""
    sums = re.search(r" [+-] ", re.sub(r"\([^()]*\)", "", expression))
    return f"({expression})" if sums and sign != "+" else expression
