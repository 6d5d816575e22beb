"""One reply, token by token, from any engine."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from .cache import Sessions
from .engine import CHUNK, Logits, Session
from .sampling import Drawing, Sampler


class Mask(Protocol):
    """Says which tokens may follow."""

    def allow(self, logits: Logits) -> Logits:
        """``logits`` with ``-inf`` for every token that may not follow now."""

    def take(self, token: int) -> None:
        """``token`` follows."""


@dataclass
class Reply:
    """What became of one request, as far as it has come."""

    read: int = 0
    """Tokens of the prompt that were read."""
    reused: int = 0
    """Tokens of the prompt that had been read before."""
    written: int = 0
    finish: str = ""
    """``stop``: the model came to its end; ``length``: it was cut off; ``cancelled``."""


def generate(
    sessions: Sessions,
    prompt: Sequence[int],
    drawing: Drawing,
    *,
    limit: int,
    ends: frozenset[int],
    mask: Mask | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    reply: Reply | None = None,
) -> Iterator[int]:
    """The tokens of a reply, each as soon as it is drawn; leaving the iterator ends the making of them at once.

    Args:
        sessions: Where what was read before is kept.
        prompt: What the model reads, at least one token.
        drawing: How tokens are drawn.
        limit: How many are written at most.
        ends: Tokens that end a reply; they are not told.
        mask: Which tokens may follow.
        cancelled: Asked before each token, and between parts of a prompt.
        reply: Filled with what became of it.

    Raises:
        ModelUnavailable: The engine fails.
    """
    reply = reply if reply is not None else Reply()
    sampler = Sampler(drawing)
    session = sessions.take(prompt, limit)
    sound = False
    try:
        reply.reused = len(session.tokens)
        logits = _read(sessions, session, prompt[reply.reused :], cancelled)
        reply.read = len(session.tokens)
        while logits is not None and not cancelled():
            if reply.written >= limit:
                reply.finish = "length"
                break
            token = sampler.draw(mask.allow(logits) if mask else logits)
            if token in ends:
                reply.finish = "stop"
                break
            if mask:
                mask.take(token)
            reply.written += 1
            sound = True
            yield token
            sound = False
            if reply.written < limit:
                with sessions.computing():
                    logits = session.extend([token])
        else:
            reply.finish = "cancelled"
        sound = True
    finally:
        # A session that an engine failed in is not to be trusted.
        if sound:
            sessions.give(session)
        else:
            session.close()


def _read(sessions: Sessions, session: Session, tokens: Sequence[int], cancelled: Callable[[], bool]) -> Logits | None:
    """Read a prompt in parts; ``None`` if it was cancelled in between."""
    logits: Logits | None = None
    for first in range(0, len(tokens), CHUNK):
        if cancelled():
            return None
        with sessions.computing():
            logits = session.extend(tokens[first : first + CHUNK])
    return logits


class Forbidden:
    """A mask that never lets some tokens follow."""

    def __init__(self, tokens: Sequence[int]) -> None:
        self._tokens = np.array(tokens, np.int64)

    def allow(self, logits: Logits) -> Logits:
        logits[self._tokens] = -np.inf
        return logits

    def take(self, token: int) -> None:
        """Nothing changes."""
