"""The tools that calls are read for: their names however a model spells them, and values as their schemas want them."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from langchain_core.utils.function_calling import convert_to_openai_tool

from .literal import Unreadable, Written, number_in, value_in

_SPELLED = {
    "str": "string",
    "int": "integer",
    "float": "number",
    "double": "number",
    "long": "integer",
    "bool": "boolean",
    "list": "array",
    "tuple": "array",
    "set": "array",
    "dict": "object",
    "map": "object",
}
"""Names of types that are not JSON Schema's, which descriptions of tools use all the same."""
_PREFIX = re.compile(r"^(?:functions?|tools?|default_api|api|client|self)\s*[.:/]\s*|:\d+$|\.call$", re.IGNORECASE)
_DEEPEST = 20
"""Levels of a schema that are followed: schemas may hold themselves."""


@dataclass(frozen=True)
class Tool:
    """A tool that may be called."""

    name: str
    parameters: Mapping[str, Mapping[str, Any]]
    """Schemas by name, in the order in which they are declared."""
    required: frozenset[str] = frozenset()
    definitions: Mapping[str, Any] = field(default_factory=dict)
    """What ``$ref`` refers to."""

    def fitted(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """``arguments`` as the schema wants them; those that are null and need not be given are left out.

        What can be none of the declared type stays as it is: the tool itself says best what is wrong with it.
        """
        known = {_plain(name): name for name in self.parameters}
        fitted = {}
        for key, value in arguments.items():
            name = key if key in self.parameters else known.get(_plain(key), key)
            schema = self.parameters.get(name, {})
            if value is None and name not in self.required and not self._takes_null(schema):
                continue
            fitted[name] = self._fit(value, schema, 0)
        return fitted

    def _takes_null(self, schema: Mapping[str, Any]) -> bool:
        return any(type_of(way) == "null" for way in ways(schema, self.definitions))

    def _fit(self, value: Any, schema: Mapping[str, Any], depth: int) -> Any:
        if depth > _DEEPEST:
            return value
        allowed = ways(schema, self.definitions, depth)
        natural = [way for way in allowed if not isinstance(value, Written) and _is(value, type_of(way))]
        for way in natural or allowed:
            try:
                return self._fit_one(value, way, depth)
            except Unreadable:
                continue
        return self._fit(value, {}, depth + 1) if allowed != [{}] else _as(value, "")

    def _fit_one(self, value: Any, schema: Mapping[str, Any], depth: int) -> Any:
        value = _chosen(_as(value, type_of(schema)), schema.get("enum"))
        if isinstance(value, list):
            items = schema.get("items")
            return [self._fit(each, items if isinstance(items, dict) else {}, depth + 1) for each in value]
        if isinstance(value, dict):
            inner = schema.get("properties")
            inner = inner if isinstance(inner, dict) else {}
            rest = schema.get("additionalProperties")
            rest = rest if isinstance(rest, dict) else {}
            return {key: self._fit(each, inner.get(key, rest), depth + 1) for key, each in value.items()}
        return value


class Tools:
    """The tools of one request.

    Args:
        tools: Whatever LangChain takes as a tool; or types by parameter by name of a tool.
    """

    def __init__(self, tools: Iterable[Any] | Mapping[str, Mapping[str, Any]] = ()) -> None:
        given = map(_typed, tools, tools.values()) if isinstance(tools, Mapping) else map(_described, tools)
        self.by_name: dict[str, Tool] = {tool.name: tool for tool in given}

    def __len__(self) -> int:
        return len(self.by_name)

    @cached_property
    def _plain(self) -> dict[str, str]:
        found: dict[str, list[str]] = {}
        for name in self.by_name:
            found.setdefault(_plain(name), []).append(name)
        return {plain: names[0] for plain, names in found.items() if len(names) == 1}

    def find(self, name: str) -> Tool | None:
        """The tool that a model means by ``name``."""
        name = name.strip().strip("`'\"* ")
        for spelled in (name, _PREFIX.sub("", _PREFIX.sub("", name))):
            if spelled in self.by_name:
                return self.by_name[spelled]
            if (known := self._plain.get(_plain(spelled))) is not None:
                return self.by_name[known]
        return None

    @cached_property
    def mentions(self) -> re.Pattern[str] | None:
        """Finds a tool's name before an opening bracket; ``None`` without tools."""
        return (
            re.compile(rf"(?<![\w.])(?:(?:functions|tools|default_api|api|client)\.)?(?:{self._any})(?=[ \t]*\()")
            if self.by_name
            else None
        )

    @cached_property
    def headings(self) -> re.Pattern[str] | None:
        """Finds a tool's name at a line's beginning before an object; ``None`` without tools."""
        return (
            re.compile(rf"(?m)^(?:[-*>#`\"' ]|\d+\.)*(?P<name>{self._any})[*`\"': ]*\s*(?=[{{`])")
            if self.by_name
            else None
        )

    @cached_property
    def elements(self) -> re.Pattern[str] | None:
        """Finds the opening of an element that bears a tool's name; ``None`` without tools."""
        return re.compile(rf"<(?:{self._any}|tool_use)>") if self.by_name else None

    @cached_property
    def _any(self) -> str:
        names = sorted({each for name in self.by_name for each in _spellings(name)}, key=len, reverse=True)
        return "|".join(map(re.escape, names))


def _spellings(name: str) -> set[str]:
    return {name, re.sub(r"\W", "_", name), name.replace("_", "\\_")}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name).lower()


def _typed(name: str, types: Mapping[str, Any]) -> Tool:
    return Tool(name, {key: each if isinstance(each, Mapping) else {"type": each} for key, each in types.items()})


def _described(tool: Any) -> Tool:
    function = convert_to_openai_tool(tool)["function"]
    schema = function.get("parameters") or {}
    properties = schema.get("properties") or {}
    return Tool(
        function["name"],
        properties,
        frozenset(schema.get("required") or ()),
        schema.get("$defs") or {},
    )


def ways(schema: Mapping[str, Any], definitions: Mapping[str, Any], depth: int = 0) -> list[Mapping[str, Any]]:
    """What a schema allows, one kind each, with what it refers to in its place."""
    if depth > _DEEPEST:
        return [{}]
    if isinstance(reference := schema.get("$ref"), str):
        found = definitions.get(reference.rpartition("/")[2], {})
        return ways(found if isinstance(found, dict) else {}, definitions, depth + 1)
    for key in ("anyOf", "oneOf", "allOf"):
        if isinstance(choices := schema.get(key), list):
            return [way for each in choices if isinstance(each, dict) for way in ways(each, definitions, depth + 1)]
    if isinstance(kinds := schema.get("type"), list):
        return [{**schema, "type": kind} for kind in kinds]
    return [schema]


def type_of(schema: Mapping[str, Any]) -> str:
    """The type that a schema declares, by JSON Schema's name; nothing where it declares none."""
    kind = str(schema.get("type") or "").lower()
    return _SPELLED.get(kind, kind)


_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list, tuple),
    "object": (dict,),
    "null": (type(None),),
}


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind in ("boolean", "", "any")
    return isinstance(value, _KINDS.get(kind, (object,)))


def _as(value: Any, kind: str) -> Any:
    """``value`` as one of type ``kind``, if it is written as one."""
    if kind == "string":
        return _text(value)
    if isinstance(value, Written):
        value = value.read(kind)
    if _is(value, kind):
        return int(value) if kind == "integer" else value
    if isinstance(value, str):
        return _read(value, kind)
    if kind == "integer" and isinstance(value, float) and value.is_integer():
        return int(value)
    if kind == "array" and value is not None:
        return [value]
    raise Unreadable(kind)


def _text(value: Any) -> str:
    if isinstance(value, str):  # ``Written`` too.
        return str(value)
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    raise Unreadable("string")


def _read(text: str, kind: str) -> Any:
    """What stands in a string, as one of type ``kind``."""
    stripped = text.strip()
    if kind == "boolean" and stripped.lower() in ("true", "false"):
        return stripped.lower() == "true"
    if kind == "null" and stripped.lower() in ("null", "none"):
        return None
    if kind == "integer" and re.fullmatch(r"[+-]?\d{1,4000}", stripped):
        return int(stripped)
    if kind in ("integer", "number", "array", "object") and stripped:
        value: Any = None
        for read in (value_in, number_in):
            with suppress(Unreadable):
                value = read(stripped)
                if not isinstance(value, str):
                    break
        if value is not None and not isinstance(value, str) and _is(value, kind):
            return value
        if kind == "integer" and isinstance(value, float) and value.is_integer():
            return int(value)
        if kind == "array":
            return [text]
    raise Unreadable(kind)


def _chosen(value: Any, choices: Any) -> Any:
    """The one of ``choices`` that is meant, though it is spelled in other cases."""
    if not isinstance(choices, Sequence) or not isinstance(value, str) or value in choices:
        return value
    alike = [each for each in choices if isinstance(each, str) and _plain(each) == _plain(value)]
    return alike[0] if len(alike) == 1 else value
