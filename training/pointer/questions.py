"""Examples of questions over passages, with and without an answer there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from reckoner.core import fold
from reckoner.evaluation.records import lines
from reckoner.models.mini.pointer.layout import Row, question_row, windows
from reckoner.models.mini.pointer.tokens import Tokens

from .examples import Example, Gold, placed


@dataclass(frozen=True)
class Question:
    """A question, its passage, and each span of characters that answers it; none where it is not answered."""

    question: str
    passage: str
    spans: tuple[tuple[int, int], ...]
    group: str
    language: str = "en"
    document: str = ""


def written(questions: Path, passages: Sequence[Path]) -> Iterator[Question]:
    """Questions of lines of ``id``, ``q`` and ``a`` over passages of lines of ``id`` and ``text``."""
    texts = {row["id"]: row for path in passages for row in _rows(path)}
    for row in _rows(questions):
        passage = texts[row["id"]]
        text, answer = passage["text"], row["a"]
        starts = [] if answer is None else [place for place in range(len(text)) if text.startswith(answer, place)]
        spans = tuple((start, start + len(answer)) for start in starts)
        yield Question(row["q"], text, spans, questions.stem, passage.get("lang", "en"), row["id"])


def collected(folder: Path, name: str) -> Iterator[Question]:
    """Questions of a set whose answers are spans (``training/data/README.md`` says how its two files look)."""
    texts = {row["id"]: row for row in _rows(folder / f"{name}-passages.jsonl")}
    for row in _rows(folder / f"{name}-queries.jsonl"):
        passage = texts[row["relevant_ids"][0]]
        spans = tuple((each["start"], each["start"] + len(each["text"].rstrip())) for each in row["answers"])
        yield Question(row["question"], passage["text"], spans, name, row["lang"], row["relevant_ids"][0])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    return (row for _, row in lines(path))


_Window = tuple[Row, tuple[tuple[int, int], ...]]
"""A part of a passage with its question, and the spans that answer there."""


class Questions:
    """Makes examples of questions."""

    def __init__(self, tokens: Tokens, random: Random) -> None:
        self._tokens = tokens
        self._random = random

    def of(self, each: Question, others: Sequence[Question] = ()) -> Iterator[Example]:
        """The question over its passage, and now and then over one of ``others``, which does not answer it."""
        yield self._example(each)
        if others and self._random.random() < 0.12:
            other = self._random.choice(others)
            if other.document != each.document:
                yield self._example(Question(each.question, other.passage, (), each.group, each.language))

    def _example(self, each: Question) -> Example:
        question, passage = each.question, each.passage
        if each.language == "vi" and self._random.random() < 0.15:
            question = fold(question)
        pieces = self._tokens.read(passage)
        answered: list[_Window] = []
        empty: list[_Window] = []
        for window in windows(pieces):
            row = question_row(self._tokens, question, window)
            spans = tuple(placed(row, ((0, *span) for span in each.spans)))
            (answered if spans else empty).append((row, spans))
        row, spans = self._pick(answered, empty)
        return Example("read", row, gold=(Gold(spans=spans),), source=each.group, said=(passage,))

    def _pick(self, answered: Sequence[_Window], empty: Sequence[_Window]) -> _Window:
        """One window, as a rule one that holds the answer."""
        if answered and (not empty or self._random.random() < 0.85):
            return self._random.choice(answered)
        return self._random.choice(empty or answered)
