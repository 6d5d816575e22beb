"""Whatever a model writes is read at once: no expression that looks through it may take long, nothing may escape."""

import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest

from reckoner.chains import corrections, final_answer, number_in, same, split_answer
from reckoner.chains.written import inputs, with_unit
from reckoner.sandbox import Sandbox, read_program

LONG = 40_000

READERS: list[Callable[[], object]] = [
    lambda: number_in("5 " + "a" * 100 + "!"),
    lambda: number_in("9" * 5_000 + " 1/2"),
    lambda: split_answer("A:" + " " * LONG + "\nb"),
    lambda: split_answer("Answer:" + " " * LONG),
    lambda: final_answer("the answer is 5" + " " * LONG + "x"),
    lambda: final_answer("Answer: \\boxed{}"),
    lambda: same(complex(1.7e308, 1.7e308), 1),
    lambda: with_unit(Decimal("1E+999999999"), "", "en"),
    lambda: with_unit(Fraction(10**400 + 1, 2), "", "en"),
    lambda: inputs("x = 0x" + "f" * 5_000),
    lambda: inputs("x = " + "-" * LONG + "1"),
    lambda: read_program("word " * 9_000 + "(x"),
    lambda: read_program("\n" * LONG + "x y z ="),
    lambda: read_program("```" + "a" * LONG),
    lambda: read_program("```" + " " * LONG),
    lambda: read_program("```python\n" + "x = f(1)\n" * 8_000 + "= =\n" + "y = 1\n" * 20),
    lambda: read_program("```python\nif __name__ == " + "-" * 400 + "1:\n    main()\n```"),
]


@pytest.mark.parametrize("read", READERS, ids=map(str, range(len(READERS))))
def test_nothing_takes_long_or_escapes(read: Callable[[], object]) -> None:
    began = time.process_time()
    read()
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "text",
    [
        "1 +" + " " * LONG + "!", "1" * LONG, "1+" * 20_000, "1 + " * 10_000, "(" * LONG, "1+1=3\n" * 8_000,
        "10^400/3 = 5", "1+1=" + "9" * 5_000,
    ],
    ids=range(8),
)  # fmt: skip
async def test_no_thought_takes_long_to_check(sandbox: Sandbox, text: str) -> None:
    began = time.process_time()
    await corrections(text, sandbox)
    assert time.process_time() - began < 5
