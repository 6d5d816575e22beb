"""One engine for several replies: it does one thing at a time, and single tokens of several replies at once.

Weights are read from memory once for all replies that go on together, which is what takes the time (continuous
batching; Yu et al. 2022, Orca, https://www.usenix.org/conference/osdi22/presentation/yu).
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from .engine import Engine, Logits, Session

_PATIENCE = 0.05
"""Seconds that a step waits at most for the other replies, and no longer than the last one took."""


@dataclass
class _Step:
    """What one reply waits for."""

    session: Session
    tokens: Sequence[int]
    rows: int
    logits: Logits | None = None
    error: BaseException | None = None

    @property
    def single(self) -> bool:
        return len(self.tokens) == self.rows == 1

    @property
    def done(self) -> bool:
        return self.logits is not None or self.error is not None


class Turns:
    """Who computes when. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._changed = threading.Condition()
        self._waiting: list[_Step] = []
        self._busy = False
        self._writing = 0
        self._took = _PATIENCE

    @property
    def alone(self) -> bool:
        """Whether one reply at most is being written."""
        return self._writing <= 1

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Held while a reply is written, so that others know whom to wait for."""
        with self._changed:
            self._writing += 1
        try:
            yield
        finally:
            with self._changed:
                self._writing -= 1
                self._changed.notify_all()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Held while a session is changed otherwise: others may have what it has read side by side with theirs."""
        with self._changed:
            self._changed.wait_for(lambda: not self._busy)
            self._busy = True
        try:
            yield
        finally:
            with self._changed:
                self._busy = False
                self._changed.notify_all()

    def rewind(self, session: Session, length: int) -> bool:
        """``session.rewind``, while nothing is computed."""
        with self.exclusive():
            return session.rewind(length)

    def close(self, session: Session) -> None:
        """``session.close``, while nothing is computed."""
        with self.exclusive():
            session.close()

    def extend(self, session: Session, tokens: Sequence[int], rows: int = 1) -> Logits:
        """``session.extend``, when its turn has come.

        Raises:
            ModelUnavailable: The engine fails.
        """
        step = _Step(session, tokens, rows)
        with self._changed:
            self._waiting.append(step)
            self._changed.notify_all()
            while not step.done:
                if self._busy:
                    self._changed.wait()
                    continue
                self._busy = True
                chosen = self._chosen()
                self._changed.release()
                try:
                    self._compute(chosen)
                finally:
                    self._changed.acquire()
                    self._busy = False
                    self._changed.notify_all()
        if step.error is not None:
            raise step.error
        assert step.logits is not None
        return step.logits

    def _chosen(self) -> list[_Step]:
        """Those whose turn it is: whoever waits longest, and with it those that can go along."""
        if self._waiting[0].single and self._engine.together > 1:
            most = min(self._engine.together, self._writing)
            self._changed.wait_for(
                lambda: sum(step.single for step in self._waiting) >= most, min(_PATIENCE, self._took)
            )
            chosen = [step for step in self._waiting if step.single][: self._engine.together]
        else:
            chosen = self._waiting[:1]
        self._waiting = [step for step in self._waiting if step not in chosen]
        return chosen

    def _compute(self, steps: list[_Step]) -> None:
        try:
            if len(steps) == 1:
                steps[0].logits = steps[0].session.extend(steps[0].tokens, steps[0].rows)
                return
            began = time.perf_counter()
            rows = self._engine.step([step.session for step in steps], [step.tokens[0] for step in steps])
            self._took = time.perf_counter() - began
            for step, row in zip(steps, rows, strict=True):
                step.logits = row[None]
        except BaseException as error:  # Raised again in the threads of those who wait.
            for step in steps:
                step.error = error
            if not isinstance(error, Exception):
                raise
