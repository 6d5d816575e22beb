"""A problem of amounts: a product or a sum of products, what is paid with, who shares it, and what comes on or off."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ..formula import Formula
from .asked import Wanted
from .changes import lowers, sign_of
from .measure import Amount
from .products import around, bracketed, freed, paired, product_of
from .sizes import COUNT, MONEY, SPANS

_PAID: Final = re.compile(
    r"\b(?:paid|pays?|gives?|gave|hand(?:ed|s)?(?: over)?|dua|tra|cam|mang(?: theo)?|with|from|out of)(?: [a-z]+){0,3} $"
)
_HAVE: Final = re.compile(
    r"\b(?:have|has|had|got|budget(?: of)?|salary|pay is|earns?|income|co|luong|thu nhap|wages?)(?: [a-z]+){0,5} $"
)
_REST: Final = re.compile(
    r"\bchange\b|\bleft\b|\bremain|\bget back|con (?:lai|bao nhieu|bn|may|nhieu|du)|thoi lai|tra lai|\bthua\b|\bdu (?:bao|may|bn)|\bthoi\b|\bleft over"
)
_SPLIT: Final = re.compile(r"\bsplit|\bshar(?:e|es|ed|ing)\b|\bequal|\bevenly\b|\bchia\b|\bdivid")
_TOTAL: Final = re.compile(r"\btotal|altogether|in all\b|\btong\b|tat ca|ca thay|combined")
_AND: Final = re.compile(r" (?:and|va|plus|\+|cong) ")
_ADDS: Final = re.compile(
    r"\bplus\b|\+|\bcong\b|\b(?:change|left|remain)|con (?:lai|bao nhieu|bn|du)|thoi lai|tra lai|\bthem\b|\beach\b|\bmoi (?:nguoi|ng|ban|dua)\b"
)
_SAVED_FOR: Final = re.compile(r"\bto (?:buy|afford|save|get)|\benough|\bdu (?:tien|mua)|\bde mua")
_NEED: Final = re.compile(
    r"\bneed|\bbuy\b|\border|\bmust\b|\brequired|\bat least|\bcan\b(?! (?:i|you|we|they|he|she|it|be)\b)|\bphai\b|\bit nhat|\bmua\b"
)
_ENOUGH: Final = re.compile(
    r"\bcan (?:i|you|we|they|he|she|it|be)\b|\bmua duoc|\bduoc (?:may|bao)|\bwhole\b|\bfull\b|\bfilled\b|\blast"
)
_TWICE: Final = re.compile(
    r"\beach way\b|\bround[- ]trip|\bthere and back|\bboth ways\b|\bdi ve\b|\bquay (?:ve|lai)\b|\band back\b|\bkhu hoi\b|\bca di (?:lan|va) ve\b"
)
_NEAREST: Final = re.compile(r"nearest (?:whole|full)|lam tron den hang don vi")
_FULL: Final = re.compile(r"how many (?:whole|full|complete)\b|\btron\b")
_SHARE_ASKED: Final = re.compile(
    r"how much (?:is |would |are )?an? [\d.]+ ?(?:%|percent) (?:tip|tax|vat|discount|fee)|how much (?:is |was |in )?(?:the |my )?(?:sales )?(?:tip|tax|vat|discount|fee|service)|how much tax|(?:tru|thue|vat|giam|tip|phi)(?: mat| bot| la| het)* (?:bao nhieu|bn|may|nhieu)|"
    r"(?:bao nhieu|bn)(?: tien)? (?:thue|tip|vat|phi)"
)
"""What asks for the share itself."""


class Problem:
    """A problem's amounts and one thing that it may ask for."""

    def __init__(self, text: str, asks: str, told: Sequence[Amount], aim: Wanted, *, several: bool = False) -> None:
        self._text, self._asks, self._told, self._aim = text, asks, told, aim
        spans = set(aim.dimensions) <= {*SPANS, "mass", "volume"} and bool(_AND.search(text))
        self._adds = several
        self._several = several or spans or MONEY in aim.dimensions or bool(_TOTAL.search(text))
        """Whether it may be a sum."""

    def formula(self) -> Formula | None:
        """The one way in which all numbers make what is asked; ``None`` where there are more or none."""
        purse, people, rest = self._parted()
        if not rest or not self._is_told(purse, people, rest):
            return None
        powers = dict(self._aim.dimensions)
        if people is not None:
            powers.pop(f"{COUNT}person", None)
        sums = self._ways_to_sum([each for each in rest if not each.share], tuple(sorted(powers.items())))
        if len(sums) != 1 or not self._is_sum(sums[0]):
            return None
        whole = self._with_shares(sums[0], [each for each in rest if each.share], purse)
        if whole is None:
            return None
        if _TWICE.search(self._text) and any(each.dimensions.get("length") == 1 for each in rest):
            whole = f"2 * {bracketed(whole, '*')}"
        if purse is not None:
            whole = f"{purse.text} - {bracketed(whole, '-')}"
        if people is not None:
            whole = f"{bracketed(whole, '/')} / {people.text}"
        return Formula(self._whole(whole), self._aim.shown)

    def _is_sum(self, terms: list[tuple[Amount, str]]) -> bool:
        """Whether the text adds what is told: amounts that merely stand in it are no bill."""
        plain = len(terms) > 1 and all(made == amount.text for amount, made in terms)
        return not plain or self._adds or bool(_TOTAL.search(self._text) or _ADDS.search(self._text))

    def _is_told(self, purse: Amount | None, people: Amount | None, rest: list[Amount]) -> bool:
        """Whether what the question takes for known is told: who shares, what there was before something was left."""
        shares = [each for each in rest if each.share]
        if (people is None and _SPLIT.search(self._text)) or (shares and _SHARE_ASKED.search(self._text)):
            return False
        lowered = any(self._sign(each) == "-" for each in shares)
        return purse is not None or lowered or not _REST.search(self._asks)

    def _parted(self) -> tuple[Amount | None, Amount | None, list[Amount]]:
        """The money that is paid with or is there, the people who share, and the other amounts."""
        rest = list(self._told)
        people = purse = None
        if f"{COUNT}person" in self._aim.dimensions and self._aim.dimensions.get(MONEY):
            those = [each for each in rest if each.dimensions == {f"{COUNT}person": 1}]
            people = those[0] if len(those) == 1 else None
        if _REST.search(self._asks or self._text) and self._aim.dimensions == {MONEY: 1}:
            purse = next((each for each in rest if self._is_purse(each)), None)
            sums = [float(each.text) for each in rest if each.dimensions == {MONEY: 1} and each.plain]
            if purse and purse.plain and float(purse.text) < max(sums):
                purse = None  # Nothing is left of less than was spent.
        return purse, people, [each for each in rest if each is not purse and each is not people]

    def _is_purse(self, amount: Amount) -> bool:
        before = self._text[: amount.start]
        if amount.dimensions != {MONEY: 1} and not (not amount.dimensions and not amount.share):
            return False
        return bool(_PAID.search(before) or (amount is self._told[0] and _HAVE.search(before)))

    def _ways_to_sum(self, told: list[Amount], aim: tuple[tuple[str, int], ...]) -> list[list[tuple[Amount, str]]]:
        """The sums that all amounts make: in their order, or else each price beside what it is for."""
        told = around(told, self._text)
        for way in (told, paired(told)):
            if found := list(self._sums(way, aim)):
                return found
        if alone := [found for found in self._sums(freed(told, aim), aim) if len(found) == 1]:
            return alone
        if not _TWICE.search(self._text):
            return []
        daily = {"length": 1, "day": -1}  # There and back on each of the days.
        ways = [
            replace(each, dimensions=daily) if each.dimensions == {"length": 1} and not each.under else each
            for each in told
        ]
        return list(self._sums(ways, aim))

    def _sums(self, rest: list[Amount], aim: tuple[tuple[str, int], ...]) -> Iterator[list[tuple[Amount, str]]]:
        """The ways to part the amounts in their order so that each part measures what is asked."""
        if not rest:
            yield []
            return
        for end in range(1 if self._several else len(rest), len(rest) + 1):
            if (made := product_of(rest[:end], dict(aim), self._aim.size)) is None:
                continue
            for others in self._sums(rest[end:], aim):
                yield [(rest[0], made), *others]

    def _with_shares(self, terms: list[tuple[Amount, str]], shares: list[Amount], purse: Amount | None) -> str | None:
        """The sum of ``terms``, raised or lowered by each share in its turn; what is spent of a purse is one more of them."""
        parts: list[tuple[Amount, str]] = sorted(
            [*terms, *((each, "") for each in shares)], key=lambda part: part[0].start
        )
        if not terms and purse is None:
            return None
        if purse is not None and parts[0][0].share and self._sign(parts[0][0]):
            return None  # It comes off the purse, before anything is spent.
        whole, waiting = "", []
        for amount, made in parts:
            if not amount.share:
                sign = "-" if whole and lowers(amount, self._text) else "+"
                whole = f"{whole} {sign} {bracketed(made, sign)}" if whole else made
                continue
            changed = self._changed(whole, amount) if whole else None
            if changed is None and purse is not None and not self._sign(amount):
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

    def _changed(self, whole: str, share: Amount) -> str | None:
        """``whole`` raised or lowered by ``share``, or that part of it; ``None`` where it is not told which."""
        sign = self._sign(share)
        if not sign:
            return None
        part = f"{share.text}/100"
        times = {"*": part, "rest": f"(1 - {part})"}.get(sign, f"(1 {sign} {part})")
        return f"{bracketed(whole, '*')} * {times}"

    def _sign(self, share: Amount) -> str:
        return sign_of(share, self._text, self._asks, money=MONEY in self._aim.dimensions)

    def _whole(self, expression: str) -> str:
        """Of things that come whole, as many as are needed or as there is enough for."""
        if _NEAREST.search(self._text):
            return f"floor({expression} + 1/2)"
        if _FULL.search(self._asks):
            return f"floor({expression})"
        if set(self._aim.dimensions) <= {*SPANS[1:]} and _SAVED_FOR.search(self._text):
            return f"ceil({expression})"
        if not self._aim.counted:
            return expression
        if _ENOUGH.search(self._asks):
            return f"floor({expression})"
        return f"ceil({expression})" if _NEED.search(self._asks) else expression
