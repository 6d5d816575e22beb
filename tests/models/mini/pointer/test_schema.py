"""Schemas as tools declare them: optional, referring, misspelt, broken; a value is only what they want."""

from typing import Any

import pytest

from reckoner.models.mini.pointer.schema import allowed, parameters, sought, usable

_COLOR = {"enum": ["red", "blue"], "type": "string"}


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ({"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None}, {"type": "integer", "default": None}),
        ({"type": ["number", "null"]}, {"type": "number"}),
        ({"type": "float", "description": "in m"}, {"type": "number", "description": "in m"}),
        ({"$ref": "#/$defs/Color"}, _COLOR),
        ({"anyOf": [{"$ref": "#/$defs/Color"}, {"type": "null"}]}, _COLOR),
        ({"anyOf": [{"const": "a"}, {"const": "b"}]}, {"enum": ["a", "b"]}),
        ({"type": "array", "items": {"type": "int"}}, {"type": "array", "items": {"type": "integer"}}),
        ({"$ref": "#/$defs/Nowhere"}, {}),
        ({"$ref": "#/$defs/Itself"}, {}),
        (True, {}),
        ({"type": "array", "items": [{"type": "integer"}]}, {"type": "array", "items": {}}),
        ({"type": "number", "description": None}, {"type": "number"}),
        ({"type": "string", "enum": ["a", "b", "a"]}, {"type": "string", "enum": ["a", "b"]}),
        ({"enum": None}, {}),
    ],
)
def test_the_one_kind_that_a_parameter_may_be(declared: Any, kind: dict[str, Any]) -> None:
    tool = {
        "name": "paint",
        "parameters": {
            "properties": {"it": declared},
            "$defs": {"Color": _COLOR, "Itself": {"$ref": "#/$defs/Itself"}},
        },
    }
    assert parameters(tool) == {"it": kind}


def test_a_list_that_holds_itself_ends() -> None:
    endless = {"type": "array", "items": {"$ref": "#/$defs/N"}}
    found = parameters({"name": "x", "parameters": {"properties": {"it": endless}, "$defs": {"N": endless}}})
    assert found["it"]["type"] == "array"


@pytest.mark.parametrize("tool", [{"name": "x"}, {"name": "x", "parameters": {}}, {"name": "x", "parameters": None}])
def test_a_tool_without_parameters(tool: dict[str, Any]) -> None:
    assert parameters(tool) == {}


@pytest.mark.parametrize(
    ("value", "declared", "fits"),
    [
        (3, {"type": "integer", "minimum": 1}, True),
        (0, {"type": "integer", "minimum": 1}, False),
        ("a", {"type": "string", "pattern": "["}, False),
        ("a", {"type": "no such type"}, False),
        ("a", {"$ref": "#/nowhere"}, False),
        (5, {"minimum": "1"}, False),
        (5, {"multipleOf": 0}, False),
    ],
)
def test_a_value_that_is_wanted(value: Any, declared: dict[str, Any], fits: bool) -> None:
    assert usable(value, declared) is fits


def test_what_words_for_it_hold() -> None:
    assert sought("n", {"type": "integer"}).form == "number"
    assert sought("n", {"type": "array", "items": {"type": "number"}}).form == "numbers"
    assert sought("n", {"type": "array", "items": {"type": "string"}}).form == "text"
    assert sought("is_open", {"type": "boolean"}).values == ("yes", "no")
    assert allowed({"enum": ["a", None]}) == ("a",)
