"""A folder and its documents in step; nothing is lost because a disk is missing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.documents import epub

from reckoner.core import DocumentError, UnreadableDocument
from reckoner.retrieval import Change, DocumentIndex, Kept, Receipt, Removed, search, sync
from reckoner.retrieval.store import Origin


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DocumentIndex]:
    index = DocumentIndex(tmp_path / "index")
    yield index
    index.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "apples.txt").write_text("Apples ripen in September.")
    (folder / "deep" / "pears.txt").write_text("Pears ripen in October.")
    (folder / ".hidden").write_text("Nobody reads this.")
    return folder


def changes(index: DocumentIndex, folder: Path) -> dict[str, Change]:
    return dict(sync(index, folder))


def names(index: DocumentIndex) -> set[str]:
    return {source.name for source in index.sources()}


def test_it_holds_what_the_folder_holds(index: DocumentIndex, folder: Path) -> None:
    assert set(changes(index, folder)) == {"apples.txt", "deep/pears.txt"}
    assert names(index) == {"apples.txt", "deep/pears.txt"}
    assert changes(index, folder) == {}


def test_edited_moved_and_deleted_files_are_followed(index: DocumentIndex, folder: Path) -> None:
    changes(index, folder)
    (folder / "apples.txt").write_text("Apples ripen in August, all of them.")
    (folder / "deep" / "pears.txt").rename(folder / "pears.txt")
    (folder / "plums.txt").write_text("Plums ripen in July.")
    found = changes(index, folder)
    assert isinstance(found["apples.txt"], Receipt)
    assert names(index) == {"apples.txt", "pears.txt", "plums.txt"}
    assert "August" in search(index, "When do apples ripen?")[0].text
    assert not any("September" in passage.text for passage in search(index, "When do apples ripen?"))
    (folder / "plums.txt").unlink()
    assert changes(index, folder) == {"plums.txt": Removed(name="plums.txt")}


def test_files_that_did_not_change_are_not_read(
    index: DocumentIndex, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes(index, folder)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} was read"))
    assert changes(index, folder) == {}


def test_documents_from_elsewhere_stay(index: DocumentIndex, folder: Path) -> None:
    index.add("mine.txt", b"Cherries ripen in June.")
    changes(index, folder)
    (folder / "apples.txt").unlink()
    changes(index, folder)
    assert names(index) == {"mine.txt", "deep/pears.txt"}


def test_an_empty_folder_removes_nothing(index: DocumentIndex, folder: Path) -> None:
    changes(index, folder)
    for file in ("apples.txt", "deep/pears.txt"):
        (folder / file).unlink()
    with pytest.raises(DocumentError, match="is empty, though documents came from it"):
        changes(index, folder)
    assert len(names(index)) == 2


def test_a_missing_folder_removes_nothing(index: DocumentIndex, folder: Path) -> None:
    changes(index, folder)
    folder.rename(folder.with_name("elsewhere"))
    with pytest.raises(DocumentError, match="no folder"):
        changes(index, folder)
    assert len(names(index)) == 2


def test_a_file_whose_disk_is_missing_keeps_its_document(index: DocumentIndex, folder: Path) -> None:
    changes(index, folder)
    with index._storing() as store, store.changing():  # as if the folder below had been a disk of its own
        source = store.named("deep/pears.txt")
        assert source is not None
        store.set_origin(source.id, Origin(root=str(folder), device=-1, modified=0))
    (folder / "deep" / "pears.txt").unlink()
    assert changes(index, folder) == {"deep/pears.txt": Kept(name="deep/pears.txt")}
    assert "deep/pears.txt" in names(index)


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_added(index: DocumentIndex, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    found = changes(index, folder)
    assert isinstance(found["broken.pdf"], UnreadableDocument)
    assert len(names(index)) == 2


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_to_nowhere_is_passed_over(index: DocumentIndex, folder: Path) -> None:
    (folder / "lost.txt").symlink_to(folder / "nothing.txt")
    changes(index, folder)
    assert len(names(index)) == 2


def test_what_was_added_by_hand_is_not_taken_over(index: DocumentIndex, folder: Path) -> None:
    index.add("mine.txt", (folder / "apples.txt").read_bytes())
    changes(index, folder)
    (folder / "apples.txt").unlink()
    changes(index, folder)
    assert names(index) == {"mine.txt", "deep/pears.txt"}
    index.add("pears by hand.txt", (folder / "deep" / "pears.txt").read_bytes())
    (folder / "deep" / "pears.txt").unlink()
    (folder / "plums.txt").write_text("Plums ripen in July.")
    changes(index, folder)
    assert names(index) == {"mine.txt", "pears by hand.txt", "plums.txt"}


def test_another_folder_with_the_same_file_takes_nothing(index: DocumentIndex, folder: Path, tmp_path: Path) -> None:
    changes(index, folder)
    other = tmp_path / "other"
    other.mkdir()
    (other / "copy.txt").write_bytes((folder / "apples.txt").read_bytes())
    (other / "plums.txt").write_text("Plums ripen in July.")
    changes(index, other)
    (other / "copy.txt").unlink()
    assert changes(index, other) == {}
    assert names(index) == {"apples.txt", "deep/pears.txt", "plums.txt"}


def test_of_two_equal_files_the_same_one_stays(index: DocumentIndex, folder: Path) -> None:
    (folder / "same.txt").write_bytes((folder / "apples.txt").read_bytes())
    changes(index, folder)
    first = names(index)
    for _ in range(2):
        changes(index, folder)
        assert names(index) == first


def test_a_file_that_would_stop_a_reader_does_not_stop_the_others(index: DocumentIndex, folder: Path) -> None:
    (folder / "odd.eml").write_bytes(
        b"From: a@example.com\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-7\n\nhello +2AA- there"
    )
    book = epub("words")
    (folder / "torn.epub").write_bytes(book[:40] + b"\xff\xff" + book[42:200] + b"\x00" * 50 + book[250:])
    found = changes(index, folder)
    assert {"apples.txt", "deep/pears.txt"} <= names(index)
    assert isinstance(found["torn.epub"], DocumentError)


def test_what_a_file_held_goes_when_it_holds_nothing_any_more(index: DocumentIndex, folder: Path) -> None:
    changes(index, folder)
    (folder / "apples.txt").write_bytes(b"")
    told = [*sync(index, folder)]
    assert isinstance(told[0][1], UnreadableDocument)
    assert told[1] == ("apples.txt", Removed(name="apples.txt"))
    assert names(index) == {"deep/pears.txt"}


@pytest.mark.skipif(os.name == "nt", reason="names are no bytes there")
def test_names_of_another_encoding_stay_apart(index: DocumentIndex, folder: Path) -> None:
    for number, name in enumerate((b"caf\xe9.txt", b"caf\xe8.txt")):
        (folder / os.fsdecode(name)).write_text(f"Coffee number {number} is strong.")
    changes(index, folder)
    assert names(index) == {"apples.txt", "deep/pears.txt", "caf\\xe9.txt", "caf\\xe8.txt"}
    assert changes(index, folder) == {}


def test_a_file_that_is_still_being_written_is_left_for_later(index: DocumentIndex, folder: Path) -> None:
    (folder / "late.txt").write_text("Plums ripen in July.")
    long_ago = (folder / "late.txt").stat().st_mtime - 60
    for name in ("apples.txt", "deep/pears.txt"):
        os.utime(folder / name, (long_ago, long_ago))
    assert set(dict(sync(index, folder, settled=30))) == {"apples.txt", "deep/pears.txt"}
    assert set(dict(sync(index, folder))) == {"late.txt"}
