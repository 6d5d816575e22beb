"""Calls as JSON values: every way in which models and servers name a function and its arguments."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .declared import Tool, Tools
from .literal import Unreadable, Written, value_in

_LISTS = ("tool_calls", "function_calls", "calls", "tool_call", "function_call", "functions", "tools", "actions")
_NAMES = ("name", "function", "function_name", "tool_name", "tool", "action", "recipient_name", "api_name", "api",
          "func", "func_name", "method", "command")  # fmt: skip
_ARGUMENTS = ("arguments", "parameters", "args", "action_input", "input", "params", "kwargs", "tool_input",
              "tool_arguments", "tool_parameters", "tool_args", "inputs", "argument", "parameter", "function_args",
              "function_arguments", "function_parameters", "param", "properties")  # fmt: skip
_BESIDE = frozenset(
    {"id", "type", "index", "thought", "reasoning", "tool_call_id", "call_id", "description", "comment"}
)
"""What stands beside a call without being an argument."""


_NONE = {"", "none", "null", "n/a", "{}"}
_TYPES = {"string", "integer", "number", "float", "boolean", "array", "object"}


class Call(NamedTuple):
    """A call as it was written; names and types are the model's."""

    name: str
    arguments: dict[str, Any]


def calls_of(value: Any, tools: Tools) -> list[Call] | None:
    """The calls that ``value`` is, or ``None`` if it is something else.

    Raises:
        Unreadable: It is a call, but not one that can be made.
    """
    if isinstance(value, list):
        each_of = [calls_of(each, tools) for each in value]
        return [call for each in each_of if each for call in each] if each_of and all(each_of) else None
    if not isinstance(value, dict) or not value:
        return None
    if isinstance(inner := value.get("function"), dict) and isinstance(inner.get("name"), str):
        # The name within, the arguments beside it.
        value = {**{key: each for key, each in value.items() if key != "function"}, **inner}
    named = next((key for key in _NAMES if isinstance(value.get(key), str)), None)
    if named is not None and (called := _named(value, named, tools)) is not None:
        return [called]
    for key in (*_LISTS, "function"):
        if isinstance(inner := value.get(key), list | dict) and inner and (found := calls_of(inner, tools)):
            return found
    return [*_by_name(value, tools)] or None


def arguments_of(value: Any, name: str, tools: Tools) -> dict[str, Any]:
    """The arguments that stand for themselves beside a function's name.

    Raises:
        Unreadable: They are none.
    """
    if value is None or value == [] or (isinstance(value, str) and value.strip().lower() in _NONE):
        return {}
    if isinstance(value, list) and all(isinstance(each, dict) and {"name", "value"} <= each.keys() for each in value):
        return {str(each["name"]): each["value"] for each in value}
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        value = value[0]
    if isinstance(value, str):
        try:
            inner = value_in(value.strip())
        except Unreadable:
            inner = None
        if isinstance(inner, dict):
            value = inner
    tool = tools.find(name)
    if isinstance(value, dict):
        return _without_schema(value, tool)
    if tool is not None and len(needed := [*tool.required] or [*tool.parameters]) == 1:
        return {needed[0]: Written(value) if isinstance(value, str) else value}
    raise Unreadable(f"the arguments of {name} are no object")


def _named(value: Mapping[str, Any], key: str, tools: Tools) -> Call | None:
    name = value[key]
    if name.lower().replace("_", " ") == "final answer":
        return None
    given = next((each for each in _ARGUMENTS if each in value), None)
    if given is not None:
        arguments = value[given]
        if isinstance(arguments, dict) and _describes(arguments):
            return None  # A tool's description repeated.
        return Call(name, arguments_of(arguments, name, tools))
    tool = tools.find(name)
    if tool is None:
        return None
    beside = {each: one for each, one in value.items() if each != key and each not in _BESIDE - tool.parameters.keys()}
    return Call(name, beside)


def _by_name(value: Mapping[str, Any], tools: Tools) -> Iterator[Call]:
    """Objects whose keys are tools and whose values are their arguments."""
    if not all(tools.find(key) and _may_be_arguments(each) for key, each in value.items()):
        return
    for key, arguments in value.items():
        if isinstance(arguments, list) and arguments and all(isinstance(each, dict) for each in arguments):
            for each in arguments:
                yield Call(key, _without_schema(each, tools.find(key)))
        else:
            yield Call(key, arguments_of(arguments, key, tools))


def _may_be_arguments(value: Any) -> bool:
    """Whether a value beside a tool's name can be its arguments: ``{"search": "enabled"}`` is a setting."""
    if isinstance(value, str):
        return value.strip()[:1] in ("", "{")
    return value is None or isinstance(value, list | dict)


def _describes(arguments: Mapping[str, Any]) -> bool:
    """Whether these are no arguments but what is said of them in a tool's description."""
    if isinstance(arguments.get("properties"), dict) and "type" in arguments:
        return True
    if not arguments or not all(isinstance(each, dict | str) for each in arguments.values()):
        return False
    if all(isinstance(each, dict) for each in arguments.values()):
        return all({"type", "description"} <= each.keys() and "value" not in each for each in arguments.values())
    # One argument may well be the word "string".
    return len(arguments) > 1 and all(isinstance(each, str) and each in _TYPES for each in arguments.values())


def _without_schema(arguments: Mapping[str, Any], tool: Tool | None) -> dict[str, Any]:
    """Without what some models copy from the description around a value: ``{"type": "string", "value": "Hanoi"}``."""
    return {
        key: each["value"]
        if isinstance(each, dict) and each.keys() <= {"type", "value"} and "value" in each and not _object(tool, key)
        else each
        for key, each in arguments.items()
    }


def _object(tool: Tool | None, key: str) -> bool:
    """Whether an argument is declared as an object."""
    return tool is not None and str(tool.parameters.get(key, {}).get("type")).lower() in ("object", "dict")
