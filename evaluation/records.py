"""Files of records, a JSON object a line: recorded programs, and problems as the authors of each set write them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reckoner.core import SettingsError
from reckoner.sandbox import read_program

from .judge import options_of

_ANSWERED = re.compile(r"####\s*(.+)")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A question with the answer that is right."""

    id: str
    question: str
    gold: str


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A program that a model once wrote, with the answer that is right."""

    id: str
    group: str
    """Model, data and variant; accuracies are told for each group."""
    text: str
    """The whole reply."""
    cells: tuple[str, ...]
    shared: bool
    """Whether the cells share their names."""
    answer_from: str
    """``var:NAME``, ``call:NAME``, ``cells``: the text after them says it; empty: the last value."""
    prelude: str
    """Code that runs before it."""
    gold: str
    options: dict[str, str]
    """The answers to choose from, by letter."""


def problems(path: Path) -> Iterator[Problem]:
    """Problems in the manner of GSM8K, SVAMP, ASDiv, MAWPS, or plain ``question`` and ``answer``.

    Raises:
        SettingsError: A line is no problem.
    """
    for place, data in lines(path):
        known = {str(key).lower(): value for key, value in data.items()}
        question = " ".join(
            str(known[name]).strip()
            for name in ("body", "question", "problem", "input", "squestion", "original_text")
            if known.get(name)
        )
        gold = _gold(known)
        if not question or gold is None:
            raise SettingsError("eval.no_problem", file=path, line=place)
        identity = str(known.get("id") or known.get("iindex") or place)
        yield Problem(id=identity, question=question, gold=gold)


def recorded(path: Path, preludes: Path | None = None) -> Iterator[Recorded]:
    """Recorded programs; see ``Recorded``.

    Args:
        path: The file. Each record holds ``program_or_text`` (or ``program``) and ``gold``, and may hold ``cells``,
            ``cell_mode``, ``answer_from``, ``prelude`` (a name), ``model``, ``dataset``, ``variant``, and
            ``question`` or ``options`` where the answer is one of several.
        preludes: A JSON file of preludes by their names; ``preludes.json`` beside ``path`` where there is one.

    Raises:
        SettingsError: A line is no record, or names a prelude that is not there.
    """
    place = preludes or path.with_name("preludes.json")
    known = json.loads(place.read_text("utf-8")) if place.is_file() else {}
    for line, data in lines(path):
        text = data.get("program_or_text", data.get("program"))
        if not isinstance(text, str) or not str(data.get("gold") or "" if data.get("gold") != 0 else 0):
            raise SettingsError("eval.no_record", file=path, line=line)
        name = str(data.get("prelude") or "")
        if name and name not in known:
            raise SettingsError("eval.no_prelude", file=path, line=line, name=name)
        origin = str(data.get("answer_from") or "")
        cells = data.get("cells")
        if cells is None:
            cells = [text] if origin.startswith(("var:", "call:")) else read_program(text).cells
        parts = [str(data[each]) for each in ("model", "dataset", "variant") if data.get(each)]
        yield Recorded(
            id=str(data.get("id", line)),
            group=" · ".join(parts) or path.stem,
            text=text,
            cells=tuple(cells),
            shared=data.get("cell_mode") == "notebook",
            answer_from=origin,
            prelude=f"{known[name]}\n" if name else "",
            gold=str(data["gold"]),
            options=options_of(str(data.get("question", "")), map(str, data.get("options") or ())),
        )


def _gold(known: dict[str, Any]) -> str | None:
    for name in ("answer", "gold", "target", "final_ans", "lsolutions"):
        value = known.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if value is not None:
            found = _ANSWERED.search(str(value))
            # ASDiv names the unit in brackets after the number.
            text = found[1] if found else re.sub(r"^(-?[\d.,/]+)\s+\([^)]*\)\s*$", r"\1", str(value))
            return text.strip() or None
    return None


def lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with the number of their line.

    Raises:
        SettingsError: It cannot be read, or a line is no object.
    """
    try:
        # Not by every sign that Unicode calls a line's end: some stand within JSON strings.
        texts = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("eval.unreadable", file=path, why=error) from error
    for place, line in enumerate(texts, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except ValueError as error:
            raise SettingsError("eval.no_json", file=path, line=place) from error
        if not isinstance(data, dict):
            raise SettingsError("eval.no_json", file=path, line=place)
        yield place, data
