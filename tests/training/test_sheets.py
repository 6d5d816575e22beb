"""Questions about sheets become programs over the lines that they need."""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from reckoner.models.mini.pointer.tokens import Tokens
from reckoner.training.solver.school import Solved
from reckoner.training.solver.sheets import questions, sheets
from reckoner.training.solver.trees import values

_TOKENS = Tokens()
_SHEET = [
    "Boat hire",
    "Boat: Canoe; Price an hour: £{a}; Seats: 3",
    "Boat: Rowing boat; Price an hour: £{b}; Seats: 4",
    "From {c} hours on {d}% off.",
    "Life jackets for children are free.",
    "Phone 0555 010 200, open from 9 to 18.",
    "Dogs pay £2.",
]
_VARIABLES = {"a": [8, 8], "b": [20, 20], "c": [4, 4], "d": [10, 10]}


def _solved(tmp_path: Path, ask: dict[str, object], times: int = 30, more: int = 0) -> Sequence[Solved]:
    path = tmp_path / "boats.jsonl"
    lines = [*(f"Boat: Punt {place}; Price an hour: £7; Seats: 2" for place in range(more)), *_SHEET]
    path.write_text(json.dumps({"lang": "en", "sheet": lines, "vars": _VARIABLES, "asks": [ask]}) + "\n")
    [[sheet]] = sheets(path)
    return list(questions([sheet], _TOKENS, Random(1), times))


@pytest.mark.parametrize(
    ("ask", "value"),
    [
        ({"ask": "how much for a canoe and a rowing boat for {n} hours", "vars": {"n": [2, 2]}, "expr": "n*(a+b)"}, 56),
        (
            {"ask": "a rowing boat for {n} hours, with the discount", "vars": {"n": [5, 5]}, "expr": "n*b-n*b*d/100"},
            90,
        ),
        ({"ask": "what does a canoe cost an hour", "expr": "a"}, 8),
    ],
)
def test_the_program_gives_the_answer(tmp_path: Path, ask: dict[str, object], value: int) -> None:
    told = [each for each in _solved(tmp_path, ask) if each.program]
    assert told
    assert {values(each.problem, each.program)[-1] for each in told} == {value}
    assert len({each.text for each in told}) > 5, "other lines stand beside those that are needed"


def test_what_no_line_tells_has_no_program(tmp_path: Path) -> None:
    assert all(each.program == () for each in _solved(tmp_path, {"ask": "how fast is a canoe", "expr": ""}))


def test_without_a_line_that_is_needed_there_is_no_program(tmp_path: Path) -> None:
    told = _solved(tmp_path, {"ask": "what do i pay per hour for the big one", "expr": "b"}, 80, more=12)
    assert {bool(each.program) for each in told} == {True, False}
    assert all("Rowing boat" in each.text for each in told if each.program)


def test_numbers_that_break_the_condition_are_drawn_again(tmp_path: Path) -> None:
    ask = {"ask": "a canoe for {n} hours", "vars": {"n": [1, 6]}, "expr": "n*a", "cond": "n<c"}
    told = [each for each in _solved(tmp_path, ask) if each.program]
    assert {values(each.problem, each.program)[-1] for each in told} == {8, 16, 24}


def test_the_lines_that_come_along_are_sound() -> None:
    path = Path(__file__).parents[2] / "training" / "data" / "sheets"
    every = [sheet for file in sorted(path.glob("*.jsonl")) for sheet in sheets(file)]
    chosen = Random(2).sample([question for asked in every for question in asked], 40)
    assert len(list(questions(chosen, _TOKENS, Random(3), 1))) >= 36
