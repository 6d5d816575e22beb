"""One reply, token by token, from any engine."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from .cache import Sessions
from .engine import Logits, Session
from .lookup import Lookup
from .sampling import Drawing, Sampler


class Mask(Protocol):
    """Says which tokens may follow."""

    def allow(self, logits: Logits) -> Logits:
        """``logits`` with ``-inf`` for every token that may not follow now."""

    def take(self, token: int) -> None:
        """``token`` follows."""

    def sure(self) -> list[int]:
        """The tokens that alone may follow now, as far as that is known: they need not be drawn."""


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
    session = sessions.take(prompt, limit)
    writing = _Writing(sessions, session, prompt, cancelled)
    sound = False
    try:
        reply.reused = len(session.tokens)
        begun = writing.begin()
        reply.read = len(session.tokens)
        with sessions.turns.writing():
            for token in _drawn(writing, Sampler(drawing), mask, limit, reply) if begun else ():
                if token in ends:
                    reply.finish = "stop"
                    break
                reply.written += 1
                sound = True
                yield token
                sound = False
            else:
                reply.finish = reply.finish or "cancelled"
        sound = True
    finally:
        # A session that an engine failed in is not to be trusted.
        if sound and writing.forget():
            sessions.give(session)
        else:
            sessions.turns.close(session)


def _drawn(writing: "_Writing", sampler: Sampler, mask: Mask | None, limit: int, reply: Reply) -> Iterator[int]:
    """Token by token what is drawn, as long as nobody cancels and none is an end."""
    sure: list[int] = []
    while not writing.cancelled():
        if reply.written >= limit:
            reply.finish = "length"
            return
        if sure:
            token = sure.pop(0)
        else:
            logits = writing.logits(limit - reply.written)
            token = sampler.draw(mask.allow(logits) if mask else logits)
        yield token
        writing.add(token)
        if mask:
            mask.take(token)
            sure = sure or mask.sure()


class _Writing:
    """What was read of one reply, what was guessed to follow, and what is still to be read.

    Args:
        sessions: Where ``session`` came from.
        session: Has read the beginning of ``prompt``.
        prompt: What the model reads.
        cancelled: Asked between parts of it.
    """

    def __init__(
        self, sessions: Sessions, session: Session, prompt: Sequence[int], cancelled: Callable[[], bool]
    ) -> None:
        self._turns, self._session, self.cancelled = sessions.turns, session, cancelled
        self._unread = list(prompt[len(session.tokens) :])
        self._lookup = Lookup(prompt, sessions.ahead)
        self._chunk = sessions.chunk
        self._rows: Logits | None = None
        self._guess: list[int] = []
        self._right = 0
        """How many tokens of the guess were drawn."""

    def begin(self) -> bool:
        """Read the prompt in parts; false if it was cancelled in between."""
        for first in range(0, len(self._unread), self._chunk):
            if self.cancelled():
                return False
            self._rows = self._turns.extend(self._session, self._unread[first : first + self._chunk])
        self._unread = []
        return True

    def add(self, token: int) -> None:
        """``token`` follows."""
        self._lookup.add(token)
        if not self._unread and self._right < len(self._guess) and self._guess[self._right] == token:
            self._right += 1
        else:
            self._unread.append(token)

    def logits(self, room: int) -> Logits:
        """What may follow, and how likely; ``room`` tokens at most are still to come."""
        if self._unread:
            self.forget()
            guess = self._lookup.guess(room - 1) if self._turns.alone else []
            self._rows = self._turns.extend(self._session, [*self._unread, *guess], 1 + len(guess))
            self._unread, self._guess, self._right = [], guess, 0
        assert self._rows is not None
        row: Logits = self._rows[self._right]
        return row

    def forget(self) -> bool:
        """Forget what was guessed wrong; false where that cannot be done."""
        wrong = len(self._guess) - self._right
        if self._guess:
            self._lookup.judge(len(self._guess), self._right)
            self._guess, self._right = [], 0
        return not wrong or self._turns.rewind(self._session, len(self._session.tokens) - wrong)


class Forbidden:
    """A mask that never lets some tokens follow."""

    def __init__(self, tokens: Sequence[int]) -> None:
        self._tokens = np.array(tokens, np.int64)

    def allow(self, logits: Logits) -> Logits:
        logits[self._tokens] = -np.inf
        return logits

    def take(self, token: int) -> None:
        """Nothing changes."""

    def sure(self) -> list[int]:
        return []
