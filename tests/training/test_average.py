"""The mean of runs, and only of runs of one network."""

from pathlib import Path
from typing import Any

import pytest

from reckoner.training.average import average

torch: Any = pytest.importorskip("torch", reason="needs the extra `train`")
pytestmark = pytest.mark.local


def _run(folder: Path, **weights: Any) -> Path:
    folder.mkdir()
    torch.save(weights, folder / "model.pt")
    return folder


def test_it_is_the_mean_of_all(tmp_path: Path) -> None:
    runs = [_run(tmp_path / str(each), layer=torch.full((2, 3), float(each))) for each in (1, 2, 6)]
    average(runs, tmp_path / "mean")
    assert torch.load(tmp_path / "mean" / "model.pt")["layer"].tolist() == [[3.0] * 3] * 2


def test_other_networks_are_refused(tmp_path: Path) -> None:
    runs = [_run(tmp_path / "a", layer=torch.zeros(2)), _run(tmp_path / "b", layer=torch.zeros(3))]
    with pytest.raises(ValueError, match="one network"):
        average(runs, tmp_path / "mean")
    assert not (tmp_path / "mean").exists()
