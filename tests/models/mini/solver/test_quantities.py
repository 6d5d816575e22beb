"""The numbers of a problem, however they are written."""

from fractions import Fraction

import pytest

from reckoner.core import Language
from reckoner.models.mini.pointer.tokens import NUMBER, Tokens
from reckoner.models.mini.solver.quantities import MOST, problem

_TOKENS = Tokens()


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("Tom has 3 apples and 1,250 pears.", "en", [3, 1250]),
        ("She ate three of the 12.5 kg.", "en", [3, Fraction(25, 2)]),
        ("20% off $40, then 1/4 of it", "en", [Fraction(1, 5), 40, Fraction(1, 4)]),
        ("2 1/2 cups", "en", [Fraction(5, 2)]),
        ("25 nghìn và 1,5 triệu", "vi", [25_000, 1_500_000]),
        ("Nothing here.", "en", []),
    ],
)
def test_values(text: str, language: Language, values: list[Fraction]) -> None:
    assert [each.value for each in problem(_TOKENS, text, language).quantities] == values


def test_each_number_is_marked() -> None:
    found = problem(_TOKENS, "Tom has 3 apples and 12 pears.", "en")
    assert [found.ids[place] for place in found.places] == [NUMBER, NUMBER]


def test_more_numbers_than_are_read_are_left_out() -> None:
    found = problem(_TOKENS, " ".join(map(str, range(1, 60))), "en")
    assert len(found.places) == len(found.quantities) == MOST
