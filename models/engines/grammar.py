"""Replies that cannot be but valid: JSON by a schema, as a whole or within a call, by llguidance.

https://github.com/guidance-ai/llguidance
"""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from reckoner.core import ModelRefused

from .engine import Logits
from .tokens import Tokens

OPENING = "<tool_call>"


class Grammars:
    """Makes masks for one tokenizer.

    Args:
        tokenizer: The model's.
        vocabulary: How many logits the model gives; often more than the tokenizer has tokens.
        ends: Tokens that end a reply.
    """

    def __init__(self, tokenizer: Tokens, vocabulary: int, ends: Sequence[int]) -> None:
        self._vocabulary = vocabulary
        self._inner = tokenizer.guide(vocabulary, ends)

    def calls(self, tools: Sequence[dict[str, Any]], *, several: bool = True) -> "Guided":
        """A mask under which a reply is calls of ``tools``, each in ``<tool_call>`` tags, and nothing else.

        Raises:
            ModelRefused: A tool's schema cannot be followed.
        """
        more = f' ("\\n" one){{0,{_MOST - 1}}}' if several else ""
        opening, closing = self._sign("<tool_call>"), self._sign("</tool_call>")
        return self._guided(f'start: one{more}\none: {opening} "\\n" body "\\n" {closing}\n{_bodies(tools)}')

    def rest_of_call(self, tools: Sequence[dict[str, Any]]) -> "Guided":
        """A mask under which what follows ``<tool_call>`` is a call of one of ``tools``, up to its end.

        Raises:
            ModelRefused: A tool's schema cannot be followed.
        """
        return self._guided(f"start: /[ \\n]*/ body /[ \\n]*/ {self._sign('</tool_call>')}\n{_bodies(tools)}")

    def schema(self, schema: dict[str, Any]) -> "Guided":
        """A mask under which a reply is JSON of ``schema``.

        Raises:
            ModelRefused: The schema cannot be followed.
        """
        return self._guided(f"start: %json {json.dumps({'x-guidance': _WRITTEN, **schema})}")

    def _sign(self, text: str) -> str:
        """A sign as the grammar names it: some tokenizers have a token for it that is no text."""
        [token, *others] = self._inner.tokenize_str(text, parse_special=True)
        return text if not others and self._inner.is_special_token(token) else json.dumps(text)

    def _guided(self, grammar: str) -> "Guided":
        import llguidance

        matcher = llguidance.LLMatcher(self._inner, llguidance.grammar_from("lark", grammar), log_level=0)
        if matcher.is_error():
            raise ModelRefused("model.schema", why=_why(matcher))
        return Guided(matcher, self._vocabulary)


_WRITTEN = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}
"""As Python writes JSON, and so the models that learnt from it; a small model can fill pages with blanks otherwise."""
_MOST = 8
"""Calls of one reply."""


class Guided:
    """A ``Mask`` that follows a grammar."""

    def __init__(self, matcher: Any, vocabulary: int) -> None:
        self._matcher = matcher
        self._bits = np.zeros((1, -(-vocabulary // 32)), np.int32)

    @property
    def done(self) -> bool:
        """Whether nothing more can follow."""
        return bool(self._matcher.is_stopped())

    def allow(self, logits: Logits) -> Logits:
        """See ``Mask``."""
        from llguidance.numpy import apply_token_bitmask_inplace, fill_next_token_bitmask

        fill_next_token_bitmask(self._matcher, self._bits, 0)
        if self._matcher.is_error():
            raise ModelRefused("model.schema", why=_why(self._matcher))
        apply_token_bitmask_inplace(logits, self._bits[0])
        return logits

    def take(self, token: int) -> None:
        """See ``Mask``."""
        self._matcher.consume_token(token)

    def sure(self) -> list[int]:
        """See ``Mask``."""
        return list(self._matcher.compute_ff_tokens())


def _bodies(tools: Sequence[dict[str, Any]]) -> str:
    """The rules for a call of any of ``tools``."""
    shapes = [_call(tool.get("function", tool)) for tool in tools]
    lines = [f"call_{place}: %json {json.dumps(shape)}" for place, shape in enumerate(shapes)]
    return f"body: {' | '.join(f'call_{place}' for place in range(len(shapes)))}\n" + "\n".join(lines)


def _call(function: dict[str, Any]) -> dict[str, Any]:
    """The schema of a call of one function."""
    # Arguments that are not declared would be refused, and a small model can go on inventing them.
    parameters = {"type": "object", "additionalProperties": False, **(function.get("parameters") or {})}
    schema: dict[str, Any] = {
        "x-guidance": _WRITTEN,
        "type": "object",
        "properties": {"name": {"const": function["name"]}, "arguments": parameters},
        "required": ["name", "arguments"],
        "additionalProperties": False,
    }
    if "$defs" in parameters:  # References in it are from the root.
        schema["$defs"] = parameters["$defs"]
    return schema


def _why(matcher: Any) -> str:
    return str(matcher.get_error()).splitlines()[0][:200]
