"""The protocol that every engine follows."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Logits = NDArray[np.float32]
"""One number for each token of the vocabulary."""
CHUNK = 256
"""Tokens that are read at once: more of them are hardly faster, and a prompt cannot be given up in between."""


class Session(Protocol):
    """What a model has read so far, kept as its keys and values. Used by one thread at a time."""

    tokens: list[int]
    """Those read."""

    def extend(self, tokens: Sequence[int]) -> Logits:
        """Read more tokens, at least one; what the model thinks of each that may follow the last.

        Raises:
            ModelUnavailable: The engine fails.
        """

    def rewind(self, length: int) -> bool:
        """Forget all but the first ``length`` tokens, at least one; false where that cannot be done."""

    @property
    def capacity(self) -> int:
        """How many tokens it has room for."""

    @property
    def bytes(self) -> int:
        """How much memory it holds."""

    def close(self) -> None:
        """Give the memory back."""


class Engine(Protocol):
    """A model in memory; it goes with the last that uses it."""

    name: str
    context: int
    """How many tokens the model reads at most."""

    def session(self, capacity: int) -> Session:
        """A new one with room for ``capacity`` tokens.

        Raises:
            ModelUnavailable: There is no memory for it.
        """


def first_line(error: BaseException) -> str:
    """What an error says, for a person: its first line, not too long."""
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
