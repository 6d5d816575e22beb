"""What was measured: a system on a set, with the interval in which the truth lies."""

from dataclasses import dataclass

import numpy as np

_DRAWS = 1_000


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One system on one set: each metric's value for each question, 0 to 1."""

    name: str
    system: str
    values: dict[str, list[float]]

    @property
    def count(self) -> int:
        """Of how many questions the metric that counts most of them is the mean."""
        return max(map(len, self.values.values()))

    def interval(self, metric: str) -> tuple[float, float, float]:
        """The mean, and where it lies with 95 % by drawing questions again (Efron 1979, doi:10.1214/aos/1176344552)."""
        values = np.array(self.values[metric])
        drawn = np.random.default_rng(0).choice(values, (_DRAWS, len(values))).mean(axis=1)
        low, high = np.percentile(drawn, [2.5, 97.5])
        return float(values.mean()), float(low), float(high)
