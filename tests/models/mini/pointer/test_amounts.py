"""Numbers stand where they are found, in digits or words, with their scale and without what is no part of them."""

import pytest

from reckoner.core import language_of
from reckoner.models.mini.pointer.amounts import amounts, runs


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a radius of six and a half centimeters", ["six and a half"]),
        ("borrow 320 thousand dollars at 6.1% over 20 years", ["320 thousand", "6.1", "20"]),
        ("a dozen times, a quarter of the time", ["a dozen", "a quarter"]),
        ("$1,250.50 by 10:30, and -4 degrees", ["1,250.50", "10:30", "-4"]),
        ("chuyển 1,5 triệu cho hai bạn", ["1,5 triệu", "hai"]),
        ("vay 2 tỷ rưỡi trong 20 năm", ["2 tỷ rưỡi", "20"]),
        ("chuyen 200k va 3tr2", ["200k", "3tr2"]),
        ("no number at all", []),
        ("half an hour, twice", ["half an", "twice"]),
    ],
)
def test_numbers(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in amounts(text, language_of(text))] == found


def test_an_answer_of_one_word() -> None:
    assert amounts("Hai ạ", "vi") == [(0, 3)]
    assert amounts(" hai.", "vi") == [(1, 4)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bills were 61.2, 58 and 73 euros for 6 months", ["61.2, 58 and 73"]),
        ("determinant of [[4, 1], [-2, 6]]", ["[[4, 1], [-2, 6]]"]),
        ("from (1, 2) to (3, 4)", ["(1, 2)", "(3, 4)"]),
        ("điểm 7, 8 và 9", ["7, 8 và 9"]),
        ("20 °C to 75 °C", []),
        ("vectors (3, -1, 5) and (2, 8, 0)", ["(3, -1, 5)", "(2, 8, 0)"]),
        ("14 robins, 9 sparrows, 3 owls and 22 finches", ["14 robins, 9 sparrows, 3 owls and 22"]),
        ("2 adults, 3 nights", []),
    ],
)
def test_numbers_in_a_row(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in runs(text, language_of(text))] == found
