"""One way of training: seeded, cut off at any time and gone on with, bf16 where that is fast, its curve on file."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

Batches = Callable[[int], Sequence[Any]]
"""The batches of an epoch, the same whenever they are asked for."""


@dataclass(frozen=True)
class Schedule:
    """How long and how fast."""

    epochs: int
    rate: float
    """The highest learning rate; it rises over the first part of the run and falls to nothing by its end."""
    head_rate: float
    """The same for what is not the encoder."""
    warm: float = 0.06
    decay: float = 0.01
    clip: float = 1.0
    every: float = 300.0
    """Seconds between two copies of everything on disk."""
    seed: int = 7


def device() -> Any:
    """Where to train: the GPU where there is one."""
    import torch

    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def autocast(where: Any) -> Any:
    """bf16 on ``where``, unless floats are faster there."""
    import torch

    return torch.autocast(where.type, dtype=torch.bfloat16, enabled=where.type != "cpu" or _bf16_is_fast())


@cache
def _bf16_is_fast() -> bool:
    """Whether this processor multiplies in bf16: one that cannot emulates it, some fifty times slower."""
    import torch

    def seconds(kind: Any) -> float:
        left, right = torch.ones(512, 384, dtype=kind), torch.ones(384, 384, dtype=kind)
        left @ right
        began = time.monotonic()
        for _ in range(5):
            left @ right
        return time.monotonic() - began

    return seconds(torch.bfloat16) < seconds(torch.float32)


def train(
    model: Any,
    batches: Batches,
    loss: Callable[[Any, Any], Any],
    schedule: Schedule,
    folder: Path,
    measure: Callable[[Any], dict[str, float]],
) -> None:
    """Train ``model`` and leave its weights in ``folder / "model.pt"``; a run that was cut off goes on.

    Args:
        model: What is trained; its ``encoder`` learns at the schedule's rate, the rest at that of heads.
        batches: The batches of each epoch.
        loss: The loss of the model on a batch.
        schedule: How long and how fast.
        folder: Where the run keeps what it needs to go on, and its curve.
        measure: What is measured after each epoch.
    """
    import torch

    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(schedule.seed)
    where = device()
    model.to(where).train()
    optimizer = torch.optim.AdamW(_groups(model, schedule), weight_decay=schedule.decay, fused=True)
    tops = [group["lr"] for group in optimizer.param_groups]
    count = sum(len(batches(epoch)) for epoch in range(schedule.epochs))
    kept = folder / "state.pt"
    begun = step = done = 0
    if kept.exists():
        state = torch.load(kept, map_location=where, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        done, begun, step = state["epoch"], state["batch"], state["step"]
    curve = _Curve(folder / "curve.jsonl", schedule)
    saved = time.monotonic()
    for epoch in range(done, schedule.epochs):
        mine = batches(epoch)
        for place in range(begun, len(mine)):
            share = _share(step / max(1, count), schedule.warm)
            for group, top in zip(optimizer.param_groups, tops, strict=True):
                group["lr"] = top * share
            with autocast(where):
                value = loss(model, mine[place])
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), schedule.clip)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step += 1
            curve.add(step, count, float(value.detach()))
            if time.monotonic() - saved > schedule.every:
                _save(kept, model, optimizer, epoch, place + 1, step)
                saved = time.monotonic()
        begun = 0
        model.eval()
        curve.measured(step, measure(model))
        model.train()
        _save(kept, model, optimizer, epoch + 1, 0, step)
    torch.save(model.state_dict(), folder / "model.pt")


def grouped(
    rows: Sequence[Any], lengths: Sequence[int], pieces: int, shuffle: Callable[[list[Any]], None]
) -> list[Any]:
    """``rows`` in batches of alike lengths, each of at most ``pieces`` word pieces padding included, in mixed order."""
    order = sorted(range(len(rows)), key=lambda place: lengths[place])
    batches: list[list[Any]] = [[]]
    for place in order:
        if batches[-1] and lengths[place] * (len(batches[-1]) + 1) > pieces:
            batches.append([])
        batches[-1].append(rows[place])
    shuffle(batches)
    return batches


def _groups(model: Any, schedule: Schedule) -> Iterator[dict[str, Any]]:
    encoder = {id(each) for each in model.encoder.parameters()}
    own = [each for each in model.parameters() if each.requires_grad]
    yield {"params": [each for each in own if id(each) in encoder], "lr": schedule.rate}
    yield {"params": [each for each in own if id(each) not in encoder], "lr": schedule.head_rate}


def _share(done: float, warm: float) -> float:
    return done / warm if done < warm else max(0.0, (1 - done) / (1 - warm))


def _save(path: Path, model: Any, optimizer: Any, epoch: int, batch: int, step: int) -> None:
    import torch

    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
    part = path.with_suffix(".part")
    torch.save({**state, "epoch": epoch, "batch": batch, "step": step}, part)
    part.replace(path)


class _Curve:
    """The run's loss and measures, a line each."""

    def __init__(self, path: Path, schedule: Schedule) -> None:
        self._path = path
        self._began = time.monotonic()
        self._sum = 0.0
        self._count = 0
        self._write({"schedule": asdict(schedule)})

    def add(self, step: int, count: int, loss: float) -> None:
        self._sum += loss
        self._count += 1
        if step % 50 == 0:
            seconds = round(time.monotonic() - self._began)
            self._write({"step": step, "of": count, "loss": round(self._sum / self._count, 4), "seconds": seconds})
            self._sum, self._count = 0.0, 0

    def measured(self, step: int, values: dict[str, float]) -> None:
        self._write({"step": step, **{name: round(value, 4) for name, value in values.items()}})

    def _write(self, line: dict[str, Any]) -> None:
        with self._path.open("a") as file:
            file.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)
