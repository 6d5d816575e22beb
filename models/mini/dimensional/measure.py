"""The amounts of a problem with what they are counted in: *2.7 kg*, *140000 a kg*, *4 bottles a day*, *each bag 50 kg*."""

import re
from collections.abc import Set
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ..lexicon import singular
from ..times import unit_of
from ..units import unit_named, unit_names
from .sizes import COUNT, MONEY, Dimensions, Unit, unit

COIN: Final = "¤"
"""What stands beside a number of money."""
_NUMBER: Final = re.compile(
    rf"(?P<sign>{COIN})?(?<![\w.#-])(?P<n>\d+(?:\.\d+)?)(?P<coin> ?{COIN}(?: (?:dong|d|vnd)\b)?)?(?![\d.]*\d)"
)
_CENTS: Final = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?) ?(?:p|pence|cents?)\b(?! ?/)")
_NOTED: Final = {"tenner": 10, "fiver": 5, "twenty": 20}
_NOTES: Final = re.compile(r"\ba (tenner|fiver|twenty)\b")
_BY: Final = re.compile(rf"(?<![\w.])(\d+(?:\.\d+)?) ?(?:x|by|×) ?(?=(\d+(?:\.\d+)?) ?((?:{unit_names()})(?![\w²³^])))")
_EVERYDAY: Final = frozenset("in bo do phan cong can c k f yen ta chi lang sao t".split())
"""Names of units that are words of their own, too."""
_VIETNAMESE: Final = {
    "lạng": "tael", "tạ": "quintal_vn", "yến": "yen_vn", "tấn": "metric_ton", "cân": "kilogram", "sào": "sao_bac_bo",
}  # fmt: skip
_BARE: Final = {"lang": "tael", "ta": "quintal_vn", "yen": "yen_vn", "tan": "metric_ton"}
"""The same typed without diacritics, where nothing else is."""
_PEOPLE: Final = frozenset(
    "person people ppl friend guest nguoi ng khach us head adult kid child student mate dua".split()
)
_STOPS: Final = frozenset(
    "a an the of on in at to for from by and or with is are was were be it that this each per every moi mot la co cua va o trong cho voi thi "
    "het duoc dc gia hon nua con how what i we you they he she then plus if when than roi ma so as x after before mua ban tra paid change total "
    "n dua gives gave cost costs weigh weighs hold holds pay pays get gets contain contains have has need needs".split()
)
_PER: Final = (
    r"(?:/ ?|(?:per|an?|each|every|moi|mot|1|tren|cho moi|for (?:each|every|an?)|in (?:each|every|an?)|trong moi) )"
)
_EACH_ALONE: Final = re.compile(r" ?(?:each|apiece|a piece|a pop|(?:moi|mot|1|/) ?(?:cai|chiec|thu|loai))\b")
_BEFORE: Final = re.compile(
    r".*\b(?P<per>each|every|per|moi|mot|1|cu moi|cu)(?: of the)? (?P<what>[a-z]+)(?:,? (?!and\b|va\b|is a\b)[a-z]+){0,3}[ :]*$"
)
_SPAN_BEFORE: Final = re.compile(
    r"(?:^|.*[ ,])(?P<what>ngay|tuan|thang)(?! (?:nay|truoc|sau|toi|do|ay)\b)(?: (?!va\b)[a-z]+){1,2} $"
)
"""*Tuần đi 6 ngày*: six days in a week."""
_CONTAINERS: Final = (
    r"packs?|packets?|boxe?s?|bags?|bottles?|glass(?:es)?|cases?|cartons?|tins?|jars?|crates?|trays?|rolls?|cans?|sacks?|"
    r"tui|hop|goi|thung|chai|bao|lon|loc|vi|khay|can|bich|ly|coc|lo"
)
_SUBJECT: Final = re.compile(
    r".*\b(?:(?P<what>[a-z]+)(?: (?:can|only|will|each))* (?:covers?|holds?|weighs?|contains?|carr(?:y|ies)|takes?|seats?|has|chua|cho|phu|nang|co|dung|son|pha)(?: (?:about|up to|duoc|dc|khoang))?"
    rf"|(?P<holder>{_CONTAINERS})(?: (?:of|from|loai|are|is))?(?: about)?) $"
)
"""*A roll covers 5 m²*, *glasses of 125 ml*, *túi 7 lạng*: what comes before is what it is one of."""
_AT: Final = re.compile(r" (?:at|@|x|voi gia) $")
_UNDER: Final = re.compile(
    r" ?[a-z¤²³0-9]{0,12}(?: [a-z]+){0,3} ?(?:\b(?:covers?|makes?|paints?|feeds?|serves?|lasts?|(?:son|phu|pha|lam|nau|an) ?(?:duoc|dc|du|het)?|duoc)|\bper|/|\bfor|\bfor every|\bcho|\bmoi|\btren|\bevery|\bin|\btrong|\bhet) ?$"
)
_EACH_BEFORE: Final = re.compile(r"\beach(?: (?:costs?|weighs?|is|was|holds?|at|of|with|costing))* ?$")
_NEXT: Final = re.compile(r" ?[a-z]+(?:,? and|,? va|,)? ?")
_TELLS_ONE: Final = re.compile(
    r"\b(?:one|an?) (?=(?:litres?|liters?|gallon|kilo|kg|tin|can|bag|roll|pack|box|bottle)\b[a-z ]{0,16}\b(?:covers?|holds?|makes?|serves?|feeds?|lasts?|weighs?|contains?|does)\b)"
)
"""*A litre covers 9 m²* tells of one."""
_FROM: Final = re.compile(r"\b(?:from|tu|was|la|cu)(?: [a-z]+)? $")
_TO: Final = re.compile(r"\b(?:to|len|den|toi|now|moi)(?: [a-z]+)? $")
_LEADING: Final = re.compile(
    r" (?:working|school|whole|full|extra|unpaid|paid)(?= (?:minutes?|hours?|days?|weeks?|months?|years?)\b)"
)
_WORDS: Final = re.compile(r"[ -]?(?P<words>[a-z]+(?:[ -][a-z]+){0,2})")


@dataclass(frozen=True)
class Amount:
    """A number of a problem: as it is written, where it stands, what it is counted in."""

    text: str
    start: int
    end: int
    dimensions: Dimensions
    size: Fraction = Fraction(1)
    """How many of the base units one of its unit is."""
    share: bool = False
    """Whether it is told in percent."""
    nouns: tuple[str, ...] = ()
    """The words behind it, where it counts things."""
    under: bool = False
    """Whether the amount before it is told for so many of it: *6.5 litres per 100 km*."""
    ratio: bool = False
    """Whether it is of one measure for another of its kind: *15 mg for each kg*."""
    bare: bool = False
    """Whether nothing says what it is counted in, though it may be told for each of something."""

    @property
    def plain(self) -> bool:
        """Whether it is one number, and not one of several put together."""
        return not self.text.startswith(("(", "#"))


@dataclass
class _Read:
    """What is read of one number so far."""

    powers: dict[str, int] = field(default_factory=dict)
    size: Fraction = Fraction(1)

    def times(self, known: Unit, power: int = 1) -> None:
        for name, each in known.dimensions.items():
            self.powers[name] = self.powers.get(name, 0) + each * power
        self.size *= known.size**power


def amounts(text: str, marked: str, asked: Set[str] = frozenset()) -> tuple[Amount, ...]:
    """The amounts of ``text``.

    Args:
        text: A problem without diacritics, its numbers in plain digits, those of money with a mark.
        marked: The same with its diacritics, letter by letter, by which units are told from other words.
        asked: The things of which the number is asked for.
    """
    return _joined(_Amounts(text, marked, asked).found, text)


class _Amounts:
    """Reads one number after another."""

    def __init__(self, text: str, marked: str, asked: Set[str]) -> None:
        self._text, self._marked = text, marked
        self._plain = text == marked.lower()
        matches = list(_NUMBER.finditer(text))
        ends = [*(match.start() for match in matches[1:]), *([len(text)] if matches else ())]
        spans = [(match.end(), end) for match, end in zip(matches, ends, strict=True)]
        behind = [_counted(text[start:end]) for start, end in spans if not self._unit(start, end)]
        self._spoken = set(asked) | {words[0] for words in behind if words}
        """What is counted, or is to be."""
        self._taken = 0
        """Where the words end that the amount before has read."""
        found: list[Amount] = []
        for match, end in zip(matches, ends, strict=True):
            before = text[self._taken : match.start()]
            self._taken = match.end()
            found.append(self._amount(match, before, end, found[-1] if found else None))
        self.found = tuple(found)

    def _amount(self, match: re.Match[str], before: str, end: int, former: Amount | None) -> Amount:
        after = self._text[match.end() : end]
        if re.match(r" ?(?:%|percent\b|phan tram\b)", after):
            return Amount(match["n"], match.start(), match.end(), {}, share=True)
        read, rest = _Read(), match.end()
        nouns: tuple[str, ...] = ()
        if match["sign"] or match["coin"]:
            read.powers[MONEY] = 1
        elif known := self._unit(match.end(), end):
            read.times(known[0])
            rest = known[1]
        elif sharers := re.match(r" of us\b| ways\b", after):
            read.powers[f"{COUNT}person"] = 1
            rest += sharers.end()
        elif words := _counted(after):
            nouns = tuple(sorted(words, key=lambda word: word not in self._spoken - {words[0]}))
            read.powers[COUNT + nouns[0]] = 1
        elif re.search(r"\b(?:chia|chia cho|split|split by)(?: deu)? $", before):
            read.powers[f"{COUNT}person"] = 1
        elif re.search(r"[x×] $", before):
            read.powers[f"{COUNT}lan"] = 1
        bare = not read.powers
        if f"{COUNT}person" not in read.powers or nouns:
            self._per(read, (rest, end), before, nouns, former)
        powers = {name: power for name, power in read.powers.items() if power}
        return Amount(
            match["n"],
            match.start(),
            match.end(),
            powers,
            read.size,
            nouns=nouns,
            bare=bare,
            ratio=bool(read.powers) and not powers,
            under=former is not None
            and bool(_UNDER.fullmatch(before) or (MONEY in former.dimensions and before == " ")),
        )

    def _unit(self, start: int, end: int) -> tuple[Unit, int] | None:
        """The unit of measure that stands at ``start``, and where it ends."""
        word = re.match(r"[ -]?([^\W\d_]+)(?![-\w²³^])", self._marked[start:end])
        names = {**_VIETNAMESE, **(_BARE if self._plain else {})}
        if word and (name := names.get(word[1].lower())):
            return _known(name, start + word.end())
        text = self._text[start:end]
        if leading := _LEADING.match(text):
            return self._unit(start + leading.end(), end)
        found = re.match(rf" ?(?:{unit_names()})(?![-\w²³^])", text)
        if found and found[0].strip() not in _EVERYDAY:
            return _known(unit_named(found[0]), start + found.end())
        time = re.match(r"[ -]?([a-z]+)\b(?!-)", text)
        return _known(unit_of(time[1]), start + time.end()) if time and unit_of(time[1]) else None

    def _per(
        self, read: _Read, rest: tuple[int, int], before: str, nouns: tuple[str, ...], former: Amount | None
    ) -> None:
        """Take what an amount is told for each of into its dimensions."""
        after = self._text[rest[0] : rest[1]]
        if behind := self._behind(rest, nouns, Unit(dict(read.powers), read.size)):
            read.times(behind, -1)
            # "40 mg per kg per day": for each of a second thing, too.
            if self._text[self._taken : rest[1]][:1] in (" ", "/") and (more := self._chained(rest[1], nouns)):
                read.times(more, -1)
        elif (
            _EACH_ALONE.match(after)
            or _EACH_BEFORE.search(before)
            or ((MONEY in read.powers or not read.powers) and _AT.search(before))
        ):
            if former and former.nouns:
                read.times(Unit({COUNT + former.nouns[0]: 1}), -1)
            elif (whole := _subject(before)) in self._spoken:
                read.times(named(whole), -1)
            return
        ahead = _BEFORE.match(before)
        if ahead and self._is_of(ahead["what"], ahead["per"], nouns):
            read.times(named(ahead["what"]), -1)
        elif (
            (span := _SPAN_BEFORE.match(before))
            and not behind
            and set(named(span["what"]).dimensions) != set(read.powers)
        ):
            read.times(named(span["what"]), -1)
        elif read.powers and MONEY not in read.powers and (whole := _subject(before)) in self._spoken - set(nouns):
            read.times(named(whole), -1)
        elif (
            not nouns
            and not behind
            and (held := _counted(after))
            and held[0] in self._spoken
            and MONEY not in read.powers
        ):
            read.times(named(held[0]), -1)  # A bag of 12 kg is a *12 kg bag*, too.

    def _chained(self, end: int, nouns: tuple[str, ...]) -> Unit | None:
        """What a second *per* directly behind the first stands before."""
        if not re.match(rf" ?{_PER}", self._text[self._taken : end]):
            return None
        return self._behind((self._taken, end), nouns, Unit({}))

    def _behind(self, rest: tuple[int, int], nouns: tuple[str, ...], own: Unit) -> Unit | None:
        """What stands behind *per*, *a* or *each*."""
        skipped = f"(?: (?!thi )[a-z]+){{0,{2 if nouns else 1}}}?"
        after = self._text[rest[0] : rest[1]]
        per = re.match(rf"{skipped} ?(?<![a-z])(?P<per>{_PER})(?=(?P<what>[a-z]+))", after)
        if per is None:
            return None
        known = self._unit(rest[0] + per.end(), rest[1])
        end = known[1] if known else rest[0] + per.end("what")
        found = known[0] if known else named(per["what"])
        if (found.dimensions, found.size) == (own.dimensions, own.size) or not (
            known or self._is_of(per["what"], per["per"].strip(), nouns)
        ):
            return None
        self._taken = end
        return found

    def _is_of(self, word: str, per: str, nouns: tuple[str, ...]) -> bool:
        """Whether an amount may be told for each ``word``: *a trip* is one where it is spoken of elsewhere, too."""
        if word in _STOPS or word in ("way", "luot") or noun(word) in nouns[:1]:
            return False
        often = per not in ("a", "an", "1", "mot") or len(re.findall(rf"\b{re.escape(singular(word))}", self._text)) > 1
        return often or not named(word).counts


def _joined(told: tuple[Amount, ...], text: str) -> tuple[Amount, ...]:
    """The amounts, those that make one measure as one: *27 minutes 30 seconds*, *from 356 to 374 m³*."""
    found: list[Amount] = []
    for each in told:
        last = found[-1] if found else None
        if last and last.dimensions and last.dimensions == each.dimensions and not last.nouns and not last.share:
            between = text[last.end : each.start]
            if last.size > each.size and _NEXT.fullmatch(between) and "length" not in each.dimensions:
                count = (last.size / each.size).numerator
                found[-1] = replace(each, text=f"({last.text} * {count} + {each.text})", start=last.start)
                continue
            if (
                last.size == each.size
                and last.plain
                and each.plain
                and _FROM.search(text[: last.start])
                and _TO.search(between)
                and float(last.text) < float(each.text)
            ):
                found[-1] = replace(each, text=f"({each.text} - {last.text})", start=last.start)
                continue
        found.append(each)
    return tuple(found)


def _subject(before: str) -> str:
    """The thing that the amount behind ``before`` is told of, or nothing."""
    found = _SUBJECT.match(before)
    return noun(found["what"] or found["holder"]) if found else ""


def _known(name: str, end: int) -> tuple[Unit, int] | None:
    found = unit(name)
    return (found, end) if found else None


def _counted(after: str) -> tuple[str, ...]:
    """The words for what is counted, up to three, without their plurals."""
    match = _WORDS.match(after)
    words: list[str] = []
    for each in re.split(r"[ -]", match["words"]) if match else ():
        if each in _STOPS:
            break
        words.append(noun(each))
    return tuple(words)


def noun(word: str) -> str:
    """What ``word`` counts: one name for people, else the word without its plural."""
    single = singular(word)
    return "person" if single in _PEOPLE or word in _PEOPLE else single


def named(word: str) -> Unit:
    """The unit that ``word`` names; of a thing, one of it."""
    known = unit(unit_of(word)) or (None if word in _EVERYDAY else unit(unit_named(word)))
    return known or Unit({COUNT + noun(word): 1})


def spelt(text: str, *, cents: bool) -> str:
    """``text`` with both sides of *4 x 3 m* in metres, and with pence and cents as parts of a whole."""
    text = _TELLS_ONE.sub("1 ", re.sub(rf"(?<=\d)x(?=\d)|(?<=[\d{COIN}]) x(?=\d)", " x ", text))
    for _ in range(2):
        text = _BY.sub(r"\1 \3 x ", text)
    text = _NOTES.sub(lambda match: f"{COIN}{_NOTED[match[1]]}", text)
    return _CENTS.sub(lambda match: f"{Decimal(match[1]) / 100}{COIN}", text) if cents else text
