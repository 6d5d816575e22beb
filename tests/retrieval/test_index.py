"""The index: added once, replaced whole, removed without a trace, owned by one process."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.documents import CONTRACT, LEASE, pdf

from reckoner.core import DocumentError, DocumentsBusy, IndexMismatch, StorageError, UnreadableDocument
from reckoner.models.embeddings import MiniEmbeddings
from reckoner.retrieval import DocumentIndex, search


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DocumentIndex]:
    index = DocumentIndex(tmp_path / "documents")
    yield index
    index.close()


def test_the_same_file_twice_changes_nothing(index: DocumentIndex) -> None:
    first, second = index.add("lease.txt", LEASE.encode()), index.add("lease.txt", LEASE.encode())
    assert (first.added, first.skipped) == (1, 0)
    assert (second.added, second.skipped) == (0, 1)
    assert len(index.sources()) == 1


def test_a_moved_file_is_renamed(index: DocumentIndex) -> None:
    index.add("lease.txt", LEASE.encode())
    index.add("new/lease.txt", LEASE.encode())
    assert [source.name for source in index.sources()] == ["new/lease.txt"]
    assert search(index, "annual rent")[0].name == "new/lease.txt"


def test_an_edited_file_takes_the_place_of_the_former(index: DocumentIndex) -> None:
    index.add("lease.txt", LEASE.encode())
    index.add("lease.txt", LEASE.replace("24,000", "36,000").encode())
    assert len(index.sources()) == 1
    texts = [passage.text for passage in search(index, "annual rent")]
    assert any("36,000" in text for text in texts)
    assert not any("24,000" in text for text in texts)


def test_what_is_removed_is_found_no_more_and_leaves_no_byte(index: DocumentIndex, tmp_path: Path) -> None:
    secret = "The zebrafish password is quixotic-umbrella."
    index.add("secret.txt", secret.encode())
    index.add("lease.txt", LEASE.encode())
    search(index, "zebrafish")
    index.remove("secret.txt")
    assert not any("zebrafish" in passage.text for passage in search(index, "zebrafish password"))
    index.close()
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"quixotic" not in file.read_bytes(), file


def test_removing_what_is_not_there_says_so(index: DocumentIndex) -> None:
    with pytest.raises(DocumentError, match="no document “x”"):
        index.remove("x")


def test_a_document_that_cannot_be_read_changes_nothing(index: DocumentIndex) -> None:
    index.add("lease.pdf", pdf(LEASE))
    with pytest.raises(UnreadableDocument):
        index.add("lease.pdf", pdf(LEASE)[:200])
    assert [source.name for source in index.sources()] == ["lease.pdf"]
    assert search(index, "annual rent")


def test_it_is_all_there_after_a_restart(tmp_path: Path) -> None:
    first = DocumentIndex(tmp_path / "documents")
    first.add("lease.txt", LEASE.encode())
    first.close()
    second = DocumentIndex(tmp_path / "documents")
    assert search(second, "How much notice must be given?")[0].name == "lease.txt"
    second.close()


def test_a_second_owner_is_told_so(index: DocumentIndex, tmp_path: Path) -> None:
    index.add("lease.txt", LEASE.encode())
    other = DocumentIndex(tmp_path / "documents")
    with pytest.raises(DocumentsBusy, match="another Reckoner"):
        other.sources()
    index.close()
    assert len(other.sources()) == 1
    other.close()


def test_another_encoder_is_refused(index: DocumentIndex, tmp_path: Path) -> None:
    index.add("lease.txt", LEASE.encode())
    index.close()

    class Other(MiniEmbeddings):
        fingerprint = "other:1"

    with pytest.raises(IndexMismatch, match="other:1"):
        DocumentIndex(tmp_path / "documents", embeddings=Other()).sources()


def test_an_index_that_is_no_index_is_refused_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "documents.sqlite").write_bytes(b"no database at all, only words" * 100)
    with pytest.raises(DocumentError, match="cannot be read"):
        DocumentIndex(folder).sources()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageError, match="cannot be written"):
        DocumentIndex(tmp_path / "file" / "documents").add("a.txt", b"text")


CRASH = """
import os, sys
from pathlib import Path
from reckoner.retrieval import DocumentIndex
index = DocumentIndex(Path(sys.argv[1]))
index.add("first.txt", b"The first document speaks of apples.")
index._write_chunks = lambda *arguments: os._exit(9)  # as if killed in the middle of the change
index.add("second.txt", b"The second document speaks of pears.")
"""


def test_a_crash_in_the_middle_leaves_the_old(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    ended = subprocess.run([sys.executable, "-c", CRASH, str(folder)], check=False)
    assert ended.returncode == 9
    index = DocumentIndex(folder)
    assert [source.name for source in index.sources()] == ["first.txt"]
    assert [passage.name for passage in search(index, "pears")] == ["first.txt"]
    index.add("second.txt", b"The second document speaks of pears.")
    assert search(index, "pears")[0].name == "second.txt"
    index.close()


def test_a_full_disk_changes_nothing(index: DocumentIndex) -> None:
    index.add("lease.txt", LEASE.encode())
    with index._storing() as store:
        pages = store._rows("PRAGMA page_count")[0]["page_count"]
        store._rows(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StorageError, match="disk is full"):
        index.add("big.txt", (CONTRACT * 400).encode())
    assert [source.name for source in index.sources()] == ["lease.txt"]
    assert search(index, "annual rent")[0].name == "lease.txt"
