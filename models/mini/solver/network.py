"""The solver: the likeliest programs for a word problem, each with its likelihood."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reckoner.core import Language

from ..network import LEARNED, Floats, Heads, Network, arrays, gelu, log_sum
from ..pointer.tokens import tokens
from .quantities import CONSTANTS, Problem, problem
from .steps import KINDS, MOST, Step

_BEAM: Final = 4
"""Programs that are followed side by side."""
_PART_OF_WHOLES: Final = 0.2
"""How much less likely a fraction is where a problem tells whole numbers only."""
_LEAST: Final = -4.0
"""A program that is less likely, in logarithms, is not followed: what is so unsure is never told."""


@dataclass(frozen=True)
class Program:
    """Steps over a problem's quantities, what they come to, and how likely they are right."""

    problem: Problem
    steps: tuple[Step, ...]
    value: Fraction
    likely: float

    @property
    def used(self) -> frozenset[int]:
        """Which numbers of the text it computes with, by their order there."""
        first, end = len(CONSTANTS), len(CONSTANTS) + len(self.problem.quantities)
        places = {place for step in self.steps for place in (step.left, step.right)}
        return frozenset(place - first for place in places if first <= place < end)

    @property
    def quotes(self) -> bool:
        """Whether it comes to a number of the text as that stands."""
        told = {each.value * (100 if each.percent else 1) for each in self.problem.quantities}
        return len(self.steps) == 1 and self.value in told

    @property
    def unused(self) -> int:
        """How many numbers of the question it leaves out."""
        used = self.used
        return sum(each.asked and place not in used for place, each in enumerate(self.problem.quantities))


@dataclass(frozen=True)
class _Path:
    """A program that is being written."""

    known: Floats
    worth: tuple[Fraction, ...]
    steps: tuple[Step, ...] = ()
    score: float = 0.0


@dataclass(frozen=True)
class _Grown:
    """A program with one more step, before its quantities are seen anew."""

    path: _Path
    """Its quantities are those before the step."""
    pair: Floats
    kind: int
    last: bool


class Solver:
    """The network with its head. Safe to use from several threads."""

    def __init__(self) -> None:
        stored = arrays("solver.safetensors")
        self._head = Heads(stored)
        self._network = Network("solver.onnx", stored[LEARNED], threads=2)

    def solve(self, text: str, language: Language) -> list[Program]:
        """The likeliest programs for the problem that ``text`` tells, best first.

        What is left of their likelihoods is that of other programs, and that it tells no problem of its own.
        """
        asked = problem(tokens(), text, language)
        if not asked.places:
            return []
        states = self._network.run(asked.ids)
        worth = (*CONSTANTS, *(each.value for each in asked.quantities))
        none = float(self._head.linear("none", states[:1])[0, 0])
        known = np.concatenate([self._head["constants"], states[list(asked.places)]])
        paths = [_Path(known + self._head.linear("context", states.mean(0)), worth)]
        done: list[_Path] = []
        for _ in range(MOST):
            grown = [each for path in paths for each in self._grown(path, None if path.steps else none)]
            done += [each.path for each in grown if each.last]
            going_on = sorted((each for each in grown if not each.last), key=lambda each: -each.path.score)[:_BEAM]
            ends = sorted((each.score for each in done), reverse=True)[:_BEAM]
            # No path that goes on can overtake those that are done.
            if not going_on or (len(ends) == _BEAM and going_on[0].path.score < ends[-1]):
                break
            paths = [self._seen(each) for each in going_on if each.path.score > _LEAST]
        return _merged(asked, done)

    def _grown(self, path: _Path, none: float | None) -> list[_Grown]:
        """``path`` with each of its likeliest next steps; ``none`` speaks against any."""
        left, right = _joinable(len(path.known))
        pairs = self._pairs(path.known, left, right)
        scores = self._head.linear("score", pairs).reshape(len(left), len(KINDS), 2)
        logs = scores - log_sum(scores if none is None else np.append(scores, none))
        found: list[_Grown] = []
        for flat in np.argsort(-logs, axis=None)[: 2 * _BEAM]:
            place, kind, last = (int(each) for each in np.unravel_index(int(flat), logs.shape))
            step = _step(int(left[place]), int(right[place]), KINDS[kind])
            value = step.of(path.worth)
            if value is None:
                continue
            grown = replace(
                path,
                worth=(*path.worth, value),
                steps=(*path.steps, step),
                score=path.score + float(logs[place, kind, last]),
            )
            found.append(_Grown(grown, pairs[place], kind, bool(last)))
        return found

    def _pairs(self, known: Floats, left: NDArray[np.int64], right: NDArray[np.int64]) -> Floats:
        both = self._head.linear("both", known[left] * known[right])
        joined = self._head.linear("left", known)[left] + self._head.linear("right", known)[right] + both
        return gelu(self._head.linear("inner", gelu(joined)))

    def _seen(self, grown: _Grown) -> _Path:
        """The path with all quantities seen anew by what its step made, and that beside them."""
        made = self._head.linear("made", grown.pair + self._head["kind"][grown.kind])
        made = (made - made.mean()) / np.sqrt(made.var() + 1e-5) * self._head["settle.weight"] + self._head[
            "settle.bias"
        ]
        known = self._updated(grown.path.known, made)
        return replace(grown.path, known=np.concatenate([known, made[None]]))

    def _updated(self, known: Floats, made: Floats) -> Floats:
        """A gated recurrent unit (Cho and others, 2014) with ``made`` as its input."""
        told = made @ self._head["update.weight_ih"].T + self._head["update.bias_ih"]
        kept = known @ self._head["update.weight_hh"].T + self._head["update.bias_hh"]
        (reset, gate, new), (old_reset, old_gate, old_new) = np.split(told, 3), np.split(kept, 3, axis=1)
        share = _sigmoid(gate + old_gate)
        fresh = np.tanh(new + _sigmoid(reset + old_reset) * old_new)
        return np.asarray((1 - share) * fresh + share * known, np.float32)


def _joinable(count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs that may be joined: a former with a latter or itself, and two constants never."""
    left, right = np.triu_indices(count)
    fits = right >= len(CONSTANTS)
    return left[fits], right[fits]


def _step(left: int, right: int, kind: str) -> Step:
    return Step(kind.rstrip("~"), right, left) if kind.endswith("~") else Step(kind, left, right)


def _merged(asked: Problem, done: Sequence[_Path]) -> list[Program]:
    """Programs of one value are one answer, as likely as all together; an answer below nothing is none."""
    likely: dict[Fraction, float] = {}
    best: dict[Fraction, _Path] = {}
    whole = all(each.value.denominator == 1 for each in asked.quantities)
    for path in sorted(done, key=lambda each: -each.score):
        value = path.worth[-1]
        if value < 0:
            continue
        sense = _PART_OF_WHOLES if whole and value.denominator > 1 else 1.0
        likely[value] = likely.get(value, 0.0) + sense * float(np.exp(path.score))
        best.setdefault(value, path)
    order = sorted(best, key=lambda value: -likely[value])
    return [Program(asked, best[value].steps, value, min(1.0, likely[value])) for value in order]


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -60, 60))), np.float32)


@cache
def solver() -> Solver:
    """The one solver of this process; loading it takes some tenths of a second."""
    return Solver()
