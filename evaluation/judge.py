"""Whether an answer is right: by its value, or, where the question gives options, by the nearest of them."""

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from reckoner.chains import number_in, same
from reckoner.sandbox import Expression

CLOSE = 1e-3
"""Recorded answers are rounded: absolute from 1 on, relative below."""

_OPTION = re.compile(r"\(?([A-Ea-e])\s*\)\s*([^()]*?)(?=\s*\(?[A-Ea-e]\s*\)|$)")


def right(answer: Any, gold: str, options: dict[str, str] | None = None) -> bool:
    """Whether ``answer``, a value or a text, is ``gold``; a letter stands for one of the options."""
    if answer is None or answer == "":
        return False
    letter = re.fullmatch(r"\(?([A-Ea-e])\)?", gold.strip())
    if letter and options:
        return chosen(answer, options) == letter[1].lower()
    return same(answer, gold) or _near(answer, gold)


def _near(answer: Any, gold: str) -> bool:
    """Whether ``answer`` is ``gold`` but for rounding."""
    number, wanted = as_number(answer), number_in(gold)
    if number is None or wanted is None:
        return False
    places = len(gold.strip().partition(".")[2])
    rounded = 2 <= places <= 6 and round(number, places) == wanted
    return rounded or abs(number - wanted) <= Fraction(CLOSE) * min(Fraction(1), abs(wanted))


def as_number(answer: Any) -> Fraction | None:
    """The number that an answer is, whether a value or a text."""
    text = str(answer.approximate) if isinstance(answer, Expression) else str(answer)
    return number_in(text)


def options_of(question: str, listed: Iterable[str] = ()) -> dict[str, str]:
    """The options of a question, by letter: ``(a) 0.22 (b) 0.26`` at its end, or ``listed`` as ``A)0.22``."""
    text = " ".join(listed) or question.rpartition("Answer Choices:")[2] * ("Answer Choices:" in question)
    return {letter.lower(): option.strip() for letter, option in _OPTION.findall(text)}


def chosen(answer: Any, options: dict[str, str]) -> str:
    """The letter of the option that ``answer`` is, or comes nearest to."""
    named = re.fullmatch(r"\(?([A-Ea-e])\)?", str(answer).strip())
    if named:
        return named[1].lower()
    for letter, text in options.items():
        if right(answer, text):
            return letter
    numbers = {letter: number for letter, text in options.items() if (number := number_in(text)) is not None}
    number = as_number(answer)
    if number is None or not numbers:
        return ""
    return min(numbers, key=lambda letter: abs(numbers[letter] - number))
