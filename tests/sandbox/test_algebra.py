import pytest

from reckoner.core import words
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
        ({"operation": "simplify", "expression": "(x^2-1)/(x-1)"}, "x + 1, x ≠ 1"),
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


@pytest.mark.parametrize(
    ("task", "value"),
    [
        ({"operation": "differentiate", "expression": "the derivative of x squared plus 3x"}, "2*x + 3"),
        ({"operation": "differentiate", "expression": "đạo hàm của x bình phương cộng 3x"}, "2*x + 3"),
        ({"operation": "evaluate", "expression": "căn bậc hai của 16 cộng 2 mũ 3"}, "12"),
        ({"operation": "evaluate", "expression": "the square root of 16 plus 2 to the power of 3"}, "12"),
        ({"operation": "solve", "expression": "phương trình x mũ 2 trừ 4 bằng 0"}, "[-2, 2]"),
        ({"operation": "solve", "expression": "y = x + 1 và x + y = 3"}, "[{x: 1, y: 2}]"),
        ({"operation": "integrate", "expression": "f(x) = 2x"}, "C + x**2"),
        ({"operation": "evaluate", "expression": "2.400.000 * 15/100"}, "360000"),
        ({"operation": "evaluate", "expression": "1 000 + 5"}, "1005"),
        ({"operation": "evaluate", "expression": "2,5 * 4"}, "10"),
        ({"operation": "evaluate", "expression": "(1,250 + 3) * 2"}, "2506"),
        ({"operation": "evaluate", "expression": "15% of 200"}, "30"),
        ({"operation": "evaluate", "expression": "10 mod 3"}, "1"),
        ({"operation": "evaluate", "expression": "căn bậc ba của 8"}, "2"),
        ({"operation": "solve", "expression": "1,5x = 3"}, "[2]"),
        ({"operation": "solve", "expression": "x1 + x2 = 3, x1 - x2 = 1"}, "[{x1: 2, x2: 1}]"),
        ({"operation": "solve", "expression": "x lớn hơn hoặc bằng 3"}, "Interval(3, oo)"),
        ({"operation": "solve", "expression": "2 < x < 5"}, "(2 < x) & (x < 5)"),
        ({"operation": "solve", "expression": "i + 3 = 5"}, "[2]"),
        ({"operation": "sum", "expression": "i^2", "variable": "i", "lower": "1", "upper": "10"}, "385"),
        ({"operation": "integrate", "expression": "tích phân của x^2 từ 0 đến 1"}, "1/3 ≈ 0.333333333333"),
        ({"operation": "limit", "expression": "sin(x)/x khi x tiến tới 0"}, "1"),
        ({"operation": "is_prime", "expression": "2^31 - 1"}, "True"),
        ({"operation": "lcm", "expression": "1,200 and 1,800"}, "3600"),
        ({"operation": "gcd", "expression": "tim uoc chung lon nhat cua 36 va 54"}, "18"),
        ({"operation": "gcd", "expression": "ƯCLN của 48 và 180 là bao nhiêu?"}, "12"),
    ],
)
async def test_words_of_both_languages_are_read(sandbox: Sandbox, task: dict[str, str], value: str) -> None:
    verdict = await sandbox.algebra(**task)
    assert (verdict.error, verdict.shown) == ("", value)


@pytest.mark.parametrize(
    "task",
    [
        {"operation": "evaluate", "expression": "foo + 3"},
        {"operation": "evaluate", "expression": "lương cộng 3"},
        {"operation": "integrate", "expression": "x^2", "lower": "0"},
        {"operation": "integrate", "expression": "1/x", "lower": "-1", "upper": "1"},
        {"operation": "differentiate", "expression": "1/x", "point": "0"},
        {"operation": "gcd", "expression": "x, 3"},
    ],
)
async def test_what_cannot_be_read_or_is_not_there_is_refused_in_words(sandbox: Sandbox, task: dict[str, str]) -> None:
    verdict = await sandbox.algebra(**task)
    assert verdict.error.endswith(".")
    assert "Error" not in verdict.error


async def test_steps_of_an_equation(sandbox: Sandbox) -> None:
    verdict = await sandbox.algebra(operation="solve", expression="x^2 + 2x - 7 = 0")
    assert [step.rule for step in verdict.steps] == ["one_side", "discriminant", "formula"]
    assert verdict.steps[1].latex == r"\Delta = b^2 - 4ac = 2^2 - 4 \cdot 1 \cdot (-7) = 32"


async def test_steps_of_an_integration(sandbox: Sandbox) -> None:
    verdict = await sandbox.algebra(operation="integrate", expression="x * exp(x)")
    assert [step.rule for step in verdict.steps] == ["parts", "exp", "exp"]
    assert [(note.rule, note.latex) for note in verdict.notes] == [("any_constant", "C")]


async def test_a_cancelled_zero_is_told(sandbox: Sandbox) -> None:
    verdict = await sandbox.algebra(operation="simplify", expression="(x^2 - 1)/(x - 1)")
    assert verdict.text == "x + 1, x ≠ 1"
    assert [note.rule for note in verdict.notes] == ["holds_for"]


async def test_a_limit_from_two_sides(sandbox: Sandbox) -> None:
    verdict = await sandbox.algebra(operation="limit", expression="1/x", point="0")
    assert verdict.text == "There is no limit: it is -oo from the left and oo from the right."


async def test_results_are_checked_another_way(sandbox: Sandbox) -> None:
    for task in (
        {"operation": "solve", "expression": "x^3 - 6x^2 + 11x - 6 = 0"},
        {"operation": "solve", "expression": "x + y = 10, x - y = 2"},
        {"operation": "integrate", "expression": "sin(x)^2"},
        {"operation": "integrate", "expression": "x^2", "lower": "0", "upper": "3"},
        {"operation": "differentiate", "expression": "sin(x)^2"},
        {"operation": "limit", "expression": "sin(x)/x", "point": "0"},
    ):
        assert [check.ok for check in (await sandbox.algebra(**task)).checks] == [True]


def test_every_rule_has_words_in_both_languages() -> None:
    english, vietnamese = (words("reckoner.sandbox", "steps", language) for language in ("en", "vi"))
    assert {part: set(english[part]) for part in english} == {part: set(vietnamese[part]) for part in vietnamese}
