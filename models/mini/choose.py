"""Tools that are not our own: chosen by what their description means, their arguments taken from the person's words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from reckoner.core import Language

from .encoder import encoder
from .lexicon import held
from .numbers import canonical

OWN = frozenset({"calculate", "python", "algebra", "convert_units", "search_documents", "save_file"})
_ENOUGH = 0.42
"""The least likeness of a question to a tool's description: their cosine, and what each shared word adds to it."""
_A_WORD = 0.12
_STRINGS = {
    "email": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "url": r"https?://\S+",
    "date": r"\d{4}-\d{2}-\d{2}",
    "id": r"#?\b[A-Za-z]*\d[\w-]*\b",
    "number": r"#?\b[A-Za-z]*\d[\w-]*\b",
}


@dataclass(frozen=True)
class Choice:
    """A tool with the arguments that were found, and the required ones that were not."""

    tool: str
    arguments: dict[str, Any]
    missing: tuple[str, ...]


def choose(text: str, tools: Mapping[str, Mapping[str, Any]], language: Language) -> Choice | None:
    """The tool among those that are not our own that ``text`` asks for, if one is meant clearly."""
    foreign = [name for name in tools if name not in OWN]
    if not foreign:
        return None
    told = [f"{name.replace('_', ' ')}. {tools[name].get('description', '')}" for name in foreign]
    vectors = encoder().encode([text, *told])
    shared = [min(2, len(held(text) & held(each))) for each in told]
    likeness = vectors[1:] @ vectors[0] + _A_WORD * np.array(shared)
    best = int(np.argmax(likeness))
    if likeness[best] < _ENOUGH:
        return None
    arguments, missing = fill(text, tools[foreign[best]], language)
    return Choice(foreign[best], arguments, tuple(missing))


def fill(text: str, schema: Mapping[str, Any], language: Language) -> tuple[dict[str, Any], list[str]]:
    """The arguments of ``schema`` that ``text`` holds, by their declared types; and the required ones it lacks."""
    parameters = schema.get("parameters", {})
    left = text
    arguments: dict[str, Any] = {}
    for name, declared in parameters.get("properties", {}).items():
        if (found := _argument(name, declared, left, language)) is not None:
            arguments[name], taken = found
            left = left.replace(taken, " ", 1)
    return arguments, [name for name in parameters.get("required", []) if name not in arguments]


def _argument(name: str, declared: Mapping[str, Any], text: str, language: Language) -> tuple[Any, str] | None:
    if allowed := declared.get("enum"):
        named = [
            value
            for value in allowed
            if re.search(rf"\b{re.escape(str(value).replace('_', ' '))}\b", text, re.IGNORECASE)
        ]
        return (named[0], str(named[0])) if named else None
    kind = declared.get("type", "string")
    if kind in ("number", "integer"):
        match = re.search(r"-?\d+(?:\.\d+)?", canonical(text, language))
        return ((int if kind == "integer" else float)(float(match[0])), match[0]) if match else None
    return _string(name, declared, text) if kind == "string" else None


def _string(name: str, declared: Mapping[str, Any], text: str) -> tuple[str, str] | None:
    described = f"{name} {declared.get('description', '')} {declared.get('format', '')}".lower()
    for kind, pattern in _STRINGS.items():
        if re.search(rf"\b{kind}\b|_{kind}\b", described) and (match := re.search(pattern, text)):
            return match[0], match[0]
    if quoted := re.search(r"[\"“«](.+?)[\"”»]", text):
        return quoted[1], quoted[0]
    # What a preposition points at, written with capitals: a place or a name.
    named = re.search(
        r"\b(?:in|for|at|of|to|from|ở|tại|cho|của)\s+((?:[A-ZÀ-ỸĐ][\w.'-]*)(?:\s+[A-ZÀ-ỸĐ][\w.'-]*)*)", text
    )
    return (named[1], named[1]) if named else None
