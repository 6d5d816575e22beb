"""The sandbox with real programs: what they give back, and where they end."""

import asyncio
import time
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest

from reckoner.sandbox import Array, Expression, Other, Sandbox, Table


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("6 * 7", "42"),
        ("x = [1, 2, 4]\nsum(x) / len(x)", "2.3333333333333335"),
        ("from datetime import date\n(date(2024, 3, 1) - date(2024, 2, 1)).days", "29"),
        ("import sympy\nx = sympy.symbols('x')\nsympy.solve(x**2 - 2)", "[-sqrt(2), sqrt(2)]"),
        ("import numpy as np\nnp.arange(4).sum()", "6"),
        ("from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\nP(3)", "P(x=3)"),
        ("import sys\nx = 3\nsys.exit(0)", ""),
        ("def f(n):\n    return 1 if n < 2 else n * f(n - 1)\nf(20)", "2432902008176640000"),
    ],
)
async def test_programs_have_their_value(sandbox: Sandbox, code: str, value: str) -> None:
    verdict = await sandbox.run(code)
    assert (verdict.ok, verdict.shown) == (True, value)


async def test_what_is_printed_comes_back(sandbox: Sandbox) -> None:
    verdict = await sandbox.run("for i in range(3):\n    print('số', i)")
    assert verdict.text == "số 0\nsố 1\nsố 2"


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("7", 7),
        ("True", True),
        ("0.1 + 0.2", 0.30000000000000004),
        ("10 ** 3900", 10**3900),
        ("10 ** 10000", Other(type="int", text="a whole number of about 10,001 digits")),
        ("'số'", "số"),
        ("3 + 4j", 3 + 4j),
        ("from fractions import Fraction\nFraction(-2, 6)", Fraction(-1, 3)),
        ("from decimal import Decimal\nDecimal('1.10')", Decimal("1.10")),
        ("import sympy\nsympy.Rational(1, 3) * 6", 2),
        ("import sympy\nsympy.Rational(1, 3)", Fraction(1, 3)),
        ("import sympy\nsympy.sqrt(2) < 2", True),
        ("import numpy as np\nnp.float64(2.5)", 2.5),
        ("import numpy as np\nnp.eye(2)", Array(shape=(2, 2), dtype="float64", items=(1.0, 0.0, 0.0, 1.0))),
        ("import sympy\nsympy.eye(2)", Array(shape=(2, 2), dtype="expression", items=("1", "0", "0", "1"))),
        ("[1, (2, 3), {4}, {'a': None}]", [1, (2, 3), frozenset({4}), {"a": None}]),
        ("from datetime import date\ndate(2024, 2, 29)", Other(type="date", text="2024-02-29")),
        ("import pandas as pd\npd.DataFrame({'a': [1], 'b': ['x']})", Table(columns=("a", "b"), rows=(("1", "x"),))),
    ],
)
async def test_values_keep_their_type(sandbox: Sandbox, code: str, value: object) -> None:
    found = (await sandbox.run(code)).value
    assert (type(found), found) == (type(value), value)


async def test_what_is_symbolic_comes_as_text_latex_and_number(sandbox: Sandbox) -> None:
    verdict = await sandbox.run("import sympy\nsympy.sqrt(2) / 2")
    assert verdict.value == Expression(text="sqrt(2)/2", latex=r"\frac{\sqrt{2}}{2}", approximate=2**0.5 / 2)
    assert verdict.display == {"latex": r"\frac{\sqrt{2}}{2}"}


async def test_a_float_is_told_without_the_noise_of_binary_fractions(sandbox: Sandbox) -> None:
    verdict = await sandbox.run("0.1 + 0.2")
    assert (verdict.text, verdict.shown) == ("0.3", "0.30000000000000004")


async def test_figures_come_as_png_and_charts_as_vega_lite(sandbox: Sandbox) -> None:
    plotted = await sandbox.run("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('Số lượng')\nplt.show()")
    assert [figure[:4] for figure in plotted.figures] == [b"\x89PNG"]
    chart = await sandbox.run("{'$schema': 'https://vega.github.io/schema/vega-lite/v5.json', 'mark': 'bar'}")
    assert chart.charts[0]["mark"] == "bar"


async def test_a_chart_that_reaches_outside_is_left_out(sandbox: Sandbox) -> None:
    for part in ("'data': {'url': 'http://evil.example'}", "'mark': 'image'", "'usermeta': {}"):
        verdict = await sandbox.run(f"{{'$schema': 'https://vega.github.io/schema/vega-lite/v5.json', {part}}}")
        assert (verdict.ok, verdict.charts) == (True, ())


async def test_time_and_memory_are_told(sandbox: Sandbox) -> None:
    verdict = await sandbox.run("x = bytearray(50_000_000)\nlen(x)")
    assert 40_000_000 < verdict.memory < 80_000_000
    assert 0 < verdict.seconds < 3


async def test_what_was_printed_before_the_end_is_kept_and_the_line_is_told(sandbox: Sandbox) -> None:
    verdict = await sandbox.run("print('began')\nwhile True:\n    pass")
    assert (verdict.limit, verdict.printed, verdict.line) == ("time", "began\n", 2)


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("math.pi", "Import it"),
        ("import selenium", "no other packages"),
        ("open('x')", "no files"),
        ("input()", "Nobody can be asked"),
        ("from sympy import *\nx = symbols('x')\nsolve(1, x)[0]", "solve() gives []"),
    ],
)
async def test_errors_come_with_a_hint(sandbox: Sandbox, code: str, hint: str) -> None:
    assert hint in (await sandbox.run(code)).text


async def test_a_program_begins_with_nothing_but_pythons_own_names(sandbox: Sandbox) -> None:
    verdict = await sandbox.run("sorted(name for name in globals() if name != '__builtins__')")
    assert verdict.value == ["__doc__", "__loader__", "__name__", "__package__", "__spec__"]


async def test_random_numbers_differ_between_programs(sandbox: Sandbox) -> None:
    code = "import random, numpy\n(random.random(), numpy.random.random())"
    first, second = (await sandbox.run(code)).value, (await sandbox.run(code)).value
    assert isinstance(first, tuple)
    assert isinstance(second, tuple)
    assert first[0] != second[0]
    assert first[1] != second[1]


async def test_records_come_back_as_a_table(sandbox: Sandbox) -> None:
    verdict = await sandbox.run("[{'year': 1, 'sum': 105.0}, {'year': 2, 'sum': 110.25}]")
    assert verdict.display["table"] == {"columns": ["year", "sum"], "rows": [["1", "105"], ["2", "110.25"]]}


@pytest.mark.parametrize(
    ("code", "error", "line"),
    [
        ("x = 1\n1 / 0", "ZeroDivisionError", 2),
        ("print(undefined)", "NameError", 1),
        ("def f(:", "SyntaxError", 1),
        ("import sys\nsys.exit(3)", "SystemExit", 2),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", 1),
    ],
)
async def test_errors_name_their_line(sandbox: Sandbox, code: str, error: str, line: int) -> None:
    verdict = await sandbox.run(code)
    assert (verdict.ok, verdict.error.partition(":")[0], verdict.line) == (False, error, line)


@pytest.fixture(scope="module")
def patient() -> Iterator[Sandbox]:
    """A sandbox that gives programs all the time that a busy machine may need."""
    sandbox = Sandbox(seconds=60, megabytes=512)
    yield sandbox
    sandbox.close()


@pytest.mark.parametrize(
    ("code", "limit"),
    [
        ("while True:\n    pass", "time"),
        ("import time\ntime.sleep(60)", "time"),
        ("9 ** 9 ** 9", "time"),
        ("x = [0] * 10**10", "memory"),
        ("x = []\nwhile True:\n    x.append('a' * 10**6)", "memory"),
        ("import os\nos._exit(0)", "crash"),
        ("import ctypes\nctypes.string_at(0)", "crash"),
        ("import os\nwhile True:\n    os.write(3, b'x' * 65536)", "output"),
    ],
)
async def test_limits_end_a_program_and_not_the_sandbox(
    sandbox: Sandbox, patient: Sandbox, code: str, limit: str
) -> None:
    # On a busy machine the time may be up before all memory is taken.
    used = sandbox if limit == "time" else patient
    began = time.monotonic()
    verdict = await used.run(code)
    assert verdict.limit == limit
    assert time.monotonic() - began < 10
    assert (await used.run("1 + 1")).value == 2


async def test_output_is_capped(sandbox: Sandbox) -> None:
    verdict = await sandbox.run("print('a' * 10**7)")
    assert (verdict.ok, verdict.cut, len(verdict.printed)) == (True, True, 20_000)
    assert "cut off" in verdict.text


async def test_cancelling_stops_the_program_at_once() -> None:
    sandbox = Sandbox(seconds=30)
    try:
        await sandbox.run("1")
        running = asyncio.create_task(sandbox.run("while True: pass"))
        await asyncio.sleep(0.3)
        began = time.monotonic()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert (await sandbox.run("2")).value == 2
        assert time.monotonic() - began < 10
    finally:
        sandbox.close()


async def test_programs_run_side_by_side_and_queue(sandbox: Sandbox) -> None:
    verdicts = await asyncio.gather(*(sandbox.run(f"{number} ** 2") for number in range(12)))
    assert [verdict.value for verdict in verdicts] == [number**2 for number in range(12)]
