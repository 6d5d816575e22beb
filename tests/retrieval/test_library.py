"""Collections and tenants: what is in one is in no other."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.documents import CONTRACT, LEASE

from reckoner.core import DocumentError, DocumentsBusy
from reckoner.retrieval import MAIN, Library, search


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path)
    yield library
    library.close()


def test_a_collection_holds_its_own_documents_only(library: Library) -> None:
    library.collection().add("lease.txt", LEASE.encode())
    library.create("Nhân sự").add("contract.txt", CONTRACT.encode())
    assert library.names() == [MAIN, "Nhân sự"]
    for name, held in ((MAIN, "lease.txt"), ("Nhân sự", "contract.txt")):
        found = search(library.collection(name), "rent lương tháng notice nhân viên", limit=50)
        assert {(each.name, each.collection) for each in found} == {(held, name)}
        assert all(library.page_text(each) for each in found)


def test_a_passage_of_one_collection_stands_in_no_other(library: Library) -> None:
    for name in ("a", "b"):
        library.create(name)
    library.collection("a").add("lease.txt", LEASE.encode())
    [passage] = search(library.collection("a"), "rent", limit=1)
    assert library.collection("b").page_text(passage) is None
    library.remove("a")
    assert library.page_text(passage) is None


@pytest.mark.parametrize("name", ["../outside", "a/b", "..", "/etc", "con", "x" * 80, "tài liệu 1"])
def test_no_name_is_a_path(library: Library, tmp_path: Path, name: str) -> None:
    library.create(name).add("lease.txt", LEASE.encode())
    assert name in library.names()
    written = {path.resolve() for path in tmp_path.rglob("*")}
    assert all(path.is_relative_to(tmp_path / "collections") for path in written if path.name == "documents.sqlite")
    assert not (tmp_path.parent / "outside").exists()


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "\u200b", "\x00"])
def test_a_name_must_say_something_short(library: Library, name: str) -> None:
    with pytest.raises(DocumentError, match="1 to 80"):
        library.create(name)


def test_names_that_look_alike_are_one(library: Library) -> None:
    assert library.create("  Nha\u0302n   sự ") is library.collection("Nhân sự")


def test_an_unknown_collection_is_said(library: Library) -> None:
    with pytest.raises(DocumentError, match="docs collections"):
        library.collection("nowhere")
    with pytest.raises(DocumentError, match="cannot be removed"):
        library.remove(MAIN)


def test_nothing_of_a_removed_collection_is_left(library: Library, tmp_path: Path) -> None:
    library.create("secret").add("lease.txt", b"The password of the vault is swordfish.")
    library.remove("secret")
    assert library.names() == [MAIN]
    assert not any(b"swordfish" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert library.create("secret").sources() == []


def test_a_collection_in_use_elsewhere_is_not_removed(library: Library, tmp_path: Path) -> None:
    library.create("shared").add("lease.txt", LEASE.encode())
    other = Library(tmp_path)
    with pytest.raises(DocumentsBusy):
        other.remove("shared")
    assert [source.name for source in library.collection("shared").sources()] == ["lease.txt"]
    other.close()


def test_no_tenant_reaches_another(tmp_path: Path) -> None:
    tenants = {name: Library(tmp_path, tenant=name) for name in ("", "acme", "../acme", "globex")}
    for name, library in tenants.items():
        library.collection().add(f"{name or 'none'}.txt", f"The vault of {name or 'none'} opens at noon.".encode())
        library.create("plans").add("plan.txt", f"The plan of {name or 'none'} is a vault.".encode())
    for name, library in tenants.items():
        assert library.names() == [MAIN, "plans"]
        for collection in library.names():
            found = search(library.collection(collection), "vault plan", limit=50)
            assert len(found) == 1
            assert (name or "none") in found[0].text
            assert all(other.page_text(found[0]) is None for each, other in tenants.items() if each != name)
    for library in tenants.values():
        library.close()


def test_collections_outlive_the_process(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.create("kept").add("lease.txt", LEASE.encode())
    library.close()
    again = Library(tmp_path)
    assert search(again.collection("kept"), "annual rent")[0].name == "lease.txt"
    again.close()


def test_who_still_holds_a_removed_collection_is_told(library: Library, tmp_path: Path) -> None:
    index = library.create("work")
    index.add("lease.txt", b"The password of the vault is swordfish.")
    library.remove("work")
    with pytest.raises(DocumentError, match="There is no collection"):
        index.add("again.txt", b"swordfish once more")
    assert not any(b"swordfish" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert library.create("work").sources() == []


def test_a_collection_is_removed_while_documents_are_added_to_it(library: Library, tmp_path: Path) -> None:
    index = library.create("work")
    failed: list[Exception] = []

    def add() -> None:
        try:
            for number in range(200):
                index.add(f"{number}.txt", f"Swordfish number {number}.".encode())
        except DocumentError as error:
            failed.append(error)

    adding = threading.Thread(target=add)
    adding.start()
    while not index.sources():
        time.sleep(0.01)
    library.remove("work")
    adding.join()
    assert failed
    assert not any(b"wordfish" in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_label_that_a_disk_has_lost_hides_its_collection_only(library: Library, tmp_path: Path) -> None:
    library.create("good")
    library.create("bad")
    next(path for path in tmp_path.rglob("collection.json") if "bad" in path.read_text()).write_text("")
    assert library.names() == [MAIN, "good"]


def test_the_folder_is_given_back_from_any_thread(tmp_path: Path) -> None:
    library = Library(tmp_path)
    adding = threading.Thread(target=lambda: library.collection().add("lease.txt", LEASE.encode()))
    adding.start()
    adding.join()
    library.close()
    again = Library(tmp_path)
    assert len(again.collection().sources()) == 1
    again.close()
