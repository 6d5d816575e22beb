"""Sessions kept between requests, so that what two prompts have in common is read once."""

import threading
from collections.abc import Sequence

from .engine import Engine, Session
from .turns import Turns

_ROOM = 1_024
"""Sessions are made with room for a multiple of as many tokens, so that a conversation that grows need not move."""


class Sessions:
    """The sessions of one engine. Safe to use from several threads; each session is lent to one at a time.

    Args:
        engine: Where they are made.
        megabytes: How much memory they may hold while none is lent; the ones used longest ago are given up first.
    """

    def __init__(self, engine: Engine, megabytes: int) -> None:
        self._engine = engine
        self._limit = megabytes * 2**20
        self._guard = threading.Lock()
        self._kept: list[Session] = []
        self.turns = Turns(engine)
        self.ahead, self.chunk = engine.ahead, engine.chunk

    def take(self, tokens: Sequence[int], room: int) -> Session:
        """A session that has read as much of the beginning of ``tokens`` as any has, and nothing else.

        Args:
            tokens: What is to be read, at least one.
            room: How many more may follow.

        Raises:
            ModelUnavailable: There is no memory for it.
        """
        needed = min(len(tokens) + room, self._engine.context)
        with self._guard:
            # The last token is always read anew: it tells what follows.
            common = [(_common(each.tokens, tokens[:-1]), place) for place, each in enumerate(self._kept)]
            fitting = [pair for pair in common if self._kept[pair[1]].capacity >= needed and self._spared(*pair)]
            length, place = max(fitting, default=(0, -1))
            session = self._kept.pop(place) if length else None
        if session is not None and length < len(session.tokens) and not self.turns.rewind(session, length):
            # What it has read cannot be forgotten in part: windows that slide, states that are carried on.
            self.turns.close(session)
            session = None
        return session or self._engine.session(min(-(-needed // _ROOM) * _ROOM, self._engine.context))

    def give(self, session: Session) -> None:
        """Take a session back, to be lent again."""
        with self._guard:
            self._kept = [each for each in self._kept if not self._superfluous(each, session)]
            self._kept.append(session)
            while len(self._kept) > 1 and sum(each.bytes for each in self._kept) > self._limit:
                self.turns.close(self._kept.pop(0))

    def clear(self) -> None:
        """Give all memory back."""
        with self._guard:
            for session in self._kept:
                self.turns.close(session)
            self._kept.clear()

    def _spared(self, length: int, place: int) -> bool:
        """Whether little that another conversation may need is forgotten, or there is no room to keep it."""
        session = self._kept[place]
        return 2 * length >= len(session.tokens) or sum(each.bytes for each in self._kept) + session.bytes > self._limit

    def _superfluous(self, kept: Session, given: Session) -> bool:
        """Whether ``kept`` holds nothing that ``given`` does not."""
        if kept.capacity > given.capacity or _common(kept.tokens, given.tokens) < len(kept.tokens):
            return False
        self.turns.close(kept)
        return True


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens two sequences begin with alike."""
    length = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        length += 1
    return length
