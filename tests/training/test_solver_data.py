"""Stories and school problems become programs that give the right answer."""

import json
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from reckoner.models.mini.pointer.tokens import Tokens
from reckoner.models.mini.solver.steps import written
from reckoner.training.solver.careless import careless
from reckoner.training.solver.school import school
from reckoner.training.solver.stories import Stories, Template, lacking, stories
from reckoner.training.solver.trees import values

_TOKENS = Tokens()


def _template(text: str, expr: str, **spreads: list[float]) -> Template:
    return Template(text, "en", expr, spreads, "", {})


@pytest.mark.parametrize(
    ("text", "expr", "value"),
    [
        ("{name} has {a} {thing} and buys {b} more. How many now?", "a+b", 12),
        ("A coat of ${a} is {b}% off. What does it cost now?", "a*(100-b)/100", Fraction(20)),
        ("{a} guests sit at tables of {b}. How many tables?", "ceil(a/b)", 2),
        ("{a} eggs in boxes of {b}: how many full boxes?", "a//b", 1),
        ("{a} eggs in boxes of {b}: how many are left over?", "a%b", 3),
        ("A square has sides of {a} cm. How large is it?", "a**2", 64),
    ],
)
def test_a_story_gives_its_answer(text: str, expr: str, value: Fraction) -> None:
    spreads = {"a": [8, 8], "b": [5, 5]} if "%" not in text or "off" not in text else {"a": [25, 25], "b": [20, 20]}
    spreads = {name: spread for name, spread in spreads.items() if f"{{{name}}}" in text}
    if expr == "a+b":
        spreads["b"] = [4, 4]
    solved = Stories(_TOKENS, Random(1)).of(_template(text, expr, **spreads))
    assert solved is not None
    assert values(solved.problem, solved.program)[-1] == value


def test_a_percentage_is_one_number() -> None:
    solved = Stories(_TOKENS, Random(1)).of(_template("What is {b}% of {a}?", "a*b/100", a=[40, 40], b=[15, 15]))
    assert solved is not None
    assert len(solved.program) == 1


def test_a_story_without_a_number_that_it_needs_is_no_problem() -> None:
    whole = _template("Tom has {a} cards. He gets {b} more. How many has he?", "a+b", a=[2, 9], b=[2, 9])
    short = lacking(whole)
    assert short is not None
    assert short.text == "He gets {b} more. How many has he?"
    [solved] = list(stories([short], _TOKENS, Random(1), 1))
    assert solved.program == ()


def test_numbers_that_make_no_sense_are_drawn_again_and_given_up() -> None:
    assert Stories(_TOKENS, Random(1)).of(_template("{a} minus {b}?", "a-b", a=[1, 2], b=[50, 60])) is None


def test_school_problems(tmp_path: Path) -> None:
    row = {
        "question": "Ann sold 48 clips in April, and half as many in May. How many altogether?",
        "answer": "She sold 48/2 = <<48/2=24>>24 in May.\nTogether <<48+24=72>>72.\n#### 72",
    }
    odd = {"question": "How many?", "answer": "Some <<3+4=7>>7.\n#### 9"}
    path = tmp_path / "school.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in (row, odd)))
    [solved] = list(school(path, _TOKENS))
    assert values(solved.problem, solved.program)[-1] == 72
    assert "48" not in written(solved.program, [f"q{place}" for place in range(40)])


def test_texts_are_typed_in_a_hurry_now_and_then() -> None:
    text = "Loaves cost $3 each.\nI don't eat 2.5 of them. What's left?"
    told = {careless(text, "en", Random(seed)) for seed in range(40)}
    assert text in told
    hurried = told - {text}
    assert hurried
    # Documents stay as they are, and so do the numbers.
    assert all(each.startswith("Loaves cost $3 each.\nI dont eat 2.5 of them") for each in hurried)
