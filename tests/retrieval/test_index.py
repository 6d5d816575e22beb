"""The index: added once, replaced whole, removed without a trace, owned by one process."""

import hashlib
import random
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.documents import CONTRACT, LEASE, pdf

from reckoner.core import DocumentError, DocumentsBusy, IndexMismatch, StorageError, UnreadableDocument
from reckoner.models.embeddings import MiniEmbeddings
from reckoner.retrieval import Document, DocumentIndex, Filter, Receipt, search


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


def test_many_are_added_and_each_is_told_of(index: DocumentIndex) -> None:
    index.add("kept.txt", b"Old words.")
    wanted = [
        Document(name="a.txt", data=b"Apples are red."),
        Document(name="b.pdf", data=b"%PDF-1.4 broken"),
        Document(name="a again.txt", data=b"Apples are red."),
        Document(name="kept.txt", data=b"New words."),
    ]
    told = dict(index.add_all(wanted))
    assert [*told] == ["a.txt", "b.pdf", "a again.txt", "kept.txt"]
    assert isinstance(told["b.pdf"], UnreadableDocument)
    assert {source.name for source in index.sources()} == {"a.txt", "kept.txt"}
    texts = [passage.text for passage in search(index, "words")]
    assert texts[0] == "New words."
    assert "Old words." not in texts


def test_what_was_replaced_leaves_no_byte(index: DocumentIndex, tmp_path: Path) -> None:
    index.add("plan.txt", b"The password is quixotic-umbrella.")
    index.add("plan.txt", b"The password is on paper.")
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or b"quixotic" not in file.read_bytes(), file


class Other(MiniEmbeddings):
    fingerprint = "other:1"


def test_an_index_of_another_encoder_is_rebuilt_from_its_text(index: DocumentIndex, tmp_path: Path) -> None:
    for number in range(3):
        index.add(f"{number}.txt", f"Note {number} speaks of apples.".encode())
    index.close()
    other = DocumentIndex(tmp_path / "documents", embeddings=Other())
    with pytest.raises(IndexMismatch, match="docs rebuild"):
        search(other, "apples")
    told: list[tuple[int, int]] = []
    assert other.rebuild(lambda done, wanted: told.append((done, wanted))) == 3
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert len(search(other, "apples")) == 3
    assert other.rebuild() == 0
    other.close()


def test_a_rebuild_that_was_cut_off_goes_on(index: DocumentIndex, tmp_path: Path) -> None:
    for number in range(3):
        index.add(f"{number}.txt", f"Note {number} speaks of apples.".encode())
    index.close()
    other = DocumentIndex(tmp_path / "documents", embeddings=Other())

    def cut_off(done: int, wanted: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        other.rebuild(cut_off)
    assert other.rebuild() == 1
    other.close()


def test_an_index_of_version_1_is_rebuilt(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "documents.sqlite")) as database:
        database.executescript(
            """
            CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
            CREATE TABLE sources (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
                pages INTEGER NOT NULL, size INTEGER NOT NULL, added TEXT NOT NULL);
            CREATE TABLE pages (source TEXT NOT NULL REFERENCES sources ON DELETE CASCADE, number INTEGER NOT NULL,
                text TEXT NOT NULL, PRIMARY KEY (source, number));
            CREATE TABLE chunks (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
            CREATE VIRTUAL TABLE words USING fts5 (tokens);
            INSERT INTO sources VALUES ('1', 'a.txt', 'text', 1, 20, '2026-01-01T00:00:00+00:00');
            INSERT INTO pages VALUES ('1', 1, 'Apples are red.');
            """
        )
    index = DocumentIndex(folder)
    with pytest.raises(IndexMismatch, match="docs rebuild"):
        index.sources()
    assert index.rebuild() == 1
    assert search(index, "apples")[0].name == "a.txt"
    index.close()


def test_exported_documents_are_imported_elsewhere(index: DocumentIndex, tmp_path: Path) -> None:
    index.add("lease.pdf", pdf(LEASE), title="The lease")
    index.add("contract.txt", CONTRACT.encode())
    file = tmp_path / "export.sqlite"
    assert index.export(file) == 2
    other = DocumentIndex(tmp_path / "other")
    assert len(dict(other.import_(file))) == 2
    assert {(each.name, each.kind, each.title, each.added) for each in other.sources()} == {
        (each.name, each.kind, each.title, each.added) for each in index.sources()
    }
    for question in ("What is the annual rent?", "Lương tháng là bao nhiêu?"):
        assert [each.text for each in search(other, question)] == [each.text for each in search(index, question)]
    assert [receipt.added for receipt in dict(other.import_(file)).values() if isinstance(receipt, Receipt)] == [0, 0]
    other.close()


@pytest.mark.parametrize("content", [b"", b"words, no database" * 100])
def test_what_was_not_exported_is_refused(index: DocumentIndex, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "export.sqlite"
    file.write_bytes(content)
    with pytest.raises(DocumentError, match="no documents that Reckoner exported"):
        list(index.import_(file))
    assert file.read_bytes() == content


def test_questions_are_answered_while_a_document_is_read(index: DocumentIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    index.add("lease.txt", LEASE.encode())
    encoding, go_on = threading.Event(), threading.Event()
    encode = MiniEmbeddings.embed_documents

    def slow(self: MiniEmbeddings, texts: list[str]) -> list[list[float]]:
        if "plums" in texts[0]:
            encoding.set()
            assert go_on.wait(10)
        return encode(self, texts)

    monkeypatch.setattr(MiniEmbeddings, "embed_documents", slow)
    adding = threading.Thread(target=lambda: index.add("plums.txt", b"All about plums."))
    adding.start()
    assert encoding.wait(10)
    assert search(index, "annual rent")[0].name == "lease.txt"
    go_on.set()
    adding.join()
    assert search(index, "plums")[0].name == "plums.txt"


def test_writers_at_once_lose_nothing(index: DocumentIndex) -> None:
    writers = [
        threading.Thread(target=lambda n=number: index.add(f"{n}.txt", f"Note {n} speaks of apples.".encode()))
        for number in range(12)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(index.sources()) == 12
    assert len(search(index, "apples", limit=20)) == 12


def test_beyond_the_limit_the_graph_finds_the_same(index: DocumentIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        index.add(f"{number}.txt", f"Note {number} is about the number {number * number}.".encode())
    exact = [passage.id for passage in search(index, "What is note 7 about?", limit=10)]
    monkeypatch.setattr("reckoner.retrieval.vectors.EXACT_LIMIT", 10)
    index.remove("39.txt")
    index.add("39.txt", b"Note 39 is about the number 1521.")
    assert [passage.id for passage in search(index, "What is note 7 about?", limit=10)] == exact
    index.remove("7.txt")
    assert not any(passage.name == "7.txt" for passage in search(index, "What is note 7 about?", limit=40))


def test_the_same_bytes_from_several_threads_are_one_document(index: DocumentIndex) -> None:
    outcomes: list[Receipt] = []
    writers = [
        threading.Thread(target=lambda n=number: outcomes.append(index.add(f"{n}.txt", LEASE.encode())))
        for number in range(4)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(outcome.added for outcome in outcomes) == [0, 0, 0, 1]
    assert len(index.sources()) == 1
    assert len(search(index, "annual rent")) == 1


def test_a_renamed_document_is_found_by_its_new_name_alone(index: DocumentIndex, tmp_path: Path) -> None:
    index.add("zebra.txt", b"All about stripes.")
    index.add("apple.txt", b"All about stripes.")
    assert index.lexical(["appl"], 5)
    assert not index.lexical(["zebra"], 5)
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or b"zebra" not in file.read_bytes(), file


def test_many_removals_leave_no_byte(index: DocumentIndex, tmp_path: Path) -> None:
    choose = random.Random(4)
    there: list[int] = []
    for number in range(30):
        text = "\n".join(f"secret{number}qz line {line} {choose.random()}" for line in range(choose.randint(1, 300)))
        index.add(f"{number}.txt", text.encode())
        there.append(number)
        if choose.random() < 0.6:
            index.remove(f"{there.pop(choose.randrange(len(there)))}.txt")
    index.close()
    data = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert {int(each) for each in re.findall(rb"secret(\d+)qz", data)} == set(there)


def test_what_a_crash_left_of_the_removed_goes_when_it_is_opened_again(tmp_path: Path) -> None:
    code = """
import os, sys
from pathlib import Path
from reckoner.retrieval import DocumentIndex
index = DocumentIndex(Path(sys.argv[1]))
index.add("kept.txt", b"Apples are red.")
index.add("secret.txt", b"The password is quixotic-umbrella.")
index._scrub = lambda: os._exit(9)
index.remove("secret.txt")
"""
    folder = tmp_path / "documents"
    assert subprocess.run([sys.executable, "-c", code, str(folder)], check=False).returncode == 9
    index = DocumentIndex(folder)
    assert [source.name for source in index.sources()] == ["kept.txt"]
    for file in folder.rglob("*"):
        assert file.is_dir() or b"quixotic" not in file.read_bytes(), file
    index.close()


def test_a_filter_holds_while_documents_come_and_go(index: DocumentIndex) -> None:
    index.add("a.txt", b"Apples grow in the garden.")
    ended = threading.Event()

    def change() -> None:
        for number in range(30):
            index.remove("a.txt")
            index.add("secret.txt", f"Apples grow in the secret garden {number}.".encode())
            index.remove("secret.txt")
            index.add("a.txt", b"Apples grow in the garden.")
        ended.set()

    writer = threading.Thread(target=change)
    writer.start()
    while not ended.is_set():
        found = search(index, "apples garden", where=Filter(sources=("a.txt",)))
        assert {passage.name for passage in found} <= {"a.txt"}
    writer.join()


def test_the_graph_of_another_encoder_is_not_asked(
    index: DocumentIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reckoner.retrieval.vectors.EXACT_LIMIT", 0)
    index.add("a.txt", b"Apples are red.")
    search(index, "apples")
    index.close()

    class Short(MiniEmbeddings):
        fingerprint = "short:1"

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [vector[:8] for vector in super().embed_documents(texts)]

    other = DocumentIndex(tmp_path / "documents", embeddings=Short())
    other.rebuild()
    assert search(other, "apples")[0].name == "a.txt"
    other.close()


HOSTILE = {
    "a view without end": "CREATE VIEW sources AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
    " SELECT x AS id, x AS name, x AS kind, 1 AS pages, 1 AS size, '' AS added, '' AS title FROM n;"
    "CREATE TABLE pages (source, number, text);",
    "numbers for names": "CREATE TABLE sources (id, name, kind, pages, size, added, title);"
    "CREATE TABLE pages (source, number, text); INSERT INTO sources VALUES (1, 2, 3, 4, 5, 6, 7);",
    "a page twice": "CREATE TABLE sources (id, name, kind, pages, size, added, title);"
    "CREATE TABLE pages (source, number, text); INSERT INTO sources VALUES ('a', 'a', 'text', 1, 1, '', '');"
    "INSERT INTO pages VALUES ('a', 1, 'x'), ('a', 1, 'y');",
}


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_export_is_refused(index: DocumentIndex, tmp_path: Path, made: str) -> None:
    file = tmp_path / "export.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(made)
    with pytest.raises(DocumentError, match="no documents that Reckoner exported"):
        list(index.import_(file))


def test_an_export_cannot_pass_its_text_off_as_another_file(index: DocumentIndex, tmp_path: Path) -> None:
    file = tmp_path / "export.sqlite"
    with closing(sqlite3.connect(file)) as database:
        key = hashlib.sha256(LEASE.encode()).hexdigest()
        database.executescript(
            "CREATE TABLE sources (id, name, kind, pages, size, added, title);"
            "CREATE TABLE pages (source, number, text);"
            f"INSERT INTO sources VALUES ('{key}', 'lease.txt', 'text', 1, 1, '', '');"
            f"INSERT INTO pages VALUES ('{key}', 1, 'The annual rent is nine dollars.');"
        )
    list(index.import_(file))
    assert index.add("lease.txt", LEASE.encode()).added == 1
    assert "24,000" in search(index, "What is the annual rent?")[0].text


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    index = DocumentIndex(tmp_path)
    index.add("lease.txt", LEASE.encode())
    index.close()
    database = sqlite3.connect(tmp_path / "documents.sqlite")
    database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(DocumentError, match="newer Reckoner"):
        index.sources()
    database = sqlite3.connect(tmp_path / "documents.sqlite")
    assert database.execute("PRAGMA user_version").fetchone() == (99,)
    database.close()


def test_a_document_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="needs a name"):
        DocumentIndex(tmp_path).add("  ", LEASE.encode())


def test_a_large_graph_is_made_while_questions_are_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reckoner.retrieval.vectors.EXACT_LIMIT", 10)
    monkeypatch.setattr("reckoner.retrieval.graph._AT_ONCE", 10)
    monkeypatch.setattr("reckoner.retrieval.graph._BATCH", 7)
    index = DocumentIndex(tmp_path)
    for number in range(60):
        index.add(f"{number}.txt", f"Note {number} speaks of {'apples' if number % 2 else 'boats'}.".encode())
    vector = index.embeddings.embed_query("fruit")
    first = index.dense(vector, 5)
    index.finish()
    assert index._nearest is not None
    assert index._nearest.ready()
    assert {number: round(cosine, 2) for number, cosine in index.dense(vector, 5).items()} == {
        number: round(cosine, 2) for number, cosine in first.items()
    }
    index.remove("59.txt")
    assert len(index.dense(vector, 100)) == 59
    index.close()
