"""Adapt choosing and filling to a user's own tools: LoRA on the shipped pointer, measured before and after.

Hu and others, *LoRA: Low-Rank Adaptation of Large Language Models*, 2021, https://arxiv.org/abs/2106.09685
"""

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from reckoner.core import SettingsError
from reckoner.models.mini.pointer.tokens import Tokens

from .loop import Schedule, grouped, train
from .pointer.examples import Example
from .pointer.export import shipped, write
from .pointer.measure import judged
from .pointer.network import HEADS, loss
from .pointer.suites import Suites, every_suite
from .requests import requests
from .syllables import OWN

_LEAST = 10
"""Examples that are needed to learn from some and to measure on the others."""
_APART = 4
"""One example of so many is for measuring only."""
_GENERAL = 40
"""One of so many suites that came along tells what else it can do."""
_REHEARSED = 15
"""Suites that are practised again in an epoch: some ten requests each."""
_PIECES = 3000
_RANK = 16
_SPARED = 0.01
"""A share of other tools may fall by so much: of some hundred cases that is chance."""


@dataclass(frozen=True)
class Adapted:
    """What came of it: shares that are right, by what was measured."""

    before: Mapping[str, float]
    after: Mapping[str, float]
    counts: Mapping[str, int]
    """How many cases each share is of."""
    folder: Path | None
    """Where the adapted weights are; ``None`` where they were worse, and thrown away."""


def adapt(
    tools: Path, examples: Path, folder: Path, *, epochs: int = 8, told: Callable[[str], None] = lambda line: None
) -> Adapted:
    """Adapt the shipped model to ``tools`` and write it to ``folder``, unless it got worse.

    Args:
        tools: A JSON list of tools as OpenAI, MCP or plain JSON schema has them.
        examples: Lines of ``text`` (or ``messages``), ``tool`` (or null) and ``arguments``.
        folder: Where the adapted weights go.
        epochs: How often every example is learned from.
        told: Is told how it goes.

    Raises:
        SettingsError: A file is not as it should be, or there are too few examples.
    """
    tokens = Tokens()
    mine = requests(tools, examples)
    if len(mine) < _LEAST:
        raise SettingsError("train.few", file=examples, count=len(mine), least=_LEAST)
    random = Random(7)
    order = random.sample(mine, len(mine))
    apart, learned = order[::_APART], [each for place, each in enumerate(order) if place % _APART]
    every = every_suite(OWN)
    general, rehearsed = every[::_GENERAL], [suite for place, suite in enumerate(every) if place % _GENERAL]
    held = {
        "yours": [example for each in apart for example in each.examples(tokens, Random(1), plain=True)],
        "others": _of_suites(tokens, general, Random(2)),
    }
    model = shipped()
    before, counts = _shares(model, held)
    told(_line("before", before))
    tuned = _with_lora(model)

    def batches(epoch: int) -> list[list[Example]]:
        own = Random(100 + epoch)
        rows = [example for each in learned for example in each.examples(tokens, own)]
        # What it could do before is practised beside it, so that it is not forgotten.
        rows += _of_suites(tokens, own.sample(rehearsed, max(_REHEARSED, len(learned) // 10)), own)
        return grouped(rows, [len(each.row.ids) for each in rows], _PIECES, own.shuffle)

    schedule = Schedule(epochs=epochs, rate=4e-4, head_rate=1e-4)
    with tempfile.TemporaryDirectory() as run:
        train(tuned, batches, loss, schedule, Path(run), lambda each: _told(each, held, told))
    after, _ = _shares(tuned, held)
    if any(_worse(name, before[name], after[name], counts) for name in after):
        return Adapted(before, after, counts, None)
    folder.mkdir(parents=True, exist_ok=True)
    tuned.encoder = tuned.cpu().encoder.merge_and_unload()
    write(tuned, folder)
    card = {
        "before": before,
        "after": after,
        "examples": len(mine),
        "tools": sorted({each["name"] for each in mine[0].tools}),
    }
    (folder / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return Adapted(before, after, counts, folder)


def _worse(name: str, before: float, after: float, counts: Mapping[str, int]) -> bool:
    """Whether a share fell: of the user's own at all, of others by more than one in a hundred."""
    spared = 0.0 if name.startswith("yours") else max(_SPARED, 1 / counts[name])
    return after < before - spared


def _with_lora(model: Any) -> Any:
    from peft import LoraConfig, get_peft_model

    for parameter in model.parameters():
        parameter.requires_grad_(False)
    config = LoraConfig(r=_RANK, lora_alpha=2 * _RANK, target_modules=["query", "key", "value", "dense"])
    model.encoder = get_peft_model(model.encoder, config)
    for name in HEADS:
        getattr(model, name).requires_grad_(True)
    return model


def _of_suites(tokens: Tokens, every: Sequence[Mapping[str, Any]], random: Random) -> list[Example]:
    of = Suites(tokens, [dict(each) for each in every], random)
    return [row for suite in every for example in suite["examples"] for row in of.of(dict(suite), example)]


def _shares(model: Any, held: Mapping[str, Sequence[Example]]) -> tuple[dict[str, float], dict[str, int]]:
    """Of each set the share of tools that are right, and of calls all of whose arguments are; of how many."""
    model.eval()
    shares, counts = {}, {}
    for name, rows in held.items():
        answers = judged(model, rows)
        for kind, key in (("tool", "choose"), ("arguments", "fill")):
            by_source = [each for source, each in answers.items() if source.startswith(key) and source[-5:] != " each"]
            values = [value for each in by_source for value in each]
            if values:
                shares[f"{name}: {kind}"], counts[f"{name}: {kind}"] = sum(values) / len(values), len(values)
    return shares, counts


def _told(model: Any, held: Mapping[str, Sequence[Example]], told: Callable[[str], None]) -> dict[str, float]:
    shares, _ = _shares(model, held)
    told(_line("now", shares))
    return shares


def _line(when: str, shares: Mapping[str, float]) -> str:
    return f"{when}: " + ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
