"""Questions about units: how much, from which, into which."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

from reckoner.core import fold

from .patterns import patterns
from .reach import is_story, unread

_INTO = (
    r"(?:is|are|equals?|make|bang|la|=)? ?(?:(?:equal )?to|into|in|as|sang|ra|thanh|qua|bang|la|=|->|→|tuong duong(?: voi)?|"
    r"doi ra|doi sang|quy ra)(?: (?:how many|bao nhieu|may|don vi))*"
)


@dataclass(frozen=True)
class Conversion:
    """``value`` is a number or a ``#n``; ``target`` is empty where the question leaves it open."""

    value: str
    source: str
    target: str
    larger: str = ""
    """The unit that the target is the smaller of, where both are wanted: *feet and inches*."""


_MEASURED = re.compile(r"(?<![\w.,])\d+(?:\.\d+)?")


@cache
def _names() -> dict[str, str]:
    told = {alias: name for name, aliases in patterns("units").items() for alias in (*aliases, name.lower())}
    square = {alias.removeprefix("square "): name for alias, name in told.items() if alias.startswith("square ")}
    return told | {f"{short} {rest}": name for rest, name in square.items() for short in ("sq", "sq.")}


@cache
def unit_names() -> str:
    """A pattern of every unit's names, longest first."""
    return "|".join(re.escape(alias) for alias in sorted(_names(), key=len, reverse=True))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern with the names of all units, compiled once: the cache of ``re`` holds too few for these to stay in it."""
    return re.compile(pattern)


def conversion(text: str) -> Conversion | None:
    """The conversion that ``text`` asks for, its numbers in plain digits; or ``None``."""
    folded = _joined(_of_measure(_ONE_HOUR.sub("1 ", re.sub(r"\s+", " ", fold(text)))))
    if len(set(re.findall(r"(?<![\w#.])\d+(?:\.\d+)?", folded))) > 1 or is_story(text):
        return None  # A number without a part shows that it is another problem.
    if unread(text, _KNOWN) or re.search(_RATE, re.sub(_SPEEDS, " ", folded).partition(" in ")[0]):
        return None
    if "%" in folded or re.search(
        rf"\b(?:{'|'.join(_PARTS)})s?(?: of|,) |\bnua cua\b|\bphan (?:ba|tu|nam) cua\b", folded
    ):
        return None  # A part of the measure, which was not read.
    unit = unit_names()
    end = r"(?![\w/²³])"
    value = r"(?<![\w.])(?P<v>-?\d+(?:\.\d+)?|#\d+|an?|mot)"
    ways = (
        rf"(?:how many|bao nhieu|may|how much) (?P<b>{unit}){end}.{{0,30}}?(?: in | is | are | trong | make | for | equal(?:s)?(?: to)? | bang | from |tu ){value} ?(?P<a>{unit}){end}",
        rf"{value} ?(?P<a>{unit}){end},? (?:\w+ ){{0,2}}?{_INTO} (?P<b>{unit}){end}",
        rf"{value} ?(?P<a>{unit}){end} (?:is|are|equals?|bang|la|=|co|has|have|contain)(?: to)? ?(?:how many|how much|what|bao nhieu|may) (?P<b>{unit}){end}",
    )
    if pair := _both_units(folded):
        found = conversion(f"{folded[: pair.start()]}{pair['small']}{folded[pair.end() :]}")
        return (
            replace(found, larger=_names()[pair["large"]])
            if found and found.target == _names()[pair["small"]]
            else None
        )
    told = [_read(match) for way in ways for match in _compiled(way).finditer(folded)]
    # "2 km 300 m in m" joins two; a radius of 7 cm that is wanted in cm is no conversion.
    joined = len(re.findall(r"\d+", folded)) < len(re.findall(r"\d+", fold(text)))
    alike = [each for each in told if joined and each.source == each.target]
    if fitting := alike or [each for each in told if comparable(each.source, each.target)]:
        # Where a word and a number both may be the quantity, "một can 20 lít", the number is.
        return next((each for each in fitting if each.value != "1"), fitting[0])
    if told and len(folded.split()) <= _SHORT:
        return told[0]  # Asked plainly, though it cannot be done.
    if (apart := _apart(folded)) is not None:
        return apart
    if (
        open_ended := _compiled(rf"(?:convert|doi|chuyen|chuyen doi) {value} ?(?P<a>{unit}){end}[ .?!]*$").search(
            folded
        )
    ) is not None:
        return Conversion(open_ended["v"], _names()[open_ended["a"]], "")
    if plain := _compiled(
        rf"{value} ?(?P<a>{unit}) (?!co |la |hay )[a-z]+ (?:la|bang|is|are) (?:bao nhieu|may|how many) (?P<b>{unit}){end}"
    ).search(folded):
        return _read(plain)
    return None


def _both_units(folded: str) -> re.Match[str] | None:
    """Two units in which one quantity is wanted, the smaller behind the larger: *feet and inches*."""
    unit = unit_names()
    found = _compiled(
        rf"\b(?P<large>{unit}) (?:(?:and|va|&) )?(?:may |bao nhieu |how many )?(?!in [a-z])(?P<small>{unit})(?![\w/²³])"
    ).search(folded)
    smaller = _SMALLER.get(_names()[found["large"]], ("", 0))[0] if found else ""
    return found if found and smaller == _names()[found["small"]] else None


def split_units(value: str, larger: str) -> tuple[int, Decimal]:
    """How many of ``larger`` a number of its smaller unit holds, and the rest to a tenth."""
    count = _SMALLER[larger][1]
    whole, rest = divmod(Decimal(value), count)
    rest = rest.quantize(Decimal("0.1")).normalize()
    return (int(whole) + 1, Decimal(0)) if rest == count else (int(whole), rest)


def _read(match: re.Match[str]) -> Conversion:
    number = "1" if match["v"] in ("a", "an", "mot") else match["v"]
    return _told_apart(number, _names()[match["a"]], _names()[match["b"]])


def _told_apart(number: str, source: str, target: str) -> Conversion:
    """An ounce beside a volume is a fluid one."""
    fluid = {"volume"} & {measures(source), measures(target)}
    source, target = ("fluid_ounce" if fluid and each == "ounce" else each for each in (source, target))
    return Conversion(number, source, target)


_ONE_HOUR = re.compile(r"\b(?:mot|one|an) (?=(?:tieng|gio|hours?)(?: va| and)? \d+ ?(?:phut|min))")
_SHORT = 9
"""Words up to which a conversion between units that measure different things is what was asked."""
_KNOWN = frozenset(
    "percent phan tram mot half halves quarter quarters third thirds fifth fifths eighth eighths tenth tenths now only lan hon nua".split()
)
_SPEEDS = r"\b(?:met(?:re|er)s?|km|kilomet(?:re|er)s?|miles?|met|dam) (?:per|moi) (?:second|hour|giay|gio)\b"
_RATE = r"(?<=\w )(?:a|per|each|every|moi|mot) (?:day|week|month|year|hour|minute|second|ngay|tuan|thang|nam|gio|phut|giay)\b"
_WANTED = r"(?:in|into|to|as|how many|bao nhieu|may|sang|ra|thanh|qua|theo|bang|ghi|=)"
_EVERYDAY = frozenset(
    ("bo", "ta", "do", "can", "chi", "lang", "cong", "sao", "phan", "in", "yen", "gio", "ngay", "day")
)


def _apart(text: str) -> Conversion | None:
    """One quantity and, elsewhere in the question, one other unit of its kind: *I weigh 154 lbs. What is that in kg?*"""
    if not re.search(r"\?|what|how|convert|bao nhieu|may|doi|quy", text):
        return None
    if re.search(r"cost|price|\bpay|\bgia\b|tien|\$|per |each|every|moi ", text):
        return None
    unit = unit_names()
    quantities = list(_compiled(rf"(?<![\w.])(?P<v>-?\d+(?:\.\d+)?|#\d+) ?(?P<a>{unit})(?![\w/²³])").finditer(text))
    if len(quantities) != 1 or len(re.findall(r"(?<![\w#.])\d+(?:\.\d+)?", text)) > 1:
        return None
    found = quantities[0]
    rest = text[: found.start()] + " _ " + text[found.end() :]
    if (asked := _compiled(rf"(?:how many|bao nhieu|may) ({unit})(?![\w/²³])").search(rest)) and _names()[
        asked[1]
    ] == _names()[found["a"]]:
        return None
    # A single letter that stands alone is rarely a unit, "i m"; nor is a word that means much else: "đi bộ".
    named = {
        _names()[each]
        for each in _compiled(rf"\b{_WANTED} ({unit})(?![\w/²³])").findall(rest)
        if (len(each) > 1 or measures(_names()[each]) == measures(_names()[found["a"]]) == "temperature")
        and each not in _EVERYDAY
    }
    # "A marathon is 42.195 km, miles?": the unit stands alone at the end.
    named |= {_names()[each] for each in _compiled(rf"[,;.:] ?({unit})[ ?]*$").findall(rest) if len(each) > 1}
    into = [name for name in named if comparable(name, _names()[found["a"]])]
    return Conversion(found["v"], _names()[found["a"]], into[0]) if len(into) == 1 else None


def measures(name: str) -> str:
    """What the unit ``name`` measures."""
    return next((kind for kind, names in patterns("kinds").items() if name in names), name)


def unit_at(folded: str) -> str:
    """The unit that ``folded``, the text behind a number, begins with; or nothing."""
    match = _compiled(rf" ?({unit_names()})(?![\w/²³])").match(folded)
    return _names()[match[1]] if match else ""


def measures_in(folded: str) -> list[tuple[str, str]]:
    """The numbers of ``folded``, in plain digits, that have a unit of measure behind them, each with it."""
    found = ((each[0], unit_at(folded[each.end() :])) for each in _MEASURED.finditer(folded))
    return [(number, unit) for number, unit in found if unit]


def unit_named(phrase: str) -> str:
    """The unit that ``phrase`` is a name of, or nothing."""
    return _names().get(phrase.strip(), "")


_PREFIXES = {"milli": Fraction(1, 1000), "centi": Fraction(1, 100), "kilo": Fraction(1000)}
_METRIC = frozenset({"meter", "gram", "liter"})


def scale(source: str, target: str) -> Fraction | None:
    """How many of ``target`` one ``source`` is, by their prefixes; ``None`` where that takes more than these."""
    (first, of), (second, into) = _metric(source), _metric(target)
    if source == target:
        return Fraction(1)
    return of / into if first == second and first in _METRIC else None


def held_by(larger: str, smaller: str) -> int:
    """How many of ``smaller`` one ``larger`` holds, of units that people tell beside each other; 0 of others."""
    if count := _ALSO.get((larger, smaller)):
        return count
    count = 1
    while larger in _SMALLER and larger != smaller:
        larger, times = _SMALLER[larger]
        count *= times
    return count if larger == smaller else 0


def _metric(unit: str) -> tuple[str, Fraction]:
    for prefix, size in _PREFIXES.items():
        if unit.startswith(prefix):
            return unit.removeprefix(prefix), size
    return unit, Fraction(1)


def comparable(first: str, second: str) -> bool:
    """Whether one unit can be converted into the other, and is not the same."""
    return first != second and measures(first) == measures(second)


# Each unit with the next smaller one and how many of those it holds.
_SMALLER = {
    "hour": ("minute", 60), "minute": ("second", 60), "foot": ("inch", 12), "pound": ("ounce", 16), "stone": ("pound", 14),
    "metric_ton": ("quintal_vn", 10), "quintal_vn": ("yen_vn", 10), "yen_vn": ("kilogram", 10), "kilogram": ("gram", 1000), "meter": ("centimeter", 100), "kilometer": ("meter", 1000), "day": ("hour", 24),
}  # fmt: skip
_ALSO = {("kilogram", "tael"): 10, ("gold_tael", "gold_chi"): 10, ("yard", "foot"): 3, ("yard", "inch"): 36}
"""Smaller units that are told beside those, and how many of them one holds."""
_PARTS = {"half": 2, "halve": 2, "quarter": 4, "third": 3, "fifth": 5, "eighth": 8, "tenth": 10}
_TOPS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}


def _parted(match: re.Match[str]) -> str:
    """A fraction in words as a number."""
    whole, top = (_TOPS.get(each) or int(each) for each in (match["whole"] or "0", match["top"]))
    return f"{whole + top / _PARTS[match['part']]:.12g} "


def _one(first: str, second: str) -> bool:
    """Whether two names are of one unit."""
    return _names()[first] == _names()[second]


_OF_MEASURE = re.compile(
    r"(?<![\w.])(?:(?P<share>\d+(?:\.\d+)?) ?(?:%|percent|phan tram)|(?P<top>\d+)/(?P<bottom>[1-9]\d*)|"
    r"(?P<words>(?:an? |one |two |three )?(?:half|thirds?|quarters?|fifths?|tenths?)|mot nua|nua|mot phan (?:ba|tu|nam)))"
    r" (?:of|cua) (?P<n>\d+(?:\.\d+)?|an?|one|mot) (?=(?P<unit>[a-z]+)\b)"
)
_WORDS_OF_PARTS = {"nua": 2, "ba": 3, "tu": 4, "nam": 5}


def _of_measure(text: str) -> str:
    """``text`` with a part of a measure as a measure: *20% of 2 hours* are *0.4 hours*."""

    def taken(found: re.Match[str]) -> str:
        if not unit_named(found["unit"]):
            return found[0]
        if found["share"]:
            part = Fraction(found["share"]) / 100
        elif found["top"]:
            part = Fraction(int(found["top"]), int(found["bottom"]))
        else:
            *tops, word = found["words"].split()
            bottom = _PARTS.get(word.removesuffix("s")) or _WORDS_OF_PARTS[word]
            part = Fraction(_TOPS.get(tops[0], 1) if tops else 1, bottom)
        whole = Fraction(found["n"]) if found["n"][0].isdigit() else Fraction(1)
        return f"{float(part * whole):.12g} "

    return _OF_MEASURE.sub(taken, text)


def _joined(text: str) -> str:
    """Two units that make one quantity as the smaller of them: ``5 feet 10 inches`` is ``70 inch``; halves as .5."""
    unit = unit_names()
    text = re.sub(r"\b(?:minus|negative|(?<!i )am) (?=\d)", "-", text)
    text = re.sub(r"\bki-?lo[- ](?=met|gam|gram)", "kilo", text)
    text = re.sub(r"(?<=\d)(ft|feet)(?= ?\d)", r" \1", text)
    text = re.sub(r"(?<=\d) ?in (?=(?:in|into|to|as) )", " inches ", text)
    text = re.sub(r"\bdam anh\b", "dam", text)
    text = re.sub(
        rf"(?:(\d+) )?\b(\d+)/([1-9]\d*) (?:of an? )?(?=(?:{unit})\b)",
        lambda part: f"{int(part[1] or 0) + int(part[2]) / int(part[3]):.12g} ",
        text,
    )
    text = _compiled(rf"({unit}) ?\(({unit})\)").sub(lambda pair: pair[1] if _one(pair[1], pair[2]) else pair[0], text)
    text = re.sub(
        rf"\b(?:(?P<whole>\d+|one) and )?(?P<top>an?|one|two|three|four|[1-9]) ?(?P<part>{'|'.join(_PARTS)})s?"
        rf"(?: of)?(?: an?| one)? (?=(?:{unit})\b)",
        _parted,
        text,
    )
    text = re.sub(r"(\d+) ?'(?: ?(\d+) ?(?:\"|''))", r"\1 feet \2 inches", text)
    text = _compiled(rf"\b(?:half an?|nua|mot nua) (?=(?:{unit})\b)").sub("0.5 ", text)
    text = _compiled(rf"\b(?:an?|mot|1) ({unit}) ruoi\b").sub(r"1.5 \1", text)
    text = _compiled(rf"(\d+) ?({unit}) ruoi\b").sub(r"\1.5 \2", text)
    text = re.sub(r"(\d+) ?(foot|feet|ft) (\d{1,2})(?! ?(?!in |to |sang |ra |bang )\w)", r"\1 \2 \3 inches", text)

    text = re.sub(r"\b(\d+) ?(stone|st) (\d{1,2})(?! ?(?!in |to |into )\w)", r"\1 stone \3 pounds", text)
    text = re.sub(
        r"\b(\d{1,2}) ?(?:h|hours?|hrs?|gio|tieng) (\d{1,2})(?! ?(?!in |to |into |sang |ra |bang |la )\w)",
        r"\1 hours \2 minutes",
        text,
    )
    text = re.sub(r"\b(\d{1,2})h(\d{2})\b", r"\1 hours \2 minutes", text)
    text = re.sub(r"\b([12])m(\d{1,2})\b", r"\1.\2 m", text)

    def smaller(match: re.Match[str]) -> str:
        second = _names()[match[4]]
        count = held_by(_names()[match[2]], second)
        return f"{int(match[1]) * count + float(match[3]):.12g} {second}" if count > 1 else match[0]

    return _compiled(rf"\b(\d+) ?({unit})(?:,? and| va|,)? (\d+(?:\.\d+)?) ?({unit})\b").sub(smaller, text)
