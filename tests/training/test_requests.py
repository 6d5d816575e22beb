"""A user's own tools and examples: read in the forms that people have them, odd ones refused with a sentence."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from reckoner.core import SettingsError
from reckoner.models.mini.choose import AT_ONCE
from reckoner.models.mini.pointer.tokens import Tokens
from reckoner.training.requests import requests

_TOOL = {
    "name": "order_cake",
    "description": "Order a cake",
    "parameters": {
        "type": "object",
        "properties": {
            "kind": {"type": "string", "enum": ["apple", "cheese"]},
            "people": {"type": "integer", "description": "For how many"},
            "day": {"type": "string", "description": "When it is fetched"},
        },
        "required": ["kind"],
    },
}


def _files(folder: Path, tools: Any, *rows: Any) -> tuple[Path, Path]:
    (folder / "tools.json").write_text(json.dumps(tools))
    (folder / "examples.jsonl").write_text("".join(json.dumps(each) + "\n" for each in rows))
    return folder / "tools.json", folder / "examples.jsonl"


@pytest.mark.parametrize(
    "tools",
    [
        [_TOOL],
        [{"type": "function", "function": _TOOL}],
        {"tools": [{"name": "order_cake", "description": "Order a cake", "inputSchema": _TOOL["parameters"]}]},
    ],
)
def test_tools_of_every_form(tmp_path: Path, tools: Any) -> None:
    example = {
        "text": "An apple cake for a dozen people on Friday, please",
        "tool": "order_cake",
        "arguments": {"kind": "apple", "people": 12, "day": "Friday"},
    }
    [request] = requests(*_files(tmp_path, tools, example))
    _, filling = request.examples(Tokens(), Random(1), plain=True)
    kind, people, day = filling.gold
    assert kind.value == 0
    assert people.spans
    assert day.spans
    words = [filling.said[0][filling.row.spans[first][1] : filling.row.spans[last][2]] for first, last in people.spans]
    assert words == ["dozen"]


def test_of_many_tools_as_many_as_are_read_at_once(tmp_path: Path) -> None:
    many = [{**_TOOL, "name": f"order_{number}"} for number in range(40)]
    [request] = requests(*_files(tmp_path, many, {"text": "A cake", "tool": "order_33", "arguments": None}))
    choice, *_ = request.examples(Tokens(), Random(1))
    assert len(choice.row.marks) == AT_ONCE
    assert choice.tool is not None


def test_an_argument_that_may_be_left_out_and_one_of_many_values(tmp_path: Path) -> None:
    fields = {
        "people": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "city": {"type": "string", "enum": [f"Town {number}" for number in range(30)]},
    }
    tool = {"name": "go", "description": "Go somewhere", "parameters": {"properties": fields}}
    example = {"text": "Take 6 of us to Town 17", "tool": "go", "arguments": {"people": 6, "city": "Town 17"}}
    [request] = requests(*_files(tmp_path, [tool], example))
    _, filling = request.examples(Tokens(), Random(1), plain=True)
    assert [bool(each.spans) for each in filling.gold] == [True, True]


def test_conversations_and_requests_for_no_tool(tmp_path: Path) -> None:
    talk = [
        {"role": "user", "content": "A cake"},
        {"role": "assistant", "content": "For how many?"},
        {"role": "user", "content": "Six"},
    ]
    rows = [{"messages": talk, "tool": "order_cake", "arguments": {"people": 6}}, {"text": "Hi", "tool": None}]
    first, second = requests(*_files(tmp_path, [_TOOL], *rows))
    assert [each.by_user for each in first.said] == [True, False, True]
    [choice] = list(second.examples(Tokens(), Random(1)))
    assert choice.tool is None


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"text": "Hi", "tool": "bake"}, "names the tool bake"),
        ({"text": "Hi", "tool": {"name": "order_cake"}}, "names the tool"),
        ({"text": "Hi", "tool": "order_cake", "arguments": {"size": 1}}, "has no argument size"),
        ({"tool": None}, "nothing that a user said last"),
        (["Hi"], "is no JSON object"),
    ],
)
def test_odd_examples(tmp_path: Path, row: Any, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        requests(*_files(tmp_path, [_TOOL], row))


@pytest.mark.parametrize(
    "tools", [[], {"a": 1}, [{"description": "no name"}], [{"type": "function", "function": "add"}]]
)
def test_odd_tools(tmp_path: Path, tools: Any) -> None:
    with pytest.raises(SettingsError, match="holds no tools"):
        requests(*_files(tmp_path, tools, {"text": "Hi", "tool": None}))


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        requests(tmp_path / "a.json", tmp_path / "b.jsonl")
