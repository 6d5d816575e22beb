"""How often the network's program gives the right answer on what was kept apart."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from reckoner.models.mini.solver.quantities import CONSTANTS, Problem
from reckoner.models.mini.solver.steps import KINDS, MOST, applied

from ..loop import autocast, grouped
from .network import inputs, joinable
from .school import Solved
from .trees import values


def measure(model: Any, problems: Sequence[Solved]) -> dict[str, float]:
    """The share of right answers by source, language and number of steps."""
    import torch

    found: dict[str, list[float]] = defaultdict(list)
    where = next(model.parameters()).device
    with torch.no_grad(), autocast(where):
        for batch in grouped(problems, [len(each.problem.ids) for each in problems], 6000, lambda _: None):
            ids, mask = inputs(batch, where)
            hidden = model(model.embed(ids), mask).float()
            for states, each in zip(hidden, batch, strict=True):
                right = values(each.problem, each.program)[-1] if each.program else None
                got = solve(model, states[: len(each.problem.ids)], each.problem)
                ok = float(got == right if got is None or right is None else abs(got - right) < Fraction(1, 100))
                found[f"{each.source} {each.language}"].append(ok)
                found[f"{each.source} {each.language} {min(len(each.program), 4)}"].append(ok)
    return {name: sum(each) / len(each) for name, each in sorted(found.items())}


def solve(model: Any, states: Any, problem: Problem) -> Fraction | None:
    """What the likeliest steps, one after the other, come to."""
    import torch

    worth = [*CONSTANTS, *(each.value for each in problem.quantities)]
    known = model.begin(states, list(problem.places))
    for number in range(MOST):
        lefts, rights = joinable(len(known))
        pairs = model.pairs(known, lefts, rights)
        scores = model.scores(pairs).float()
        if number == 0 and float(model.none(states[:1])) > float(scores.max()):
            return None
        place, kind, last = np.unravel_index(int(scores.argmax()), scores.shape)
        left, right = int(lefts[place]), int(rights[place])
        first, second = (worth[right], worth[left]) if KINDS[kind].endswith("~") else (worth[left], worth[right])
        made = applied(KINDS[kind].rstrip("~"), first, second)
        if made is None:
            return None
        worth.append(made)
        if last:
            return made
        result = model.result(pairs[place : place + 1], torch.tensor([int(kind)]))
        known = torch.cat([model.go_on(known, result.expand(len(known), -1)), result])
    return None
