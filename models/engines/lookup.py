"""Guessing what follows from where the same words stood before: agents copy names, numbers and whole results.

Prompt lookup decoding (Saxena 2023, https://github.com/apoorvumang/prompt-lookup-decoding), a kind of speculative
decoding (Leviathan et al. 2022, https://arxiv.org/abs/2211.17192) without a second model. A guess is read at once, and
every token is then drawn as if nothing had been guessed: only what the model itself draws is kept.
"""

from collections.abc import Sequence

_GRAM = 3
"""Tokens that must have stood together before."""
_FIRST = 2
"""Tokens of a first guess."""
_LONGEST_PAUSE = 16
"""Guesses left out after several in a row that were wrong from the start."""


class Lookup:
    """Guesses for one reply.

    Args:
        tokens: What the model reads before it.
        most: How many tokens a guess may have; 0: there are no guesses.
    """

    def __init__(self, tokens: Sequence[int], most: int) -> None:
        self._most = most
        self._tokens = list(tokens) if most else []
        self._seen: dict[tuple[int, ...], int] = {}
        self._indexed = 0
        self._length = _FIRST
        self._pause, self._left_out = 1, 0

    def add(self, token: int) -> None:
        """``token`` follows."""
        if self._most:
            self._tokens.append(token)

    def guess(self, most: int) -> list[int]:
        """What followed the last tokens where they stood last, at most ``most`` tokens of it."""
        end = len(self._tokens)
        for place in range(self._indexed, end - _GRAM):
            self._seen[tuple(self._tokens[place : place + _GRAM])] = place + _GRAM
        self._indexed = max(self._indexed, end - _GRAM)
        found = self._seen.get(tuple(self._tokens[-_GRAM:])) if self._most else None
        if found is None:
            return []
        if self._left_out:
            self._left_out -= 1
            return []
        return self._tokens[found : found + min(self._length, self._most, most)] if most > 0 else []

    def judge(self, guessed: int, right: int) -> None:
        """Of the last guess, ``right`` of ``guessed`` tokens were drawn: what goes well is done more of, and longer."""
        self._length = min(2 * self._length, self._most) if right == guessed else max(_FIRST, right)
        self._pause = 1 if right else min(2 * self._pause, _LONGEST_PAUSE)
        self._left_out = 0 if right else self._pause
