"""The examples that come with Reckoner, in both languages; they stand in ``examples.toml``."""

import tomllib
from functools import cache
from importlib.resources import files

from .patterns import Example


@cache
def examples() -> tuple[Example, ...]:
    """All of them."""
    told = tomllib.loads((files(__package__) / "examples.toml").read_text("utf-8"))
    return tuple(Example(**each) for each in told["example"])
