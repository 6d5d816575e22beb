"""The right passage first, in both languages, with and without diacritics."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from support.documents import CONTRACT, LEASE

from reckoner.core import DocumentError
from reckoner.retrieval import DocumentIndex, DocumentRetriever, Filter, hits, search

OTHERS = {
    "pie.txt": "Mix flour and butter, add six apples and bake the pie for 40 minutes at 180 degrees.",
    "cats.txt": "Cats sleep for up to sixteen hours a day. A kitten is weaned at eight weeks.",
    "pho.txt": "Nước dùng phở được ninh từ xương bò trong tám giờ với gừng nướng và quế.",
    "bus.txt": "Xe buýt số 32 chạy từ Giáp Bát đến Nhổn, mỗi chuyến cách nhau 10 phút.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DocumentIndex]:
    index = DocumentIndex(Path(tmp_path_factory.mktemp("documents")))
    for name, text in {**OTHERS, "lease.txt": LEASE, "contract.txt": CONTRACT}.items():
        index.add(name, text.encode())
    yield index
    index.close()


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How much is the rent each year?", "lease.txt"),
        ("Are dogs allowed in the flat?", "lease.txt"),
        ("How long do felines rest?", "cats.txt"),
        ("dessert recipe with fruit", "pie.txt"),
        ("Nhân viên được nghỉ bao nhiêu ngày phép?", "contract.txt"),
        ("nhan vien duoc nghi bao nhieu ngay phep", "contract.txt"),
        ("xe buyt so 32 chay tu dau", "bus.txt"),
        ("Ninh xương bò mất mấy giờ?", "pho.txt"),
    ],
)
def test_the_right_document_comes_first(index: DocumentIndex, question: str, name: str) -> None:
    assert search(index, question)[0].name == name


def test_scores_tell_what_is_covered_from_what_is_not(index: DocumentIndex) -> None:
    assert search(index, "What is the annual rent?")[0].score > 0.6
    assert search(index, "Who won the football world cup in 2018?")[0].score < 0.35


def test_no_documents_no_passages(tmp_path: Path) -> None:
    empty = DocumentIndex(tmp_path / "none")
    assert search(empty, "anything") == []
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "question",
    [
        '"',
        "a AND (b",
        "* OR NEAR(",
        "'; DROP TABLE chunks; --",
        "0_x",
        "🙂",
        "",
        "\ud800 rent",
        "a" + "\u0301" * 50_000,
    ],
)
def test_a_question_is_never_read_as_a_query(index: DocumentIndex, question: str) -> None:
    search(index, question)
    assert len(index.sources()) == 6


def test_the_retriever_returns_the_same(index: DocumentIndex) -> None:
    documents = DocumentRetriever(index=index, k=2).invoke("annual rent")
    assert documents[0].metadata["name"] == "lease.txt"
    assert len(documents) == 2


def test_a_filter_lets_through_only_what_it_names(index: DocumentIndex) -> None:
    def names(**where: Any) -> set[str]:
        return {passage.name for passage in search(index, "How many hours?", limit=20, where=Filter(**where))}

    assert names(sources=("cats.txt", "pho.txt")) == {"cats.txt"}
    assert names(sources=("pie.txt",)) == {"pie.txt"}
    assert names(kinds=("pdf",)) == set()
    assert names(pages=(2, 3)) == set()
    assert names(since="2999-01-01") == set()
    today = datetime.now(UTC)
    assert "cats.txt" in names(until=f"{today:%Y-%m-%d}")  # A day lasts until its end.
    assert "cats.txt" in names(since=(today - timedelta(hours=1)).astimezone(timezone(timedelta(hours=14))).isoformat())
    with pytest.raises(DocumentError, match="no day or moment"):
        names(since="yesterday")
    assert "cats.txt" in names(kinds=("text",), since="2020-01-01", until="2999-01-01", pages=(1, 1))


def test_a_hit_tells_why_it_stands_where_it_does(index: DocumentIndex) -> None:
    first, *_ = hits(index, "How long do cats sleep?")
    assert first.passage.name == "cats.txt"
    assert first.clues is not None
    assert first.clues.sentence > 0.5
    assert max(first.words, first.letters, first.meaning) == 1.0
    vietnamese, *_ = hits(index, "nhan vien duoc nghi bao nhieu ngay phep")
    assert vietnamese.meaning == 0.0


def test_an_english_name_is_found_in_a_vietnamese_text(index: DocumentIndex) -> None:
    assert search(index, "Where is Giap Bat?")[0].name == "bus.txt"


def test_two_words_side_by_side_come_before_the_same_words_apart(tmp_path: Path) -> None:
    index = DocumentIndex(tmp_path / "documents")
    apart = "The green door is locked at night. Later that week they painted a tall house by the river."
    together = "Nobody lived in the green house by the river. It was locked, like every door of that street, at night."
    index.add("apart.txt", apart.encode())
    index.add("together.txt", together.encode())
    assert search(index, "Who lived in the green house?")[0].name == "together.txt"
    index.close()


def test_a_passage_is_shown_with_its_neighbours(tmp_path: Path) -> None:
    index = DocumentIndex(tmp_path / "documents")
    text = " ".join(f"Sentence {number} says that the weather was fine." for number in range(60))
    index.add("long.txt", text.encode())
    passage = search(index, "Sentence 30")[0]
    page = index.page_text(passage)
    assert page is not None
    assert page[passage.start : passage.end] == passage.text
    starts = sorted(passage.start for passage in search(index, "Sentence weather", limit=10))
    ends = sorted(passage.end for passage in search(index, "Sentence weather", limit=10))
    assert all(following < end for end, following in zip(ends, starts[1:], strict=False))
    index.close()
