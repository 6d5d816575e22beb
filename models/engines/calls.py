"""Calls that a model may write or not, but cannot write wrong."""

from collections.abc import Callable, Sequence
from typing import Any

from .engine import Logits
from .grammar import OPENING, Grammars, Guided

_TAIL = 16
"""Tokens that the sign of a call is made of, at most."""


class OptionalCalls:
    """A ``Mask`` that lets everything follow until a call begins, and then only what makes it whole.

    Args:
        grammars: Where masks are made.
        tools: Those that may be called.
        text_of: Tokens as text.
    """

    def __init__(
        self, grammars: Grammars, tools: Sequence[dict[str, Any]], text_of: Callable[[Sequence[int]], str]
    ) -> None:
        self._grammars, self._tools, self._text_of = grammars, tools, text_of
        self._tail: list[int] = []
        self._guided: Guided | None = None

    def allow(self, logits: Logits) -> Logits:
        """See ``Mask``."""
        return self._guided.allow(logits) if self._guided else logits

    def take(self, token: int) -> None:
        """See ``Mask``."""
        if self._guided is not None:
            self._guided.take(token)
            if self._guided.done:
                self._guided, self._tail = None, []
            return
        self._tail = [*self._tail[1 - _TAIL :], token]
        if self._text_of(self._tail).endswith(OPENING):
            self._guided, self._tail = self._grammars.rest_of_call(self._tools), []

    def sure(self) -> list[int]:
        """See ``Mask``."""
        return self._guided.sure() if self._guided else []
