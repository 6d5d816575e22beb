"""Requests with the calls that are right, out of the files that people keep them in."""

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from reckoner.core import SettingsError

from ..records import lines


@dataclass(frozen=True, kw_only=True)
class CallCase:
    """A conversation, the tools at hand, and the call that is right, or none."""

    id: str
    group: str
    domain: str = ""
    """Which suite it is of."""
    messages: tuple[BaseMessage, ...]
    tools: tuple[Mapping[str, Any], ...]
    tool: str | None
    arguments: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """For each argument all values that would do; an empty one among them means that it may be left out."""


def call_cases(path: Path) -> Iterator[CallCase]:
    """The requests of a file or folder.

    A folder of dialogues (``dialogues*.jsonl.gz`` and ``schema*.json``, as Schema-Guided Dialogue has them), a file of
    suites (lines of ``tools`` and ``examples``), or one of the Berkeley leaderboard (lines of ``question`` and
    ``function``, with the answers under ``ground_truth`` or in ``possible_answer/`` beside it).

    Raises:
        SettingsError: It is none of these.
    """
    if path.is_dir():
        yield from _dialogues(path)
        return
    rows = [row for _, row in lines(path)]
    if rows and "examples" in rows[0]:
        yield from (case for place, row in enumerate(rows) for case in _suite(row, path.stem, place))
    elif rows and "function" in rows[0]:
        yield from _leaderboard(path, rows)
    else:
        raise SettingsError("eval.no_calls", file=path)


def _suite(row: Mapping[str, Any], group: str, number: int) -> Iterator[CallCase]:
    tools = tuple({"type": "function", "function": schema(each)} for each in row["tools"])
    for place, example in enumerate(row["examples"]):
        turns = example.get("turns") or [example["text"]]
        arguments = {
            name: [given[1]] if isinstance(given, list) and len(given) == 2 and isinstance(given[0], str) else [given]
            for name, given in example.get("args", {}).items()
        }
        yield CallCase(
            id=f"{number}-{place}",
            group=f"{group} {example['lang']}",
            domain=str(row.get("domain", "")),
            messages=_messages(turns),
            tools=tools,
            tool=example["tool"],
            arguments=arguments,
        )


def _messages(turns: Sequence[str]) -> tuple[BaseMessage, ...]:
    return tuple(HumanMessage(text) if place % 2 == 0 else AIMessage(text) for place, text in enumerate(turns))


def schema(tool: Mapping[str, Any]) -> dict[str, Any]:
    """A tool of a suite as a function's schema."""
    parameters: Mapping[str, Any] = tool.get("parameters", {})
    properties = {
        name: {key: value for key, value in each.items() if key != "required"} for name, each in parameters.items()
    }
    required = [name for name, each in parameters.items() if each.get("required")]
    described = {"type": "object", "properties": properties, "required": required}
    return {"name": tool["name"], "description": tool["description"], "parameters": described}


def _leaderboard(path: Path, rows: Sequence[Mapping[str, Any]]) -> Iterator[CallCase]:
    answers = _answers(path)
    for row in rows:
        truth = row.get("ground_truth", answers.get(row["id"]))
        # A request that needs several calls is another kind of case; an empty list says that no call is right.
        if truth is None or len(truth) > 1:
            continue
        turns = row["question"][0] if isinstance(row["question"][0], list) else row["question"]
        (name, arguments), *_ = truth[0].items() if truth else [(None, {})]
        functions = row["function"] if isinstance(row["function"], list) else [row["function"]]
        yield CallCase(
            id=str(row["id"]),
            group=path.stem,
            messages=tuple(HumanMessage(each["content"]) for each in turns if each["role"] == "user"),
            tools=tuple(
                {"type": "function", "function": {**_as_json_schema(each), "name": plain(each["name"])}}
                for each in functions
            ),
            tool=None if name is None else plain(name),
            arguments=arguments,
        )


def plain(name: str) -> str:
    """A tool's name as every service takes it."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", name)


_TYPES = {"float": "number", "dict": "object", "tuple": "array", "any": "string"}
"""The leaderboard names types as Python does."""


def _as_json_schema(declared: Any) -> Any:
    if isinstance(declared, list):
        return [_as_json_schema(each) for each in declared]
    if not isinstance(declared, dict):
        return declared
    return {
        name: _TYPES.get(each, each) if name == "type" and isinstance(each, str) else _as_json_schema(each)
        for name, each in declared.items()
    }


def _answers(path: Path) -> dict[str, Any]:
    beside = path.parent / "possible_answer" / path.name
    if not beside.is_file():
        return {}
    return {row["id"]: row["ground_truth"] for _, row in lines(beside)}


def _dialogues(folder: Path) -> Iterator[CallCase]:
    # Other wordings of a schema have longer names than it.
    schemas = sorted(folder.glob("schema*.json"), key=lambda each: len(each.name))
    files = [each for each in sorted(folder.glob("dialogues*")) if each.name.endswith((".jsonl", ".jsonl.gz"))]
    if not schemas or not files:
        raise SettingsError("eval.no_calls", file=folder)
    services = {each["service_name"]: each for each in json.loads(schemas[0].read_text("utf-8"))}
    for file in files:
        for row in _rows(file):
            # What counts is all services together.
            yield from (replace(case, group=folder.name) for case in _calls(row, services))


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    if path.suffix != ".gz":
        yield from (row for _, row in lines(path))
        return
    with gzip.open(path, "rt", encoding="utf-8") as packed:
        yield from map(json.loads, packed)


def _calls(dialogue: Mapping[str, Any], services: Mapping[str, Mapping[str, Any]]) -> Iterator[CallCase]:
    """A case for each call of a dialogue."""
    tools = tuple(_intent(services[name], each) for name in dialogue["services"] for each in services[name]["intents"])
    said: list[BaseMessage] = []
    state: Mapping[str, Sequence[str]] = {}
    for place, turn in enumerate(dialogue["turns"]):
        call = turn.get("call")
        if call and said and isinstance(said[-1], HumanMessage):
            service = call["name"].partition(".")[0]
            yield CallCase(
                id=f"{dialogue['id']}-{place}",
                group=service,
                domain=service,
                messages=tuple(said),
                tools=tools,
                tool=plain(call["name"]),
                arguments=_arguments(call, state),
            )
        if turn["who"] == "user":
            state = turn.get("slots", state)
        said.append(HumanMessage(turn["text"]) if turn["who"] == "user" else AIMessage(turn["text"]))


def _arguments(call: Mapping[str, Any], state: Mapping[str, Sequence[str]]) -> dict[str, list[Any]]:
    """The call's arguments, each also as it was said; one that may have any value may be left out."""
    found = {}
    for name, value in call["arguments"].items():
        values = list(dict.fromkeys([value, *state.get(name, ())]))
        found[name] = ["", *values] if value == "dontcare" else values
    return found


def _intent(service: Mapping[str, Any], intent: Mapping[str, Any]) -> dict[str, Any]:
    slots = {each["name"]: each for each in service["slots"]}
    names = [*intent["required_slots"], *intent["optional_slots"]]
    properties = {name: _slot(slots[name]) for name in names}
    described = {"type": "object", "properties": properties, "required": list(intent["required_slots"])}
    name = plain(f"{service['service_name']}.{intent['name']}")
    return {
        "type": "function",
        "function": {"name": name, "description": intent["description"], "parameters": described},
    }


def _slot(slot: Mapping[str, Any]) -> dict[str, Any]:
    allowed = {"enum": slot["possible_values"]} if slot["is_categorical"] else {}
    return {"type": "string", "description": slot["description"], **allowed}
