"""The right passage first, in both languages, with and without diacritics."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.documents import CONTRACT, LEASE

from reckoner.retrieval import DocumentIndex, DocumentRetriever, search

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


@pytest.mark.parametrize("question", ['"', "a AND (b", "* OR NEAR(", "'; DROP TABLE chunks; --", "0_x", "🙂"])
def test_a_question_is_never_read_as_a_query(index: DocumentIndex, question: str) -> None:
    search(index, question)
    assert len(index.sources()) == 6


def test_the_retriever_returns_the_same(index: DocumentIndex) -> None:
    documents = DocumentRetriever(index=index, k=2).invoke("annual rent")
    assert documents[0].metadata["name"] == "lease.txt"
    assert len(documents) == 2
