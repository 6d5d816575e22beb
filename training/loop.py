"""One way of training: seeded, cut off at any time and gone on with, bf16 where that is fast, its curve on file."""

import json
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from .ahead import Batches, ahead


@dataclass(frozen=True)
class Schedule:
    """How long and how fast."""

    epochs: int
    rate: float
    """The highest learning rate; it rises over the first part of the run and falls to nothing by its end."""
    head_rate: float
    """The same for what is not the encoder."""
    minutes: float | None = None
    """The run ends after so many, however many epochs are left; the rate falls with what is further done."""
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
    kept = folder / "state.pt"
    state = torch.load(kept, map_location="cpu", weights_only=True) if kept.exists() else None
    at = _Progress(schedule, **state["progress"]) if state else _Progress(schedule)
    where = device()
    epochs = _epochs(batches, range(at.epoch, 0 if at.over else schedule.epochs), where)
    if state:
        model.load_state_dict(state["model"])
    model.to(where).train()
    optimizer = torch.optim.AdamW(_groups(model, schedule), weight_decay=schedule.decay, fused=True)
    tops = [group["lr"] for group in optimizer.param_groups]
    if state:
        optimizer.load_state_dict(state["optimizer"])
    curve = _Curve(folder / "curve.jsonl", schedule)
    saved = time.monotonic()
    for mine in epochs:
        for batch in islice(mine, at.batch, None):
            for group, top in zip(optimizer.param_groups, tops, strict=True):
                group["lr"] = top * at.rate(len(mine))
            with autocast(where):
                value = loss(model, batch)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), schedule.clip)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            at.stepped()
            curve.add(at, len(mine), value.detach())
            if at.over:
                break
            if time.monotonic() - saved > schedule.every:
                _save(kept, model, optimizer, at)
                saved = time.monotonic()
        at.turned()
        model.eval()
        curve.measured(at.step, measure(model))
        model.train()
        _save(kept, model, optimizer, at)
        if at.over:
            break
    torch.save(model.state_dict(), folder / "model.pt")


class _Progress:
    """How far a run is, over all the times that it was gone on with."""

    def __init__(
        self, schedule: Schedule, *, epoch: int = 0, batch: int = 0, step: int = 0, seconds: float = 0.0
    ) -> None:
        self.epoch, self.batch, self.step = epoch, batch, step
        self._schedule = schedule
        self._limit = float("inf") if schedule.minutes is None else 60 * schedule.minutes
        self._before = seconds
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return self._before + time.monotonic() - self._began

    @property
    def over(self) -> bool:
        """Whether its minutes are over."""
        return self.seconds >= self._limit

    def done(self, batches: int) -> float:
        """The share that is done, by epochs or by minutes; ``batches`` are those of this epoch."""
        by_epochs = (self.epoch + self.batch / batches) / self._schedule.epochs
        return max(by_epochs, self.seconds / self._limit)

    def rate(self, batches: int) -> float:
        """The share of the highest rate."""
        done, warm = self.done(batches), self._schedule.warm
        return done / warm if done < warm else max(0.0, (1 - done) / (1 - warm))

    def stepped(self) -> None:
        """One batch more is learned from."""
        self.batch += 1
        self.step += 1

    def turned(self) -> None:
        """The next epoch begins."""
        self.epoch, self.batch = self.epoch + 1, 0

    def kept(self) -> dict[str, float]:
        """What it goes on from."""
        return {"epoch": self.epoch, "batch": self.batch, "step": self.step, "seconds": self.seconds}


def _epochs(batches: Batches, epochs: Sequence[int], where: Any) -> Iterator[Sequence[Any]]:
    """The batches of each epoch; for a GPU, which would wait for them, made ahead where processes can be forked."""
    if where.type == "cuda" and "fork" in multiprocessing.get_all_start_methods():
        return ahead(batches, epochs)
    return map(batches, epochs)


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


def _save(path: Path, model: Any, optimizer: Any, at: _Progress) -> None:
    import torch

    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "progress": at.kept()}
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


class _Curve:
    """The run's loss and measures, a line each."""

    def __init__(self, path: Path, schedule: Schedule) -> None:
        self._path = path
        self._sum: Any = 0.0
        self._count = 0
        self._write({"schedule": asdict(schedule)})

    def add(self, at: _Progress, batches: int, loss: Any) -> None:
        # The sum stays where it is made: to look at every loss would have a GPU wait for us.
        self._sum += loss
        self._count += 1
        if at.step % 50 == 0:
            told = {"step": at.step, "done": round(at.done(batches), 3), "seconds": round(at.seconds)}
            self._write({**told, "loss": round(float(self._sum) / self._count, 4)})
            self._sum, self._count = 0.0, 0

    def measured(self, step: int, values: dict[str, float]) -> None:
        self._write({"step": step, **{name: round(value, 4) for name, value in values.items()}})

    def _write(self, line: dict[str, Any]) -> None:
        with self._path.open("a") as file:
            file.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)
