"""Program-aided answers: written, run, mended, checked, and voted on."""

import pytest
from support.scripted import ScriptedModel

from reckoner.chains import program
from reckoner.chains.written import with_unit
from reckoner.core import Language
from reckoner.sandbox import Expression, Sandbox


async def test_a_program_computes_the_answer(sandbox: Sandbox) -> None:
    model = ScriptedModel(replies=["Sure:\n```python\na = 6\nb = 7\nunit = 'eggs'\na * b\n```"])
    computed = await program(model, sandbox).ainvoke("6 times 7?")
    assert (computed.answer, computed.value, computed.unit) == ("42 eggs", 42, "eggs")
    assert computed.latex == r"\text{a} = 6,\quad \text{b} = 7 \;\Rightarrow\; 42"


async def test_a_program_that_fails_is_written_again_with_its_error(sandbox: Sandbox) -> None:
    model = ScriptedModel(replies=["```python\n1/0\n```", "```python\n2/2\n```"])
    computed = await program(model, sandbox).ainvoke("?")
    assert (computed.answer, computed.tries) == ("1", 2)
    assert "ZeroDivisionError" in model.sent[1][-1].text


async def test_a_program_that_fails_for_good_has_no_answer(sandbox: Sandbox) -> None:
    computed = await program(ScriptedModel(replies=["1/0"]), sandbox, repairs=0).ainvoke("?")
    assert (computed.answer, computed.verdict.ok) == ("", False)


async def test_prose_is_asked_for_a_program_and_else_is_the_answer_itself(sandbox: Sandbox) -> None:
    model = ScriptedModel(replies=["The answer is Paris.", "The answer is Paris."])
    computed = await program(model, sandbox, repairs=1).ainvoke("Capital of France?")
    assert (computed.answer, computed.value, computed.code) == ("Paris", None, "")
    assert "holds no program" in model.sent[1][-1].text


async def test_the_value_that_most_programs_reach_wins(sandbox: Sandbox) -> None:
    model = ScriptedModel(replies=["41", "from fractions import Fraction\nFraction(84, 2)", "print(42.0)"])
    computed = await program(model, sandbox, samples=3, repairs=0).ainvoke("?")
    assert computed.answer in ("42", "42.0")
    assert round(computed.agreement, 2) == 0.67


async def test_a_result_that_comes_out_otherwise_is_shown(sandbox: Sandbox) -> None:
    computed = await program(ScriptedModel(replies=["```python\nint(0.29 * 100)\n```"]), sandbox).ainvoke("?")
    assert [(check.what, check.value) for check in computed.disagreements] == [("arithmetic", "29")]


async def test_an_equation_is_put_to_the_test(sandbox: Sandbox) -> None:
    code = "from sympy import Eq, solve, symbols\nx = symbols('x')\nsolve(Eq(2 * x + 1, 15), x)"
    computed = await program(ScriptedModel(replies=[code]), sandbox).ainvoke("?")
    assert [(check.what, check.how, check.ok) for check in computed.verdict.checks] == [("solve", "substitution", True)]
    assert computed.disagreements == ()


@pytest.mark.parametrize(
    ("value", "unit", "language", "written"),
    [
        (32.6, "$", "en", "$32.60"),
        (354_000, "đồng", "vi", "354.000 đồng"),
        (2.5, "kg", "vi", "2,5 kg"),
        (25, "%", "en", "25%"),
        (1234567, "", "en", "1,234,567"),
        (3.0, "hours", "en", "3 hours"),
        ("15:15", "", "en", "15:15"),
        (-5.5, "$", "en", "-$5.50"),
        (0.004, "$", "en", "$0.004"),
        (
            {Expression(text="anh", latex=""): 15, Expression(text="em", latex=""): 10},
            "tuổi",
            "vi",
            "anh = 15, em = 10 tuổi",
        ),
        ([24, 17.5], "", "en", "[24, 17.5]"),
        (1e300, "", "en", "1" + ",000" * 100),
    ],
)
def test_values_are_written_with_their_unit(value: object, unit: str, language: Language, written: str) -> None:
    assert with_unit(value, unit, language) == written  # type: ignore[arg-type]  # every value is one
