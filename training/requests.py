"""A user's own tools and examples, as they are written for other models too."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from reckoner.core import SettingsError, language_of
from reckoner.evaluation.records import lines
from reckoner.models.mini.choose import AT_ONCE
from reckoner.models.mini.pointer.layout import Row, Said, arguments_row, in_rows, tools_row
from reckoner.models.mini.pointer.schema import allowed, parameters, sought, told
from reckoner.models.mini.pointer.tokens import Tokens
from reckoner.models.mini.pointer.values import typed

from .pointer.examples import Example, Gold, placed, said_spans

_LONGEST = 12
"""Words of an argument."""


@dataclass(frozen=True)
class Request:
    """A conversation, the tool that it calls for, and the arguments that are right."""

    said: tuple[Said, ...]
    tools: tuple[Mapping[str, Any], ...]
    tool: str | None
    arguments: Mapping[str, Any]

    def examples(self, tokens: Tokens, random: Random, *, plain: bool = False) -> Iterator[Example]:
        """What it teaches; ``plain`` leaves the order of tools and arguments as it is."""
        tools = self._at_once(random)
        if plain:
            tools.sort(key=self.tools.index)
        names = [each["name"] for each in tools]
        row = tools_row(tokens, self.said, [told(each) for each in tools])
        yield Example("choose", row, tool=None if self.tool is None else names.index(self.tool), source="yours")
        if self.tool is None:
            return
        schema = tools[names.index(self.tool)]
        declared = parameters(schema)
        order = list(declared) if plain else random.sample(list(declared), len(declared))
        for places in in_rows(tokens, [sought(name, declared[name]) for name in order]):
            yield self._filling(tokens, schema, {order[place]: declared[order[place]] for place in places})

    def _at_once(self, random: Random) -> list[Mapping[str, Any]]:
        """As many tools as are compared in one reading, the right one among them, in mixed order."""
        right = [each for each in self.tools if each["name"] == self.tool]
        others = [each for each in self.tools if each["name"] != self.tool]
        chosen = right + random.sample(others, min(len(others), AT_ONCE - len(right)))
        return random.sample(chosen, len(chosen))

    def _filling(self, tokens: Tokens, schema: Mapping[str, Any], declared: Mapping[str, Mapping[str, Any]]) -> Example:
        asked = [sought(name, each) for name, each in declared.items()]
        row = arguments_row(tokens, self.said, told(schema), asked)
        texts = tuple(each.text for each in self.said)
        gold = tuple(
            _gold(row, texts, each, self.arguments.get(name), listed=bool(values))
            for (name, each), values in zip(declared.items(), row.values, strict=True)
        )
        return Example("fill", row, gold=gold, source="yours", said=texts)


def requests(tools: Path, examples: Path) -> list[Request]:
    """The requests of two files.

    Raises:
        SettingsError: A file cannot be read, or an example names a tool or an argument that there is not.
    """
    schemas = _tools(tools)
    names = {each["name"]: each for each in schemas}
    found = []
    for place, row in lines(examples):
        name = row.get("tool")
        arguments = row.get("arguments", row.get("args")) or {}
        if name is not None and (not isinstance(name, str) or name not in names):
            raise SettingsError("train.no_tool", file=examples, line=place, name=name, names=", ".join(names))
        known = parameters(names[name]) if name else {}
        if not isinstance(arguments, dict):
            raise SettingsError("train.no_text", file=examples, line=place)
        if unknown := sorted({*arguments} - {*known}):
            raise SettingsError("train.no_argument", file=examples, line=place, tool=name, name=unknown[0])
        said = _said(row)
        if not said or not said[-1].by_user:
            raise SettingsError("train.no_text", file=examples, line=place)
        found.append(Request(said, tuple(schemas), name, arguments))
    return found


def _tools(path: Path) -> list[dict[str, Any]]:
    try:
        rows = json.loads(_text(path))
    except ValueError as error:
        raise SettingsError("train.no_json", file=path, line=1) from error
    rows = rows.get("tools", rows) if isinstance(rows, dict) else rows
    listed = [each.get("function", each) for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []
    # MCP calls the parameters inputSchema.
    found = [
        {**each, "parameters": each.get("parameters", each.get("inputSchema")) or {}}
        for each in listed
        if isinstance(each, dict)
    ]
    if not found or not all(isinstance(each.get("name"), str) and _is_schema(each["parameters"]) for each in found):
        raise SettingsError("train.no_tools", file=path)
    return found


def _said(row: Mapping[str, Any]) -> tuple[Said, ...]:
    if isinstance(row.get("text"), str):
        return (Said(row["text"]),)
    turns = row.get("messages", row.get("turns")) or []
    if isinstance(turns, list) and all(isinstance(each, str) for each in turns):
        return tuple(Said(text, place % 2 == 0) for place, text in enumerate(turns))
    told = [each for each in turns if isinstance(each, dict) and each.get("content")]
    return tuple(Said(str(each["content"]), each.get("role") == "user") for each in told)


def _is_schema(parameters: Any) -> bool:
    return isinstance(parameters, dict) and isinstance(parameters.get("properties", {}), dict)


def _gold(row: Row, texts: Sequence[str], declared: Mapping[str, Any], value: Any, *, listed: bool) -> Gold:
    """What is right for an argument; ``listed`` where the row holds its values, of which one is to be chosen."""
    if value is None:
        return Gold()
    if listed:
        values = allowed(declared)
        return Gold(value=values.index(value)) if value in values else Gold(unknown=True)
    spans = tuple(placed(row, said_spans(texts, _written(texts, declared, value))))
    return Gold(spans=spans) if spans else Gold(unknown=True)


def _written(texts: Sequence[str], declared: Mapping[str, Any], value: Any) -> list[str]:
    """The words of ``texts`` that say ``value``: as it stands, or the shortest that mean it."""
    if isinstance(value, str) and said_spans(texts, [value]):
        return [value]
    for length in range(1, _LONGEST + 1):
        found = [
            words
            for text in texts
            for words in _runs(text, length)
            if typed(words, declared, language_of(text)) == value
        ]
        if found:
            return found
    return []


def _runs(text: str, length: int) -> Iterator[str]:
    words = list(re.finditer(r"\S+", text))
    for first in range(len(words) - length + 1):
        yield text[words[first].start() : words[first + length - 1].end()].strip(".,;:!?\"'")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("train.no_file", file=path) from error
