"""Unknown numbers that are told in words."""

import pytest
from sympy import Eq, S, Symbol, solveset, sympify

from reckoner.core import fold, language_of
from reckoner.models.mini.numbers import canonical
from reckoner.models.mini.worded import worded_equation


@pytest.mark.parametrize(
    ("question", "solutions"),
    [
        ("What number plus 17 is 45?", {28}),
        ("a number times 6 minus 4 is 50, whats the number", {9}),
        ("Think of a number, double it, add 7, get 31. The number?", {12}),
        ("5 less than three times a number is 22", {9}),
        ("half of a number plus 8 equals 20, find it", {24}),
        ("I multiply a number by 4 then take away 3 and get 25. What was the number?", {7}),
        ("if you add 9 to a number you get 30, what is it", {21}),
        ("the square of a number is 144", {-12, 12}),
        ("what number multiplied by itself is 81", {-9, 9}),
        ("số nào nhân 6 rồi trừ 4 bằng 50", {9}),
        ("gấp 3 lần một số rồi bớt 5 được 22, tìm số đó", {9}),
        ("lấy một số nhân 4, trừ đi 3 thì được 25. Tìm số đó", {7}),
        ("tìm một số biết gấp đôi số đó cộng 6 bằng 30", {12}),
    ],
)
def test_it_becomes_an_equation(question: str, solutions: set[int]) -> None:
    left, _, right = worded_equation(fold(canonical(question, language_of(question)))).partition(" = ")
    assert solveset(Eq(sympify(left), sympify(right)), Symbol("x"), S.Reals) == solutions


@pytest.mark.parametrize(
    "question",
    [
        "a number plus 3 times 2 is 20",  # Is the sum multiplied, or the three?
        "what is the number of days in june",
        "my house number is 14, what is the number of my neighbour",
        "số nào lớn hơn 5",
        "the sum of two numbers is 20 and their difference is 4",
    ],
)
def test_what_is_no_equation_is_left_alone(question: str) -> None:
    assert worded_equation(fold(canonical(question, language_of(question)))) == ""
