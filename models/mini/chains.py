"""Calculations over what documents say: which phrases to look for, and what to do with their values.

The ways of asking are in ``patterns/chains.toml``. Nothing is looked for here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from reckoner.core import Language

from .bill import LETTERS, Bill, bill
from .lexicon import terms
from .operands import Seeks
from .patterns import patterns
from .units import unit_named, unit_names

_PHRASE = r"[a-z][a-z0-9\'&/ -]{1,70}?"
_NUMBER = r"(?<![\w.])-?\d+(?:\.\d+)?"
_MOST_WORDS = 11
_ABOUT = re.compile(r" (?:in|during|on|trong|vao) (?:the )?[a-z0-9]+(?: [a-z0-9]+)?$")
_WITHIN = re.compile(r"(?:mot|1|an?|one) (?:ngay|tuan|thang|nam|gio|day|week|month|year|hour)\b")
_NO_PRICE = re.compile(r"\bhow many\b|(?:may|bao nhieu) (?:ngay|tuan|thang|gio|buoi|nguoi|cai|lan)\b")
_OF_MONEY = re.compile(r"tien|dong|k\b|nghin|trieu|vay|nhi|a\b|ha\b|the\b")
_OF_SOMEBODY = re.compile(r"[a-z]+'s (?P<what>.+)")
_FOR_MONEY = re.compile(
    r"mua duoc (?:may|bao nhieu)|how many [a-z ]+ (?:can|could) (?:i|you|we|they) (?:buy|get|afford)"
)
"""How much a sum buys is a division, which no rule here is."""


@dataclass(frozen=True)
class Chain:
    """What to look for, by the letters it has in ``gives``, and the formula over it."""

    phrases: dict[str, str]
    seeks: Seeks
    kind: str
    """``number``, ``span`` (a price for a time), ``units`` or ``between`` (the time between dates)."""
    gives: str = ""
    unit: str = ""
    """Of a ``number``, what it is counted in; of a ``span``, its unit of time; of ``units``, the one that is wanted."""
    about: str = ""
    """What else the question says, to look for the phrases by."""
    others: Mapping[str, Seeks] = field(default_factory=dict)
    """What is looked for by the phrases of these letters, where that is something else."""


@dataclass(frozen=True)
class _Rule:
    pattern: re.Pattern[str]
    gives: str
    seeks: Seeks
    kind: str
    unit: str


def chain(folded: str, language: Language, written: str = "") -> Chain | None:
    """The calculation that ``folded`` asks for, its numbers in plain digits and no document named in it; ``written`` has its
    diacritics.
    """
    asked = folded.strip(" ?.!,")
    if _FOR_MONEY.search(asked):
        return None
    if listed := bill(asked, language, written):
        return _of_bill(listed, counts=bool(_NO_PRICE.search(asked)))
    for rule in _rules():
        if match := rule.pattern.search(asked):
            found = _filled(rule, match, asked[: match.start()])
            # A number that has no part in the calculation shows that it is another one.
            if found is not None and found.seeks == "price" and _NO_PRICE.search(asked):
                continue
            if found is not None and not re.search(_NUMBER, asked[: match.start()]):
                priced = found.seeks == "number" and re.search(
                    r"\b(?:price|cost|pay|expensive|cheaper|dearer|gia|het|phai tra|dat hon|re hon|mac hon|bao nhieu (?:tien|dong)|how much (?:more|less) (?:is|are))\b",
                    asked,
                )
                return replace(found, seeks="price") if priced else found
    return None


def _of_bill(listed: Bill, *, counts: bool) -> Chain:
    phrases = {letter: part.what for letter, part in zip(LETTERS, listed.parts, strict=False)}
    if len(listed.parts) == 2 and not any(part.count for part in listed.parts):
        phrases["p"], phrases["q"] = _shared_head(phrases["p"], phrases["q"])
    about = " ".join(filter(None, dict.fromkeys((*(part.about for part in listed.parts), listed.within))))
    gives = listed.gives
    if listed.discounted:
        letter = LETTERS[len(phrases)]
        phrases[letter] = listed.discount or phrases["p"]
        gives = f"({gives}) * (1 - {letter} / 100)"
    others: dict[str, Seeks] = {} if counts else dict.fromkeys(_alone(listed), "whole")
    if listed.discounted:
        others[max(phrases)] = "share"
    kind = "span" if listed.span else "number"
    return Chain(phrases, "number" if counts else "price", kind, gives, listed.span, about, others)


def _alone(listed: Bill) -> list[str]:
    """The letters of the things without a number, where nothing is paid for several times."""
    if listed.times:
        return []
    return [letter for letter, part in zip(LETTERS, listed.parts, strict=False) if not part.count]


def _filled(rule: _Rule, match: re.Match[str], before: str) -> Chain | None:
    """``before`` is what the question says first; it belongs to every phrase: *pond A3, from … to …*."""
    groups = {name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value}
    phrases: dict[str, str] = {name: _trimmed(groups[name]) for name in ("p", "q", "r") if name in groups}
    if {"p", "q"} <= phrases.keys():
        if (of := _OF_SOMEBODY.match(phrases["p"])) and groups["q"].endswith("'s"):
            # Of Raf's mobile and Tess's the word behind the first belongs to the second too.
            phrases["q"] = f"{groups['q']} {of['what']}"
        phrases["p"], phrases["q"] = _shared_head(phrases["p"], phrases["q"])
        # "Of East and West in Q4": what is said at the end is said of both.
        if (end := _ABOUT.search(phrases["q"])) and end[0] not in phrases["p"]:
            phrases["p"] += end[0]
    # "Mấy lít nước": what is counted names the column.
    counted = groups.get("of", "").strip()
    if counted and not _OF_MONEY.match(counted):
        phrases = {name: f"{phrase} {counted}" for name, phrase in phrases.items()}
    if rule.kind == "units" and any(_WITHIN.match(phrase) for phrase in phrases.values()):
        return None
    if not all(_telling(phrase) for phrase in phrases.values()):
        return None
    if rule.seeks in ("number", "price") and any(
        re.search(rf" {_NUMBER}\b", f" {phrase}") for phrase in phrases.values()
    ):
        return None
    if any(re.match(r"(?:cac|nhung|tat ca|all|every)\b", groups[name]) for name in phrases):
        return None  # Several things under one name.
    if about := _trimmed(f"{before.strip(' ,:')} "):
        phrases = {name: f"{phrase} {about}" for name, phrase in phrases.items()} if _telling(about) else phrases
    unit = unit_named(groups["u"]) if "u" in groups else groups.get("span", rule.unit)
    gives = re.sub(r"\b[nm]\b", lambda name: groups.get(name[0], name[0]), rule.gives)
    return Chain(phrases, rule.seeks, rule.kind, gives, unit)


def _telling(phrase: str) -> bool:
    asks = re.search(r"\b(?:nao|gi|ai|bao nhieu|what|which|who|when|where|how|why|if)\b", phrase)
    return bool(terms(phrase)) and len(phrase.split()) <= _MOST_WORDS and not asks


def _trimmed(phrase: str) -> str:
    lead = re.compile(rf"(?:{patterns('chains')['lead']}) ")
    while match := lead.match(phrase):
        phrase = phrase[match.end() :]
    return re.sub(rf"(?:'s?| (?:{patterns('chains')['trail']}))+$", "", phrase.strip())


def _shared_head(first: str, second: str) -> tuple[str, str]:
    """Two phrases that share a word: *marketing and engineering budgets*, *phụ cấp ăn trưa và xăng xe*."""
    words, others = first.split(), second.split()
    if others[-1:] and others[-1].endswith("s") and len(words) <= 3 and others[-1].rstrip("s") not in first:
        return f"{first} {others[-1]}", second
    if (
        len(words) >= 4
        and len(others) <= 2
        and words[0] in ("phu", "tien", "gia", "chi", "le", "ton", "muc", "luong", "ve")
    ):
        return first, f"{' '.join(words[:2])} {second}"
    return first, second


@cache
def _rules() -> tuple[_Rule, ...]:
    tail = patterns("chains")["tail"]
    return tuple(
        _Rule(
            re.compile(rf"(?<![\w#])(?:{_spelt(each['when'])})(?:[,.;:?]? (?:{tail}))*$"),
            each.get("gives", ""),
            each.get("seeks", "number"),
            each.get("kind", "number"),
            each.get("unit", ""),
        )
        for each in patterns("chains")["chain"]
    )


def _spelt(when: str) -> str:
    kinds = {"p": _PHRASE, "q": _PHRASE, "r": _PHRASE, "n": _NUMBER, "m": _NUMBER, "u": unit_names()}
    return re.sub(r"\{(([pqrnmu])\d?)\}", lambda each: f"(?P<{each[1]}>{kinds[each[2]]})", when)
