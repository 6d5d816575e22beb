"""Prompts, each a file named for its chain."""

from functools import cache
from importlib.resources import files


@cache
def prompt(name: str) -> str:
    """The text of ``{name}.md``."""
    return (files(__name__) / f"{name}.md").read_text("utf-8").strip()
