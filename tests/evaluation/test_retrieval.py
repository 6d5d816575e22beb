"""Questions over passages: metrics as they are defined, and a page of them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reckoner.cli.main import app
from reckoner.core import Passage, SettingsError
from reckoner.evaluation.measured import Measured
from reckoner.evaluation.page import write_measured_page
from reckoner.evaluation.retrieval import SYSTEMS, Judge, collections, documents, measure
from reckoner.retrieval import DocumentIndex

PASSAGES = [
    {"id": "cats", "title": "Cats", "text": "Cats sleep a lot.\n\nA kitten is weaned at eight weeks.", "lang": "en"},
    {"id": "dogs", "title": "Dogs", "text": "Dogs bark at night. A puppy is weaned at six weeks.", "lang": "en"},
]
QUERIES = [
    {
        "id": "1",
        "question": "When is a kitten weaned?",
        "relevant_ids": ["cats"],
        "answers": [{"text": "eight weeks", "start": 42}],
        "lang": "en",
    },
    {"id": "2", "question": "Which animals bark?", "relevant_ids": ["dogs"], "lang": "en"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "pets-passages.jsonl").write_text("\n".join(map(json.dumps, PASSAGES)))
    (folder / "pets-queries.jsonl").write_text("\n".join(map(json.dumps, QUERIES)))
    other = {"id": "tea", "text": "Tea is drunk hot.", "lang": "en"}
    foreign = {"id": "tra", "text": "Trà được uống nóng.", "lang": "vi"}
    (folder / "more-passages.jsonl").write_text(f"{json.dumps(other)}\n{json.dumps(foreign)}\n")
    return folder


def test_a_set_is_asked_over_its_own_passages_and_those_without_questions(folder: Path) -> None:
    [pets] = collections(folder)
    assert [each.id for each in pets.passages] == ["cats", "dogs", "tea"]
    assert [[(each.text, each.start) for each in query.placed] for query in pets.queries] == [[("eight weeks", 42)], []]


@pytest.mark.parametrize(
    ("file", "line", "says"),
    [
        ("pets-passages.jsonl", '{"id": "x"}', "no passage"),
        ("pets-passages.jsonl", '{"id": "x", "text": "x", "title": 3.5, "lang": []}', "no passage"),
        ("pets-queries.jsonl", '{"question": "x"}', "no question"),
        ("pets-queries.jsonl", '{"question": "x", "relevant_ids": []}', "no question"),
        ("pets-queries.jsonl", '{"question": "x", "relevant_ids": ["cats"], "answers": [1]}', "no question"),
        ("pets-queries.jsonl", "", "no passages with questions"),
    ],
)
def test_files_of_another_kind_are_refused(folder: Path, file: str, line: str, says: str) -> None:
    (folder / file).write_text(line)
    with pytest.raises(SettingsError, match=says):
        list(collections(folder))


def test_every_system_finds_what_is_easy(folder: Path, tmp_path: Path) -> None:
    [pets] = collections(folder)
    index = DocumentIndex(tmp_path / "index")
    assert len(list(index.add_all(documents(pets)))) == 3
    measured = measure(pets, index, list(SYSTEMS))
    assert [each.system for each in measured] == list(SYSTEMS)
    for each in measured:
        assert each.values["recall@1"] == [1.0, 1.0]
        assert each.values["passage hit@1"] == [1.0]
    write_measured_page(tmp_path / "page.html", measured)
    page = (tmp_path / "page.html").read_text()
    assert "1.000 (1.000–1.000)" in page
    assert "data:image/png;base64" in page
    index.close()


def test_metrics_are_those_of_the_books(folder: Path, tmp_path: Path) -> None:
    [pets] = collections(folder)
    index = DocumentIndex(tmp_path / "index")
    list(index.add_all(documents(pets)))
    judge = Judge(pets, index)
    found = [index.passages([number]) for number in (1, 2, 3)]
    cats, dogs, tea = (passage for each in found for passage in each.values())
    second = judge.metrics(pets.queries[0], [tea, cats, dogs])
    assert second["recall@1"] == 0
    assert second["recall@5"] == 1
    assert second["MRR@10"] == 0.5
    assert second["nDCG@10"] == pytest.approx(0.6309, abs=1e-4)
    assert second["passage hit@1"] == 0
    assert second["passage hit@10"] == 1
    index.close()


def test_a_passage_that_ends_before_the_answer_does_not_hold_it(folder: Path, tmp_path: Path) -> None:
    [pets] = collections(folder)
    index = DocumentIndex(tmp_path / "index")
    list(index.add_all(documents(pets)))
    [cats] = index.passages([1]).values()
    cut = Passage.from_dict({**cats.to_dict(), "end": cats.start + 20})
    assert Judge(pets, index).right(pets.queries[0], cats)
    assert not Judge(pets, index).right(pets.queries[0], cut)
    index.close()


def test_an_interval_holds_its_mean() -> None:
    measured = Measured(name="x", system="y", values={"recall@1": [0.0, 1.0] * 50})
    mean, low, high = measured.interval("recall@1")
    assert mean == 0.5
    assert 0.38 < low < 0.45
    assert 0.55 < high < 0.62


def test_the_command_writes_a_page(folder: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["eval", "retrieval", str(folder), "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert "pets, 2 cases" in result.output
    assert (tmp_path / "out" / "report.html").is_file()
    assert json.loads((tmp_path / "out" / "results.json").read_text())[0]["name"] == "pets"
