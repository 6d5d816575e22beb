"""The vectors on a Chroma server in a process of its own."""

import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.browser import free_port
from support.documents import LEASE

from reckoner.core import DocumentError
from reckoner.retrieval import DocumentIndex, Library, search

pytestmark = pytest.mark.enable_socket
CHROMA = shutil.which("chroma", path=str(Path(sys.executable).parent)) or ""
NOTES = {
    "orchard.txt": b"Pears ripen in autumn and are stored in the cellar.",
    "harbour.txt": b"Boats leave the pier at dawn and bring herring home.",
    "library.txt": b"Borrowed books are returned within three weeks.",
}


@contextmanager
def served(folder: Path, port: int) -> Iterator[str]:
    with (folder.parent / "chroma.log").open("ab") as log:
        process = subprocess.Popen(
            [CHROMA, "run", "--path", str(folder), "--port", str(port)], stdout=log, stderr=log, cwd=folder.parent
        )
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://localhost:{port}/api/v2/heartbeat", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("chroma") / "data", free_port()) as url:
        yield url


def test_what_is_found_is_what_comparing_all_vectors_finds(server: str, tmp_path: Path) -> None:
    near, far = DocumentIndex(tmp_path / "near"), DocumentIndex(tmp_path / "far", server=server)
    for name, data in NOTES.items():
        near.add(name, data)
        far.add(name, data)
    for question in ("fruit in a basement", "ships and fish", "when must a borrowed novel be brought back"):
        assert [each.name for each in search(far, question)] == [each.name for each in search(near, question)]
        vector = near.embeddings.embed_query(question)
        exact, found = near.dense(vector, 3), far.dense(vector, 3)
        assert sorted(found.values()) == pytest.approx(sorted(exact.values()), abs=2e-3)
    near.close()
    far.close()


def test_what_is_removed_is_gone_from_the_server(server: str, tmp_path: Path) -> None:
    index = DocumentIndex(tmp_path, server=server)
    for name, data in NOTES.items():
        index.add(name, data)
    vector = index.embeddings.embed_query("fruit")
    assert len(index.dense(vector, 10)) == 3
    index.remove("orchard.txt")
    assert len(index.dense(vector, 10)) == 2
    assert "orchard.txt" not in {each.name for each in search(index, "pears in autumn")}
    index.close()
    # Another process goes on where this one was.
    again = DocumentIndex(tmp_path, server=server)
    assert len(again.dense(vector, 10)) == 2
    again.close()


def test_no_tenant_reaches_another_on_one_server(server: str, tmp_path: Path) -> None:
    tenants = [Library(tmp_path, tenant=name, server=server) for name in ("acme", "globex")]
    for tenant, (name, data) in zip(tenants, NOTES.items(), strict=False):
        tenant.collection().add(name, data)
    for tenant, name in zip(tenants, NOTES, strict=False):
        index = tenant.collection()
        vector = index.embeddings.embed_query("pears boats books")
        assert len(index.dense(vector, 10)) == 1
        assert {each.name for each in search(index, "pears boats books")} == {name}
    for tenant in tenants:
        tenant.close()


def test_a_server_that_is_gone_is_said_and_may_come_back(tmp_path: Path) -> None:
    port = free_port()
    index = DocumentIndex(tmp_path / "index", server=f"http://localhost:{port}")
    with served(tmp_path / "data", port):
        index.add("lease.txt", LEASE.encode())
        assert search(index, "annual rent")
    with pytest.raises(DocumentError, match="chroma run"):
        search(index, "annual rent")
    with served(tmp_path / "data", port):
        assert search(index, "annual rent")[0].name == "lease.txt"
    index.close()
