"""The network: MiniLM over a row, and heads that choose among marks and point at pieces."""

import math
from collections.abc import Sequence
from typing import Any

from reckoner.models.mini.network import WIDTH

from ..base import bert, embedded, padded
from .examples import Example

HEADS = ("tool", "no_tool", "value", "no_value", "start", "end", "match", "start_key", "end_key")
"""The names of its heads."""


def network(dropout: float = 0.0) -> Any:
    """An untrained network on the encoder's own weights."""
    from torch import nn

    class Pointer(nn.Module):  # type: ignore[misc]  # torch is optional, so its classes are untyped here
        def __init__(self) -> None:
            super().__init__()
            self.encoder = bert(dropout)
            self.embed = embedded(self.encoder)
            self.tool = _score(nn)
            self.no_tool = _score(nn)
            self.value = _score(nn)
            self.no_value = _score(nn)
            self.start, self.end, self.match = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
            self.start_key, self.end_key = (nn.Linear(WIDTH, WIDTH) for _ in range(2))

        def forward(self, inputs: Any, kinds: Any, mask: Any) -> Any:
            return states(self.encoder, inputs, mask, kinds)

    return Pointer()


def states(encoder: Any, inputs: Any, mask: Any, kinds: Any) -> Any:
    """What the encoder makes of each piece."""
    return encoder(inputs_embeds=inputs, token_type_ids=kinds, attention_mask=mask).last_hidden_state


def _score(nn: Any) -> Any:
    return nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU("tanh"), nn.Linear(WIDTH, 1))


def inputs(examples: Sequence[Example], where: Any) -> tuple[Any, Any, Any]:
    """``ids``, ``kinds`` and ``mask`` of some rows, each of shape ``(rows, longest)``."""
    rows = [each.row for each in examples]
    every = [row.ids for row in rows], [row.kinds for row in rows], [[1] * len(row.ids) for row in rows]
    ids, kinds, mask = (padded(each, where) for each in every)
    return ids, kinds, mask


def loss(model: Any, examples: Sequence[Example]) -> Any:
    """The mean over rows of what each row's answers cost."""
    import torch

    where = next(model.parameters()).device
    ids, kinds, mask = inputs(examples, where)
    hidden = model(model.embed(ids), kinds, mask)
    costs = []
    for place, each in enumerate(examples):
        states = hidden[place, : len(each.row.ids)]
        costs.append(_choice(model, states, each) if each.kind == "choose" else _pointing(model, states, each))
    return torch.stack(costs).mean()


def _choice(model: Any, states: Any, each: Example) -> Any:
    import torch

    scores = choice_scores(model, states, each.row.marks)
    right = torch.tensor(0 if each.tool is None else each.tool + 1, device=scores.device)
    return torch.nn.functional.cross_entropy(scores.float(), right)


def _pointing(model: Any, states: Any, each: Example) -> Any:
    import torch

    starts, ends = span_scores(model, states, each.row.marks, text_places(each))
    costs = []
    for place, gold in enumerate(each.gold):
        if gold.unknown:
            continue
        if each.row.values[place]:
            scores = value_scores(model, states, each.row.marks[place], each.row.values[place]).float()
            right = torch.tensor(0 if gold.value is None else gold.value + 1, device=scores.device)
            costs.append(torch.nn.functional.cross_entropy(scores, right))
            continue
        spans = gold.spans or ((0, 0),)
        for scores, side in ((starts[place].float(), 0), (ends[place].float(), 1)):
            right = torch.tensor(sorted({span[side] for span in spans}), device=scores.device)
            costs.append((scores.logsumexp(0) - scores[right].logsumexp(0)) / 2)
    # An argument more does not make a row count for more than in proportion to its root.
    return torch.stack(costs).sum() / math.sqrt(len(costs)) if costs else states.sum() * 0.0


def text_places(each: Example) -> Any:
    """Which places of the row may begin or end a span: the text's pieces, and the first, which stands for none."""
    import torch

    places = [turn >= 0 for turn, _, _ in each.row.spans]
    places[0] = True
    return torch.tensor(places)


def choice_scores(model: Any, states: Any, marks: Sequence[int]) -> Any:
    """Scores of no tool, and of each."""
    import torch

    return torch.cat([model.no_tool(states[:1]), model.tool(states[list(marks)])]).squeeze(-1)


def span_scores(model: Any, states: Any, marks: Sequence[int], places: Any) -> tuple[Any, Any]:
    """For each mark the scores of each piece as a span's first and last, shape ``(marks, pieces)``."""
    asked = states[list(marks)]
    shut = ~places.to(states.device)
    starts = model.start(asked) @ model.start_key(states).T / math.sqrt(WIDTH)
    ends = model.end(asked) @ model.end_key(states).T / math.sqrt(WIDTH)
    return starts.masked_fill(shut, -1e4), ends.masked_fill(shut, -1e4)


def value_scores(model: Any, states: Any, mark: int, values: Sequence[int]) -> Any:
    """Scores of no value, and of each."""
    import torch

    asked, allowed = states[mark : mark + 1], states[list(values)]
    fits = (allowed @ model.match(asked).T).squeeze(-1) / math.sqrt(WIDTH)
    return torch.cat([model.no_value(asked).squeeze(-1), model.value(allowed).squeeze(-1) + fits])
