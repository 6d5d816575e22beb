"""How often the network is right on what was kept apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from reckoner.models.mini.pointer.network import LONGEST_SPAN

from ..loop import autocast, grouped
from .examples import Example, Gold
from .network import choice_scores, inputs, span_scores, text_places, value_scores


def measure(model: Any, examples: Sequence[Example]) -> dict[str, float]:
    """Shares that are right, by kind and source; of reading the F1 of word pieces."""
    return {name: sum(values) / len(values) for name, values in judged(model, examples).items()}


def judged(model: Any, examples: Sequence[Example]) -> dict[str, list[float]]:
    """How right each answer is, from 0 to 1, by kind and source."""
    import torch

    found: dict[str, list[float]] = defaultdict(list)
    where = next(model.parameters()).device
    with torch.no_grad(), autocast(where):
        for batch in grouped(examples, [len(each.row.ids) for each in examples], 6000, lambda _: None):
            ids, kinds, mask = inputs(batch, where)
            hidden = model(model.embed(ids), kinds, mask).float()
            for states, each in zip(hidden, batch, strict=True):
                _judge(model, states[: len(each.row.ids)], each, found)
    return dict(sorted(found.items()))


def _judge(model: Any, states: Any, each: Example, found: dict[str, list[float]]) -> None:
    name = f"{each.kind} {each.source}"
    if each.kind == "choose":
        best = int(choice_scores(model, states, each.row.marks).argmax())
        found[name].append(float(best == (0 if each.tool is None else each.tool + 1)))
        return
    starts, ends = span_scores(model, states, each.row.marks, text_places(each))
    right = []
    for place, gold in enumerate(each.gold):
        if gold.unknown:
            continue
        if each.row.values[place]:
            scores = value_scores(model, states, each.row.marks[place], each.row.values[place])
            right.append(float(int(scores.argmax()) == (0 if gold.value is None else gold.value + 1)))
            continue
        span = best_span(starts[place], ends[place])
        if each.kind == "read":
            found[f"{name} {'f1' if gold.spans else 'none'}"].append(_f1(span, gold))
        right.append(float(_same(each, span, gold)))
    if each.kind == "fill":
        found[f"{name} each"].extend(right)
        found[f"{name} all"].append(float(all(right)))


def best_span(starts: Any, ends: Any) -> tuple[int, int]:
    """The likeliest span; (0, 0) where none is likelier."""
    import torch

    pairs = starts.unsqueeze(1) + ends.unsqueeze(0)
    allowed = torch.ones_like(pairs).triu().tril(LONGEST_SPAN).bool()
    allowed[0, 1:] = False
    flat = int(pairs.masked_fill(~allowed, -1e9).argmax())
    return flat // pairs.shape[1], flat % pairs.shape[1]


def _same(each: Example, span: tuple[int, int], gold: Gold) -> bool:
    """Whether a span is right: one of those, or the same words elsewhere."""
    if not gold.spans:
        return span == (0, 0)
    return _words(each, span) in {_words(each, right) for right in gold.spans}


def _words(each: Example, span: tuple[int, int]) -> tuple[int, ...]:
    return tuple(each.row.ids[span[0] : span[1] + 1])


def _f1(span: tuple[int, int], gold: Gold) -> float:
    if not gold.spans:
        return float(span == (0, 0))
    return max(_shared(span, right) for right in gold.spans)


def _shared(span: tuple[int, int], right: tuple[int, int]) -> float:
    both = min(span[1], right[1]) - max(span[0], right[0]) + 1
    if both <= 0 or span == (0, 0):
        return 0.0
    return 2 * both / (span[1] - span[0] + right[1] - right[0] + 2)


def sample(examples: Iterable[Example], most: int) -> list[Example]:
    """At most so many, evenly spread."""
    every = list(examples)
    return every[:: max(1, len(every) // most)][:most]
