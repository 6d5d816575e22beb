"""Answers read out of texts, and compared as values."""

from decimal import Decimal
from fractions import Fraction

import pytest

from reckoner.chains import final_answer, number_in, same
from reckoner.chains.answers import vote
from reckoner.sandbox import Array, Expression


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Six sevens.\n**Answer:** 42", "42"),
        ("So it is $\\boxed{\\frac{3}{4}}$.", "\\frac{3}{4}"),
        ("6 × 7 = 42\n#### 42", "42"),
        ("Adding up, we get 42. The answer is 42 eggs.", "42 eggs"),
        ("So the final answer is $42.", "$42"),
        ("Ta có 6 × 7 = 42.\nĐáp án: 42 quả", "42 quả"),
        ("Vậy đáp án là 42.", "42"),
        ("6 × 7 = 42\nA: 42", "42"),
        ("Answer: 41\nWait.\nAnswer: 42", "42"),
        ("It is 42", "It is 42"),
        ("", ""),
        ("Six sevens.\n**Answer:**\n42", "42"),
        ("A is 5 years old, B 7.\nTogether 12", "Together 12"),
        ("a = 5\nb = 6\nSo a + b = 11", "So a + b = 11"),
        ("A: 3 apples\nB: 4 apples\nAnswer: 7", "7"),
        ("The answer is 7, since 3 + 4 = 7.", "7"),
    ],
)
def test_the_final_answer(text: str, answer: str) -> None:
    assert final_answer(text) == answer


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("42", 42),
        ("$1,200.50", Fraction("1200.5")),
        ("1.250.000 đồng", 1_250_000),
        ("1.250,5", Fraction("1250.5")),
        ("3,5 kg", Fraction("3.5")),
        ("12,000", 12_000),
        ("3/4", Fraction(3, 4)),
        (r"\frac{3}{4}", Fraction(3, 4)),
        (r"$12\text{ cm}$", 12),
        ("25%", 25),
        ("−7", -7),
        ("1.5e3", 1500),
        ("x = 5", 5),
        ("5 or 6", None),
        ("none", None),
        (r"2\frac{1}{2}", Fraction(5, 2)),
        (r"\frac12", Fraction(1, 2)),
        ("1 1/2", Fraction(3, 2)),
        ("-1 1/2", Fraction(-3, 2)),
        ("12{,}000", 12_000),
        ("100 000", 100_000),
        ("0,125", Fraction(1, 8)),
        ("354.000 đồng", 354_000),
        ("12.000", 12),
        ("1.5 million", 1_500_000),
        ("5 triệu", 5_000_000),
        ("9e99999999", None),
        (r"\sqrt{2}", None),
        ("2π", None),
        ("2x", None),
        ("5!", None),
        ("x<5", None),
        ("15:15", None),
        ("1 + 1", None),
        ("(1,20)", None),
        ("about 7 km/h", 7),
        ("1/0", None),
    ],
)
def test_the_number_of_an_answer(text: str, number: Fraction | None) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (42, "42 eggs"),
        (42, 42.0),
        (Fraction(1, 2), 0.5),
        (Decimal("0.5"), "1/2"),
        ([42], "42"),
        ({"x": 42}, 42),
        (Expression(text="sqrt(4)", latex="", approximate=2.0), 2),
        (Array(shape=(1,), dtype="int64", items=(2,)), 2),
        ([1, 2.0], (1, 2)),
        ("Paris", "paris."),
        (True, True),
    ],
)
def test_one_answer_in_two_writings(first: object, second: object) -> None:
    assert same(first, second)
    assert same(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (42, 43),
        ("Paris", "Rome"),
        ([1, 2], [2, 1]),
        (0.1, 0.1000001),
        (10**20, 10**20 + 10**12),
        ("x<5", "x>5"),
        (r"\sqrt{2}", 2),
        ("2 km", "2 m"),
        (1e-10, 2e-10),
        ("2*3", "23"),
        ("2x", "2y"),
        ("5 triệu", 5),
    ],
)
def test_two_answers(first: object, second: object) -> None:
    assert not same(first, second)


def test_the_vote_is_on_values() -> None:
    assert vote(["41", "$42", 42, "42.0 eggs", 41]) == (1, 3)
    assert vote(["1", "2"]) == (0, 1)
