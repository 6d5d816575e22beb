"""Recorded programs run again, problems put to a model, and what their results amount to."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.command import reckoner
from support.scripted import ScriptedModel

from reckoner.core import SettingsError
from reckoner.evaluation.judge import right
from reckoner.evaluation.math import Solver
from reckoner.evaluation.programs import replay
from reckoner.evaluation.records import Problem, problems, recorded
from reckoner.evaluation.results import Result, ResultFile, summaries
from reckoner.sandbox import Sandbox

RECORDS: list[dict[str, Any]] = [
    {"id": "pot", "program_or_text": "a = 6\nans = half(a) * 14", "answer_from": "var:ans", "prelude": "p", "gold": 42},
    {"id": "pal", "program_or_text": "def solution():\n    return 6 * 7", "answer_from": "call:solution", "gold": "42"},
    {"id": "cells", "program_or_text": "```python\na = 6\n```\n```python\na * 7\n```\nIt is $\\boxed{42}$.",
     "cell_mode": "notebook", "answer_from": "cells-notebook", "gold": "42"},
    {"id": "last", "program_or_text": "```python\nprint(42)\n```", "gold": "42"},
    {"id": "prose", "program_or_text": "So the answer is 42.", "gold": "42"},
    {"id": "wrong", "program_or_text": "ans = 41", "answer_from": "var:ans", "gold": "42"},
    {"id": "fails", "program_or_text": "ans = 1 / 0", "answer_from": "var:ans", "gold": "42"},
    {"id": "option", "program_or_text": "ans = 0.3", "answer_from": "var:ans", "gold": "(b)",
     "question": "How likely? Answer Choices: (a) 0.22 (b) 0.31 (c) 0.37"},
]  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "programs.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    path.with_name("preludes.json").write_text(json.dumps({"p": "def half(x):\n    return x / 2\n"}))
    return path


async def test_programs_are_run_as_they_were_meant(file: Path, sandbox: Sandbox) -> None:
    results = {record.id: await replay(record, sandbox) for record in recorded(file)}
    assert {name for name, result in results.items() if not result.right} == {"wrong", "fails"}
    assert results["fails"].error == "ZeroDivisionError"


async def test_programs_are_mended_where_that_is_asked_for(tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"program_or_text": "ans = math.floor(42.5)", "answer_from": "var:ans", "gold": 42}))
    (record,) = recorded(path)
    assert [(await replay(record, sandbox, mended=each)).right for each in (False, True)] == [False, True]


@pytest.mark.parametrize(
    ("record", "question", "gold"),
    [
        ({"question": "6 × 7?", "answer": "Six sevens: <<6*7=42>>42.\n#### 42"}, "6 × 7?", "42"),
        (
            {"ID": "s", "Body": "Six boxes of 7.", "Question": "How many?", "Answer": 42.0},
            "Six boxes of 7. How many?",
            "42.0",
        ),
        (
            {"body": "Six boxes of 7.", "question": "How many?", "answer": "42 (apples)"},
            "Six boxes of 7. How many?",
            "42",
        ),
        ({"sQuestion": "Six boxes of 7. How many?", "lSolutions": [42.0]}, "Six boxes of 7. How many?", "42.0"),
        ({"input": "6 × 7?", "target": 42}, "6 × 7?", "42"),
    ],
)
def test_problems_as_their_authors_write_them(tmp_path: Path, record: Any, question: str, gold: str) -> None:
    (tmp_path / "p.jsonl").write_text(json.dumps(record))
    (problem,) = problems(tmp_path / "p.jsonl")
    assert (problem.question, problem.gold) == (question, gold)


@pytest.mark.parametrize("line", ["{", "[]", '{"question": "?"}', '{"answer": 1}'])
def test_what_is_no_problem_says_where(tmp_path: Path, line: str) -> None:
    (tmp_path / "p.jsonl").write_text('{"question": "?", "answer": 1}\n' + line)
    with pytest.raises(SettingsError, match="line 2"):
        list(problems(tmp_path / "p.jsonl"))


def test_a_prelude_that_is_not_there_is_said(file: Path) -> None:
    file.with_name("preludes.json").unlink()
    with pytest.raises(SettingsError, match="prelude p"):
        list(recorded(file))


@pytest.mark.parametrize(
    ("answer", "gold", "is_right"),
    [
        ("$42", "42", True), (42.0, "42", True), (41, "42", False), (1.5667, "1.57", True), (1.5, "1.57", False),
        (None, "42", False), ("Paris", "paris", True), (2023, "2024", False), (15_010, "15000", False), ("", "", False),
        (0.0004, "0.0009", False), ("sqrt(2)", "2", False), (0.3333, "1/3", True),
    ],
)  # fmt: skip
def test_what_is_right(answer: object, gold: str, is_right: bool) -> None:
    assert right(answer, gold) is is_right


async def test_a_model_is_measured_by_program_and_by_thought(opened: Any, sandbox: Sandbox) -> None:
    for strategy, reply in (("pal", "```python\n6 * 7\n```"), ("cot", "Six sevens.\nAnswer: 42"), ("auto", "It is 42")):
        model = ScriptedModel(replies=[reply])
        async with opened(*([reply] if strategy == "auto" else [])) as assistant:
            solver = Solver(model, sandbox, strategy=strategy, samples=1, assistant=assistant, group="g")
            result = await solver.solve(Problem(id="1", question="6 × 7?", gold="42"))
        assert (result.right, result.error) == (True, ""), strategy


def test_intervals_and_error_classes() -> None:
    results = [
        Result(id=str(number), group="g", right=number < 8, answer="", gold="", error="" if number < 9 else "time")
        for number in range(10)
    ]
    (summary,) = summaries(results)
    # Wilson's interval for 8 of 10.
    assert [round(each, 3) for each in (summary.accuracy, *summary.interval)] == [0.8, 0.49, 0.943]
    assert summary.errors == {"time": 1}


def test_a_run_that_was_cut_off_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    ResultFile(path, "run").add(Result(id="1", group="g", right=True, answer="", gold=""))
    with path.open("a") as file:
        file.write('{"id": "2", "gro')
    kept = ResultFile(path, "run")
    kept.add(Result(id="3", group="g", right=True, answer="", gold=""))
    assert ResultFile(path, "run").done == {("g", "1"), ("g", "3")}
    with pytest.raises(SettingsError, match="another run"):
        ResultFile(path, "another")


def test_the_command_measures_tells_and_draws(file: Path, tmp_path: Path) -> None:
    first, second = (reckoner("eval", "programs", file, "--out", tmp_path / "out") for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert "75.0%" in first.stdout
    assert "8 results are in" in second.stderr
    page = (tmp_path / "out" / "report.html").read_text()
    assert page.count("data:image/png;base64,") == 3
    assert "http" not in page.replace("data:", "")
