"""All that the pointer learns from, in parts, and what is kept apart to measure it on."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from reckoner.models.mini.pointer.tokens import Tokens

from ..syllables import OWN
from .examples import Example
from .questions import Question, Questions, collected, written
from .slots import Schemas, Slots, dialogues
from .suites import Suites, every_suite

APART = frozenset(("Banks_1", "RentalCars_2", "Music_2", "Services_3"))
"""Services whose turns are for measuring only."""
_SHARE_APART = 8
"""Of suites and of passages one in so many is for measuring only."""


@dataclass
class Corpus:
    """Makes examples; each epoch has others."""

    data: Path
    tokens: Tokens
    own: Path = OWN
    _kept: dict[str, Any] = field(default_factory=dict)

    def slots(self, random: Random, share: float = 1.0, *, apart: bool = False) -> Iterator[Example]:
        """Two turns of every dialogue, or of a ``share`` of them."""
        schemas = self._once("schemas", lambda: Schemas.load(self.data / "slots"))
        of = Slots(self.tokens, _visible(schemas, apart=apart), random)
        for dialogue in self._once(
            "dialogues", lambda: list(dialogues(self.data / "slots" / "dialogues-train.jsonl.gz"))
        ):
            if random.random() > share:
                continue
            for turn in _turns(dialogue, random, apart=apart):
                yield from (each for each in of.of_turn(dialogue, turn) if apart or random.random() < 0.85)

    def suites(self, random: Random, *, apart: bool = False) -> Iterator[Example]:
        """Every request of every suite."""
        every = self._once("suites", lambda: every_suite(self.own))
        mine = [each for each in every if held_apart(each["domain"]) == apart]
        of = Suites(self.tokens, mine, random)
        for suite in mine:
            for example in suite["examples"]:
                yield from of.of(suite, example)

    def questions(self, random: Random, share: float = 1.0, *, apart: bool = False) -> Iterator[Example]:
        """Every question, or a ``share`` of them, some also over a passage that does not answer it."""
        mine = [each for each in self._once("questions", self._questions) if held_apart(each.document) == apart]
        groups: dict[str, list[Question]] = {}
        for each in mine:
            groups.setdefault(each.group, []).append(each)
        of = Questions(self.tokens, random)
        for each in mine:
            if random.random() <= share:
                yield from of.of(each, groups[each.group])

    def _questions(self) -> list[Question]:
        wiki = self.data / "retrieval" / "wiki-passages.jsonl"
        found = [
            each for name in ("xquad-en", "xquad-vi", "covidqa") for each in collected(self.data / "retrieval", name)
        ]
        for path in sorted((self.own / "questions").glob("*.jsonl")):
            found.extend(written(path, [wiki, *sorted((self.own / "passages").glob("*.jsonl"))]))
        return found

    def _once(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]


def held_apart(name: str) -> bool:
    """Whether a suite, by its domain, or a passage, by its id, is for measuring only."""
    # Of parallel sets a passage and its translation stand on one side.
    return zlib.crc32(name.removesuffix("-vi").removesuffix("-en").encode()) % _SHARE_APART == 0


def _visible(schemas: Schemas, *, apart: bool) -> Schemas:
    """The services that may be seen: to measure, all."""
    if apart:
        return schemas
    wordings = ({name: each for name, each in one.items() if name not in APART} for one in schemas.wordings)
    return Schemas(tuple(wordings))


def _turns(dialogue: dict[str, Any], random: Random, *, apart: bool) -> Sequence[int]:
    """Which of the user's turns are taken: where a tool is called next, rather than others."""
    turns = dialogue["turns"]
    mine = [
        place
        for place, each in enumerate(turns)
        if each["who"] == "user" and (each.get("intent", "").partition(".")[0] in APART) == apart
    ]
    calling = [place for place in mine if place + 1 < len(turns) and "call" in turns[place + 1]]
    if apart:
        return calling
    others = [place for place in mine if place not in calling]
    chosen = random.sample(calling, min(1, len(calling))) + random.sample(others, min(1, len(others)))
    return chosen
