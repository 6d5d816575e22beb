"""Programs over quantities: what they come to, and how they are written."""

from fractions import Fraction

import pytest

from reckoner.models.mini.solver.steps import Step, applied, written


@pytest.mark.parametrize(
    ("sign", "left", "right", "value"),
    [
        ("+", 2, 3, 5),
        ("-", 2, 3, -1),
        ("*", 2, 3, 6),
        ("/", 2, 4, Fraction(1, 2)),
        ("/", 2, 0, None),
        ("floor", 7, 2, 3),
        ("ceil", 7, 2, 4),
        ("mod", 7, 2, 1),
        ("mod", 7, 0, None),
    ],
)
def test_signs(sign: str, left: int, right: int, value: Fraction | None) -> None:
    assert applied(sign, Fraction(left), Fraction(right)) == value


def test_results_go_on_being_used() -> None:
    names = ["a", "b", "c"]
    assert written([Step("*", 0, 1), Step("-", 3, 2)], names) == "(a * b) - c"
    assert written([Step("ceil", 0, 1)], names) == "ceiling(a / b)"
    assert written([Step("mod", 0, 1), Step("+", 3, 2)], names) == "Mod(a, b) + c"
    assert written([Step("+", 0, 1), Step("+", 1, 2), Step("*", 3, 4)], names) == "(a + b) * (b + c)"


def test_a_number_that_answers_itself_is_written_alone() -> None:
    assert written([Step("*", 1, 0)], ["1", "54"]) == "54"
    assert written([Step("*", 1, 0)], ["100", "(20 / 100)"]) == "20"
