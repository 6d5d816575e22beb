"""Calculations whose other half stands in a document: *what do 6 bags of it cost*, *my salary while on probation*.

The question's own number and the figures of the one sentence that speaks of what is asked. Where more than one figure would
do, or a word changes what they mean, nothing is combined.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from reckoner.core import fold, language_of

from .bilingual import Bilingual
from .clock import tells_length, told_span
from .figures import Figure, cells_of, columns_of, figures, is_row, values_of
from .formula import Formula
from .lexicon import MONEY, held, singular, terms
from .numbers import canonical, spelt_out
from .operands import LESS, conditional
from .patterns import patterns
from .problems.told import Amount, group, told
from .quantities import amounts_of_money, measure_in
from .reach import is_story, label_before, unread
from .read import Found, Sentence, found_in, named_document, ranked
from .times import factor, unit_of
from .units import unit_at, unit_named

_PAYS = re.compile(
    r"how much|what(?:'s| is| will| would| do| does)\b.*\b(?:cost|total|pay|owe|price|charge|worth)|\b(?:cost|total|price) of|bao nhieu (?:tien|dong)|"
    r"(?:het|tong tien|tong cong|phai (?:tra|dong|nop|den)|tra|dong|nop|phat|duoc|nhan)[a-z ]{0,24}(?:bao nhieu|may|nhieu)|tien (?:luong|cong|dien|nuoc|hoc|phong)[a-z ]{0,20}(?:bao nhieu|may|nhieu)|tong tien|in all|altogether"
)
_SEVERAL = Bilingual(
    en=r"\b(?:and|with|plus|extra|more|less|than|discount|off|after|except|minus|difference)\b|how many .* (?:buy|get|afford)",
    vi=r"\b(?:và|với|cộng|thêm|hơn|giảm|sau|trừ|chênh)\b|mua được (?:mấy|bao nhiêu)",
)
_ALL = Bilingual(
    en=r"\b(?:all|whole|entire|full|every)\b|\bstock\b.*\bworth\b|\btotal\b|come to",
    vi=r"\b(?:toàn bộ|tất cả|hết(?! bao| mấy)|đủ số|cả lô|tổng tiền|tổng cộng)\b",
)
_KNOWN = frozenset(
    "times gives give gave left rest off discount discounts sold sell already only lost spend spent hon con lai giam mat da ban truoc sau nua them lan tang thua bot".split()
)
_AMOUNT = re.compile(r"\d[\d.,]* ?(?:đ|₫|đồng|[$€£]|/)|[$€£]\d")
_COUNTED = 0.2
"""The least share of the question that a sentence must speak of that lists as many amounts as the question says."""
_NEAR = 0.7
"""How much of the best sentence's coverage another must have to be computed with."""
_WHOLE_SPAN = re.compile(
    r"\b(?:a|one|per|whole|full|entire|the)(?: whole| full| entire)? (year|week)\b|\b(?:ca|mot|moi|suot mot|tron) (nam|tuan)\b"
)
_OWED = re.compile(
    r"still (?:owe|due|to pay)|left to pay|balance|outstanding|con (?:phai|no|thieu)|conlai|con lai phai"
)
_PAID = re.compile(r"\b(?:deposit|paid|advance|coc|da tra|da thu|tam ung|dat truoc)\b")
_WHAT_REMAINS = re.compile(r"\bpay|cost|left|price|\bbe\b|con (?:bao|may|lai)|\bcon\b|tra|after|sau khi")
_HOW_MUCH_LESS = re.compile(
    r"save|how much (?:off|discount)|discount (?:is|do|would)|(?:bot|giam|tiet kiem)(?: duoc)? (?:bao nhieu|may)|duoc (?:bot|giam)"
)


@dataclass(frozen=True)
class Combination:
    """A formula over figures of documents and the question's numbers, and the sentences that it takes them from."""

    formula: Formula
    found: tuple[Found, ...]


def combine(question: str, results: Sequence[str]) -> Combination | None:
    """The calculation that ``question`` asks for over the sentence that fits it best; or ``None``."""
    language = language_of(question)
    asked = fold(canonical(question, language))
    if is_story(question) or unread(question, _KNOWN):
        return None
    everything = ranked(question, results, language)
    sentences = everything[:4]
    near = takewhile(lambda each: each is sentences[0] or each.coverage >= _NEAR * sentences[0].coverage, sentences)
    plain = [each for each in near if not conditional(each.text)]
    for way in (
        _elapsed,
        _without_grant,
        _balance,
        _all_rows,
        _all_of_list,
        _price_of_many,
        _whole_row,
        _for_one,
        _part_of_amount,
        _much_for_each,
        _so_often,
    ):
        for sentence in plain:
            others = everything if way is _all_rows else sentences
            rivals = [each for each in others if each is not sentence]
            if (formula := way(asked, question, sentence, rivals)) is not None:
                return Combination(formula, (found_in(sentence),))
    return None


def _own(asked: str, sentence: Sentence) -> list[Amount]:
    """The question's numbers but those that are names: a room's, a year's, and what stands in a name of the sentence."""
    names = fold(canonical(_names_in(sentence.text), language_of(sentence.text)))
    named = set(re.findall(r"\d+(?:\.\d+)?", names))
    return [
        each
        for each in told(asked).amounts
        if "#" not in each.text
        and each.text not in named
        and not (
            re.fullmatch(r"(?:19|20)\d\d", each.text) and re.search(r"(?:\bin|\bfor|nam|year) $", asked[: each.start])
        )
        and not label_before(asked[: each.start])
    ]


def _names_in(text: str) -> str:
    """What a row names itself by: its cells that are no bare numbers. A sentence in prose has no such part but itself."""
    if not is_row(text):
        return text
    return " ".join(value for value in values_of(text) if re.search(r"[^\W\d]{2}", value) and not _AMOUNT.search(value))


def _elapsed(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """How long something lasts whose beginning and end are told."""
    if _own(asked, sentence) or (is_row(sentence.text) and not _row_is_meant(question, sentence, rivals)):
        return None
    said = [term for term in terms(question) if not unit_of(term.text) and not re.search(r"\d", term.text)]
    spoken = held(f"{sentence.text}\n{sentence.over}\n{sentence.passage['name']}")
    if sum(term.stands_in(spoken) for term in said) < len(said) / 2:
        return None
    language = language_of(sentence.text)
    if tells_length(sentence.text, language):
        return None  # It is said as such, or it is a pause that would come off.
    if whole := told_span(asked, sentence.text, language):
        return whole
    # "The morning shift runs from 9:40 to 13:10, the afternoon shift from …": the clause that is asked about.
    spans = [(part, span) for part in re.split(r"[;,] ", sentence.text) if (span := told_span(asked, part, language))]
    fits = [sum(term.stands_in(held(part)) for term in said) for part, _ in spans]
    return spans[fits.index(max(fits))][1] if spans and fits.count(max(fits)) == 1 else None


_GRANT = re.compile(r"\b(?:covers?|pays?|subsid\w+|grant|contributes?|refunds?|ho tro|tai tro|chi tra|bao hiem)\b")
_REST_PAID = re.compile(
    r"(?:once|after|when|with|less|minus)\b.*\b(?:taken off|off|deducted|grant|subsidy|contribution)|\bourselves\b|\bitself\b|\bleft to pay|still (?:have|has) to pay|"
    r"sau khi .*(?:ho tro|tai tro|tru)|con phai (?:tra|dong|chi|nop)|tu (?:tra|chi|bo)"
)


def _without_grant(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """What is left to pay of a price of which somebody pays a share that stands beside it."""
    found = figures(sentence.text)
    prices, shares = [each for each in found if each.money], [each for each in found if each.share]
    if len(prices) != 1 or len(shares) != 1 or _own(asked, sentence) or not _REST_PAID.search(asked):
        return None
    if not _GRANT.search(fold(sentence.text)) or sentence.coverage < _NEAR / 2:
        return None
    return Formula(f"{prices[0].text} * (1 - {shares[0].text} / 100)")


def _balance(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """What is still to be paid of a row: its total without what was paid."""
    if not _OWED.search(asked) or not is_row(sentence.text) or _own(asked, sentence):
        return None
    found = [each for each in figures(sentence.text) if each.key and not each.share]
    paid = [each for each in found if _PAID.search(each.key)]
    totals = [each for each in found if each.money and re.search(r"\b(?:total|tong|thanh tien)\b", each.key)]
    prices = [each for each in found if each.money and each.per and each not in paid]
    counts = [each for each in found if each.counts]
    if len(paid) != 1 or not _row_is_meant(question, sentence, rivals):
        return None
    if len(totals) == 1:
        return Formula(f"{totals[0].text} - {paid[0].text}")
    if totals or len(prices) != 1 or len(counts) > 1:
        return None
    return Formula(" * ".join(each.text for each in (*counts, *prices)) + f" - {paid[0].text}")


_BOTH_WAYS = re.compile(patterns("tally")["both_ways"])


def _price_of_many(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """So many at the price of one that is told."""
    if not _PAYS.search(asked) or _SEVERAL.search(question) or _ALL_OF.search(asked):
        return None
    prices = [each for each in figures(sentence.text) if each.money and each.per]
    price = _chosen(prices, asked)
    if price is None:
        return None
    own = _own(asked, sentence)
    if len(own) > 1 or any(each.share for each in own):
        return None
    # A time counts no pieces, and a way there and back has another price than one way.
    if own and unit_of(own[0].noun) and unit_of(own[0].noun) != unit_of(price.per):
        return None
    # A weight is no count of pieces; at the price of another weight it is one of the things that are added up.
    weight = unit_at(f" {own[0].noun}") if own and not unit_of(own[0].noun) else ""
    if weight and weight != unit_at(f" {price.per}") and not _is_for_each(weight, sentence.text):
        return None
    if _BOTH_WAYS.search(asked) and not _BOTH_WAYS.search(fold(f"{sentence.text} {price.key}")):
        return None
    if price.per == "one" or (is_row(sentence.text) and not unit_of(price.per)):
        fits = own and _row_is_meant(question, sentence, rivals)
        return Formula(f"{own[0].text} * {price.text}") if fits else None
    return _for_each(asked, own, price, sentence)


def _is_for_each(unit: str, text: str) -> bool:
    """Whether something is told for each of a unit: *price per metre of width*, or in a column of units, *kg*."""
    folded = fold(text)
    if any(unit_named(fold(cell)) == unit for cell in values_of(text)):
        return True
    return any(
        unit_at(folded[each.end() :]) == unit for each in re.finditer(r"(?:\b(?:per|each|every|moi|mot) |/ ?)", folded)
    )


def _for_each(asked: str, own: list[Amount], price: Figure, sentence: Sentence) -> Formula | None:
    """So many of what the price is told for each of."""
    if own and (re.search(r"years? old|tuoi", asked) or not _is_about(sentence)):
        return None
    if own and (
        singular(own[0].noun) == price.per or (unit_of(price.per) and unit_of(own[0].noun) == unit_of(price.per))
    ):
        return Formula(f"{own[0].text} * {price.text}")
    if span := _WHOLE_SPAN.search(asked):
        count = factor(unit_of(span[1] or span[2]), unit_of(price.per)) if unit_of(price.per) else None
        if count and not own and _says_all(sentence):
            return Formula(f"{count} * {price.text}")
    # "3 of my garden work hours": the noun stands further on, and nowhere else is a number.
    nouns = {singular(word) for word in re.findall(r"[a-z]+", asked[own[0].end :].split("?")[0])[:6]} if own else set()
    return Formula(f"{own[0].text} * {price.text}") if own and price.per in nouns else None


def _is_about(sentence: Sentence) -> bool:
    """Whether the sentence, or what stands around it, speaks of all that is asked, money apart."""
    lacking = (term for term in sentence.missing if term.text not in sentence.beside)
    return all(_MONEY.fullmatch(term.text) or any(form in MONEY for form in term.forms) for term in lacking)


_SPAN_WORDS = frozenset("over for in a per one year week full whole entire nam tuan suot tron".split())


def _says_all(sentence: Sentence) -> bool:
    """Whether the sentence itself speaks of all that is asked, money and the time apart."""
    return all(
        _MONEY.fullmatch(term.text) or term.text in _SPAN_WORDS or any(form in MONEY for form in term.forms)
        for term in sentence.missing
    )


def _speaks(sentence: Sentence, asked: str, *, but: int = 0) -> bool:
    """Whether the sentence, or what stands around it, speaks of ``asked``, a question without its numbers and their units.

    Args:
        sentence: One that was ranked for the whole question.
        asked: The rest of the question.
        but: So many words may be lacking.
    """
    said = {term.text for term in terms(asked, language_of(sentence.text))}
    lacking = [term for term in sentence.missing if term.text in said and term.text not in sentence.beside]
    return len(lacking) <= but < len(said)


_MONEY = re.compile(
    r"pay\w*|owe\w*|cost\w*|total|charge\w*|price\w*|tien|dong|tong|cong|het|tra|nhan|duoc|nop|em|minh|di|i|thang|nay|ngay|lam|\d+"
)


_JOINTS = frozenset(("and", "the", "of", "for", "in", "to", "va", "cua", "cho"))


def _chosen(prices: Sequence[Figure], asked: str) -> Figure | None:
    """The one price, or the one whose column the question names."""
    if len(prices) < 2:
        return prices[0] if prices else None
    keys = [{word for word in re.findall(r"[a-z]+", each.key) if word not in _JOINTS} for each in prices]
    shared = set.intersection(*keys)
    words = set(re.findall(r"[a-z]+", asked))
    named = [price for price, key in zip(prices, keys, strict=True) if (key - shared) & words]
    return named[0] if len(named) == 1 else None


def _row_is_meant(question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> bool:
    """Whether the question names the thing that a row is about, and no other row as well."""

    def named(each: Sentence) -> int:
        words = held(cells_of(each.text) if is_row(each.text) else each.text)
        return sum(term.stands_in(words) for term in terms(question) if not term.text.isdigit())

    best = named(sentence)
    return best > 0 and all(named(each) < best for each in rivals if is_row(each.text))


def _whole_row(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """All of a row or of a lot, its count times its price of one; or the price of one, where that of all is told."""
    if re.search(r"percent|%|average|trung binh|giam|discount", asked) or _own(asked, sentence):
        return None
    found = figures(sentence.text)
    price = _chosen([each for each in found if each.money and each.per], asked)
    if price is None or any(each.share for each in found) or not _row_is_meant(question, sentence, rivals):
        return None
    counts = [each for each in found if each.counts]
    if one := re.search(r"\b(?:per|each|moi|mot) ([a-z]+)", asked):
        parts = [each for each in counts if singular(one[1]) in (each.noun, *each.key.split())]
        return Formula(f"{price.text} / {parts[0].text}") if len(parts) == 1 and price.per == "one" else None
    if not (_PAYS.search(asked) and _ALL.search(question)) or re.search(r"\bfee\b|phi", price.key):
        return None
    fitting = [each for each in counts if price.per in ("one", "suat", each.noun) or price.per in each.key]
    named = [each for each in fitting if set(each.key.split()) & set(re.findall(r"[a-z]+", asked))]
    counts = fitting if len(fitting) == 1 else named
    return Formula(f"{counts[0].text} * {price.text}") if len(counts) == 1 else None


_ONE = re.compile(
    r"\b(?:cost|costs|price|pay|charge|gia|tien)\b.*?\b(?:per|for (?:each|one)|moi|mot|1) (?P<what>[a-z0-9³² ]+)"
)


def _for_one(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """What one costs of so many that cost so much together: *what is that per cubic metre?*"""
    one, found = _ONE.search(asked), figures(sentence.text)
    paid = [each for each in found if each.money]
    if one is None or _own(asked, sentence) or len(paid) != 1 or paid[0].per or is_row(sentence.text):
        return None
    unit, noun = unit_at(f" {one['what']}"), singular(one["what"].split()[0])
    # That money is meant, and for each of what, need not be said beside it.
    lacking = (term for term in sentence.missing if not term.forms & MONEY and term.text not in ("per", "moi"))
    if unit_of(noun) or any(term.text not in sentence.beside for term in lacking):
        return None
    plain = fold(canonical(sentence.text, language_of(sentence.text)))
    behind = [(each[0], plain[each.end() :]) for each in re.finditer(r"(?<![\w.])\d+(?:\.\d+)?", plain)]
    of_it = [
        number
        for number, rest in behind
        if (unit_at(rest) == unit if unit else singular(re.sub(r"[^a-z].*", "", rest.strip())) == noun)
    ]
    return Formula(f"{paid[0].text} / {of_it[0]}") if len(of_it) == 1 and of_it[0] != "1" else None


def _part_of_amount(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """A share that is told, of the amount that the question names: *5% of the order* and an order of 900,000."""
    shares = [each for each in figures(sentence.text) if each.share]
    own = [each for each in _own(asked, sentence) if not each.share]
    if len(shares) != 1 or len(own) != 1 or is_row(sentence.text) or sentence.coverage < 0.4:
        return None
    if own[0].text not in amounts_of_money(question, language_of(question)) or not _PAYS.search(asked):
        return None
    if unit_of(own[0].noun) or float(own[0].text) < 10 or re.search(r"percent|%|phan tram", asked):
        return None
    part, whole = shares[0].text, own[0].text
    if not LESS.search(fold(sentence.text)) or _HOW_MUCH_LESS.search(asked):
        return Formula(f"{whole} * {part} / 100")
    return Formula(f"{whole} * (1 - {part} / 100)") if _WHAT_REMAINS.search(asked) else None


_ALL_OF = re.compile(
    r"\b(?:all|all of the|ca|tat ca|du ca) (?:the )?(?P<n>\d{1,2}|hai|ba|bon|nam|sau) (?P<what>[a-z]+)"
)
_COUNTS = {"hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6}


def _all_rows(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """What all rows of a table come to, where as many are named as there are: *all 5 filters*."""
    named, own = _ALL_OF.search(asked), _own(asked, sentence)
    if named is None or not is_row(sentence.text) or not (_PAYS.search(asked) or _TOTAL_ASKED.search(asked)):
        return None
    columns = columns_of(sentence.text)
    rows = [sentence, *(each for each in rivals if columns_of(each.text) == columns and _same_table(each, sentence))]
    words = held(" ".join((*columns, sentence.text)))
    count = _COUNTS.get(named["n"]) or int(named["n"])
    if len(rows) != count or not any(term.stands_in(words) for term in terms(named["what"])):
        return None
    found = [_column_asked(each, asked) for each in rows]
    return Formula(" + ".join(found)) if all(found) and len(own) <= 1 else None


def _all_of_list(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """What the amounts that one sentence lists come to, as many as the question says: *all five items*."""
    named = _ALL_OF.search(fold(spelt_out(asked, "en")))
    if named is None or is_row(sentence.text) or not (_PAYS.search(asked) or _TOTAL_ASKED.search(asked)):
        return None
    listed = [each for each in figures(sentence.text) if not each.share]
    count = _COUNTS.get(named["n"]) or int(named["n"])
    if len(listed) != count or not any(each.money for each in listed) or sentence.coverage < _COUNTED:
        return None
    return Formula(" + ".join(each.text for each in listed))


def _column_asked(row: Sentence, asked: str) -> str:
    numbers = [each for each in figures(row.text) if each.money == bool(_PAYS.search(asked)) and not each.share]
    words = set(re.findall(r"[a-z]+", asked))
    named = [each.text for each in numbers if set(each.key.split()) & words]
    return named[0] if len(named) == 1 else numbers[0].text if len(numbers) == 1 else ""


def _same_table(first: Sentence, second: Sentence) -> bool:
    return named_document(first) == named_document(second)


_TOTAL_ASKED = re.compile(r"\btotal|altogether|in all|add up|\btong\b|cong lai|\bcong\b|ca thay")
_AMOUNT_ASKED = re.compile(r"(?:how (?:many|much)|bao nhieu|\bmay) (?P<noun>[a-z]+)")
_RATE = re.compile(
    r"(?<![\w.])(?P<n>\d+(?:\.\d+)?) ?(?P<noun>[a-z]+) ?(?:/|per|an?|each|every|moi|mot|1) ?(?P<per>[a-z]+)\b|"
    r"\b(?:each|every|moi|mot|1) (?P<per2>[a-z]+) (?:[a-z]+ ){0,4}?(?P<n2>\d+(?:\.\d+)?) ?(?P<noun2>[a-z]+)\b"
)
_OFTEN = re.compile(r"(?<![\w.])(?P<n>\d{1,3}) (?:times|laps|rounds|trips|circuits|lengths|lan|vong|chuyen|luot)\b")


def _much_for_each(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """So much of something for each hour or day, for as many as are told: *18 litres an hour*, and 6 hours."""
    own, wanted = _own(asked, sentence), _AMOUNT_ASKED.search(asked)
    if len(own) != 1 or wanted is None or is_row(sentence.text):
        return None
    # "The pump runs 6 hours": what it does in a time may be said with another verb.
    rest = _AMOUNT_ASKED.sub("", f"{asked[: own[0].start]} {re.sub(r'^ ?[a-z]+', '', asked[own[0].end :])}")
    if not _speaks(sentence, rest, but=1):
        return None
    rates = list(_RATE.finditer(fold(canonical(sentence.text, language_of(sentence.text)))))
    if len(rates) != 1:
        return None
    number, noun, per = (group(rates[0], name) for name in ("n", "noun", "per"))
    counted = own[0].noun
    same = unit_of(per) == unit_of(counted) if unit_of(per) else singular(per) == counted
    return Formula(f"{own[0].text} * {number}") if same and singular(wanted["noun"]) == singular(noun) else None


def _so_often(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """A length or a weight as often as is told: *5 times round the lake*, which is 4.6 km."""
    own, often, wanted = _own(asked, sentence), _OFTEN.search(asked), _AMOUNT_ASKED.search(asked)
    if len(own) != 1 or often is None or wanted is None or own[0].text != often["n"]:
        return None
    rest = _AMOUNT_ASKED.sub("", _OFTEN.sub("", asked))
    if is_row(sentence.text):
        # "Electricity (kWh): 1.05": a row names the unit in its column.
        of_unit = [each for each in figures(sentence.text) if wanted["noun"] in re.findall(r"[a-z]+", each.key)]
        fits = len(of_unit) == 1 and _row_is_meant(question, sentence, rivals)
        return Formula(f"{often['n']} * {of_unit[0].text}") if fits else None
    value, unit = measure_in(sentence.text, rest)
    return (
        Formula(f"{often['n']} * {value}") if _speaks(sentence, rest) and unit == unit_named(wanted["noun"]) else None
    )
