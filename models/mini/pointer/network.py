"""The pointer: which tool of several, which words for an argument, which words for an answer, each with its likelihood."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from reckoner.core import language_of

from ..network import LEARNED, WIDTH, Floats, Heads, Network, arrays, gelu, log_sum
from .amounts import amounts, runs
from .beside import Place, told_beside
from .layout import Form, Row, Said, Sought, arguments_row, in_rows, question_row, tools_row, windows
from .tokens import tokens

LONGEST_SPAN: Final = 24
_CANDIDATES: Final = 12
_READ: Final = 3_000
"""Characters of a text in which numbers are looked for."""
_SHORT: Final = 3
"""Words of a turn."""
_BESIDE: Final = 3
"""Word pieces that a span may hold before or behind a number: a sign, a unit."""
_SHARED: Final = 0.05
"""How much less likely it is that words mean an argument where they mean another already."""
_NEEDED: Final = 4.0
"""How much less likely it is that the words for an argument were not said where there is no call without it."""
_SIDE_BY_SIDE: Final = 24
"""Choices for all arguments that are followed together."""

Candidate = tuple[Place | None, float]
"""A span, by its turn and characters, or none, and how likely it is meant."""


@dataclass(frozen=True)
class Span:
    """Words of a text, or none of it."""

    turn: int
    start: int
    end: int
    likely: float
    """How likely it is right."""


@dataclass(frozen=True)
class Read:
    """What a passage may hold for a question."""

    spans: tuple[Span, ...]
    answered: float
    """How likely it holds an answer at all."""


@dataclass(frozen=True)
class Filled:
    """What was found for one argument: words of the conversation, or one of its values; neither where it is not said."""

    likely: float
    span: Span | None = None
    value: int | None = None


class Pointer:
    """The network with its heads. Safe to use from several threads.

    Args:
        folder: Of adapted weights; those that ship where it is empty.
    """

    def __init__(self, folder: str = "") -> None:
        stored = arrays("pointer.safetensors", folder)
        self._heads = Heads(stored)
        self._network = Network("pointer.onnx", stored[LEARNED], threads=2, folder=folder)
        self.tokens = tokens()

    def choose(self, said: Sequence[Said], tools: Sequence[str]) -> Floats:
        """How likely no tool is meant, then each of ``tools``: shape ``(1 + tools,)``."""
        return _chosen(self, tuple(said), tuple(tools))

    def fill(self, said: Sequence[Said], tool: str, sought: Sequence[Sought]) -> tuple[Filled, ...]:
        """What ``said`` holds for each of ``sought``."""
        return _filled(self, tuple(said), tool, tuple(sought))

    def _choose(self, said: Sequence[Said], tools: Sequence[str]) -> Floats:
        """``choose``, read anew."""
        states, row = self._states(tools_row(self.tokens, said, tools))
        none = self._score("no_tool", states[:1])
        return softmax(np.concatenate([none, self._score("tool", states[row.marks])]))

    def _fill(self, said: Sequence[Said], tool: str, sought: Sequence[Sought]) -> tuple[Filled, ...]:
        """``fill``, read anew."""
        if not sought:
            return ()
        found: dict[int, Filled] = {}
        free: dict[int, list[Candidate]] = {}
        numbers = {form: _numbers(said, form) for form in {each.form for each in sought}}
        beside = told_beside(sought, said, numbers.get("number", ()))
        for places in in_rows(self.tokens, sought):
            states, row = self._states(arguments_row(self.tokens, said, tool, [sought[place] for place in places]))
            starts, ends = self._sides(states, row)
            fits = _fitting(row)
            for at, place in enumerate(places):
                if row.values[at]:
                    found[place] = self._value(states, row.marks[at], row.values[at], sought[place].required)
                else:
                    found_there = _candidates(row, fits, starts[at], ends[at], numbers[sought[place].form])
                    unsaid = _unsaid(sought[place].required)
                    free[place] = _weighed(_told_once(found_there, said), unsaid, beside[place])
        chosen = zip(free, apart(list(free.values())), strict=True)
        found |= {place: Filled(likely, Span(*span, likely) if span else None) for place, (span, likely) in chosen}
        return tuple(found[place] for place in range(len(sought)))

    def read(self, question: str, passage: str) -> Read:
        """The words of ``passage`` that may answer ``question``, the likeliest first."""
        found: list[Span] = []
        none = 1.0
        for window in windows(self.tokens.read(passage)):
            states, row = self._states(question_row(self.tokens, question, window))
            starts, ends = self._sides(states, row)
            spans = _candidates(row, _fitting(row), starts[0], ends[0])
            found += [Span(*place, likely) for place, likely in spans if place]
            none = min(none, dict(spans)[None])
        return Read(tuple(sorted(found, key=lambda each: -each.likely)), 1.0 - none)

    def _states(self, row: Row) -> tuple[Floats, Row]:
        return self._network.run(row.ids, row.kinds), row

    def _sides(self, states: Floats, row: Row) -> tuple[Floats, Floats]:
        """Scores of each piece as the first and the last of each mark's span, shape ``(marks, pieces)``."""
        shut = np.array([turn < 0 for turn, _, _ in row.spans])
        shut[0] = False
        asked = states[row.marks]
        sides = []
        for side in ("start", "end"):
            scores = self._heads.linear(side, asked) @ self._heads.linear(f"{side}_key", states).T / np.sqrt(WIDTH)
            scores[:, shut] = -1e4
            sides.append(np.asarray(scores, np.float32))
        return sides[0], sides[1]

    def _value(self, states: Floats, mark: int, values: Sequence[int], required: bool) -> Filled:
        asked, allowed = states[mark : mark + 1], states[list(values)]
        fits = (allowed @ self._heads.linear("match", asked).T)[:, 0] / np.sqrt(WIDTH)
        scores = np.concatenate([self._score("no_value", asked), self._score("value", allowed) + fits])
        likely = softmax(scores)
        likely[0] *= _unsaid(required)
        best = int(likely.argmax())
        return Filled(float(likely[best]), value=best - 1 if best else None)

    def _score(self, name: str, states: Floats) -> Floats:
        return self._heads.linear(f"{name}.2", gelu(self._heads.linear(f"{name}.0", states)))[:, 0]


def _numbers(said: Sequence[Said], form: Form) -> list[Place]:
    """What a number, or several, may be read from: turns and characters."""
    if form == "text":
        return []
    find = {"number": amounts, "numbers": runs}[form]
    # A short answer does not show its language.
    whole = language_of(" ".join(each.text for each in said))
    found = []
    for turn, each in enumerate(said):
        cut = max(0, len(each.text) - _READ)  # A row holds no more than the end of a long text.
        text = each.text[cut:]
        found += [
            (turn, cut + start, cut + end)
            for start, end in find(text, language_of(text) if len(text.split()) > _SHORT else whole)
        ]
    return found


def _candidates(
    row: Row, fits: NDArray[Any], starts: Floats, ends: Floats, numbers: Sequence[Place] = ()
) -> list[Candidate]:
    """The likeliest spans of one argument, none among them, and how likely each is; of ``numbers`` only, if there are."""
    # Scores of every span by its first and last piece; (0, 0) is none.
    pairs = np.where(fits, starts[:, None] + ends[None, :], -np.inf)
    if numbers:
        return _among(row, pairs, numbers)
    total = log_sum(pairs)
    flat = np.argpartition(-pairs, min(_CANDIDATES, pairs.size - 1), axis=None)[:_CANDIDATES]
    found: dict[Place | None, float] = {None: float(np.exp(pairs[0, 0] - total))}
    for first, last in (divmod(int(each), pairs.shape[1]) for each in flat):
        if first and np.isfinite(pairs[first, last]):
            turn, start, _ = row.spans[first]
            found[turn, start, row.spans[last][2]] = float(np.exp(pairs[first, last] - total))
    return list(found.items())


def _among(row: Row, pairs: NDArray[Any], numbers: Sequence[Place]) -> list[Candidate]:
    """How likely none, and each of ``numbers``, by the likeliest span that lies on it."""
    found: dict[Place | None, float] = {None: float(pairs[0, 0])}
    for turn, start, end in numbers:
        on = [place for place, each in enumerate(row.spans) if each[0] == turn and each[1] < end and start < each[2]]
        if on:
            first, last = max(1, on[0] - _BESIDE), min(len(row.spans), on[-1] + _BESIDE + 1)
            found[turn, start, end] = float(pairs[first : on[-1] + 1, on[0] : last].max())
    scores = softmax(np.array(list(found.values()), np.float32))
    return list(zip(found, map(float, scores), strict=True))


def _told_once(candidates: Sequence[Candidate], said: Sequence[Said]) -> list[Candidate]:
    """Words that stand in several places, as where an assistant repeats a name, are one candidate, as likely as all."""
    best: dict[str, Candidate] = {}
    for span, likely in sorted(candidates, key=lambda each: -each[1]):
        words = "" if span is None else said[span[0]].text[span[1] : span[2]].casefold()
        first, sum_of_all = best.get(words, (span, 0.0))
        best[words] = (first, sum_of_all + likely)
    return list(best.values())


def _unsaid(required: bool) -> float:
    """The weight of an argument's not being said at all."""
    return 1 / _NEEDED if required else 1.0


def _weighed(candidates: Sequence[Candidate], unsaid: float, beside: Mapping[Place, float]) -> list[Candidate]:
    """``candidates``, each as likely as it is times its weight, and at most certain; none of them weighs ``unsaid``."""
    return [(span, min(1.0, likely * (beside.get(span, 1.0) if span else unsaid))) for span, likely in candidates]


def apart(arguments: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """For each argument one of its candidates: the likeliest choice of all together, in which words that two share count
    for little.
    """
    # Those that are surest come first, so that a few choices side by side hold the best.
    order = sorted(range(len(arguments)), key=lambda place: -max(likely for _, likely in arguments[place]))
    choices: list[tuple[float, tuple[Candidate, ...]]] = [(0.0, ())]
    for place in order:
        grown = [
            (score + _worth(candidate, chosen), (*chosen, candidate))
            for score, chosen in choices
            for candidate in arguments[place]
        ]
        choices = sorted(grown, key=lambda each: -each[0])[:_SIDE_BY_SIDE]
    best = dict(zip(order, choices[0][1], strict=True))
    return [best[place] for place in range(len(arguments))]


def _worth(candidate: Candidate, chosen: Sequence[Candidate]) -> float:
    """How likely a candidate is, in logarithms, where others were chosen."""
    span, likely = candidate
    shared = any(_meet(span, other) for other, _ in chosen if other)
    return math.log(max(likely, 1e-9) * (_SHARED if shared else 1.0))


def _meet(first: Place | None, second: Place) -> bool:
    return first is not None and first[0] == second[0] and first[1] < second[2] and second[1] < first[2]


def _fitting(row: Row) -> NDArray[Any]:
    """Which first and last pieces are a span: in order, of one turn, not too long; and (0, 0), which is none."""
    turns = np.array([turn for turn, _, _ in row.spans])
    fits = np.tri(len(turns), dtype=bool).T & np.tri(len(turns), k=LONGEST_SPAN, dtype=bool)
    fits &= turns[:, None] == turns[None, :]
    fits[0, 1:] = False
    return np.asarray(fits)


def softmax(scores: Floats) -> Floats:
    """Likelihoods of ``scores``."""
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), np.float32)


@cache
def pointer(folder: str = "") -> Pointer:
    """The one pointer of this process, or one of those adapted; loading it takes some tenths of a second."""
    return Pointer(folder)


@lru_cache(maxsize=64)
def _chosen(network: Pointer, said: tuple[Said, ...], tools: tuple[str, ...]) -> Floats:
    """One reading serves every step of a turn, whose plan is made anew at each."""
    return network._choose(said, tools)


@lru_cache(maxsize=64)
def _filled(network: Pointer, said: tuple[Said, ...], tool: str, sought: tuple[Sought, ...]) -> tuple[Filled, ...]:
    return network._fill(said, tool, sought)


def forget() -> None:
    """Read anew what was read before."""
    _chosen.cache_clear()
    _filled.cache_clear()
