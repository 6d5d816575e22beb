"""Train the part of ``mini`` that turns word problems into programs.

    pip install 'reckoner[train]'
    python -m reckoner.training.solver DATA RUN [--epochs N] [--minutes N] [--dropout SHARE] [--on RUN]

``DATA`` holds ``math`` and ``retrieval`` (``training/data/README.md`` says what).
``RUN`` keeps the run, which goes on where it was cut off. With ``--on`` it begins with what another run left, or
with the encoder of the ``pointer`` that ships and what that learned of syllables.
"""

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from random import Random

from reckoner.core import language_of, sentences
from reckoner.models.mini.pointer.tokens import Tokens
from reckoner.models.mini.solver.quantities import problem

from ..command import Asked, asked, begun
from ..loop import Schedule, grouped, train
from ..mixed import mixed
from ..pointer.export import shipped
from ..pointer.questions import Question, written
from ..pointer.suites import every_suite
from ..syllables import OWN
from .measure import measure
from .network import loss, network
from .school import Solved, school
from .sheets import Sheet, questions, sheets
from .stories import Template, lacking, stories, templates

_COMPUTES = re.compile(
    r"\b(?:calculate|compute|how (?:much|many|long|far|fast)|what(?:'s| is|'ll)|find)\b|bao nhiêu|tính|mấy", re.I
)
"""Requests of functions that compute are problems, or might be."""
_PIECES = 800
"""Word pieces of one batch: many small steps learn more of the same problems than few large ones (``log.md``)."""
_TIMES = {"en": 4, "vi": 7}
"""How often a template is told in an epoch, by its language: there are fewer Vietnamese ones."""
_STEPS = (1, 2, 3, 5)
"""The longest programs of each epoch, and of those that follow: the short ones are learned first."""
_SCHOOL = 5
"""Steps of a problem of GSM8K that is learned from: longer ones take the most time and are hardly ever solved."""
_OTHERS = 3000
"""Texts of an epoch that are no problems."""
_SHEETS = 3
"""How often a question about a sheet is told in an epoch."""
_BLOCK, _APART = 8, 14
"""Neighbouring templates tell one story; one block of so many is for measuring only."""


@dataclass
class Problems:
    """What the solver learns from, and what is kept apart."""

    data: Path
    own: Path = OWN
    steps: Sequence[int] = _STEPS

    @cached_property
    def tokens(self) -> Tokens:
        """The tokenizer of all problems."""
        return Tokens()

    @cached_property
    def school(self) -> list[Solved]:
        """Problems of GSM8K with their programs."""
        return list(school(self.data / "math" / "gsm8k-train.jsonl", self.tokens))

    @cached_property
    def others(self) -> list[Solved]:
        """What holds numbers and is no problem: requests of tools, questions about documents."""
        requests = (
            (example["text"], example["lang"])
            for suite in every_suite(self.own)
            for example in suite["examples"]
            if "text" in example and not (example["tool"] is not None and _COMPUTES.search(example["text"]))
        )
        asked = [
            each
            for path in sorted((self.own / "questions").glob("*.jsonl"))
            for each in written(path, [self._wiki, *sorted((self.own / "passages").glob("*.jsonl"))])
        ]
        alone = ((each.question, language_of(each.question)) for each in asked)
        # What a line of a document says itself need not be computed from it.
        told = ((f"{line}\n{each.question}", language_of(each.question)) for each in asked if (line := _line(each)))
        found = (
            (problem(self.tokens, text, language), text, language) for text, language in (*requests, *alone, *told)
        )
        return [Solved(each, (), "others", language, text) for each, text, language in found if each.places]

    @property
    def _wiki(self) -> Path:
        return self.data / "retrieval" / "wiki-passages.jsonl"

    @cached_property
    def templates(self) -> list[tuple[bool, Template]]:
        """All templates, each with whether it is kept apart."""
        every = [each for path in sorted((self.own / "stories").glob("*.jsonl")) for each in templates(path)]
        return [(place // _BLOCK % _APART == 5, each) for place, each in enumerate(every)]

    @cached_property
    def sheets(self) -> list[tuple[bool, Sheet]]:
        """All questions about sheets, each with whether its sheet is kept apart."""
        every = [each for path in sorted((self.own / "sheets").glob("*.jsonl")) for each in sheets(path)]
        return [(place % _APART == 5, question) for place, each in enumerate(every) for question in each]

    def learned(self, epoch: int, random: Random) -> list[Solved]:
        """The problems of an epoch."""
        most = self.steps[min(epoch, len(self.steps) - 1)]
        mine = [each for apart, each in self.templates if not apart]
        short = [without for each in mine if (without := lacking(each)) is not None]
        told = [
            *(
                story
                for language, times in _TIMES.items()
                for story in stories([each for each in mine if each.language == language], self.tokens, random, times)
            ),
            *(each for each in self.school if not _apart(each) and len(each.program) <= _SCHOOL),
        ]
        return [
            *(each for each in told if len(each.program) <= most),
            *stories(short, self.tokens, random, 1),
            *questions([each for apart, each in self.sheets if not apart], self.tokens, random, _SHEETS),
            *random.sample([each for each in self.others if not _apart(each)], _OTHERS),
        ]

    def apart(self) -> list[Solved]:
        """What is measured on, the same in every run."""
        told = stories([each for apart, each in self.templates if apart], self.tokens, Random(5), 2)
        return [
            *told,
            *questions([each for apart, each in self.sheets if apart], self.tokens, Random(5), 2),
            *[each for each in self.school if _apart(each)][:300],
            *[each for each in self.others if _apart(each)][:200],
        ]


def _line(each: Question) -> str:
    """The sentence that answers, where it holds a number."""
    for start, end in sentences(each.passage):
        if each.spans and start <= each.spans[0][0] < end and re.search(r"\d", each.passage[start:end]):
            return each.passage[start:end].strip()
    return ""


def _apart(solved: Solved) -> bool:
    return zlib.crc32(solved.text.encode()) % 12 == 0


def batches(problems: Problems, run: str) -> Callable[[int], list[list[Solved]]]:
    """The batches of an epoch; a run that goes on from another draws others."""

    def of(epoch: int) -> list[list[Solved]]:
        random = Random(f"{run} {epoch}")
        rows = [_mixed(each, random) for each in problems.learned(epoch, random)]
        return grouped(rows, [len(each.problem.ids) for each in rows], _PIECES, random.shuffle)

    return of


def _mixed(solved: Solved, random: Random) -> Solved:
    if solved.language != "en":
        return solved
    return replace(solved, problem=replace(solved.problem, ids=tuple(mixed(solved.problem.ids, random))))


def main(asked: Asked) -> None:
    """Train it."""
    # What another run has learned begins with all lengths.
    fresh = asked.on in ("", "pointer")
    problems = Problems(asked.data, steps=_STEPS if fresh else _STEPS[-1:])
    apart = problems.apart()
    schedule = Schedule(epochs=asked.epochs, minutes=asked.minutes, rate=1e-4, head_rate=5e-4)
    train(
        begun(network(asked.dropout), asked.on, shipped),
        batches(problems, asked.run.name),
        loss,
        schedule,
        asked.run,
        lambda model: measure(model, apart),
    )


if __name__ == "__main__":
    main(asked(epochs=5))
