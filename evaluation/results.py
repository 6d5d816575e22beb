"""Results, one line each as they come, so that what was cut off goes on where it ended; and what they amount to."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from reckoner.core import SettingsError

_NORMAL = 1.959964
"""The 97.5 % point of the normal distribution: intervals hold with 95 %."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one case came to."""

    id: str
    group: str
    right: bool
    answer: str
    gold: str
    error: str = ""
    """The class of what went wrong, where a program failed or there was none."""
    seconds: float = 0.0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float = 0.0
    """US dollars, where the prices are known."""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a group of results amounts to."""

    group: str
    count: int
    right: int
    errors: Counter[str]
    seconds: float
    input_tokens: int
    output_tokens: int

    @property
    def accuracy(self) -> float:
        return self.right / self.count

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval of the accuracy, 95 %. Wilson 1927, doi:10.1080/01621459.1927.10502953"""
        square, count = _NORMAL**2, self.count
        middle = (self.accuracy + square / (2 * count)) / (1 + square / count)
        spread = math.sqrt(self.accuracy * (1 - self.accuracy) / count + square / (4 * count**2))
        half = _NORMAL * spread / (1 + square / count)
        return max(0.0, middle - half), min(1.0, middle + half)

    def cost(self, input_price: float, output_price: float) -> float:
        """Money, at prices for a million tokens each."""
        return (self.input_tokens * input_price + self.output_tokens * output_price) / 1e6


class ResultFile:
    """A file of results that grows; a last line that a crash cut off is dropped.

    Args:
        path: The file.
        run: What is measured, and how; its first line. Results of two runs do not mix.

    Raises:
        SettingsError: The file holds the results of another run.
    """

    def __init__(self, path: Path, run: str) -> None:
        self._path = path
        text = path.read_text("utf-8") if path.is_file() else ""
        first, *lines = (text or json.dumps({"run": run})).split("\n")
        if first != json.dumps({"run": run}):
            raise SettingsError("eval.other_run", file=path, run=first)
        self.results = [result for line in lines if (result := _read(line)) is not None]
        path.parent.mkdir(parents=True, exist_ok=True)
        told = [first, *(json.dumps(asdict(result), ensure_ascii=False) for result in self.results)]
        path.write_text("".join(f"{line}\n" for line in told), "utf-8")

    @property
    def done(self) -> set[tuple[str, str]]:
        """Group and id of each."""
        return {(result.group, result.id) for result in self.results}

    def add(self, result: Result) -> None:
        self.results.append(result)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")


def _read(line: str) -> Result | None:
    known = {field.name for field in fields(Result)}
    try:
        return Result(**{name: value for name, value in json.loads(line).items() if name in known})
    except (ValueError, TypeError, AttributeError):
        return None


def summaries(results: Sequence[Result]) -> list[Summary]:
    """One for each group, in the order of their names, and one for all where there are several."""
    groups = sorted({result.group for result in results})
    found = [_summary(group, [each for each in results if each.group == group]) for group in groups]
    return found if len(groups) < 2 else [*found, _summary("all", results)]


def _summary(group: str, results: Iterable[Result]) -> Summary:
    mine = list(results)
    return Summary(
        group=group,
        count=len(mine),
        right=sum(each.right for each in mine),
        errors=Counter(each.error for each in mine if each.error),
        seconds=sum(each.seconds for each in mine),
        input_tokens=sum(each.input_tokens for each in mine),
        output_tokens=sum(each.output_tokens for each in mine),
    )
