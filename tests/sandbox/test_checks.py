"""Results that are computed another way."""

import pytest
import sympy

from reckoner.sandbox import Sandbox
from reckoner.sandbox.inside import checks

SYMBOLS = "from sympy import *\nx, y = symbols('x y')\n"


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("19.99 * 3", "arithmetic"),
        ("a = 10\nprint(a / 3)", "arithmetic"),
        (SYMBOLS + "solve(Eq(x**2, 4), x)", "solve"),
        (SYMBOLS + "solve([Eq(x + y, 10), Eq(x - y, 2)], [x, y])", "solve"),
        (SYMBOLS + "integrate(x**2, (x, 0, 3))", "integrate"),
        (SYMBOLS + "integrate(x * exp(x), x)", "integrate"),
        (SYMBOLS + "diff(sin(x)**2, x)", "diff"),
        (SYMBOLS + "limit((1 + 1 / x)**x, x, oo)", "limit"),
    ],
)
async def test_two_ways_agree(sandbox: Sandbox, code: str, what: str) -> None:
    verdict = await sandbox.run(code, checked=True)
    assert {(check.what, check.ok) for check in verdict.checks} >= {(what, True)}
    assert all(check.ok for check in verdict.checks)


async def test_binary_fractions_that_change_a_result_are_found(sandbox: Sandbox) -> None:
    verdict = await sandbox.run("int(0.29 * 100)", checked=True)
    (check,) = verdict.checks
    assert (verdict.value, check.ok, check.value) == (28, False, "29")


def test_wrong_results_are_told_from_right_ones() -> None:
    x, y = sympy.symbols("x y")
    assert checks.solutions([x + y - 10, x - y - 2], {x: 6, y: 4}) is True
    assert checks.solutions([x + y - 10, x - y - 2], {x: 6, y: 5}) is False
    assert checks.solutions(x**2 - 4, [2, sympy.Integer(3)]) is False
    assert checks.solutions(x**2 - y, [sympy.sqrt(y)]) in (True, None)
    assert checks.antiderivative(x**2, x, x**3) is False
    assert checks.definite(x**2, x, sympy.Integer(0), sympy.Integer(3), sympy.Integer(8)) is False
    assert checks.derivative(sympy.sin(x), x, 1, sympy.sin(x)) is False
    assert checks.limit(sympy.sin(x) / x, x, sympy.Integer(0), sympy.Integer(2)) is False


async def test_nothing_is_claimed_where_there_is_no_other_way(sandbox: Sandbox) -> None:
    for code in ("'a' + 'b'", "import random\nrandom.random() * 0.5", "sum([1, 2])", "1 / 0"):
        assert (await sandbox.run(code, checked=True)).checks == ()


@pytest.mark.parametrize(
    "code",
    [
        SYMBOLS + "solve([x**2 + y - 3, x - y - 1], [y, x])",
        SYMBOLS + "limit(1 / log(x), x, oo)",
        SYMBOLS + "limit(Abs(x) / x, x, 0, dir='-')",
        SYMBOLS + "integrate(sin(x) / x, (x, 0, oo))",
        SYMBOLS + "integrate(sin(100 * x)**2, (x, 0, 1))",
        "x = 0.5\nisinstance(x, float)",
    ],
)
async def test_what_is_right_raises_no_alarm(sandbox: Sandbox, code: str) -> None:
    assert [check for check in (await sandbox.run(code, checked=True)).checks if not check.ok] == []


@pytest.mark.parametrize(
    "code",
    [
        SYMBOLS + "diff(floor(x), x)",
        SYMBOLS + "integrate(Piecewise((x, x < 1), (2 - x, True)), (x, 0, 2))",
        "import time\ntime.sleep(2.5)\n0.1 + 0.2",
        "x = 1.5\nfor _ in range(30):\n    x = x / 2 + 1 / x\nx",
    ],
)
async def test_a_check_costs_no_result(sandbox: Sandbox, code: str) -> None:
    plain, checked = await sandbox.run(code), await sandbox.run(code, checked=True)
    assert (checked.value, checked.limit) == (plain.value, None)


async def test_checks_leave_a_notebook_as_it_was(sandbox: Sandbox) -> None:
    await sandbox.run("from sympy import *\nseen = []", notebook="checked", checked=True)
    await sandbox.run("x = symbols('x')\nseen.append(solve(x - 0.5, x))", notebook="checked", checked=True)
    assert (await sandbox.run("len(seen)", notebook="checked", checked=True)).value == 1
