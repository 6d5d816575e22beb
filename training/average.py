"""The mean of what several runs of one network left.

    python -m reckoner.training.average OUT RUN RUN …

Runs that go on from one another lie in one basin, and the mean of their weights is right more often than any of them
(Wortsman and others, *Model soups*, 2022, https://arxiv.org/abs/2203.05482).
"""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path


def average(runs: Sequence[Path], out: Path) -> None:
    """Write the mean of the weights of ``runs`` to ``out / "model.pt"``.

    Raises:
        ValueError: The runs are not of one network.
    """
    import torch

    kept = [torch.load(each / "model.pt", map_location="cpu", weights_only=True) for each in runs]
    shapes = [{name: tuple(value.shape) for name, value in each.items()} for each in kept]
    if any(each != shapes[0] for each in shapes):
        raise ValueError("these runs are not of one network")
    mean = {
        name: torch.stack([each[name] for each in kept]).mean(0) if value.is_floating_point() else value
        for name, value in kept[0].items()
    }
    out.mkdir(parents=True, exist_ok=True)
    torch.save(mean, out / "model.pt")


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("run", type=Path, nargs="+")
    asked = parser.parse_args()
    average(asked.run, asked.out)
