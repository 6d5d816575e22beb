"""A chunk that may answer a question, and what is known of it so far."""

from collections.abc import Mapping
from dataclasses import dataclass

from .store import Found
from .tokens import tokens


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A chunk that was found by its words or its meaning; scores are from 0 to 1 among the candidates."""

    found: Found
    telling: Mapping[str, float]
    """The question's words as tokens in the chunk's language, each with its rarity."""
    words: float
    letters: float
    meaning: float
    """0 where the encoder does not read the language."""
    fused: float
    """The three together."""
    cosine: float | None
    """Of its vector and the question's; ``None`` where it has none, or the question has none."""

    @property
    def headed(self) -> str:
        """Its document's title and its heading."""
        return f"{self.found.title} {self.found.passage.section}"

    def coverage(self) -> float:
        """The share of the question that it holds, with its title, its heading and what stands around it, 0 to 1."""
        text = f"{self.found.passage.name} {self.headed} {self.found.passage.text}"
        return share(self.telling, set(tokens(text, self.found.language)))


def share(telling: Mapping[str, float], held: set[str]) -> float:
    """How much of what is telling is ``held``, 0 to 1."""
    total = sum(telling.values())
    return sum(weight for word, weight in telling.items() if word in held) / total if total else 0.0
