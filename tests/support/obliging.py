"""What a large model would answer in LangChain's suites, by rule: it calls what it is given, with what was said."""

import json
import re
from typing import Any

from .stub import Reply


def obliging(request: dict[str, Any]) -> Reply:
    """An answer in the form that the request asks for.

    Tools are called once for each question: the one that is forced, or whose name the question speaks of. Arguments,
    and JSON of a schema, are filled from the question: numbers from its numbers, texts from what it quotes or names.
    """
    last = request["messages"][-1]
    said = _said(last)
    form = request.get("response_format") or {}
    if form.get("type") == "json_schema":
        return Reply(text=json.dumps(_filled(form["json_schema"]["schema"], said)))
    if form.get("type") == "json_object":
        return Reply(text=json.dumps({"setup": "Why?", "punchline": "Because."}))
    tools = [each["function"] for each in request.get("tools") or ()]
    tool = _chosen(tools, request.get("tool_choice"), said)
    if tool is None or last["role"] == "tool":
        return Reply(text="It is done, and all is well.")
    return Reply(calls=[(tool["name"], json.dumps(_filled(tool["parameters"], said), ensure_ascii=False))])


def _said(message: dict[str, Any]) -> str:
    content = message.get("content") or ""
    return content if isinstance(content, str) else " ".join(part.get("text", "") for part in content)


def _chosen(tools: list[dict[str, Any]], choice: Any, said: str) -> dict[str, Any] | None:
    if isinstance(choice, dict):
        return next(each for each in tools if each["name"] == choice["function"]["name"])
    words = set(re.findall(r"\w+", said.lower()))
    by_words = [each for each in tools if set(each["name"].lower().split("_")) & words]
    if choice == "required":
        return (by_words or tools)[0]
    return max(by_words, key=lambda each: each["name"] in said, default=None)


def _filled(schema: dict[str, Any], said: str, defs: dict[str, Any] | None = None) -> Any:
    defs = defs or schema.get("$defs") or {}
    if "$ref" in schema:
        return _filled(defs[schema["$ref"].rpartition("/")[2]], said, defs)
    if "anyOf" in schema:
        return _filled(schema["anyOf"][0], said, defs)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "object")
    if kind == "object":
        return {name: _filled(each, said, defs) for name, each in (schema.get("properties") or {}).items()}
    if kind == "array":
        return [_filled(schema.get("items") or {"type": "string"}, said, defs)]
    if kind in ("integer", "number"):
        return int((re.findall(r"\d+", said) or ["1"])[0])
    if kind == "boolean":
        return True
    quoted = re.findall(r"['“\"]([^'”\"]+)['”\"]", said)
    named = re.findall(r"\b[A-Z]\w+(?: [A-Z]\w+)*", said)
    return (quoted or named[-1:] or ["text"])[0]
