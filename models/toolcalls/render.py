"""Tools, calls and results written into a conversation, for models that have no calls of their own."""

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any, Literal

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, InvalidToolCall, SystemMessage, ToolMessage
from langchain_core.messages.tool import ToolCall

from reckoner.models.prompts import prompt

Style = Literal["json", "react", "python"]
"""``json``: objects in ``<tool_call>`` tags, as Hermes and Qwen were trained to; ``react``: thought, action and input
by turns (Yao et al. 2022, https://arxiv.org/abs/2210.03629); ``python``: a list of calls, as Llama 3.2 and later do."""

STOPS: dict[Style, tuple[str, ...]] = {"json": ("<tool_response>",), "react": ("\nObservation:",), "python": ()}
"""Where a model that goes on to make results up is to be stopped."""


def render(tools: Sequence[dict[str, Any]], style: Style = "json", *, choice: str = "auto") -> str:
    """What a model is told of its tools.

    Args:
        tools: In the form of OpenAI's ``tools``.
        style: In which it is to write its calls.
        choice: ``auto``, ``any``, or the name of the tool that it must call.
    """
    functions = [tool.get("function", tool) for tool in tools]
    described = "\n".join(json.dumps(_described(each), ensure_ascii=False) for each in functions)
    names = ", ".join(each["name"] for each in functions)
    text = prompt(f"tools_{style}").replace("{tools}", described).replace("{names}", names)
    if choice == "any":
        text += "\n\n" + prompt("tools_any")
    elif choice not in ("auto", "none"):
        text += "\n\n" + prompt("tools_one").replace("{name}", choice)
    return text


def conversation(
    messages: Sequence[BaseMessage],
    tools: Sequence[dict[str, Any]],
    style: Style = "json",
    *,
    choice: str = "auto",
) -> list[BaseMessage]:
    """The same conversation without calls and results of its own kinds: they stand in it as text.

    The tools are told of in the system message; results that follow one another become one message, since many
    models' templates want the two sides to speak by turns.
    """
    told: list[BaseMessage] = []
    for kind, group in groupby(messages, key=type):
        if issubclass(kind, ToolMessage):
            told.append(
                HumanMessage("\n".join(_result(each, style) for each in group if isinstance(each, ToolMessage)))
            )
        else:
            told.extend(_said(each, style) if isinstance(each, AIMessage) else each for each in group)
    if not tools:
        return told
    about = render(tools, style, choice=choice)
    if told and isinstance(told[0], SystemMessage):
        return [SystemMessage(f"{told[0].text}\n\n{about}"), *told[1:]]
    return [SystemMessage(about), *told]


def asked(
    messages: Sequence[BaseMessage],
    stop: Sequence[str] | None,
    tools: Sequence[dict[str, Any]],
    style: Style,
    choice: str,
) -> tuple[list[BaseMessage], list[str] | None]:
    """What a model that writes text alone is sent: the conversation with its tools in words, and where it stops."""
    told = conversation(messages, () if choice == "none" else tools, style, choice=choice)
    return told, [*(stop or ()), *(STOPS[style] if tools else ())] or None


def _described(function: dict[str, Any]) -> dict[str, Any]:
    return {key: function[key] for key in ("name", "description", "parameters") if function.get(key)}


def _said(message: AIMessage, style: Style) -> AIMessage:
    written = [message.text, *(_written(call, style) for call in message.tool_calls)]
    if style == "python" and message.tool_calls:
        written = [message.text, f"[{', '.join(_written(call, style) for call in message.tool_calls)}]"]
    written += [_unread(call) for call in message.invalid_tool_calls]
    return AIMessage("\n".join(part for part in written if part))


def _written(call: ToolCall, style: Style) -> str:
    arguments = json.dumps(call["args"], ensure_ascii=False)
    if style == "react":
        return f"Action: {call['name']}\nAction Input: {arguments}"
    if style == "python":
        return f"{call['name']}({', '.join(f'{key}={value!r}' for key, value in call['args'].items())})"
    name = json.dumps(call["name"], ensure_ascii=False)
    return f'<tool_call>\n{{"name": {name}, "arguments": {arguments}}}\n</tool_call>'


def _unread(call: InvalidToolCall) -> str:
    return call["args"] or ""


def _result(message: ToolMessage, style: Style) -> str:
    if style == "react":
        return f"Observation: {message.text}"
    # Nothing that a tool returns can end the block that it stands in.
    content = json.dumps(message.text, ensure_ascii=False).replace("</", "<\\/")
    return f'<tool_response>\n{{"name": {json.dumps(message.name or "tool")}, "content": {content}}}\n</tool_response>'
