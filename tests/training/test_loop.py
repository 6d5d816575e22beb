"""How far a run is, and batches that another process makes."""

import pytest

from reckoner.training.ahead import ahead
from reckoner.training.loop import Schedule, _Progress


def _batches(epoch: int) -> list[list[int]]:
    return [[epoch, place] for place in range(3)]


def test_another_process_makes_the_same_batches() -> None:
    assert list(ahead(_batches, range(2, 5))) == [_batches(2), _batches(3), _batches(4)]


def test_a_process_that_ends_early_is_told_of() -> None:
    def dies(epoch: int) -> list[int]:
        if epoch == 1:
            raise SystemExit(3)
        return [epoch]

    made = ahead(dies, range(3))
    assert next(made) == [0]
    with pytest.raises(RuntimeError, match="before epoch 1"):
        next(made)


def test_the_rate_rises_and_falls_to_nothing() -> None:
    at = _Progress(Schedule(epochs=2, rate=1.0, head_rate=1.0, warm=0.5))
    rates = []
    for _ in range(2):
        for _ in range(4):
            rates.append(at.rate(4))
            at.stepped()
        at.turned()
    assert rates == [0.0, 0.25, 0.5, 0.75, 1.0, 0.75, 0.5, 0.25]


def test_minutes_end_a_run_before_its_epochs_do() -> None:
    schedule = Schedule(epochs=100, rate=1.0, head_rate=1.0, minutes=2, warm=0.5)
    half, over = _Progress(schedule, seconds=60.0), _Progress(schedule, seconds=121.0)
    assert half.rate(10) == pytest.approx(1.0, abs=0.01)
    assert not half.over
    assert over.over
    assert over.rate(10) == 0.0


def test_a_run_that_was_cut_off_goes_on_from_what_it_kept() -> None:
    schedule = Schedule(epochs=4, rate=1.0, head_rate=1.0, minutes=10)
    at = _Progress(schedule, seconds=30.0)
    at.stepped()
    again = _Progress(schedule, **at.kept())
    assert (again.epoch, again.batch, again.step) == (0, 1, 1)
    assert again.seconds >= 30.0
