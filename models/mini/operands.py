"""Values to calculate with: the sentence that gives a phrase a number, a measure or a date, and what its price is for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from reckoner.core import Language, fold, language_of

from .bilingual import Bilingual
from .figures import cells_of, column_of, figures, is_row
from .lexicon import held, terms
from .numbers import canonical
from .quantities import all_dates_in, date_in, measure_in, number_in, of_several
from .read import ENOUGH, MONEY_ITSELF, Found, Sentence, found_in, named_document, ranked
from .times import ADJECTIVES, FOR_EACH, any_of, unit_of
from .units import comparable, measures_in
from .when import day_told

Seeks = Literal["number", "price", "whole", "share", "measure", "date", "dates"]
"""What is looked for in a document to calculate with: ``price`` is that of one, ``whole`` what is paid in all, ``share`` a
discount in percent, ``dates`` are two of one sentence."""
_ENDS: dict[Language, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "en": (("start", "departure", "check-in"), ("end", "arrival", "check-out")),
    "vi": (("bắt đầu", "ngày đi", "nhận phòng"), ("kết thúc", "ngày về", "trả phòng")),
}
_CONDITIONS = Bilingual(
    en=r"each further|each extra|each additional|beyond|in excess|\bover \d+(?!\d|s\b| ?(?:years|yrs))|\bfree\b|except|\bfirst \d|does not apply|only for|more than \d|surcharge|supplement|on top of|in addition",
    vi=r"miễn phí|xa hơn|vượt|trở lên|không áp dụng|phụ trội|phụ thu|trả thêm|so với giá|từ (?:cái|người|kg|ngày|km|giờ|tiếng) thứ|quá \d",
)
LESS = re.compile(r"\boff\b|discount|reduc|giam|\bbot\b|uu dai|khuyen mai|chiet khau|cheaper|\bless\b")
"""Of a share: that it is taken off."""
_TOTAL = re.compile(r"\b(?:total|sum|tong|thanh tien)\b")
_SEASON = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)[a-z]*$")
_OF_MONEY = ("price", "whole")
_SAYS_MONEY = frozenset("cost costs price fee fees charge charges rate bill payment cuoc phi gia le".split())
_SENSES_OF_MONEY = frozenset(("~price", "~fee", "~pay"))
"""What only says that money is meant, where a price is looked for, need not be said beside an amount of it."""
_UNITS = any_of("year", "month", "week", "day", "night", "hour")
_SO_MANY = re.compile(r"(?P<n>\d+(?:\.\d+)?) \* #\d+")
# Not a time that something takes, as in "within 30 days".
_PERIOD = re.compile(rf"(?<!\d )\b(?:{_UNITS}|{ADJECTIVES})\b")


def _names(phrase: str, sentence: Sentence, language: Language, seeks: Seeks) -> bool:
    """Whether the sentence speaks of ``phrase``, so that its number may be the phrase's."""
    # What a proper name belongs to need not be said again in every sentence of a document that names it.
    missing = [
        term
        for term in sentence.missing
        if term.text not in MONEY_ITSELF
        and not (seeks in _OF_MONEY and (term.text in _SAYS_MONEY or term.forms & _SENSES_OF_MONEY))
        and not (term.text in sentence.beside and _capital(phrase, term.text) and not _SEASON.match(term.text))
    ]
    # A number in a name is never said elsewhere: order 603 is not the row of order 601.
    if any(character.isdigit() for term in sentence.missing for character in term.text):
        return False
    least_score, least_coverage = ENOUGH[language]
    if float(sentence.passage["score"]) < 0.6 * least_score or sentence.coverage < least_coverage:
        return False
    return not missing or (language == "vi" and len(missing) <= len(terms(phrase, language)) / 4)


def _capital(phrase: str, folded: str) -> bool:
    place = fold(phrase).find(folded)
    return place >= 0 and phrase[place].isupper()


def operand(
    phrase: str,
    results: Sequence[str],
    seeks: Seeks = "number",
    language: Language | None = None,
    beside: str = "",
    target: str = "",
) -> tuple[Found, ...]:
    """The sentence that gives ``phrase`` a value of the kind that is sought, with that value; or none.

    Of ``dates``, two sentences may each give one: when it starts, and when it ends. A sentence of the document ``beside``
    goes before one of any other. A measure is one that ``target``, a unit, can tell.
    """
    language = language or language_of(phrase)
    if found := _operand(phrase, results, seeks, language, beside, target):
        return (found,)
    if seeks != "dates":
        return ()
    for start, end in zip(*_ENDS[language], strict=True):
        first, last = (_operand(f"{word} {phrase}", results, "date", language) for word in (start, end))
        if first and last and first.value != last.value:
            return first, last
    return ()


def _operand(
    phrase: str, results: Sequence[str], seeks: Seeks, language: Language, beside: str = "", target: str = ""
) -> Found | None:
    # A label with its number tells more than a sentence that mentions the phrase among other things.
    telling = sorted(ranked(phrase, results, language), key=lambda each: -each.score - each.precision)
    for each in sorted(telling, key=lambda each: named_document(each) != beside) if beside else telling:
        if not _names(phrase, each, language, seeks) or (seeks in ("number", *_OF_MONEY) and conditional(each.text)):
            continue
        value, unit = _value(each.text, phrase, seeks)
        if seeks == "date" and not value and (day := day_told(found_in(each), results)):
            value = f"date({day.year}, {day.month}, {day.day})"
        if value and not (target and unit != target and not comparable(unit, target)):
            return found_in(each, value, unit)
    return None


def conditional(sentence: str) -> bool:
    """Whether a price in ``sentence`` depends on more than a count: it is shown, not computed with."""
    # Of a row the values tell: "free visits" may be the name of a column.
    return bool(_CONDITIONS.search(cells_of(sentence) if is_row(sentence) else sentence))


def _value(sentence: str, phrase: str, seeks: Seeks) -> tuple[str, str]:
    if seeks == "share":
        return _share_in(sentence, phrase), ""
    if seeks == "measure":
        return measure_in(sentence, phrase)
    if seeks == "date":
        return date_in(sentence, phrase), ""
    if seeks == "dates":
        dates = all_dates_in(sentence)
        return (", ".join(dates), "") if len(dates) == 2 else ("", "")
    if seeks == "whole" and of_several(sentence):
        totals = [each.text for each in figures(sentence) if each.money and _TOTAL.search(each.key)]
        return (totals[0], "") if len(totals) == 1 else ("", "")
    return number_in(sentence, phrase, money=seeks in _OF_MONEY), ""


def _share_in(sentence: str, phrase: str) -> str:
    """The share that ``sentence`` takes off for ``phrase``; nothing where it has none, or two that it does not tell apart."""
    if not LESS.search(fold(sentence)):
        return ""
    named = [each for each in re.split(r"[;,] ", sentence) if all(term.stands_in(held(each)) for term in terms(phrase))]
    for part in (*named, sentence):
        shares = [each.text for each in figures(part) if each.share]
        if shares:
            return shares[0] if len(shares) == 1 else ""
    return ""


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


def periods(found: Found, counted: str) -> str | None:
    """What turns the price that was found times a number of ``counted`` into a price: nothing, a factor, or ``None``."""
    asked = unit_of(counted)
    if not asked:
        return ""
    folded = fold(canonical(found.quote, language_of(found.quote))).replace("_", " ")
    # What stands behind the price says what it is for; a sentence may speak of another time as well.
    behind = re.search(rf"(?<![\w.]){re.escape(found.value)}[^\d;,.]{{0,12}}?{FOR_EACH.pattern}", folded)
    priced = [behind] if behind else FOR_EACH.finditer(folded)
    told = [match["unit"] or match["of"] for match in priced] or _PERIOD.findall(folded)
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


def is_priced_so(question: str, arguments: Mapping[str, object], found: Found) -> bool:
    """Whether what was found is the price of so much already: a tank of *40 litres*, and not 40 times a litre.

    Args:
        question: As the person put it.
        arguments: What the calculation is called with that goes on with it.
        found: The price.
    """
    many = _SO_MANY.fullmatch(str(arguments.get("expression", "")))
    if many is None:
        return False
    units = {unit for number, unit in _measures(question) if number == many["n"]}
    return any(unit in units and number != "1" for number, unit in _measures(found.quote))


def _measures(text: str) -> list[tuple[str, str]]:
    """What ``text`` measures, but for times."""
    return [each for each in measures_in(fold(canonical(text, language_of(text)))) if not unit_of(each[1])]
