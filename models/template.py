"""A model's own chat template and tokenizer: what turns a conversation into tokens, and tokens into text."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from tokenizers import Tokenizer

from reckoner.core import ModelRefused, ModelUnavailable

from .engines.engine import first_line
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
            raise ModelUnavailable("model.weights", model=folder, why=first_line(error)) from error
        special = {name: _content(config.get(name)) for name in _SPECIAL}
        return cls(HubTokens(tokenizer), template, special, style=style)

    @cached_property
    def takes_tools(self) -> bool:
        """Whether the template itself tells the model of tools."""
        if self._style is not None or "tools" not in self._source:
            return False
        function = {"name": _PROBE, "description": "", "parameters": {"type": "object", "properties": {}}}
        asked = [{"role": "user", "content": "?"}]
        try:
            return _PROBE in self._rendered(asked, [{"type": "function", "function": function}])
        except _Refused:
            return False

    @property
    def writes_json(self) -> bool:
        """Whether calls are to be JSON in ``<tool_call>`` tags."""
        return (
            "<tool_call>" in self._source and '"arguments"' in self._source
            if self.takes_tools
            else (self._style or "json") == "json"
        )

    def tokens(
        self, messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]], choice: str
    ) -> tuple[list[int], bool]:
        """The conversation as the model reads it, up to where its reply begins; and whether a thought has begun there.

        Raises:
            ModelRefused: The template does not take such a conversation.
        """
        text = self.text(messages, tools, choice)
        return self.tokenizer.encode(text, begin=not self._source), text.rstrip().endswith("<think>")

    def text(self, messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]] = (), choice: str = "auto") -> str:
        """See ``tokens``."""
        why = ""
        for told, given in self._ways(messages, () if choice == "none" else tools, choice):
            if not self._source:
                return "\n".join(f"{each['role']}: {each['content']}" for each in told) + "\nassistant:"
            try:
                return self._rendered(told, given)
            except _Refused as error:
                why = str(error)
        raise ModelRefused("model.template", why=why[:200])

    def _ways(
        self, messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]], choice: str
    ) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]] | None]]:
        """The conversation as the template may take it, and tools for it; the best first."""
        if self.takes_tools:
            yield self._messages(messages), list(tools) or None
        in_words = self._messages(conversation(messages, tools, self._style or "json", choice=choice))
        yield in_words, None
        # Gemma's and others' have no system message, or want the two sides to speak by turns.
        yield _by_turns(in_words), None

    def _messages(self, messages: Sequence[BaseMessage]) -> list[dict[str, Any]]:
        """The messages as templates take them; what somebody wrote cannot end a turn or begin another."""
        told = [_told(message) for message in messages]
        for each in told:
            if each["role"] != "assistant":
                each["content"] = self._harmless(each["content"])
        return told

    def _harmless(self, text: str) -> str:
        for sign in self.tokenizer.signs:
            if sign in text:
                text = text.replace(sign, f"{sign[0]} {sign[1:]}")
        return text

    def pieces(self, tokens: Iterator[int]) -> Iterator[str]:
        """The text as its tokens come; letters that are not yet whole wait for the rest of them."""
        # Decoding needs some of what stands before: blanks and letters are made of several tokens.
        waiting: list[int] = []
        told = ""
        for token in tokens:
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
        from jinja2.ext import Extension, loopcontrols
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        class _Generation(Extension):
            """``{% generation %}`` marks what a model is trained on; here it stands for what is in it."""

            tags = {"generation"}  # noqa: RUF012  # as Jinja has it

            def parse(self, parser: Any) -> Any:
                next(parser.stream)
                return parser.parse_statements(("name:endgeneration",), drop_needle=True)

        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols, _Generation]
        )
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
        except _Refused:
            raise
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            raise _Refused(str(error)) from error


_PROBE = "a_tool_to_try_the_template_with"
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
            "tool_call_id": _short(message.tool_call_id),
        }
    if isinstance(message, AIMessage):
        calls = [
            {
                "id": _short(call["id"] or ""),
                "type": "function",
                "function": {"name": call["name"], "arguments": call["args"]},
            }
            for call in message.tool_calls
        ]
        unread = [each["args"] or "" for each in message.invalid_tool_calls]
        content = "\n".join(part for part in (message.text, *unread) if part)
        return {"role": "assistant", "content": content, **({"tool_calls": calls} if calls else {})}
    role = {SystemMessage: "system", HumanMessage: "user"}.get(type(message), "user")
    return {"role": role, "content": message.text}


def _short(identity: str) -> str:
    """An id of nine letters and digits, as Mistral's templates want it."""
    return re.sub(r"[^A-Za-z0-9]", "", identity)[-9:].rjust(9, "0")


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
