"""The command line that both networks are trained by."""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Asked:
    """What a run is asked to do."""

    data: Path
    run: Path
    epochs: int
    minutes: float | None
    dropout: float
    on: str


def asked(epochs: int) -> Asked:
    """The command line's; ``epochs`` where it does not say."""
    parser = ArgumentParser(description="A run that was cut off goes on.")
    parser.add_argument("data", type=Path, help="holds slots, math and retrieval")
    parser.add_argument("run", type=Path, help="keeps the run")
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--minutes", type=float, help="end after so many, before the epochs do")
    parser.add_argument("--dropout", type=float, default=0.0, help="for a GPU: attention without is faster elsewhere")
    parser.add_argument("--on", default="", help="begin with what another run left, or with the “pointer” that ships")
    return Asked(**vars(parser.parse_args()))


def begun(model: Any, on: str, shipped: Callable[[], Any]) -> Any:
    """``model`` with the weights that the run ``on`` left; of what ``shipped`` gives, for “pointer”, what both have."""
    import torch

    if on == "pointer":
        other = shipped().state_dict()
        model.load_state_dict({name: other.get(name, value) for name, value in model.state_dict().items()})
    elif on:
        model.load_state_dict(torch.load(Path(on) / "model.pt", weights_only=True, map_location="cpu"))
    return model
