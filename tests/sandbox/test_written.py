"""Programs in the forms in which models write them."""

import time

import pytest

from reckoner.sandbox import Sandbox, read_program


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        ("Sure:\n```python\na = 6\na * 7\n```\nThe answer is 42.", 42),
        ("```\n>>> 6 * 7\n```", 42),
        ('def solution():\n    """Six sevens."""\n    return 6 * 7\n', 42),
        ("a = 6\nb = 7\nans = a * b", 42),
        ("a = 6\nanswer = a * 7\nunits = 'eggs'", 42),
        ("    a = 6\n    b = 7\n    return a * b", 42),
        ("a = 6\n    b = 7\n    return a * b", 42),
        ('"""Six sevens."""\n    a = 6\n    result = a * 7\n    return result', 42),
        ("```python\na = 6\nb = a * 7\nc = b +", 42),
        ("Here is the program:\na = 6\nprint(a * 7)\nIt prints 42.", None),
        ("x = 6 × 7", 42),
        ("math.floor(42.5)", 42),
        ("x = symbols('x')\nsolve(Eq(x / 6, 7), x)[0]", 42),
        ("```python\na = 6\n```\n```output\n6\n```\nSo\n```python\na * 7\n```", 42),
        ("def f(n=6):\n    return n * 7", 42),
        ("total = sum(x for x in range(4)) * 7", 42),
        ("x = 6\nif x > 3:\n    y = 42\nelse:\n    z = 3", None),
        ("total = 6 * 7\nunit = 'eggs'", 42),
        ("result = 6\ntotal = result * 7", 42),
        ("def solution():\n    return half(84)\n\ndef half(x):\n    return x // 2", 42),
        ("def solution():\n    return 42\n\nif __name__ == '__main__':\n    solution()", 42),
        ("```python\nprint(6 * 7)\n```\n```\n7\n```", None),
        ("```pycon\n>>> 6 * 7\n41\n```", 42),
        ("total = 0\nfor x in [20, 22]:\n    total += x", 42),
        ("datetime(2024, 1, 1).year - 1982", 42),
    ],
)
async def test_programs_are_found_and_mended(sandbox: Sandbox, reply: str, value: int | None) -> None:
    verdict = await sandbox.run(read_program(reply).code)
    assert (verdict.error, verdict.value) == ("", value)
    assert value is not None or verdict.printed in ("42\n", "")


@pytest.mark.parametrize(
    "reply",
    [
        "The answer is 42.",
        "42",
        "Paris",
        "yes",
        "Con số là 42.",
        "",
        "```text\n42\n```",
        "I have 3 apples and 4 pears.",
    ],
)
def test_prose_is_no_program(reply: str) -> None:
    assert read_program(reply).cells == ()


def test_prose_around_a_program_is_kept() -> None:
    written = read_program("First.\n```python\nprint(1)\n```\n```output\n1\n```\nSo it is $\\boxed{1}$.")
    assert (written.cells, written.prose) == (("print(1)",), "First.\n\nSo it is $\\boxed{1}$.")


def test_a_program_that_is_whole_stays_as_it_is() -> None:
    code = "import math\nprint(math.pi)"
    written = read_program(code)
    assert (written.code, written.mended) == (code, ())


def test_a_program_that_is_whole_keeps_its_error() -> None:
    code = "price = 10\nqty = 3\ntotal = price qty\nprint(total)"
    assert read_program(f"```python\n{code}\n```").code == code


def test_a_long_reply_without_a_program_is_read_at_once() -> None:
    began = time.process_time()
    for line in ("This is a sentence about many things.", "from the beginning of time", "x = (3", "print(x) and words"):
        read_program("\n".join([line] * 300 + ["from here on it is print( and return"]))
    assert time.process_time() - began < 2


def test_what_was_mended_is_told() -> None:
    assert read_program("math.pi * 2").mended == ("added “import math”",)


def test_what_cannot_be_mended_keeps_its_error() -> None:
    assert read_program("```python\nif x >\n```").code == "if x >"
