"""The network: MiniLM over a problem whose numbers are marked, and a head that joins quantities two by two.

After Jie, Li and Lu, *Learning to Reason Deductively: Math Word Problem Solving as Complex Relation Extraction*
(ACL 2022): at each step every pair of quantities with every sign is scored together with whether it is the last one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from reckoner.models.mini.network import WIDTH
from reckoner.models.mini.solver.quantities import CONSTANTS
from reckoner.models.mini.solver.steps import KINDS

from ..base import bert, embedded, padded
from .school import Solved
from .trees import values

HEAD = tuple("constants left right both inner score kind made settle update context none".split())
"""The names of the parts of its head."""
_LAYERS = 4
INNER = 256
"""Width of what is known of a pair."""


def network(dropout: float = 0.0) -> Any:
    """An untrained network on the encoder's own weights."""
    import torch
    from torch import nn

    class Solver(nn.Module):  # type: ignore[misc]  # torch is optional, so its classes are untyped here
        def __init__(self) -> None:
            super().__init__()
            self.encoder = bert(dropout)
            self.embed = embedded(self.encoder)
            self.constants = nn.Parameter(torch.randn(len(CONSTANTS), WIDTH) * 0.3)
            self.left, self.right, self.both = (nn.Linear(WIDTH, INNER) for _ in range(3))
            self.inner = nn.Linear(INNER, INNER)
            self.score = nn.Linear(INNER, 2 * len(KINDS))
            self.kind = nn.Parameter(torch.randn(len(KINDS), INNER) * 0.1)
            self.made = nn.Linear(INNER, WIDTH)
            self.settle = nn.LayerNorm(WIDTH)
            self.update = nn.GRUCell(WIDTH, WIDTH)
            self.context = nn.Linear(WIDTH, WIDTH)
            self.none = nn.Linear(WIDTH, 1)

        def forward(self, inputs: Any, mask: Any) -> Any:
            return states(self.encoder, inputs, mask)

        def begin(self, states: Any, places: Any) -> Any:
            """The quantities at hand, constants and the numbers of the text, each with what the whole text is about."""
            return torch.cat([self.constants, states[places]]) + self.context(states.mean(0))

        def pairs(self, known: Any, left: Any, right: Any) -> Any:
            """What is known of each of some pairs, shape ``(pairs, INNER)``."""
            both = self.both(known[left] * known[right])
            inner = self.inner(
                nn.functional.gelu(self.left(known)[left] + self.right(known)[right] + both, approximate="tanh")
            )
            return nn.functional.gelu(inner, approximate="tanh")

        def scores(self, pairs: Any) -> Any:
            """Scores of each pair, sign, and whether it is the last step: ``(pairs, signs, 2)``."""
            return self.score(pairs).view(len(pairs), len(KINDS), 2)

        def go_on(self, known: Any, made: Any) -> Any:
            """Quantities seen anew by what a step made, both of shape ``(quantities, WIDTH)``."""
            return self.update(made, known)

        def result(self, pairs: Any, kinds: Any) -> Any:
            """What steps make: of each pair with its sign, shape ``(steps, WIDTH)``."""
            return self.settle(self.made(pairs + self.kind[kinds]))

    return Solver()


def states(encoder: Any, inputs: Any, mask: Any) -> Any:
    """What the upper layers make of each piece, on average: the last alone knows the whole better than the piece."""
    hidden = encoder(inputs_embeds=inputs, attention_mask=mask, output_hidden_states=True).hidden_states
    return sum(hidden[-_LAYERS:]) / _LAYERS


@dataclass(frozen=True)
class Target:
    """A step as the scores have it: every place that would do, and one to go on with."""

    right: tuple[tuple[int, int, int], ...]
    chosen: tuple[int, int, int]


def targets(solved: Solved) -> list[Target]:
    """The steps of a program; numbers of one value are as good as each other."""
    worth = values(solved.problem, solved.program)
    found = []
    first = len(CONSTANTS) + len(solved.problem.quantities)
    for step in solved.program:
        kind = KINDS.index(step.sign)
        alike = [
            (left, right)
            for left in _alike(worth, step.left, first)
            for right in _alike(worth, step.right, first)
            if (left != right or step.left == step.right) and max(left, right) >= len(CONSTANTS)
        ]
        right = tuple(sorted({_ordered(left, right, kind) for left, right in alike}))
        found.append(Target(right, _ordered(step.left, step.right, kind)))
    return found


def _alike(worth: Sequence[Any], place: int, first: int) -> list[int]:
    if place >= first:
        return [place]
    return [each for each in range(first) if worth[each] == worth[place]]


def _ordered(left: int, right: int, kind: int) -> tuple[int, int, int]:
    """A pair with its sign, the former place first."""
    if left <= right:
        return left, right, kind
    sign = KINDS[kind]
    return right, left, KINDS.index(sign if sign in "+*" else f"{sign}~")


@cache
def joinable(count: int) -> tuple[Any, Any]:
    """The pairs that may be joined: a former with a latter or itself, and two constants never."""
    import torch

    left, right = torch.triu_indices(count, count)
    fits = right >= len(CONSTANTS)
    return left[fits], right[fits]


@cache
def _places(count: int) -> dict[tuple[int, int], int]:
    """Where each pair stands among those that may be joined."""
    left, right = joinable(count)
    return {pair: at for at, pair in enumerate(zip(left.tolist(), right.tolist(), strict=True))}


def inputs(batch: Sequence[Solved], where: Any) -> tuple[Any, Any]:
    """``ids`` and ``mask``, each of shape ``(problems, longest)``."""
    rows = [each.problem.ids for each in batch]
    return padded(rows, where), padded([[1] * len(row) for row in rows], where)


def loss(model: Any, batch: Sequence[Solved]) -> Any:
    """The mean over problems of what their steps cost; a text that is no problem of its own has none."""
    import torch

    where = next(model.parameters()).device
    ids, mask = inputs(batch, where)
    hidden = model(model.embed(ids), mask)
    none = model.none(hidden[:, 0]).float()
    steps = [targets(each) for each in batch]
    known = [
        model.begin(states[: len(each.problem.ids)], list(each.problem.places))
        for states, each in zip(hidden, batch, strict=True)
    ]
    cost = torch.zeros((), device=where)
    for number in range(max(1, *map(len, steps))):
        # All problems that have a step of this number take it together.
        alive = [place for place, each in enumerate(steps) if number < len(each) or number == 0]
        pairs, scores, places = _scored(model, [known[place] for place in alive])
        made, kinds = [], []
        for at, place in enumerate(alive):
            # Whether there is anything to compute is told before the first step.
            every = torch.cat([scores[at].flatten(), none[place]]) if number == 0 else scores[at].flatten()
            if not steps[place]:
                cost = cost + every.logsumexp(0) - none[place, 0]
                continue
            step = steps[place][number]
            rows = torch.tensor([(places[at][left, right], kind) for left, right, kind in step.right], device=where)
            last = int(number + 1 == len(steps[place]))
            cost = cost + every.logsumexp(0) - scores[at][rows[:, 0], rows[:, 1], last].logsumexp(0)
            made.append(pairs[at][places[at][step.chosen[:2]]])
            kinds.append(step.chosen[2])
        going = [place for place in alive if steps[place]]
        if going:
            results = model.result(torch.stack(made), torch.tensor(kinds, device=where))
            sizes = [len(known[place]) for place in going]
            spread = results.repeat_interleave(torch.tensor(sizes, device=where), 0)
            seen = model.go_on(torch.cat([known[place] for place in going]), spread).split(sizes)
            for place, old, result in zip(going, seen, results, strict=True):
                known[place] = torch.cat([old, result.unsqueeze(0)])
    return cost / len(batch)


def _scored(
    model: Any, known: Sequence[Any]
) -> tuple[Sequence[Any], Sequence[Any], list[Mapping[tuple[int, int], int]]]:
    """For each problem what is known of its pairs, their scores, and where each pair stands there."""
    import torch

    both, sizes, offset = [], [], 0
    for each in known:
        pair = torch.stack(joinable(len(each)))
        both.append(pair + offset)
        sizes.append(pair.shape[1])
        offset += len(each)
    left, right = torch.cat(both, 1).to(known[0].device)
    pairs = model.pairs(torch.cat(list(known)), left, right)
    return pairs.split(sizes), model.scores(pairs).float().split(sizes), [_places(len(each)) for each in known]
