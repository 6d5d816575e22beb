"""Reading passages: the sentence that answers a question, and the quantity that a phrase names.

What is returned stands in a passage word for word; where the evidence is thin, nothing is returned.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape

import numpy as np

from reckoner.core import SURE, Language, fold, language_of, sentences

from .confidence import of_fact
from .encoder import encoder
from .figures import cells_of, is_row, named_cells, values_of
from .lexicon import Term, held, terms
from .numbers import canonical
from .pointer.network import Span, pointer
from .quantities import number_in

_PASSAGE = re.compile(
    r'<passage id="(?P<key>\w+)" document="(?P<name>[^"]*)" page="(?P<page>\d+)"(?: section="(?P<section>[^"]*)")? '
    r'score="(?P<score>[\d.]+)">\n(?P<text>.*?)\n</passage>',
    re.DOTALL,
)
_HEADING = re.compile(r"#|(?:\d{1,2}|[IVX]+|Điều \d+|Section \d+)\. [^.:]{2,60}$|[A-ZÀ-ỸĐ0-9 ,–-]{6,}$")
_SAME = 0.62
"""The least cosine at which a sentence may answer a question with a word that its passage lacks."""
ENOUGH: dict[Language, tuple[float, float]] = {"en": (0.2, 0.34), "vi": (0.15, 0.4)}
"""By the question's language: the least score of a passage, and the least share of the question's words in a sentence."""
_A_TIME = re.compile(
    r"\d[/.-]\d|\b(?:19|20)\d\d\b|\d(?:st|nd|rd|th)\b|\d ?(?:am|pm|a\.m|p\.m|h|giờ)\b|\d:\d\d|ngày \d|tháng \d|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d|\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
)
_CLOSE: dict[Language, float] = {"en": 0.3, "vi": 0.4}
"""The least coverage of a sentence that is shown as what comes closest."""
_POINTED = 0.25
"""What words that surely answer count for their sentence, beside what it shares with the question."""
_READ, _FIRST = 3, 2
"""So many passages are read closely; the first of the search are among them."""
_STATED = 0.5
"""A sentence that answers as likely as this is told as the answer."""
_LACKING = 0.45
"""How likely at most a sentence answers that lacks a number of the question."""
_SHOWN: dict[Language, float] = {"en": 0.08, "vi": 0.17}
"""By the question's language: one that answers as likely as this is shown as what comes closest."""
_PLAIN = 0.5
"""Words that say it as likely as this are told by themselves."""
_COMPARED = 24
"""So many sentences are compared by their meaning; a passage has more."""
_POINTED_ALONE = 0.2
"""A sentence that shares no word with the question counts where it holds words that answer as likely as this."""
_NAME = 5
"""A cell of a row that has no more words than this may name what the row is about."""
MONEY_ITSELF = frozenset(("tien", "so", "money"))
_A_NAME = re.compile(r"[A-ZÀ-ỸĐ]\w+ [A-ZÀ-ỸĐ]\w+")
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
    (r"\bwho\b|\bwhose\b|\bai\b|ten (?:la )?gi|name of", _A_NAME),
)
_FIRST_NAME = re.compile(r"[A-ZÀ-ỸĐ][^\W\d_]+")
"""Where words of a sentence answer who somebody is, one name will do."""
_PRICE = r"\bprices?\b|\bcosts?\b|\bhow much (?:is|are|for|do(?:es)?)\b|\bgia\b|bao nhieu (?:tien|dong)|\btien\b"
_HOW_MUCH = rf"how (?:much|many)|bao nhieu|\bmay\b(?! gio)|{_PRICE}"
"""What asks for an amount."""
# What no sentence states, unless it was written to answer just this.
_COMPUTED = (
    r"what percentage|how much (?:more|less|cheaper|dearer|longer|higher|lower)|difference between|(?:combined|together|altogether)\b|"
    r"chenh (?:lech|nhau)|con (?:phai|no)\b.*(?:bao nhieu|may)|still owe|left to pay|remaining balance|(?:hon|kem) nhau|(?:nhieu|it|dat|re|cao|thap|dai) hon (?:bao nhieu|may)"
)


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
    likely: float = 0.0
    """How likely the first of them answers."""
    words: str = ""
    """Words of it that say what was asked, where that is plain."""


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
    start: int
    """Its first character in the passage."""
    over: str = ""
    """The headings over it."""
    likeness: float = 0.0
    pointed: float = 0.0
    """How likely words of it answer the question."""
    words: str = ""
    """The likeliest of them."""

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
    best = telling[0]
    likely = of_fact(clues(question, best))
    # A number of the question that is said nowhere makes it another thing: a film from 15 is not one from 12.
    likely = min(likely, _LACKING) if _lacks_number(best) or _of_all(question, best) else likely
    # What does not speak of all that is asked has to be likelier.
    sure = likely >= (_STATED if _answers(question, best) else SURE)
    if not sure and not _near(question, best) and likely < _SHOWN[language]:
        return Reading((), sure=False)
    floor = (0.8 if sure else 0.65) * best.score
    # Passages overlap: the same sentence of one document is shown once.
    others = [each for each in _unique(telling) if each.text != best.text]
    more = [each for each in others[: 1 if sure else 2] if each.score > floor and 12 < len(each.text) < 300]
    words = best.words if best.pointed >= _PLAIN and _fits(question, best) else ""
    found = (found_in(best, number_in(words, question)), *map(found_in, more))
    return Reading(found, sure=sure, likely=likely, words=words if likely >= SURE else "")


def _unique(telling: Sequence[Sentence]) -> list[Sentence]:
    """The first of each sentence of a document."""
    return list({(named_document(each), each.text): each for each in reversed(telling)}.values())[::-1]


def clues(question: str, best: Sentence) -> dict[str, float]:
    """What speaks for a sentence as the answer, and against it."""
    asked = max(1, len(terms(question)))
    return {
        "coverage": best.coverage,
        "precision": best.precision,
        "likeness": best.likeness,
        "missing": len(best.missing) / asked,
        "score": float(best.passage["score"]),
        "pointed": best.pointed,
        "kind": float(_is_kind(_expected(question), best)),
        "sure": float(_answers(question, best)),
    }


def _answers(question: str, best: Sentence) -> bool:
    """Whether the sentence speaks of all that is asked, and not of something that only looks like it."""
    least_score, least_coverage = ENOUGH[language_of(question)]
    if float(best.passage["score"]) < least_score or best.coverage < least_coverage:
        return False
    asked = len(terms(question))
    if _lacks_number(best) or _of_another(question, best.text):
        return False
    if language_of(question) == "en":
        return not best.missing or (best.likeness >= _SAME and len(best.missing) <= asked / 4)
    # Only words that say what kind of thing is asked for may be lacking, never those that say of what.
    weak = all(term.text in MONEY_ITSELF or any(form[0] == "~" for form in term.forms) for term in best.missing)
    return weak and len(best.missing) <= asked / 4


def _lacks_number(best: Sentence) -> bool:
    """Whether the question names a number that neither the sentence nor its headings do."""
    return any(character.isdigit() for term in best.missing for character in term.text)


def _of_all(question: str, best: Sentence) -> bool:
    """Whether the question asks for the price of one of what the sentence prices all: *per cubic metre*."""
    one = re.search(r"\b(?:costs?|price|pay|charge)\b.* per (?P<what>[a-z]+)", fold(question))
    if one is None:
        return False
    word = re.escape(one["what"][:4])
    return not re.search(
        rf"(?:/|\b(?:per|an?|each|every|one)\b) ?(?:\w+ )?{word}|\b{word}\w*:|_{word}", fold(best.text)
    )


def _fits(question: str, best: Sentence) -> bool:
    """Whether the words that were pointed at are of the kind that is asked for, and no other number of the sentence rather is."""
    if is_row(best.text) and len(named_cells(f"x: {best.words}")) > 1:
        return False  # They run from one cell into the next.
    if not re.search(_HOW_MUCH, fold(question)):
        return True
    # A number in the name of a thing counts nothing: "Speaker 4 inch".
    if any(best.words in cell != best.words and len(cell.split()) <= _NAME for cell in values_of(best.text)):
        return False
    numbers = re.findall(r"\d+(?:\.\d+)?", canonical(best.words, language_of(best.text)))
    meant = number_in(best.text, question, money=bool(re.search(_PRICE, fold(question))))
    return bool(numbers) and (not meant or meant in numbers)


def _of_another(question: str, sentence: str) -> bool:
    """Whether the sentence only holds what would have to be computed with, or is a row of a table that nothing asks for."""
    folded = fold(question)
    if re.search(_COMPUTED, folded) and not ("%" in sentence and "percent" in folded):
        return True
    # A share of something is asked for as an amount: no sentence that names the share is that.
    if re.search(r"\d ?(?:%|percent|phan tram)", folded) and re.search(r"how much|bao nhieu (?:dong|tien)", folded):
        return True
    return is_row(sentence) and not any(term.stands_in(held(cells_of(sentence))) for term in terms(question))


def _near(question: str, best: Sentence) -> bool:
    """Whether the sentence is worth showing to who asked, as what comes closest."""
    if not _is_kind(_expected(question), best):
        return False
    return best.coverage >= _CLOSE[language_of(question)] or (best.coverage >= 0.1 and best.likeness >= 0.4)


def ranked(question: str, results: Sequence[str], language: Language) -> Sequence[Sentence]:
    """The sentences of all passages, the most telling first; one reading serves all that a turn asks of it."""
    return _ranked(question, tuple(results), language)


def every(results: Sequence[str]) -> list[Found]:
    """All sentences of the searched passages but headings, each once."""
    passages = (passage for result in results for passage in _PASSAGE.finditer(result))
    return list(
        dict.fromkeys(
            Found(text, passage["key"], unescape(passage["name"]), int(passage["page"]))
            for passage in passages
            for _, text, _ in _texts(unescape(passage["text"]))
        )
    )


def passages(results: Sequence[str], name: str) -> list[str]:
    """The texts of the searched passages of the document ``name``."""
    found = (passage for result in results for passage in _PASSAGE.finditer(result))
    return [unescape(each["text"]) for each in found if unescape(each["name"]) == name]


def forget() -> None:
    """Read anew what was read before."""
    _ranked.cache_clear()


@lru_cache(maxsize=32)
def _ranked(question: str, results: tuple[str, ...], language: Language) -> tuple[Sentence, ...]:
    asked = terms(question, language)
    passages = [passage for result in results for passage in _PASSAGE.finditer(result)]
    pieces = [
        _sentence(asked, passage, heading, text, start)
        for passage in passages
        for heading, text, start in _texts(unescape(passage["text"]))
    ]
    # Only sentences that share words with the question are worth the encoder's time, and those that hold the answer.
    order = sorted(pieces, key=lambda each: -each.coverage)
    read = dict.fromkeys((*passages[:_FIRST], *(each.passage for each in order)))
    spans = {each: pointer().read(question, unescape(each["text"])).spans for each in list(read)[:_READ]}
    pointed = [_pointed_at(each, spans.get(each.passage, ())) for each in order]
    likely = [each for place, each in enumerate(pointed) if place < _COMPARED or each.pointed >= _POINTED_ALONE]
    # The encoder hardly reads Vietnamese.
    if likely and language == "en":
        asked_vector, *vectors = encoder().encode([question, *(each.text for each in likely)])
        likeness = np.maximum(np.array(vectors) @ asked_vector, 0).tolist()
        likely = [replace(each, likeness=like) for each, like in zip(likely, likeness, strict=True)]
    kind = _expected(question)
    # What an answer must hold counts for more than likeness.
    return tuple(sorted(likely, key=lambda each: _telling(each, kind)))


def _telling(each: Sentence, kind: re.Pattern[str]) -> float:
    return 0.6 * (not _is_kind(kind, each)) - each.score - 0.3 * each.precision - _POINTED * each.pointed


def _pointed_at(each: Sentence, spans: Sequence[Span]) -> Sentence:
    """The sentence with the likeliest words in it that may answer."""
    end = each.start + len(each.text)
    span = next((span for span in spans if each.start <= span.start and span.end <= end), None)
    if span is None:
        return each
    words = unescape(each.passage["text"])[span.start : span.end]
    return replace(each, pointed=span.likely, words=words)


def _sentence(asked: Sequence[Term], passage: re.Match[str], heading: str, text: str, start: int) -> Sentence:
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
    return Sentence(text, passage, coverage, missing, beside, precision, start, heading.strip())


def _named(passage: re.Match[str]) -> str:
    return f"{re.sub(r'[._-]', ' ', unescape(passage['name']))}\n{unescape(passage['section'] or '')}"


def _is_kind(kind: re.Pattern[str], each: Sentence) -> bool:
    """Whether the sentence holds what an answer must."""
    name = kind is _A_NAME and each.pointed >= _PLAIN and _FIRST_NAME.fullmatch(each.words)
    return bool(name or kind.search(each.text))


def _expected(question: str) -> re.Pattern[str]:
    """What an answer to ``question`` must hold: a number, a date, a name."""
    folded = fold(question)
    for asked, answers in _EXPECTED:
        if re.search(asked, folded):
            return answers
    return re.compile("")


def _texts(passage: str) -> Iterator[tuple[str, str, int]]:
    """The passage's sentences, each with the headings over it and the place of its first character."""
    title = heading = ""
    for start, end in sentences(passage):
        text = passage[start:end]
        if _HEADING.match(text):
            title, heading = title or text, text
        else:
            yield f"{title}\n{heading}", text, start


def named_document(sentence: Sentence) -> str:
    """The name of the document that the sentence stands in."""
    return unescape(sentence.passage["name"])


def found_in(sentence: Sentence, value: str = "", unit: str = "") -> Found:
    passage = sentence.passage
    return Found(sentence.text, passage["key"], named_document(sentence), int(passage["page"]), value, unit)
