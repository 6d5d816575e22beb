"""The words beside a number say which argument it is."""

import pytest

from reckoner.models.mini.pointer.beside import told_beside
from reckoner.models.mini.pointer.layout import Said, Sought

FIXED, PRICE = Sought("fixed costs: Costs of a period", form="number"), Sought("unit price: Of a piece", form="number")
LAT, LON = Sought("latitude: In degrees", form="number"), Sought("longitude: In degrees", form="number")


def _likelier(text: str, numbers: list[str], *sought: Sought) -> list[str]:
    """For each argument the number that the words beside it speak for."""
    places = [(0, text.index(each), text.index(each) + len(each)) for each in numbers]
    found = told_beside(sought, [Said(text)], places)
    return [text[slice(*max(each, key=lambda place: each[place])[1:])] if each else "" for each in found]


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("longitude 18.07 and latitude 59.33", ["18.07", "59.33"], ["59.33", "18.07"]),
        ("It lies at a latitude of 47 and a longitude of 8", ["47", "8"], ["47", "8"]),
    ],
)
def test_a_name_before_a_number(text: str, numbers: list[str], expected: list[str]) -> None:
    assert _likelier(text, numbers, LAT, LON) == expected


def test_a_name_behind_a_number() -> None:
    assert _likelier("Selling at 25, with 5,100 in fixed costs", ["25", "5,100"], FIXED, PRICE) == ["5,100", ""]


def test_a_word_that_two_arguments_share_says_nothing() -> None:
    assert _likelier("12 degrees and 30 degrees", ["12", "30"], LAT, LON) == ["", ""]


def test_a_word_of_another_clause_says_nothing() -> None:
    assert _likelier("I know the latitude. We are 4 people", ["4"], LAT, LON) == ["", ""]
