"""Sentences for people and prompts for models, kept in files beside the code that says them.

It knows how to find and fill a sentence; it does not know which sentences there are.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

Language = Literal["en", "vi"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "vi": "Vietnamese"}
"""As models are told of them."""


@cache
def words(package: str, name: str, language: Language) -> dict[str, Any]:
    """The table in ``words/{name}.{language}.toml`` of ``package``."""
    path = files(package) / "words" / f"{name}.{language}.toml"
    return tomllib.loads(path.read_text("utf-8"))


@cache
def prompt(package: str, name: str) -> str:
    """The text of ``{name}.md`` in ``package``: what a model is told, kept beside the code that tells it."""
    return (files(package) / f"{name}.md").read_text("utf-8").strip()


def say(package: str, name: str, key: str, language: Language, /, **facts: object) -> str:
    """The sentence under dotted ``key``, filled with ``facts``; ``key`` itself where there is none."""
    entry: Any = words(package, name, language)
    for part in key.split("."):
        entry = entry.get(part) if isinstance(entry, dict) else None
    return entry.format(**facts) if isinstance(entry, str) else key
