"""So much in a time, so often, and so long."""

import re
from collections.abc import Sequence

from reckoner.core import fold, language_of

from ..clock import tells_length, told_span
from ..figures import figures, is_row
from ..formula import Formula
from ..lexicon import held, singular, terms
from ..numbers import canonical
from ..problems.told import group
from ..quantities import measure_in
from ..read import Sentence
from ..times import unit_of
from ..units import unit_named
from .meant import own_amounts, row_is_meant, speaks

_AMOUNT_ASKED = re.compile(r"(?:how (?:many|much)|bao nhieu|\bmay) (?P<noun>[a-z]+)")
_RATE = re.compile(
    r"(?<![\w.])(?P<n>\d+(?:\.\d+)?) ?(?P<noun>[a-z]+) ?(?:/|per|an?|each|every|moi|mot|1) ?(?P<per>[a-z]+)\b|"
    r"\b(?:each|every|moi|mot|1) (?P<per2>[a-z]+) (?:[a-z]+ ){0,4}?(?P<n2>\d+(?:\.\d+)?) ?(?P<noun2>[a-z]+)\b"
)
_OFTEN = re.compile(r"(?<![\w.])(?P<n>\d{1,3}) (?:times|laps|rounds|trips|circuits|lengths|lan|vong|chuyen|luot)\b")


def elapsed(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """How long something lasts whose beginning and end are told."""
    if own_amounts(asked, sentence) or (is_row(sentence.text) and not row_is_meant(question, sentence, rivals)):
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


def much_for_each(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """So much of something for each hour or day, for as many as are told: *18 litres an hour*, and 6 hours."""
    own, wanted = own_amounts(asked, sentence), _AMOUNT_ASKED.search(asked)
    if len(own) != 1 or wanted is None or is_row(sentence.text):
        return None
    # "The pump runs 6 hours": what it does in a time may be said with another verb.
    rest = _AMOUNT_ASKED.sub("", f"{asked[: own[0].start]} {re.sub(r'^ ?[a-z]+', '', asked[own[0].end :])}")
    if not speaks(sentence, rest, but=1):
        return None
    rates = list(_RATE.finditer(fold(canonical(sentence.text, language_of(sentence.text)))))
    if len(rates) != 1:
        return None
    number, noun, per = (group(rates[0], name) for name in ("n", "noun", "per"))
    counted = own[0].noun
    same = unit_of(per) == unit_of(counted) if unit_of(per) else singular(per) == counted
    return Formula(f"{own[0].text} * {number}") if same and singular(wanted["noun"]) == singular(noun) else None


def so_often(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """A length or a weight as often as is told: *5 times round the lake*, which is 4.6 km."""
    own, often, wanted = own_amounts(asked, sentence), _OFTEN.search(asked), _AMOUNT_ASKED.search(asked)
    if len(own) != 1 or often is None or wanted is None or own[0].text != often["n"]:
        return None
    rest = _AMOUNT_ASKED.sub("", _OFTEN.sub("", asked))
    if is_row(sentence.text):
        # "Electricity (kWh): 1.05": a row names the unit in its column.
        of_unit = [each for each in figures(sentence.text) if wanted["noun"] in re.findall(r"[a-z]+", each.key)]
        fits = len(of_unit) == 1 and row_is_meant(question, sentence, rivals)
        return Formula(f"{often['n']} * {of_unit[0].text}") if fits else None
    value, unit = measure_in(sentence.text, rest)
    return Formula(f"{often['n']} * {value}") if speaks(sentence, rest) and unit == unit_named(wanted["noun"]) else None
