"""Reading passages: the sentence that answers a question, and the quantity that a phrase names.

What is returned stands in a passage word for word; where the evidence is thin, nothing is returned.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

import numpy as np

from reckoner.core import Language, fold, language_of, sentences

from .encoder import encoder
from .numbers import canonical

_PASSAGE = re.compile(
    r'<passage id="(?P<key>\w+)" document="(?P<name>[^"]*)" page="(?P<page>\d+)" score="(?P<score>[\d.]+)">\n(?P<text>.*?)\n</passage>',
    re.DOTALL,
)
_STOPS = frozenset(
    (
        "a an the of in on at to for from by with and or is are was were be been it its this that these those as do "
        "does did has have had what which who whom whose when where why how i you he she we they my your our their "
        "me us many much any there tell find give show please document documents file files say says said according "
        "about can could will would should if la va cua co duoc cho voi cac nhung nay do thi ma o tai trong tu den "
        "da dang se bi boi theo ve nhu gi nao bao nhieu may ai dau sao hay mot khi neu hoac tren duoi ra vao biet "
        "hoi tai lieu van ban tep cai khong the lam"
    ).split()
)
_SAME = 0.62
"""The least cosine at which a sentence may answer a question with a word that its passage lacks."""
_ENOUGH: dict[Language, tuple[float, float]] = {"en": (0.36, 0.34), "vi": (0.3, 0.4)}
"""By the question's language: the least score of a passage, and the least share of the question's words in a sentence."""
_A_TIME = re.compile(
    r"\d[/.-]\d|\b(?:19|20)\d\d\b|\d(?:st|nd|rd|th)\b|\d ?(?:am|pm|a\.m|p\.m|h|giờ)\b|\d:\d\d|ngày \d|tháng \d|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d|\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
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
class _Sentence:
    text: str
    passage: re.Match[str]
    around: set[str]
    """The telling words of the whole passage and of its document's name."""
    coverage: float
    likeness: float

    @property
    def score(self) -> float:
        return self.coverage + self.likeness


def answer(question: str, results: Sequence[str]) -> list[Found]:
    """One or two sentences of the searched passages that answer ``question``; none where they do not.

    Args:
        question: As the person put it.
        results: What the document search returned, as text.
    """
    ranked = _ranked(question, results)
    if not ranked:
        return []
    least_score, least_coverage = _ENOUGH[language_of(question)]
    best = ranked[0]
    if float(best.passage["score"]) < least_score or best.coverage < least_coverage:
        return []
    if not _supported(question, best):
        return []
    second = ranked[1] if len(ranked) > 1 else None
    chosen = [best]
    telling = second and len(second.text.split()) >= 3 and len(second.text) < 300
    if second and telling and second.score > 0.8 * best.score and second.coverage >= least_coverage:
        chosen.append(second)
    return [_found(each) for each in chosen]


def _supported(question: str, best: "_Sentence") -> bool:
    """Whether the passage speaks of what is asked, and not of something that only looks like it."""
    asked = words(question)
    missing = {word for word in asked if not _holds(best.around, word)}
    if any(character.isdigit() for word in missing for character in word):
        return False
    if language_of(question) == "en":
        return not missing or best.likeness >= _SAME
    return len(missing) <= len(asked) / 3


def _holds(around: set[str], word: str) -> bool:
    return word in around or (len(word) > 4 and any(each.startswith(word[:5]) for each in around))


def quantity(phrase: str, results: Sequence[str]) -> Found | None:
    """The sentence that gives ``phrase`` a number, with that number."""
    for each in _ranked(phrase, results):
        if (each.coverage < 0.5 and each.likeness < 0.55) or not _supported(phrase, each):
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
    pieces = [
        (passage, text)
        for result in results
        for passage in _PASSAGE.finditer(result)
        for text in _texts(unescape(passage["text"]))
    ]
    if not pieces:
        return []
    wanted = words(question)
    around = {passage: _around(passage) for passage, _ in pieces}
    coverage = [_coverage(wanted, around[passage], text) for passage, text in pieces]
    # Only sentences that share words with the question are worth the encoder's time.
    likely = sorted(range(len(pieces)), key=lambda place: -coverage[place])[:24]
    likeness = dict.fromkeys(likely, 0.0)
    if language_of(question) == "en":
        vectors = encoder().encode([question, *(pieces[place][1] for place in likely)])
        likeness = dict(zip(likely, np.maximum(vectors[1:] @ vectors[0], 0).tolist(), strict=True))
    found = [
        _Sentence(text, passage, around[passage], coverage[place], likeness[place])
        for place in likely
        for passage, text in [pieces[place]]
    ]
    kind = _expected(question)
    return sorted(found, key=lambda each: -each.score + 0.6 * (not kind.search(each.text)))


def _expected(question: str) -> re.Pattern[str]:
    """What an answer to ``question`` must hold: a number, a date, a name."""
    folded = fold(question)
    for asked, held in _EXPECTED:
        if re.search(asked, folded):
            return held
    return re.compile("")


def _texts(passage: str) -> list[str]:
    """The passage's sentences; a heading is taken together with the line that it heads."""
    return [passage[start:end] for start, end in sentences(passage) if not passage[start:end].startswith("#")]


def _around(passage: re.Match[str]) -> set[str]:
    return words(unescape(passage["text"])) | words(re.sub(r"[._-]", " ", unescape(passage["name"])))


def _coverage(wanted: set[str], around: set[str], text: str) -> float:
    if not wanted:
        return 0.0
    held = words(text)
    # What the rest of the passage or the document's name says counts for a part: a table's row names no table.
    return (len(wanted & held) + 0.3 * len((wanted - held) & around)) / len(wanted)


def words(text: str) -> set[str]:
    """The telling words of ``text``, without diacritics and endings."""
    return {_stem(word) for word in re.findall(r"[a-z0-9]+", fold(text)) if word not in _STOPS}


def _stem(word: str) -> str:
    if len(word) < 5 or word.isdigit():
        return word
    for ending in ("ingly", "edly", "ing", "ed", "ies", "es", "s", "ly", "er", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def _number_near(phrase: str, sentence: str) -> str:
    """The number of ``sentence`` that belongs to ``phrase``: of the right kind, and closest to its words."""
    plain = canonical(sentence, language_of(sentence))
    folded = fold(plain)
    wanted = words(phrase)
    stems = [(match.start(), _stem(match[0])) for match in re.finditer(r"[a-z0-9]+", folded)]
    places = [near for word in wanted if (near := [place for place, stem in stems if stem == word])]
    asks_money = bool(wanted & {_stem(word) for word in _MONEY_WORDS})
    asks_percent = bool(re.search(r"percent|rate|%|phan tram|ty le|lai suat", fold(phrase)))
    best, chosen = -1e9, ""
    for match in re.finditer(r"(?<![\w.])\d+(?:\.\d+)?", folded):
        if _stem(match[0]) in wanted:
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
