"""A function's schema in the words that the encoder reads."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, UnknownType
from referencing.exceptions import Unresolvable

from ...toolcalls.declared import type_of, ways
from .layout import Form, Sought, name_in_words

_NUMBERS: Final = ("integer", "number")
_DEEP: Final = 3
"""Lists of lists, at most."""


def told(tool: Mapping[str, Any]) -> str:
    """A tool by its name and description."""
    return f"{name_in_words(tool['name'])}: {tool.get('description', '')}"


def parameters(tool: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """A tool's parameters by name, each as the one kind that it may be beside null, with what it refers to in its place."""
    schema = tool.get("parameters") or {}
    definitions = schema.get("$defs") or schema.get("definitions") or {}
    return {name: _plain(each, definitions) for name, each in (schema.get("properties") or {}).items()}


def _plain(declared: Any, definitions: Mapping[str, Any], deep: int = 0) -> dict[str, Any]:
    """What is odd is left out: a list that holds itself, a description that is no text, a value twice."""
    if not isinstance(declared, dict) or deep > _DEEP:
        return {}
    kinds = [each for each in ways(declared, definitions) if type_of(each) != "null"]
    around = {key: each for key, each in declared.items() if key in ("description", "title", "default", "examples")}
    found = {**(kinds[0] if kinds else {}), **around}
    if len(kinds) > 1 and all("const" in each or "enum" in each for each in kinds):
        found = {**around, "enum": [value for each in kinds for value in each.get("enum", [each.get("const")])]}
    if kind := type_of(found):
        found["type"] = kind
    if "items" in found:
        found["items"] = _plain(found["items"], definitions, deep + 1)
    if not isinstance(found.get("description", ""), str):
        del found["description"]
    if "enum" in found:
        values = found["enum"] if isinstance(found["enum"], list) else []
        found["enum"] = [each for place, each in enumerate(values) if each not in values[:place]]
        if not values:
            del found["enum"]
    return found


def usable(value: Any, declared: Mapping[str, Any]) -> bool:
    """Whether ``value`` is what ``declared`` wants; nothing is what a schema wants that cannot be read."""
    try:
        return bool(Draft202012Validator(dict(declared)).is_valid(value))
    except (SchemaError, UnknownType, Unresolvable, re.error, RecursionError, TypeError, ValueError, ArithmeticError):
        return False


def sought(name: str, declared: Mapping[str, Any], *, required: bool = False) -> Sought:
    """An argument by its name and description, with the values that it may have."""
    about = f"{name_in_words(name)}: {declared.get('description', '')}"
    return Sought(about, tuple(map(in_words, allowed(declared))), _form(declared), required)


def _form(declared: Mapping[str, Any]) -> Form:
    if declared.get("type") in _NUMBERS:
        return "number"
    items = declared.get("items")
    numbers = isinstance(items, dict) and items.get("type") in (*_NUMBERS, "array")
    return "numbers" if declared.get("type") == "array" and numbers else "text"


def allowed(declared: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values that an argument may have, where they are a list."""
    if "enum" in declared:
        return tuple(each for each in declared["enum"] if each is not None)
    if "const" in declared:
        return (declared["const"],)
    return (True, False) if declared.get("type") == "boolean" else ()


def in_words(value: Any) -> str:
    """An allowed value as a person might say it."""
    if isinstance(value, bool) or value in ("True", "False", "true", "false"):
        return "yes" if str(value).lower() == "true" else "no"
    if isinstance(value, str):
        return re.sub(r"[_]+", " ", value)
    return json.dumps(value)
