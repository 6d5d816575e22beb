"""Drawing the next token, the same way for every engine."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from reckoner.core import ModelUnavailable

from .engine import Logits


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """How tokens are drawn.

    The order is that of transformers: temperature, then the ``top_k`` likeliest, then as many of them as together
    reach ``top_p`` (nucleus sampling, Holtzman et al. 2019, https://arxiv.org/abs/1904.09751).
    """

    temperature: float = 0.0
    """0: always the likeliest."""
    top_k: int = 0
    """0: all of them."""
    top_p: float = 1.0
    seed: int | None = None
    """The same one draws the same text from the same prompt; ``None``: another each time."""


_COLDEST = 1e-4
"""A temperature below it draws the likeliest, and divides by next to nothing."""


@dataclass
class Sampler:
    """Draws tokens of one reply."""

    drawing: Drawing
    _random: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self._random = np.random.default_rng(self.drawing.seed)

    def draw(self, logits: Logits) -> int:
        """The next token; those whose logit is ``-inf`` are never drawn."""
        if not np.isfinite(logits).any():
            raise ModelUnavailable("model.engine", model="", why="no token may follow")
        if self.drawing.temperature <= 0:
            return int(np.nanargmax(logits))
        likely = self._likeliest(logits)
        scaled = logits[likely].astype(np.float64)
        chances = np.exp((scaled - scaled.max()) / max(self.drawing.temperature, _COLDEST))
        chances /= chances.sum()
        if self.drawing.top_p < 1:
            # The likeliest stay that reach it together, the one that crosses it among them.
            kept = np.searchsorted(np.cumsum(chances), self.drawing.top_p) + 1
            likely, chances = likely[:kept], chances[:kept]
            chances = chances / chances.sum()
        return int(self._random.choice(likely, p=chances))

    def _likeliest(self, logits: Logits) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        """The tokens that may be drawn, the likeliest first."""
        count = min(self.drawing.top_k or len(logits), len(logits))
        if count < len(logits):
            best = np.argpartition(-logits, count)[:count]
        elif self.drawing.top_p < 1:
            best = np.arange(len(logits))
        else:
            return np.flatnonzero(np.isfinite(logits))
        best = best[np.isfinite(logits[best])]
        return best[np.argsort(-logits[best], kind="stable")]


def chosen(stored: dict[str, Any]) -> dict[str, Any]:
    """What of a generation's configuration is used here."""
    if not isinstance(stored, dict):
        return {}
    if not stored.get("do_sample", True):
        stored["temperature"] = 0.0
    return {
        key: stored[key] for key in ("temperature", "top_k", "top_p", "eos_token_id") if stored.get(key) is not None
    }
