"""The protocol that every engine follows."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Logits = NDArray[np.float32]
"""One number for each token of the vocabulary, or a row of as many for each of several places."""
CHUNK = 256
"""Tokens that a processor reads at once."""


class Session(Protocol):
    """What a model has read so far, kept as its keys and values. Used by one thread at a time."""

    tokens: list[int]
    """Those read."""

    def extend(self, tokens: Sequence[int], rows: int = 1) -> Logits:
        """Read more tokens, at least one; what the model thinks of each that may follow.

        Args:
            tokens: Those to read.
            rows: After how many of the last ones; more than one only of engines that can look ahead.

        Returns:
            Of shape ``(rows, vocabulary)``.

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
    chunk: int
    """How many tokens of a prompt are read at once: more are hardly faster, and it cannot be given up in between."""
    ahead: int
    """How many guessed tokens are worth reading with one that is sure; their sessions can forget them again."""
    together: int
    """How many replies can go on by a token each at once; 1: each by itself."""

    def session(self, capacity: int) -> Session:
        """A new one with room for ``capacity`` tokens.

        Raises:
            ModelUnavailable: There is no memory for it.
        """

    def step(self, sessions: Sequence[Session], tokens: Sequence[int]) -> Logits:
        """Read one more token in each of several sessions at once; only where ``together`` is more than one.

        Returns:
            Of shape ``(sessions, vocabulary)``.

        Raises:
            ModelUnavailable: The engine fails.
        """


class OneByOne:
    """What engines have in common that give one reply a token at a time."""

    together, chunk = 1, CHUNK

    def step(self, sessions: Sequence[Session], tokens: Sequence[int]) -> Logits:
        """See ``Engine``; never asked for."""
        raise NotImplementedError


def first_line(error: BaseException) -> str:
    """What an error says, for a person: its first line, not too long."""
    lines = str(error).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__
