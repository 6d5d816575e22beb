import pytest

from reckoner.sandbox import Sandbox


@pytest.mark.parametrize(
    ("task", "value"),
    [
        ({"operation": "evaluate", "expression": "240*15/100"}, "36"),
        ({"operation": "evaluate", "expression": "0.1 + 0.2"}, "0.3"),
        ({"operation": "evaluate", "expression": "10/3"}, "10/3 ≈ 3.33333333333"),
        ({"operation": "evaluate", "expression": "sqrt(2)"}, "sqrt(2) ≈ 1.41421356237"),
        ({"operation": "evaluate", "expression": "mean(4, 8, 15)"}, "9"),
        ({"operation": "evaluate", "expression": "median(9, 1, 5)"}, "5"),
        ({"operation": "evaluate", "expression": "Mod(17, 5)"}, "2"),
        ({"operation": "simplify", "expression": "(x^2-1)/(x-1)"}, "x + 1"),
        ({"operation": "solve", "expression": "x^2 - 5x + 6 = 0"}, "[2, 3]"),
        ({"operation": "solve", "expression": "x + y = 10, x - y = 2"}, "[{x: 6, y: 4}]"),
        ({"operation": "solve", "expression": "2x + 1 > 5"}, "Interval.open(2, oo)"),
        ({"operation": "differentiate", "expression": "x^2 + 3x"}, "2*x + 3"),
        ({"operation": "differentiate", "expression": "x^3", "point": "2"}, "12"),
        ({"operation": "integrate", "expression": "x^2", "lower": "0", "upper": "3"}, "9"),
        ({"operation": "integrate", "expression": "2x"}, "C + x**2"),
        ({"operation": "area", "expression": "4 - x^2"}, "32/3 ≈ 10.6666666667"),
        ({"operation": "area", "expression": "sin x", "lower": "0", "upper": "2pi"}, "4"),
        ({"operation": "minimum", "expression": "x^2 - 8x + 19"}, "3"),
        ({"operation": "evaluate", "expression": "round(3.14159, 2)"}, "3.14"),
        ({"operation": "solve", "expression": "|x - 4| = 9"}, "[-5, 13]"),
        ({"operation": "maximum", "expression": "x^3 - 3x", "lower": "0", "upper": "2"}, "2"),
        ({"operation": "limit", "expression": "sin x / x", "point": "0"}, "1"),
        ({"operation": "limit", "expression": "(1+1/n)^n", "point": "oo"}, "E ≈ 2.71828182846"),
        ({"operation": "sum", "expression": "k", "lower": "1", "upper": "100"}, "5050"),
        ({"operation": "determinant", "expression": "[[1, 2], [3, 4]]"}, "-2"),
        ({"operation": "inverse", "expression": "[[1, 2], [3, 4]]"}, "[[-2, 1], [3/2, -1/2]]"),
        ({"operation": "prime_factors", "expression": "360"}, "2^3 · 3^2 · 5"),
        ({"operation": "gcd", "expression": "12, 18"}, "6"),
        ({"operation": "lcm", "expression": "4 and 6"}, "12"),
        ({"operation": "is_prime", "expression": "97"}, "True"),
    ],
)
async def test_verbs(sandbox: Sandbox, task: dict[str, str], value: str) -> None:
    verdict = await sandbox.algebra(**task)
    assert (verdict.error, verdict.shown) == ("", value)


@pytest.mark.parametrize(
    "task",
    [
        {"operation": "area", "expression": "1/x", "lower": "-1", "upper": "1"},
        {"operation": "area", "expression": "x^2 + 1"},
        {"operation": "minimum", "expression": "exp(x)"},
        {"operation": "maximum", "expression": "x^3"},
        {"operation": "minimum", "expression": "x^2", "lower": "1"},
    ],
)
async def test_what_is_not_there_is_not_given(sandbox: Sandbox, task: dict[str, str]) -> None:
    verdict = await sandbox.algebra(**task)
    assert (verdict.shown, bool(verdict.error)) == ("", True)


async def test_a_plot_is_points(sandbox: Sandbox) -> None:
    (chart,) = (await sandbox.algebra(operation="plot", expression="1/x", lower="-1", upper="1")).charts
    points = chart["data"]["values"]
    assert len(points) == 200  # 0 is left out
    assert points[0] == {"x": -1.0, "value": -1.0}


async def test_a_division_by_zero_is_said_to_be_undefined(sandbox: Sandbox) -> None:
    assert "undefined" in (await sandbox.algebra(operation="evaluate", expression="1/0")).error


@pytest.mark.parametrize("expression", ["", "2 +", "hello world, how are you?", "x = 1 = 2", "[[1, 2], [3]]"])
async def test_what_is_no_mathematics_is_refused_in_words(sandbox: Sandbox, expression: str) -> None:
    verdict = await sandbox.algebra(operation="determinant", expression=expression)
    assert not verdict.ok
    assert verdict.limit is None


async def test_an_expression_can_do_no_more_than_a_program(sandbox: Sandbox, tmp_path: object) -> None:
    await sandbox.algebra(operation="evaluate", expression=f"__import__('os').system('touch {tmp_path}/mark')")
    await sandbox.algebra(operation="evaluate", expression=f"open('{tmp_path}/mark', 'w')")
    from pathlib import Path

    assert list(Path(str(tmp_path)).iterdir()) == []
