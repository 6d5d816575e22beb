"""Requests of every form are read, calls judged by what they mean, readings by SQuAD's measure."""

import json
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from reckoner.core import SettingsError
from reckoner.evaluation.mini.calls import right_arguments, right_tool, same
from reckoner.evaluation.mini.cases import call_cases
from reckoner.evaluation.mini.measure import EVERYDAY, kind_of, opened
from reckoner.evaluation.mini.reading import Reading, f1, judged
from reckoner.evaluation.records import problems
from reckoner.evaluation.retrieval import Query

_SUITE = {
    "domain": "cakes",
    "tools": [
        {
            "name": "order_cake",
            "description": "Order a cake",
            "parameters": {
                "people": {"type": "integer", "description": "For how many", "required": True},
                "kind": {"type": "string", "enum": ["apple", "cheese"]},
            },
        }
    ],
    "examples": [
        {"lang": "en", "text": "A cake for six", "tool": "order_cake", "args": {"people": ["six", 6]}},
        {"lang": "vi", "turns": ["Bánh", "Mấy người?", "hai"], "tool": "order_cake", "args": {"people": ["hai", 2]}},
        {"lang": "en", "text": "Good morning", "tool": None},
    ],
}
_SCHEMA = [
    {
        "service_name": "Cakes_1",
        "slots": [
            {"name": "day", "description": "When", "is_categorical": False, "possible_values": []},
            {"name": "kind", "description": "Which", "is_categorical": True, "possible_values": ["apple", "cheese"]},
        ],
        "intents": [
            {
                "name": "OrderCake",
                "description": "Order a cake",
                "required_slots": ["day"],
                "optional_slots": {"kind": "apple"},
            }
        ],
    }
]
_DIALOGUE = {
    "id": "1",
    "services": ["Cakes_1"],
    "turns": [
        {"who": "user", "text": "A cake", "intent": "Cakes_1.OrderCake", "slots": {}},
        {"who": "system", "text": "When?"},
        {"who": "user", "text": "on Friday", "intent": "Cakes_1.OrderCake", "slots": {"day": ["Friday"]}},
        {
            "who": "system",
            "text": "Done.",
            "call": {"name": "Cakes_1.OrderCake", "arguments": {"day": "2019-03-08", "kind": "dontcare"}},
        },
    ],
}
_BERKELEY = {
    "id": "simple_0",
    "question": [[{"role": "user", "content": "The area of a triangle of base 10 and height 5"}]],
    "function": [
        {
            "name": "area",
            "description": "Area",
            "parameters": {"type": "dict", "properties": {"base": {"type": "float"}}},
        }
    ],
}


def _lines(path: Path, *rows: Any) -> Path:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows), "utf-8")
    return path


def test_suites(tmp_path: Path) -> None:
    first, second, third = call_cases(_lines(tmp_path / "cakes.jsonl", _SUITE))
    assert (first.group, second.group, third.tool) == ("cakes en", "cakes vi", None)
    assert first.arguments == {"people": [6]}
    assert [type(each).__name__ for each in second.messages] == ["HumanMessage", "AIMessage", "HumanMessage"]
    assert first.tools[0]["function"]["parameters"]["required"] == ["people"]


def test_dialogues(tmp_path: Path) -> None:
    _lines(tmp_path / "dialogues.jsonl", _DIALOGUE)
    (tmp_path / "schema.json").write_text(json.dumps(_SCHEMA))
    (tmp_path / "schema-reworded.json").write_text("[]")
    [case] = call_cases(tmp_path)
    assert case.tool == "Cakes_1_OrderCake"
    assert len(case.messages) == 3
    for arguments in ({"day": "2019-03-08"}, {"day": "Friday"}, {"day": "friday", "kind": "dontcare"}):
        assert right_arguments(case, [{"name": case.tool, "args": arguments}])
    for arguments in ({}, {"day": "Monday"}, {"day": "Friday", "size": "large"}):
        assert not right_arguments(case, [{"name": case.tool, "args": arguments}])


def test_the_leaderboard(tmp_path: Path) -> None:
    path = _lines(tmp_path / "simple.jsonl", _BERKELEY)
    truth = {"id": "simple_0", "ground_truth": [{"area": {"base": [10], "height": [5], "unit": ["", "cm2"]}}]}
    _lines(tmp_path / "possible_answer" / "simple.jsonl", truth)
    [case] = call_cases(path)
    assert case.tools[0]["function"]["parameters"] == {"type": "object", "properties": {"base": {"type": "number"}}}
    assert right_arguments(case, [{"name": "area", "args": {"base": 10, "height": 5.0}}])
    assert right_arguments(case, [{"name": "area", "args": {"base": 10, "height": 5, "unit": "cm2"}}])
    assert not right_arguments(case, [{"name": "area", "args": {"base": 5, "height": 10}}])


def test_what_holds_no_requests(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="holds no requests"):
        list(call_cases(tmp_path))
    with pytest.raises(SettingsError, match="holds no requests"):
        list(call_cases(_lines(tmp_path / "a.jsonl", {"question": "How many?", "answer": 3})))


def test_no_call_is_right_where_none_is_meant(tmp_path: Path) -> None:
    *_, case = call_cases(_lines(tmp_path / "cakes.jsonl", _SUITE))
    assert right_tool(case, AIMessage("Good morning").tool_calls)
    assert not right_tool(case, [{"name": "order_cake", "args": {}}])


@pytest.mark.parametrize(
    ("value", "wanted", "one"),
    [
        ("San José", "san jose", True),
        ("the Ritz", "Ritz", True),
        (5, 5.0, True),
        ("$1,790", 1790, True),
        ([1, 2], [1.0, 2.0], True),
        ([1, 2], [2, 1], False),
        (True, "true", True),
        (1, True, False),
        ("5", "6", False),
    ],
)
def test_values_that_are_one(value: Any, wanted: Any, one: bool) -> None:
    assert same(value, wanted) is one


def test_what_comes_along_can_be_read() -> None:
    calls = [case for path in opened(Path("calls")) for case in call_cases(path)]
    assert len(calls) == 360
    assert all(case.tool is None or case.tool in {each["function"]["name"] for each in case.tools} for case in calls)
    asked = [problem for path in opened(Path("problems")) for problem in problems(path)]
    assert len(asked) == 460
    assert opened(Path("other.jsonl")) == [Path("other.jsonl")]


def test_kinds_of_files(tmp_path: Path) -> None:
    assert kind_of(EVERYDAY) == "everyday"
    assert kind_of(_lines(tmp_path / "a.jsonl", _SUITE)) == "calls"
    assert kind_of(_lines(tmp_path / "b.jsonl", {"question": "How many?", "answer": "#### 3"})) == "problems"
    _lines(tmp_path / "x-queries.jsonl", {})
    assert kind_of(tmp_path) == "reading"
    with pytest.raises(SettingsError, match="cannot be read"):
        kind_of(tmp_path / "none.jsonl")


def test_readings_are_judged() -> None:
    passage = "Rent is due on the 5th. A late payment costs 40 dollars."
    query = Query.model_validate(
        {
            "question": "What does it cost to pay late?",
            "relevant_ids": ["p"],
            "answers": [{"text": "40 dollars", "start": 45}],
        }
    )
    found = judged(Reading("40 dollars", "A late payment costs 40 dollars.", 0.9), query, passage)
    assert found == {"sentence": 1.0, "F1": 1.0, "F1 with abstention": 1.0}
    unsure = judged(Reading("40 dollars", "Rent is due on the 5th.", 0.3), query, passage)
    assert unsure == {"sentence": 0.0, "F1": 1.0, "F1 with abstention": 0.0}
    nothing = Query.model_validate({"question": "Who is it?", "relevant_ids": ["p"]})
    assert judged(Reading("40", "", 0.2), nothing, passage) == {"abstains": 1.0}
    assert f1("the 40 dollars a day", "40 dollars") == pytest.approx(0.8)
