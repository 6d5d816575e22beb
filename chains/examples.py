"""The examples that come with Reckoner, in both languages; they stand in ``examples.toml``."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from .patterns import Chooser, Example, most_similar


@cache
def examples() -> tuple[Example, ...]:
    """All of them."""
    told = tomllib.loads((files(__package__) / "examples.toml").read_text("utf-8"))
    return tuple(Example(**each) for each in told["example"])


def most_like(pool: Sequence[Example]) -> Chooser:
    """Choose from ``pool`` by the encoder that ships with Reckoner, loaded when first asked."""

    def choose(question: str) -> Sequence[Example]:
        if not choosers:
            from reckoner.models.embeddings import MiniEmbeddings

            choosers.append(most_similar(pool, MiniEmbeddings()))
        return choosers[0](question)

    choosers: list[Chooser] = []
    return choose
