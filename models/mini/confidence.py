"""How likely what the model says is right, 0 to 1, calibrated by ``training/confidence.py``, which says on what."""

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def of_rule(tool: str) -> float:
    """Of a calculation, a conversion, a date that rules have read, by the tool that they call."""
    rules = _weights()["rules"]
    return float(rules.get(tool, rules["other"]))


def of_lines(way: str) -> float:
    """Of a calculation with numbers of documents, by the way in which rules came to them: ``looked_up`` or ``listed``.

    These are shares of sets that nothing was fitted on and nothing was improved on (``decisions.md``).
    """
    return float(_weights()["lines"][way])


def of_units() -> float:
    """Of a problem that was read by what its numbers are counted in: a share of an unread set (``decisions.md``)."""
    return float(_weights()["units"]["fitting"])


def of_story(clues: Mapping[str, float]) -> float:
    """Of a problem's program, by its ``clues`` (``story.clues``)."""
    return _logistic("story", clues)


def of_sheet(clues: Mapping[str, float]) -> float:
    """Of a program over lines of documents, by its ``clues`` (``workout``)."""
    return _logistic("sheet", clues)


def of_call(likely: float, filled: float) -> float:
    """Of a call, by how likely its tool is meant, and the least sure of its arguments right."""
    return _logistic("call", {"likely": logit(likely), "filled": logit(filled)})


def of_fact(clues: Mapping[str, float]) -> float:
    """Of a sentence as an answer, by its ``clues`` (``read.clues``)."""
    return _logistic("fact", clues)


def _logistic(name: str, clues: Mapping[str, float]) -> float:
    weights = _weights()[name]
    score = float(weights["bias"]) + sum(float(weights[each]) * value for each, value in clues.items())
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, score))))


def logit(likely: float) -> float:
    """The logarithm of the odds, bounded."""
    bounded = min(max(likely, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def forget() -> None:
    """Read the weights anew."""
    _weights.cache_clear()


@cache
def _weights() -> dict[str, Any]:
    return tomllib.loads((files("reckoner.models.mini") / "confidence.toml").read_text("utf-8"))
