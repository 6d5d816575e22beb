"""What the small model learns from is well formed: spans stand where they are said to, values have their types."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from reckoner.models.mini.pointer.tokens import Tokens
from reckoner.training.pointer.questions import written
from reckoner.training.pointer.suites import Suites, suites
from reckoner.training.solver.stories import stories, templates

DATA = Path(__file__).parents[2] / "training" / "data"
_TOKENS = Tokens()
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def _files(kind: str) -> list[Path]:
    return sorted((DATA / kind).glob("*.jsonl"))


@pytest.mark.parametrize("path", _files("tools"), ids=lambda path: path.stem)
def test_requests(path: Path) -> None:
    for suite in suites(path):
        tools = {each["name"]: each.get("parameters", {}) for each in suite["tools"]}
        for example in suite["examples"]:
            text = "\n".join(example.get("turns") or [example["text"]])
            assert example["tool"] is None or example["tool"] in tools
            for name, given in example.get("args", {}).items():
                _check(tools[example["tool"]][name], given, text)


def _check(declared: dict[str, Any], given: Any, text: str) -> None:
    if "enum" in declared:
        assert given in declared["enum"] or given[1] in declared["enum"]
    elif declared["type"] == "boolean":
        assert isinstance(given, bool)
    else:
        words, value = given
        assert words in text
        assert isinstance(value, _TYPES[declared["type"]])


@pytest.mark.parametrize("path", _files("tools"), ids=lambda path: path.stem)
def test_most_arguments_are_found_in_their_rows(path: Path) -> None:
    every = suites(path)
    of = Suites(_TOKENS, every, Random(1))
    gold = [each for suite in every for row in suite["examples"] for made in of.of(suite, row) for each in made.gold]
    assert sum(each.unknown for each in gold) <= 0.01 * len(gold)


def test_there_may_be_but_one_tool_at_hand() -> None:
    every = suites(_files("tools")[0])
    of = Suites(_TOKENS, every, Random(1))
    counts = {
        len(made.row.marks)
        for suite in every
        for row in suite["examples"]
        for made in of.of(suite, row)
        if made.kind == "choose"
    }
    assert min(counts) == 1
    assert max(counts) > 6


@pytest.mark.parametrize("path", _files("stories"), ids=lambda path: path.stem)
def test_stories_are_told(path: Path) -> None:
    every = templates(path)
    told = list(stories(every, _TOKENS, Random(1), 1))
    assert len(told) >= 0.95 * len(every)


# The others are about passages that are not part of the project.
@pytest.mark.parametrize("path", sorted((DATA / "questions").glob("own-*.jsonl")), ids=lambda path: path.stem)
def test_answers_stand_in_their_passages(path: Path) -> None:
    asked = list(written(path, _files("passages")))
    answered = [each for each in asked if each.spans]
    assert 0.7 * len(asked) < len(answered) < 0.95 * len(asked)


def test_every_gloss_belongs_to_one_syllable() -> None:
    lines = [line.split("\t") for line in (DATA / "glosses.tsv").read_text("utf-8").splitlines()]
    assert all(len(line) == 2 and all(line) for line in lines)
    assert len({syllable for syllable, _ in lines}) == len(lines)


def test_lines_are_json() -> None:
    assert sum(1 for _ in _rows()) > 10_000


def _rows() -> Iterator[dict[str, Any]]:
    for path in DATA.rglob("*.jsonl"):
        yield from map(json.loads, filter(None, path.read_text("utf-8").splitlines()))
