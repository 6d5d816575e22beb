"""Questions over a folder of passages: what is found first, beside plain BM25 and plain vectors.

``NAME-passages.jsonl`` holds ``id``, ``text``, ``title`` and ``lang``; ``NAME-queries.jsonl`` holds ``id``,
``question``, ``relevant_ids`` and ``lang``, and may hold ``answers`` with ``text`` and ``start``. A set of questions is
asked over its own passages and those of the sets that have no questions, in its language.
"""

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reckoner.core import Passage, SettingsError, fold
from reckoner.retrieval import Document, DocumentIndex, search
from reckoner.retrieval.tokens import question_tokens

from .measured import Measured
from .records import lines

DEPTH = 10

Record = TypeVar("Record", bound=BaseModel)
System = Callable[[DocumentIndex, str], list[Passage]]


class Given(BaseModel):
    """A passage as a file holds it."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: str
    text: str
    title: str | None = None
    lang: str = "en"


class Answer(BaseModel):
    """Words that answer a question, and where they begin in the relevant passage; below 0: nobody knows."""

    model_config = ConfigDict(frozen=True)

    text: str
    start: int = -1


class Query(BaseModel):
    """A question as a file holds it."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True)

    id: str = ""
    question: str
    relevant_ids: frozenset[str] = Field(min_length=1)
    answers: tuple[Answer, ...] = ()

    @property
    def placed(self) -> list[Answer]:
        """The answers whose place is known."""
        return [each for each in self.answers if each.start >= 0]


@dataclass(frozen=True, kw_only=True)
class Collected:
    """A set of questions and what they are asked over."""

    name: str
    language: str
    queries: tuple[Query, ...]
    passages: tuple[Given, ...]


def collections(folder: Path) -> Iterator[Collected]:
    """The sets in a folder.

    Raises:
        SettingsError: There is none, or a file is not of this kind.
    """
    passages = {
        path.name.removesuffix("-passages.jsonl"): [*_read(Given, path, "eval.no_passage")]
        for path in sorted(folder.glob("*-passages.jsonl"))
    }
    told = {name for name in passages if (folder / f"{name}-queries.jsonl").is_file()}
    if not told:
        raise SettingsError("eval.no_passages", file=folder)
    for name in sorted(told):
        queries = tuple(_read(Query, folder / f"{name}-queries.jsonl", "eval.no_query"))
        if not queries or not passages[name]:
            raise SettingsError("eval.no_passages", file=folder)
        language = passages[name][0].lang
        others = [each for other in sorted(passages.keys() - told) for each in passages[other] if each.lang == language]
        yield Collected(name=name, language=language, queries=queries, passages=(*passages[name], *others))


def _read(kind: type[Record], path: Path, refusal: str) -> Iterator[Record]:
    for line, data in lines(path):
        try:
            yield kind.model_validate(data)
        except ValidationError as error:
            raise SettingsError(refusal, file=path, line=line) from error


def documents(collected: Collected) -> Iterator[Document]:
    """The passages of a set as documents; two with the same text become one."""
    for each in collected.passages:
        yield Document(name=f"{each.id}.txt", data=each.text.encode(), title=each.title or "")


def _best_first(index: DocumentIndex, found: dict[int, float]) -> list[Passage]:
    passages = index.passages([*found])
    return [passages[number] for number in sorted(passages, key=lambda each: -found[each])]


def _plain_words(index: DocumentIndex, question: str) -> list[Passage]:
    words = [word for found in question_tokens(question).values() for word in found]
    return _best_first(index, index.lexical(words, 5 * DEPTH))


def _plain_vectors(index: DocumentIndex, question: str) -> list[Passage]:
    return _best_first(index, index.dense(index.embeddings.embed_query(question), 5 * DEPTH))


SYSTEMS: dict[str, System] = {
    "reckoner": lambda index, question: search(index, question, limit=5 * DEPTH),
    "without ranker": lambda index, question: search(index, question, limit=5 * DEPTH, rank=False),
    "plain BM25": _plain_words,
    "plain vectors": _plain_vectors,
}


def measure(
    collected: Collected, index: DocumentIndex, systems: Sequence[str], told: Callable[[], None] = lambda: None
) -> list[Measured]:
    """Ask every question of every system; ``told`` is called after each.

    Vietnamese questions are asked a second time without their diacritics.
    """
    judge = Judge(collected, index)
    ways: list[tuple[str, Callable[[str], str]]] = [(collected.name, str)]
    if collected.language == "vi":
        ways.append((f"{collected.name}, no diacritics", fold))
    measured = []
    read = collected.language in index.embeddings.languages
    for name, typed in ways:
        for system in (each for each in systems if read or each != "plain vectors"):
            values: dict[str, list[float]] = {}
            for query in collected.queries:
                for metric, value in judge.metrics(query, SYSTEMS[system](index, typed(query.question))).items():
                    values.setdefault(metric, []).append(value)
                told()
            measured.append(Measured(name=name, system=system, values=values))
    return measured


def write_results(path: Path, measured: Sequence[Measured]) -> None:
    """Every metric's value for each question, as JSON."""
    path.write_text(json.dumps([asdict(each) for each in measured], ensure_ascii=False), "utf-8")


class Judge:
    """Says how good what was found is."""

    def __init__(self, collected: Collected, index: DocumentIndex) -> None:
        self._texts = {each.id: each.text for each in collected.passages}
        self._index = index
        self._stored: dict[tuple[str, int], list[int]] = {}
        self._written: dict[str, list[int]] = {}

    def metrics(self, query: Query, found: Sequence[Passage]) -> dict[str, float]:
        relevant = self._relevant(query)
        texts = dict.fromkeys(self._texts[each.name.removesuffix(".txt")] for each in found)
        ranks = [rank for rank, text in enumerate([*texts][:DEPTH], 1) if text in relevant]
        ideal = sum(1 / math.log2(1 + rank) for rank in range(1, min(len(relevant), DEPTH) + 1))
        values = {
            **{f"recall@{k}": sum(rank <= k for rank in ranks) / len(relevant) for k in (1, 5, 10)},
            "MRR@10": 1 / ranks[0] if ranks else 0.0,
            "nDCG@10": sum(1 / math.log2(1 + rank) for rank in ranks) / ideal,
        }
        if query.placed:
            held = [self.right(query, each) for each in found[:DEPTH]]
            values["passage hit@1"], values["passage hit@10"] = float(any(held[:1])), float(any(held))
        return values

    def right(self, query: Query, passage: Passage) -> bool:
        """Whether it is from a relevant document, and holds an answer where the place of one is known."""
        text = self._texts[passage.name.removesuffix(".txt")]
        return text in self._relevant(query) and (not query.placed or self._covers(passage, query, text))

    def _relevant(self, query: Query) -> set[str]:
        """The texts that answer: of passages with the same text one is stored."""
        return {self._texts.get(each, each) for each in query.relevant_ids}

    def _covers(self, passage: Passage, query: Query, text: str) -> bool:
        """Whether the passage holds an answer, by counting letters: stored texts differ from files in blanks."""
        where = (passage.source, passage.page)
        if where not in self._stored:
            self._stored[where] = _counted(self._index.page_text(passage) or "")
        if text not in self._written:
            self._written[text] = _counted(text)
        stored, written = self._stored[where], self._written[text]
        first, last = stored[passage.start], stored[passage.end]
        ends = [(each.start, each.start + len(each.text)) for each in query.placed]
        return any(end < len(written) and first <= written[start] and written[end] <= last for start, end in ends)


def _counted(text: str) -> list[int]:
    """How many letters and digits stand before each place of ``text``, its end included."""
    return [0, *accumulate(map(str.isalnum, text))]
