"""Reading passages: the sentence that answers a question, and the quantity that a phrase names.

What is returned stands in a passage word for word; where the evidence is thin, nothing is returned.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

import numpy as np

from reckoner.core import Language, fold, language_of, sentences

from .encoder import encoder
from .lexicon import Term, held, stem, terms
from .numbers import canonical

_PASSAGE = re.compile(
    r'<passage id="(?P<key>\w+)" document="(?P<name>[^"]*)" page="(?P<page>\d+)" score="(?P<score>[\d.]+)">\n(?P<text>.*?)\n</passage>',
    re.DOTALL,
)
_HEADING = re.compile(r"#|(?:\d{1,2}|[IVX]+|Điều \d+|Section \d+)\. [^.:]{2,60}$|[A-ZÀ-ỸĐ0-9 ,–-]{6,}$")
_SAME = 0.62
"""The least cosine at which a sentence may answer a question with a word that its passage lacks."""
_ENOUGH: dict[Language, tuple[float, float]] = {"en": (0.36, 0.34), "vi": (0.3, 0.4)}
"""By the question's language: the least score of a passage, and the least share of the question's words in a sentence."""
_A_TIME = re.compile(
    r"\d[/.-]\d|\b(?:19|20)\d\d\b|\d(?:st|nd|rd|th)\b|\d ?(?:am|pm|a\.m|p\.m|h|giờ)\b|\d:\d\d|ngày \d|tháng \d|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d|\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
_CLOSE = 0.45
# What a question asks for, and what its answer then holds.
_EXPECTED = (
    (r"phone|telephone|hotline|so dien thoai|sdt", re.compile(r"\d[\d .-]{5,}\d")),
    (r"\be-?mail", re.compile(r"@")),
    (
        r"\bwhen\b|what date|which day|\bkhi nao|ngay nao|ngay may|nam nao|bao gio|thang may|may gio|what time|sinh ngay",
        _A_TIME,
    ),
    (
        r"how (?:much|many|long|old|tall|heavy|wide|far|big|large|high|deep|often)|bao nhieu|\bmay\b|bao lau|bao xa|nang bao|rong bao",
        re.compile(r"\d"),
    ),
    (r"\bwho\b|\bwhose\b|\bai\b|ten (?:la )?gi|name of", re.compile(r"[A-ZÀ-ỸĐ]\w+ [A-ZÀ-ỸĐ]\w+")),
)
_MONEY = r"[$€£₫]|\b(?:usd|vnd|eur|dollars?|euros?|dong|d|trieu|ty|nghin)\b"
_MONEY_WORDS = frozenset(
    (
        "rent price cost fee salary deposit amount total budget revenue payment charge income tuition gia tien "
        "luong phi coc thue doanh thu hoc chi"
    ).split()
)
_PERIODS = {
    **dict.fromkeys(("year", "annual", "annually", "yearly", "annum", "nam"), "year"),
    **dict.fromkeys(("month", "monthly", "thang"), "month"),
    **dict.fromkeys(("week", "weekly", "tuan"), "week"),
    **dict.fromkeys(("day", "daily", "ngay"), "day"),
    **dict.fromkeys(("night", "nightly", "dem"), "night"),
    **dict.fromkeys(("hour", "hourly", "gio"), "hour"),
}
# Not a time that something takes, as in "within 30 days": a time that a price is for.
_PERIOD = rf"(?<!\d )\b({'|'.join(_PERIODS)})\b"


@dataclass(frozen=True)
class Found:
    """Words of a passage."""

    quote: str
    key: str
    """The passage's, for citing it."""
    name: str
    page: int
    value: str = ""
    """A number in the quote, in plain digits."""


@dataclass(frozen=True)
class Reading:
    """Sentences that answer a question; or, where that is not ``sure``, those that come closest to it."""

    found: tuple[Found, ...]
    sure: bool


@dataclass(frozen=True)
class _Sentence:
    text: str
    passage: re.Match[str]
    coverage: float
    """The share of the question's terms that it speaks of, itself and by what stands around it."""
    missing: tuple[Term, ...]
    """The question's terms that neither it nor its headings speak of."""
    likeness: float

    @property
    def score(self) -> float:
        return self.coverage + self.likeness


def answer(question: str, results: Sequence[str]) -> Reading:
    """What the searched passages have to say to ``question``.

    Args:
        question: As the person put it.
        results: What the document search returned, as text.
    """
    ranked = _ranked(question, results)
    if not ranked:
        return Reading((), sure=False)
    best, *others = ranked
    sure = _answers(question, best)
    if not sure and not _near(question, best):
        return Reading((), sure=False)
    floor = (0.8 if sure else 0.75) * best.score
    more = [each for each in others[: 1 if sure else 2] if each.score > floor and 12 < len(each.text) < 300]
    return Reading(tuple(_found(each) for each in (best, *more)), sure=sure)


def _answers(question: str, best: _Sentence) -> bool:
    """Whether the sentence speaks of all that is asked, and not of something that only looks like it."""
    least_score, least_coverage = _ENOUGH[language_of(question)]
    if float(best.passage["score"]) < least_score or best.coverage < least_coverage:
        return False
    asked = len(terms(question))
    if any(character.isdigit() for term in best.missing for character in term.text):
        return False
    if language_of(question) == "en":
        return not best.missing or (best.likeness >= _SAME and len(best.missing) <= asked / 4)
    return len(best.missing) <= asked / 4


def _near(question: str, best: _Sentence) -> bool:
    """Whether the sentence is worth showing to who asked, as what comes closest."""
    if not _expected(question).search(best.text):
        return False
    return best.coverage >= _CLOSE or (best.coverage >= 0.2 and best.likeness >= 0.45)


def quantity(phrase: str, results: Sequence[str]) -> Found | None:
    """The sentence that gives ``phrase`` a number, with that number."""
    for each in _ranked(phrase, results):
        if not _answers(phrase, each):
            continue
        if value := _number_near(phrase, each.text):
            return _found(each, value)
    return None


def periods(quote: str, counted: str) -> str | None:
    """What turns a price of ``quote`` times a number of ``counted`` into a price: nothing, a factor, or ``None``."""
    asked = _PERIODS.get(counted, "")
    if not asked:
        return ""
    named = {_PERIODS[match] for match in re.findall(_PERIOD, fold(quote))}
    if asked in named:
        return ""
    return (
        {
            ("year", "month"): " / 12",
            ("month", "year"): " * 12",
            ("week", "day"): " / 7",
            ("day", "week"): " * 7",
        }.get((next(iter(named)), asked))
        if len(named) == 1
        else None
    )


def _ranked(question: str, results: Sequence[str]) -> list[_Sentence]:
    """The sentences of all passages, the most telling first."""
    asked = terms(question)
    pieces = [
        _sentence(asked, passage, heading, text)
        for result in results
        for passage in _PASSAGE.finditer(result)
        for heading, text in _texts(unescape(passage["text"]))
    ]
    # Only sentences that share words with the question are worth the encoder's time.
    likely = sorted(pieces, key=lambda each: -each.coverage)[:24]
    if likely and language_of(question) == "en":
        vectors = encoder().encode([question, *(each.text for each in likely)])
        likeness = np.maximum(vectors[1:] @ vectors[0], 0).tolist()
        likely = [replace(each, likeness=like) for each, like in zip(likely, likeness, strict=True)]
    kind = _expected(question)
    return sorted(likely, key=lambda each: -each.score + 0.6 * (not kind.search(each.text)))


def _sentence(asked: Sequence[Term], passage: re.Match[str], heading: str, text: str) -> _Sentence:
    own, over, around = held(text), held(heading + "\n" + _named(passage)), held(unescape(passage["text"]))
    own_share = sum(term.stands_in(own) for term in asked)
    missing = tuple(term for term in asked if not term.stands_in(own) and not term.stands_in(over))
    beside = sum(term.stands_in(around) for term in missing)
    over_share = len(asked) - own_share - len(missing)
    # What a heading, the document's name or the rest of the passage says counts for a part: a row names no table.
    coverage = (own_share + 0.5 * over_share + 0.3 * beside) / len(asked) if asked else 0.0
    return _Sentence(text, passage, coverage, missing, 0.0)


def _named(passage: re.Match[str]) -> str:
    return re.sub(r"[._-]", " ", unescape(passage["name"]))


def _expected(question: str) -> re.Pattern[str]:
    """What an answer to ``question`` must hold: a number, a date, a name."""
    folded = fold(question)
    for asked, held in _EXPECTED:
        if re.search(asked, folded):
            return held
    return re.compile("")


def _texts(passage: str) -> Iterator[tuple[str, str]]:
    """The passage's sentences, each with the headings over it."""
    title = heading = ""
    for start, end in sentences(passage):
        text = passage[start:end]
        if _HEADING.match(text):
            title, heading = title or text, text
        else:
            yield f"{title}\n{heading}", text


def _number_near(phrase: str, sentence: str) -> str:
    """The number of ``sentence`` that belongs to ``phrase``: of the right kind, and closest to its words."""
    plain = canonical(sentence, language_of(sentence))
    folded = fold(plain)
    wanted = {form for term in terms(phrase) for form in term.forms}
    stems = [(match.start(), stem(match[0])) for match in re.finditer(r"[a-z0-9]+", folded)]
    places = [near for word in wanted if (near := [place for place, each in stems if each == word])]
    asks_money = bool(wanted & {stem(word) for word in _MONEY_WORDS})
    asks_percent = bool(re.search(r"percent|rate|%|phan tram|ty le|lai suat", fold(phrase)))
    best, chosen = -1e9, ""
    for match in re.finditer(r"(?<![\w.])\d+(?:\.\d+)?", folded):
        if stem(match[0]) in wanted:
            continue
        before, after = (
            folded[max(0, match.start() - 14) : match.start()],
            folded[match.end() : match.end() + 12],
        )
        if match.start() < 3 and re.match(r"[.)] ", folded[match.end() :]):
            continue  # The number of a clause.
        rank = -sum(min(abs(match.start() - place) for place in near) for near in places) / max(1, len(places)) / 20
        is_money = bool(re.search(_MONEY, _window(sentence, match[0])))
        is_percent = after.lstrip().startswith(("%", "percent", "phan tram"))
        rank += 3 * (asks_money and is_money) + 4 * (asks_percent == is_percent)
        rank -= 4 * _dated(match[0], before, after) + 3 * bool(
            re.search(r"(?:section|article|clause|no\.?|dieu|muc|khoan|phong) ?$", before)
        )
        if rank > best:
            best, chosen = rank, match[0]
    if asks_money and chosen and not (re.search(_MONEY, _window(sentence, chosen)) or float(chosen) >= 1_000):
        return ""  # A share or a span of the money, not the money.
    return chosen


def _window(sentence: str, number: str) -> str:
    """What stands around ``number`` in the sentence as it was written."""
    digits = r"[.,]?".join(number.split(".")[0].rstrip("0") or number)
    found = re.search(digits, sentence)
    return fold(sentence[max(0, found.start() - 3) : found.end() + 16]) if found else fold(sentence)


def _dated(number: str, before: str, after: str) -> bool:
    year = len(number) == 4 and number[:2] in ("19", "20")
    day = re.match(
        r" ?(?:/|-\d|january|february|march|april|may|june|july|august|september|october|november|december|thang \d)",
        after,
    )
    return (
        year
        or bool(day)
        or bool(
            re.search(
                r"(?:january|february|march|april|may|june|july|august|september|october|november|december|ngay|thang|nam|/) ?$",
                before,
            )
        )
    )


def _found(sentence: _Sentence, value: str = "") -> Found:
    passage = sentence.passage
    return Found(sentence.text, passage["key"], unescape(passage["name"]), int(passage["page"]), value)
