"""Calibrate ``models/mini/confidence.py`` on what nothing else was fitted on.

    python -m reckoner.training.confidence DATA [PART …]

``DATA`` holds ``slots`` and ``math``; a ``PART`` is one of ``fact``, ``sheet``, ``story``, ``call`` and ``rules``: the
others stay as they are. Facts, sheets and rules are judged on the everyday questions of the evaluation (but for the
blind set), problems on those kept apart from the solver, with each program that it weighs, calls on those kept apart
from the pointer. Of each part the likelihood is a logistic regression of few clues (Platt 1999, *Probabilistic Outputs
for Support Vector Machines*), penalized.
"""

import asyncio
import tempfile
import tomllib
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np

from reckoner.core import Settings, language_of
from reckoner.evaluation.everyday import BLIND, SETS, Case, Judged, cases, run, sets, states
from reckoner.evaluation.mini.calls import right_arguments
from reckoner.evaluation.mini.cases import CallCase, call_cases
from reckoner.models.mini import story
from reckoner.models.mini.choose import choose
from reckoner.models.mini.confidence import forget, logit
from reckoner.models.mini.pointer.layout import Said
from reckoner.models.mini.read import clues, ranked
from reckoner.models.mini.solver.network import solver
from reckoner.models.mini.workout import candidates
from reckoner.retrieval import DocumentIndex, rendered, search
from reckoner.tools import SEARCH

from .logistic import fitted, likelihood
from .pointer.corpus import APART, held_apart
from .solver.__main__ import Problems
from .solver.trees import values
from .syllables import OWN

PATH = Path(__file__).parents[1] / "models" / "mini" / "confidence.toml"
PARTS = ("fact", "sheet", "story", "call", "rules")
_PENALTY = 0.3
_CALLS = 400
_NEAR = Fraction(1, 100)
"""Values that differ by less are one."""
_GUESSED = 0.9
_SEEN = 10
"""A tool that was called less often has no share of its own."""

Seen = tuple[Mapping[str, float], bool]
"""Clues, and whether what they speak for was right."""


def main(data: Path, *parts: str) -> None:
    """Fit ``parts``, or all of them, and write ``confidence.toml``."""
    kept = tomllib.loads(PATH.read_text("utf-8"))
    seen: dict[str, Callable[[], Iterator[Seen]]] = {
        "fact": lambda: _over_documents(_fact),
        "sheet": lambda: _over_documents(_sheet),
        "story": lambda: _stories(data),
        "call": lambda: _calls(data),
    }
    for name in parts or PARTS:
        # What rules are worth is seen by running them, for which the other parts are needed.
        kept[name] = asyncio.run(_rules(kept)) if name == "rules" else _fitted(name, list(seen[name]()))
        _write(kept)


def _fitted(name: str, seen: Sequence[Seen]) -> dict[str, float]:
    inputs, right = np.array([[*each.values()] for each, _ in seen]), np.array([ok for _, ok in seen])
    weights = fitted(inputs, right, _PENALTY)
    likely = likelihood(inputs, weights)
    for least in (0.5, 0.8, 0.9):
        sure = likely >= least
        print(f"{name}: {sure.sum()} of {len(seen)} at {least}, {right[sure].mean() if sure.any() else 0:.3f} right")
    return dict(zip([*seen[0][0], "bias"], map(float, weights), strict=True))


def _write(kept: Mapping[str, Mapping[str, float]]) -> None:
    told = (
        "# The weights of confidence.py, written by `python -m reckoner.training.confidence`; [lines] and [units] are\n"
        "# set by hand (decisions.md).\n"
    )
    for name, weights in kept.items():
        told += f"\n[{name}]\n" + "".join(f"{clue} = {round(weight, 4)}\n" for clue, weight in weights.items())
    PATH.write_text(told, "utf-8")
    forget()


def _seen() -> list[str]:
    """The sets that may be fitted on."""
    return [name for name in sets() if name != BLIND]


def _over_documents(judged: Callable[[Case, str], Iterator[Seen]]) -> Iterator[Seen]:
    """What is ``judged`` of each question that documents are searched for, and of what that brings."""
    for name in _seen():
        with tempfile.TemporaryDirectory() as home:
            index = DocumentIndex(Path(home))
            for file in sorted((SETS / name / "documents").iterdir(), key=lambda each: each.name):
                index.add(file.name, file.read_bytes())
            for case in cases(name):
                if case.kind in ("fact", "decline", "chain") and len(case.questions) == 1:
                    yield from judged(case, rendered(search(index, case.questions[0])))
            index.close()


def _fact(case: Case, result: str) -> Iterator[Seen]:
    """The best sentence."""
    question = case.questions[0]
    best = next(iter(ranked(question, [result], language_of(question))), None)
    if best is not None:
        yield clues(question, best), case.kind == "fact" and states(best.text, case.expect)


def _sheet(case: Case, result: str) -> Iterator[Seen]:
    """Each program over its lines."""
    question = case.questions[0]
    for each in candidates(question, (result,), language_of(question)):
        yield (
            each.clues,
            isinstance(case.expect, int | float) and abs(each.program.value - Fraction(case.expect)) < _NEAR,
        )


def _stories(data: Path) -> Iterator[Seen]:
    for solved in Problems(data).apart():
        for program in solver().solve(solved.text, "vi" if solved.language == "vi" else "en"):
            right = bool(solved.program) and abs(program.value - values(solved.problem, solved.program)[-1]) < _NEAR
            yield story.clues(program), right


def _calls(data: Path) -> Iterator[Seen]:
    own = [case for path in sorted((OWN / "tools").glob("*.jsonl")) for case in call_cases(path)]
    every = [case for case in own if held_apart(case.domain)]
    every += [case for case in call_cases(data / "slots") if case.domain in APART]
    for case in Random(7).sample(every, min(_CALLS, len(every))):
        yield from _call(case)


def _call(case: CallCase) -> Iterator[Seen]:
    said = [Said(each.text, each.type == "human") for each in case.messages]
    schemas = {each["function"]["name"]: each["function"] for each in case.tools}
    if (chosen := choose(said, schemas, language_of(said[-1].text))) is not None:
        call = {"name": chosen.tool, "args": chosen.arguments}
        yield {"likely": logit(chosen.likely), "filled": logit(chosen.filled)}, right_arguments(case, [call])


async def _rules(kept: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """The share that is right of what is stated, by the tool that was called last."""
    counted: dict[str, list[bool]] = defaultdict(list)
    _write({**kept, "rules": {"other": _GUESSED}})
    try:
        for name in _seen():
            with tempfile.TemporaryDirectory() as home:
                async for each in run(Settings.load(home=Path(home), model="mini"), name, cases(name)):
                    _count(each, counted)
    finally:
        _write(kept)
    shares = {tool: _share(each) for tool, each in sorted(counted.items()) if len(each) >= _SEEN}
    return {**shares, "other": _share([ok for each in counted.values() for ok in each])}


def _share(right: Sequence[bool]) -> float:
    return (sum(right) + 1) / (len(right) + 1.1)


def _count(judged: Judged, counted: dict[str, list[bool]]) -> None:
    # A likelihood of its own speaks for what the solver computed, or a foreign tool.
    if judged.outcome != "declined" and judged.tool not in ("", SEARCH) and judged.confidence in (_GUESSED, None):
        counted[judged.tool].append(judged.outcome == "right")


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("part", nargs="*", help=f"of {', '.join(PARTS)}; all where none is named")
    asked = parser.parse_args()
    if unknown := {*asked.part} - {*PARTS}:
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    main(asked.data, *asked.part)
