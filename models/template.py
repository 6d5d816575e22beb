"""A model's own chat template and tokenizer: what turns a conversation into tokens, and tokens into text."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from tokenizers import Tokenizer

from reckoner.core import ModelUnavailable

from .engines.tokens import HubTokens, Tokens
from .toolcalls.render import Style, conversation

_SPECIAL = ("bos_token", "eos_token", "pad_token", "unk_token")
_UNSURE = "\N{REPLACEMENT CHARACTER}"


class Template:
    """How one model reads a conversation.

    Args:
        tokenizer: The model's.
        template: Its chat template, in Jinja as transformers renders it; empty: it has none.
        special: Tokens that the template names, as text.
        style: In which tools are told of where the template does not.
    """

    def __init__(
        self, tokenizer: Tokens, template: str, special: Mapping[str, str], *, style: Style | None = None
    ) -> None:
        self.tokenizer = tokenizer
        self._special = {name: special.get(name, "") for name in _SPECIAL}
        self._source = template
        self._style = style

    @classmethod
    def of(cls, folder: Path, *, style: Style | None = None) -> "Template":
        """The template that lies beside a model's weights.

        Raises:
            ModelUnavailable: There is no tokenizer, or it cannot be read.
        """
        try:
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            path = folder / "tokenizer_config.json"
            config = json.loads(path.read_text("utf-8")) if path.is_file() else {}
            beside = folder / "chat_template.jinja"
            template = beside.read_text("utf-8") if beside.is_file() else default_of(config.get("chat_template"))
        except Exception as error:  # The tokenizer's own errors are plain exceptions.
            raise ModelUnavailable("model.weights", model=folder, why=str(error).splitlines()[0][:200]) from error
        special = {name: _content(config.get(name)) for name in _SPECIAL}
        return cls(HubTokens(tokenizer), template, special, style=style)

    @property
    def takes_tools(self) -> bool:
        """Whether the template itself tells the model of tools."""
        return self._style is None and "tools" in self._source

    @property
    def writes_json(self) -> bool:
        """Whether calls are to be JSON in ``<tool_call>`` tags."""
        return (
            "<tool_call>" in self._source and '"arguments"' in self._source
            if self.takes_tools
            else (self._style or "json") == "json"
        )

    def tokens(self, messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]], choice: str) -> list[int]:
        """The conversation as the model reads it, up to where its reply begins."""
        return self.tokenizer.encode(self.text(messages, tools, choice), begin=not self._source)

    def text(self, messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]] = (), choice: str = "auto") -> str:
        """See ``tokens``."""
        offered = () if choice == "none" else tools
        if not self.takes_tools:
            messages = conversation(messages, offered, self._style or "json", choice=choice)
        told = [_told(message) for message in messages]
        if not self._source:
            return "\n".join(f"{each['role']}: {each['content']}" for each in told) + "\nassistant:"
        given = list(offered) if self.takes_tools and offered else None
        try:
            return self._rendered(told, given)
        except _Refused:
            # Gemma's and others' have no system message, or want the two sides to speak by turns.
            return self._rendered(_by_turns(told), given)

    def pieces(self, tokens: Iterator[int], hidden: frozenset[int]) -> Iterator[str]:
        """The text as its tokens come; letters that are not yet whole wait for the rest of them.

        Args:
            tokens: Of one reply.
            hidden: Tokens that are no text.
        """
        # Decoding needs some of what stands before: blanks and letters are made of several tokens.
        waiting: list[int] = []
        told = ""
        for token in tokens:
            if token in hidden:
                continue
            waiting.append(token)
            text = self.tokenizer.decode(waiting)
            if text.endswith(_UNSURE):
                continue
            if piece := text[len(told) :]:
                yield piece
            if len(waiting) > _CONTEXT:
                waiting = waiting[-_CONTEXT // 2 :]
                told = self.tokenizer.decode(waiting)
            else:
                told = text
        if waiting and (rest := self.tokenizer.decode(waiting)[len(told) :]):
            yield rest

    @cached_property
    def _compiled(self) -> Any:
        from jinja2.ext import loopcontrols
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
        environment.filters["tojson"] = _to_json
        environment.globals["raise_exception"] = _refuse
        environment.globals["strftime_now"] = lambda form: datetime.now().strftime(form)
        return environment.from_string(self._source)

    def _rendered(self, messages: list[dict[str, Any]], tools: list[dict[str, Any]] | None) -> str:
        from jinja2 import TemplateError

        try:
            return str(
                self._compiled.render(messages=messages, tools=tools, add_generation_prompt=True, **self._special)
            )
        except (TemplateError, TypeError) as error:
            raise _Refused(str(error)) from error


_CONTEXT = 24
"""Tokens that are decoded together."""


class _Refused(ValueError):
    """The template does not take these messages."""


def _refuse(why: str) -> None:
    raise _Refused(why)


def _to_json(value: Any, **options: Any) -> str:
    """As transformers writes it into templates: letters as they are, nothing made safe for HTML."""
    return json.dumps(value, ensure_ascii=False, **{key: options[key] for key in ("indent",) if key in options})


def default_of(template: Any) -> str:
    """The template for conversations, of several that some models have."""
    if isinstance(template, list):
        named = {each.get("name"): each.get("template", "") for each in template}
        return str(named.get("default") or next(iter(named.values()), ""))
    return template or ""


def _content(token: Any) -> str:
    return str(token.get("content", "")) if isinstance(token, dict) else str(token or "")


def _told(message: BaseMessage) -> dict[str, Any]:
    if isinstance(message, ToolMessage):
        return {
            "role": "tool",
            "content": message.text,
            "name": message.name or "",
            "tool_call_id": message.tool_call_id,
        }
    if isinstance(message, AIMessage):
        calls = [
            {"id": call["id"], "type": "function", "function": {"name": call["name"], "arguments": call["args"]}}
            for call in message.tool_calls
        ]
        unread = [each["args"] or "" for each in message.invalid_tool_calls]
        content = "\n".join(part for part in (message.text, *unread) if part)
        return {"role": "assistant", "content": content, **({"tool_calls": calls} if calls else {})}
    role = {SystemMessage: "system", HumanMessage: "user"}.get(type(message), "user")
    return {"role": role, "content": message.text}


def _by_turns(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same for templates that know only two sides, who speak by turns, the person first."""
    turns: list[dict[str, Any]] = []
    for each in messages:
        role = "assistant" if each["role"] == "assistant" else "user"
        if turns and turns[-1]["role"] == role:
            turns[-1]["content"] += f"\n\n{each['content']}"
        else:
            turns.append({"role": role, "content": each["content"]})
    return turns if turns and turns[0]["role"] == "user" else [{"role": "user", "content": ""}, *turns]
