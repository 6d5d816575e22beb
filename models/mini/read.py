"""Reading passages: the sentence that answers a question, and the quantity that a phrase names.

What is returned stands in a passage word for word; where the evidence is thin, nothing is returned.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from typing import Literal

import numpy as np

from reckoner.core import Language, fold, language_of, sentences

from .encoder import encoder
from .figures import cells_of, column_of, is_row
from .lexicon import Term, held, terms
from .quantities import all_dates_in, date_in, measure_in, number_in
from .said import Said
from .times import ADJECTIVES, any_of, unit_of

Seeks = Literal["number", "price", "measure", "date", "dates"]
"""What is looked for in a document to calculate with; ``dates`` are two of one sentence."""

_PASSAGE = re.compile(
    r'<passage id="(?P<key>\w+)" document="(?P<name>[^"]*)" page="(?P<page>\d+)"(?: section="(?P<section>[^"]*)")? '
    r'score="(?P<score>[\d.]+)">\n(?P<text>.*?)\n</passage>',
    re.DOTALL,
)
_HEADING = re.compile(r"#|(?:\d{1,2}|[IVX]+|Điều \d+|Section \d+)\. [^.:]{2,60}$|[A-ZÀ-ỸĐ0-9 ,–-]{6,}$")
_SAME = 0.62
"""The least cosine at which a sentence may answer a question with a word that its passage lacks."""
_ENOUGH: dict[Language, tuple[float, float]] = {"en": (0.2, 0.34), "vi": (0.15, 0.4)}
"""By the question's language: the least score of a passage, and the least share of the question's words in a sentence."""
_A_TIME = re.compile(
    r"\d[/.-]\d|\b(?:19|20)\d\d\b|\d(?:st|nd|rd|th)\b|\d ?(?:am|pm|a\.m|p\.m|h|giờ)\b|\d:\d\d|ngày \d|tháng \d|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d|\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
_CLOSE: dict[Language, float] = {"en": 0.3, "vi": 0.4}
"""The least coverage of a sentence that is shown as what comes closest."""
_MONEY_ITSELF = frozenset(("tien", "so", "money"))
_ENDS: dict[Language, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "en": (("start", "departure", "check-in"), ("end", "arrival", "check-out")),
    "vi": (("bắt đầu", "ngày đi", "nhận phòng"), ("kết thúc", "ngày về", "trả phòng")),
}
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
# What no sentence states, unless it was written to answer just this.
_COMPUTED = (
    r"what percentage|how much (?:more|less|cheaper|dearer|longer|higher|lower)|difference between|(?:combined|together|altogether)\b|"
    r"chenh (?:lech|nhau)|con (?:phai|no)\b.*(?:bao nhieu|may)|still owe|left to pay|remaining balance|(?:hon|kem) nhau|(?:nhieu|it|dat|re|cao|thap|dai) hon (?:bao nhieu|may)"
)
CONDITIONS = Said(
    en=r"each further|each extra|each additional|beyond|in excess|\bover \d|\bfree\b|except|\bfirst \d|does not apply|only for|more than \d|surcharge|supplement|on top of|in addition",
    vi=r"miễn phí|xa hơn|vượt|trở lên|không áp dụng|phụ trội|phụ thu|trả thêm|so với giá|từ (?:cái|người|kg) thứ",
)
"""A price that depends on more than a count: it is shown, not computed with."""
_SEASON = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*$")
_UNITS = any_of("year", "month", "week", "day", "night", "hour")
# What a price is for, said as such: "per month", "/tháng", "annual".
_PRICED = re.compile(
    rf"(?:/|\b(?:per|an?|each|every|moi|mot|hang)) ?(?P<unit>{_UNITS}|annum)\b|"
    rf"\b(?P<of>{ADJECTIVES})\b"
)
# Not a time that something takes, as in "within 30 days".
_PERIOD = re.compile(rf"(?<!\d )\b(?:{_UNITS}|{ADJECTIVES})\b")


@dataclass(frozen=True)
class Found:
    """Words of a passage."""

    quote: str
    key: str
    """The passage's, for citing it."""
    name: str
    page: int
    value: str = ""
    """A number in the quote, in plain digits; or its dates, as Python expressions."""
    unit: str = ""
    """What the number measures, by the unit's name."""


@dataclass(frozen=True)
class Reading:
    """Sentences that answer a question; or, where that is not ``sure``, those that come closest to it."""

    found: tuple[Found, ...]
    sure: bool


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage, and how much of a question it speaks of."""

    text: str
    passage: re.Match[str]
    coverage: float
    """The share of the question's terms that it speaks of, itself and by what stands around it."""
    missing: tuple[Term, ...]
    """The question's terms that neither it nor its headings speak of."""
    beside: frozenset[str]
    """Those of the missing that stand elsewhere in the passage."""
    precision: float
    """The share of its own words that the question's terms are."""
    likeness: float = 0.0

    @property
    def score(self) -> float:
        return self.coverage + self.likeness


def answer(question: str, results: Sequence[str]) -> Reading:
    """What the searched passages have to say to ``question``.

    Args:
        question: As the person put it.
        results: What the document search returned, as text.
    """
    language = language_of(question)
    telling = ranked(question, results, language)
    if not telling:
        return Reading((), sure=False)
    best, *others = telling
    sure = _answers(question, best)
    if not sure and not _near(question, best):
        return Reading((), sure=False)
    floor = (0.8 if sure else 0.65) * best.score
    more = [each for each in others[: 1 if sure else 2] if each.score > floor and 12 < len(each.text) < 300]
    return Reading(tuple(found_in(each) for each in (best, *more)), sure=sure)


def _answers(question: str, best: Sentence) -> bool:
    """Whether the sentence speaks of all that is asked, and not of something that only looks like it."""
    least_score, least_coverage = _ENOUGH[language_of(question)]
    if float(best.passage["score"]) < least_score or best.coverage < least_coverage:
        return False
    asked = len(terms(question))
    if any(character.isdigit() for term in best.missing for character in term.text) or _of_another(question, best.text):
        return False
    if language_of(question) == "en":
        return not best.missing or (best.likeness >= _SAME and len(best.missing) <= asked / 4)
    # Only words that say what kind of thing is asked for may be lacking, never those that say of what.
    weak = all(term.text in _MONEY_ITSELF or any(form[0] == "~" for form in term.forms) for term in best.missing)
    return weak and len(best.missing) <= asked / 4


def _of_another(question: str, sentence: str) -> bool:
    """Whether the sentence only holds what would have to be computed with, or is a row of a table that nothing asks for."""
    folded = fold(question)
    if re.search(_COMPUTED, folded) and not ("%" in sentence and "percent" in folded):
        return True
    # A share of something is asked for as an amount: no sentence that names the share is that.
    if re.search(r"\d ?(?:%|percent|phan tram)", folded) and re.search(r"how much|bao nhieu (?:dong|tien)", folded):
        return True
    return is_row(sentence) and not any(term.stands_in(held(cells_of(sentence))) for term in terms(question))


def _names(phrase: str, sentence: Sentence, language: Language) -> bool:
    """Whether the sentence speaks of ``phrase``, so that its number may be the phrase's."""
    # What a proper name belongs to need not be said again in every sentence of a document that names it.
    missing = [
        term
        for term in sentence.missing
        if term.text not in _MONEY_ITSELF
        and not (term.text in sentence.beside and _capital(phrase, term.text) and not _SEASON.match(term.text))
    ]
    # A number in a name is never said elsewhere: order 603 is not the row of order 601.
    if any(character.isdigit() for term in sentence.missing for character in term.text):
        return False
    least_score, least_coverage = _ENOUGH[language]
    if float(sentence.passage["score"]) < 0.6 * least_score or sentence.coverage < least_coverage:
        return False
    return not missing or (language == "vi" and len(missing) <= len(terms(phrase, language)) / 4)


def _capital(phrase: str, folded: str) -> bool:
    place = fold(phrase).find(folded)
    return place >= 0 and phrase[place].isupper()


def _near(question: str, best: Sentence) -> bool:
    """Whether the sentence is worth showing to who asked, as what comes closest."""
    if not _expected(question).search(best.text):
        return False
    return best.coverage >= _CLOSE[language_of(question)] or (best.coverage >= 0.1 and best.likeness >= 0.4)


def operand(
    phrase: str, results: Sequence[str], seeks: Seeks = "number", language: Language | None = None
) -> tuple[Found, ...]:
    """The sentence that gives ``phrase`` a value of the kind that is sought, with that value; or none.

    Of ``dates``, two sentences may each give one: when it starts, and when it ends.
    """
    language = language or language_of(phrase)
    if found := _operand(phrase, results, seeks, language):
        return (found,)
    if seeks != "dates":
        return ()
    for start, end in zip(*_ENDS[language], strict=True):
        first, last = (_operand(f"{word} {phrase}", results, "date", language) for word in (start, end))
        if first and last and first.value != last.value:
            return first, last
    return ()


def _operand(phrase: str, results: Sequence[str], seeks: Seeks, language: Language) -> Found | None:
    # A label with its number tells more than a sentence that mentions the phrase among other things.
    telling = sorted(ranked(phrase, results, language), key=lambda each: -each.score - each.precision)
    for each in telling:
        if not _names(phrase, each, language) or (seeks in ("number", "price") and CONDITIONS.search(each.text)):
            continue
        value, unit = _value(each.text, phrase, seeks)
        if value:
            return found_in(each, value, unit)
    return None


def _value(sentence: str, phrase: str, seeks: Seeks) -> tuple[str, str]:
    if seeks == "measure":
        return measure_in(sentence, phrase)
    if seeks == "date":
        return date_in(sentence, phrase), ""
    if seeks == "dates":
        dates = all_dates_in(sentence)
        return (", ".join(dates), "") if len(dates) == 2 else ("", "")
    return number_in(sentence, phrase, money=seeks == "price"), ""


def in_row_of(former: Found, phrase: str, found: Found) -> Found:
    """``found``; or, where ``phrase`` names a column and nothing of its row, that column of the row that was found before."""
    asked = terms(phrase)
    rows = is_row(former.quote) and is_row(found.quote)
    if not rows or former.quote == found.quote or any(term.stands_in(held(cells_of(found.quote))) for term in asked):
        return found
    value = number_in(former.quote, phrase)
    return replace(former, value=value) if value else found


def same_column(first: Found, phrase: str, second: Found, other: str) -> bool:
    """Whether two values of rows of one table may be computed with: of one column, or each of the column that is named."""
    if first.quote == second.quote:
        return True
    columns = [column_of(each.quote, each.value) for each in (first, second)]
    if not all(columns) or columns[0] == columns[1]:
        return True
    pairs = zip(columns, (phrase, other), strict=True)
    return all(any(term.stands_in(held(column)) for term in terms(said)) for column, said in pairs)


def periods(quote: str, counted: str) -> str | None:
    """What turns a price of ``quote`` times a number of ``counted`` into a price: nothing, a factor, or ``None``."""
    asked = unit_of(counted)
    if not asked:
        return ""
    folded = fold(quote)
    told = [match["unit"] or match["of"] for match in _PRICED.finditer(folded)] or _PERIOD.findall(folded)
    named = {unit_of(match) for match in told}
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


def ranked(question: str, results: Sequence[str], language: Language) -> Sequence[Sentence]:
    """The sentences of all passages, the most telling first; one reading serves all that a turn asks of it."""
    return _ranked(question, tuple(results), language)


@lru_cache(maxsize=32)
def _ranked(question: str, results: tuple[str, ...], language: Language) -> tuple[Sentence, ...]:
    asked = terms(question, language)
    pieces = [
        _sentence(asked, passage, heading, text)
        for result in results
        for passage in _PASSAGE.finditer(result)
        for heading, text in _texts(unescape(passage["text"]))
    ]
    # Only sentences that share words with the question are worth the encoder's time.
    likely = sorted(pieces, key=lambda each: -each.coverage)[:24]
    if likely and language == "en":
        vectors = encoder().encode([question, *(each.text for each in likely)])
        likeness = np.maximum(vectors[1:] @ vectors[0], 0).tolist()
        likely = [replace(each, likeness=like) for each, like in zip(likely, likeness, strict=True)]
    kind = _expected(question)
    # What an answer must hold counts for more than likeness.
    order = sorted(likely, key=lambda each: -each.score - 0.3 * each.precision + 0.6 * (not kind.search(each.text)))
    return tuple(order)


def _sentence(asked: Sequence[Term], passage: re.Match[str], heading: str, text: str) -> Sentence:
    own, over, around = held(text), held(f"{heading}\n{_named(passage)}"), held(unescape(passage["text"]))
    own_share = sum(term.stands_in(own) for term in asked)
    missing = tuple(term for term in asked if not term.stands_in(own) and not term.stands_in(over))
    beside = frozenset(term.text for term in missing if term.stands_in(around))
    over_share = len(asked) - own_share - len(missing)
    # What a heading, the document's name or the rest of the passage says counts for a part: a row names no table.
    coverage = (own_share + 0.5 * over_share + 0.3 * len(beside)) / len(asked) if asked else 0.0
    # "The maximum weight" is not the weight.
    bounded = {"~maximum", "~minimum"} & own and not any({"~maximum", "~minimum"} & term.forms for term in asked)
    coverage -= 0.2 * bool(bounded)
    precision = min(1.0, own_share / max(1, len(re.findall(r"[^\W\d_]+", text))))
    return Sentence(text, passage, coverage, missing, beside, precision)


def _named(passage: re.Match[str]) -> str:
    return f"{re.sub(r'[._-]', ' ', unescape(passage['name']))}\n{unescape(passage['section'] or '')}"


def _expected(question: str) -> re.Pattern[str]:
    """What an answer to ``question`` must hold: a number, a date, a name."""
    folded = fold(question)
    for asked, answers in _EXPECTED:
        if re.search(asked, folded):
            return answers
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


def found_in(sentence: Sentence, value: str = "", unit: str = "") -> Found:
    passage = sentence.passage
    return Found(sentence.text, passage["key"], unescape(passage["name"]), int(passage["page"]), value, unit)
