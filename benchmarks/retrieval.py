"""Search beside LangChain with Chroma, LlamaIndex and txtai, all with the encoder that ships inside.

    python -m benchmarks.retrieval FOLDER [--questions 200]
    python -m benchmarks.retrieval --growth 1000 10000 100000

The folder is one that ``reckoner eval retrieval`` takes. Each system runs in a process of its own, one after the other,
and splits documents as it does by itself; those that are not installed are left out. Growth is measured with vectors
drawn by chance, since encoding takes the same time in all of them.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from .systems import SYSTEMS, Chance, Found, Given, System, installed

DEPTH = 10
_ADDED = 500
"""Documents handed over at once."""


class Question(NamedTuple):
    text: str
    document: str
    answers: tuple[str, ...]
    """What a passage must hold; where there are none its document is enough."""


def main() -> None:
    """Print every figure; nothing is asserted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--growth", type=int, nargs="+", default=[])
    parser.add_argument("--system", help="only this one")
    parser.add_argument("--only", action="store_true", help="measure here and print JSON")
    given = parser.parse_args()
    if given.only:
        measured = _grown(given.system, given.growth[0]) if given.growth else _asked(given)
        print(json.dumps(measured))
        return
    names = [given.system] if given.system else [name for name in SYSTEMS if installed(name)]
    if given.growth:
        _table(
            [{"documents": size, **_elsewhere(name, "--growth", str(size))} for size in given.growth for name in names]
        )
    else:
        _table([_elsewhere(name, str(given.folder), "--questions", str(given.questions)) for name in names])


def _elsewhere(name: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.retrieval", *arguments, "--system", name, "--only"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode:
        return {"system": name, "failed": ran.stderr.strip().splitlines()[-1][:80]}
    return dict(json.loads(ran.stdout.strip().splitlines()[-1]))


def _asked(given: argparse.Namespace) -> dict[str, Any]:
    """Quality, and what it takes, over the sets of a folder."""
    documents, questions = _sets(given.folder, given.questions)
    with tempfile.TemporaryDirectory() as home:
        system = SYSTEMS[given.system](Path(home), None)
        seconds = _fill(system, documents)
        row: dict[str, Any] = {"system": given.system, "documents/s": round(len(documents) / seconds, 1)}
        times: list[float] = []
        for name, asked in questions.items():
            right = []
            for question in asked:
                began = time.perf_counter()
                found = system.search(question.text, DEPTH)
                times.append(time.perf_counter() - began)
                right.append([_right(question, each) for each in found])
            row[f"{name} @1"] = round(float(np.mean([any(each[:1]) for each in right])), 3)
            row[f"{name} @10"] = round(float(np.mean([any(each) for each in right])), 3)
        return row | _costs(times, Path(home))


def _grown(name: str, size: int) -> dict[str, Any]:
    """What adding and asking take among ``size`` documents of two sentences."""
    draw = np.random.default_rng(0)
    words = np.array([f"{first}{second}" for first in "bcdfghklmnprst" for second in _ENDS])
    texts = (" ".join(draw.choice(words, 30)) + "." for _ in range(size))
    documents = [Given(str(number), "", text) for number, text in enumerate(texts)]
    with tempfile.TemporaryDirectory() as home:
        system = SYSTEMS[name](Path(home), Chance())
        seconds = _fill(system, documents)
        times = []
        for number in range(120):
            asked = " ".join(draw.choice(words, 8))
            began = time.perf_counter()
            system.search(asked, DEPTH)
            times.append(time.perf_counter() - began)
            if number == 19:
                times.clear()  # The first of them open what is opened once.
        return {"system": name, "documents/s": round(size / seconds, 1)} | _costs(times, Path(home))


_ENDS = [f"{vowel}{ending}" for vowel in "aeiou" for ending in ("", "l", "nt", "rk", "sto", "ving", "mas", "ppe")]


def _fill(system: System, documents: Sequence[Given]) -> float:
    began = time.perf_counter()
    for first in range(0, len(documents), _ADDED):
        system.add(documents[first : first + _ADDED])
    system.ready()
    return time.perf_counter() - began


def _costs(times: Sequence[float], home: Path) -> dict[str, Any]:
    p50, p95 = np.percentile(times, [50, 95]) * 1_000
    disk = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "p50 ms": round(p50, 1),
        "p95 ms": round(p95, 1),
        "memory MB": round(memory),
        "disk MB": round(disk / 2**20),
    }


def _sets(folder: Path, limit: int) -> tuple[list[Given], dict[str, list[Question]]]:
    documents: dict[str, Given] = {}
    questions: dict[str, list[Question]] = {}
    for path in sorted(folder.glob("*-passages.jsonl")):
        name = path.name.removesuffix("-passages.jsonl")
        for each in _lines(path):
            documents[f"{name}/{each['id']}"] = Given(f"{name}/{each['id']}", each.get("title") or "", each["text"])
        asked = folder / f"{name}-queries.jsonl"
        if asked.is_file():
            # Spread over the whole file: neighbours are about one document.
            lines = [*_lines(asked)]
            questions[name] = [
                Question(
                    each["question"],
                    f"{name}/{each['relevant_ids'][0]}",
                    tuple(answer["text"] for answer in each.get("answers", ()) if answer.get("start", -1) >= 0),
                )
                for each in lines[:: max(1, len(lines) // limit)][:limit]
            ]
    return [*documents.values()], questions


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _right(question: Question, found: Found) -> bool:
    text = " ".join(found.text.split())
    held = any(" ".join(answer.split()) in text for answer in question.answers)
    return found.document == question.document and (held or not question.answers)


def _table(rows: Sequence[dict[str, Any]]) -> None:
    names = [*dict.fromkeys(name for row in rows for name in row)]
    widths = [max(len(name), *(len(str(row.get(name, ""))) for row in rows)) for name in names]
    for row in [dict(zip(names, names, strict=True)), *rows]:
        print("  ".join(str(row.get(name, "")).rjust(width) for name, width in zip(names, widths, strict=True)))


if __name__ == "__main__":
    main()
