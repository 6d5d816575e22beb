"""Documents prepared by two Ray workers on this machine: each stored once, whatever happens to a worker."""

import os
import signal
import sys
import threading
from pathlib import Path

import pytest
from support.documents import LEASE

from reckoner.core import DocumentError, SettingsError
from reckoner.retrieval import Document, DocumentIndex, Receipt, search

pytest.importorskip("ray")
from reckoner.retrieval.cluster import add_all  # it is of no use without

pytestmark = [pytest.mark.enable_socket, pytest.mark.filterwarnings("ignore")]


def _notes(count: int) -> list[Document]:
    return [
        Document(name=f"{number}.txt", data=f"Note {number} says that pear {number * 7} is ripe.".encode())
        for number in range(count)
    ]


def test_each_content_is_stored_once_and_what_fails_is_told(tmp_path: Path) -> None:
    (tmp_path / "lease.txt").write_text(LEASE)
    index = DocumentIndex(tmp_path / "index")
    index.add("known.txt", b"Note 5 says that pear 35 is ripe.")
    documents = [
        *_notes(40),
        Document(name="again.txt", data=b"Note 3 says that pear 21 is ripe."),
        Document(name="lease.txt", data=tmp_path / "lease.txt"),
        Document(name="bad.pdf", data=b"%PDF-1.4 nothing"),
    ]
    told = dict(add_all(index, documents, workers=2))
    assert set(told) == {document.name for document in documents}
    failed = [str(outcome) for outcome in told.values() if isinstance(outcome, DocumentError)]
    assert len(failed) == 1
    assert "bad.pdf cannot be read" in failed[0]
    assert sum(outcome.added for outcome in told.values() if isinstance(outcome, Receipt)) == 40
    assert len(index.sources()) == 41
    assert search(index, "Which pear does note 12 speak of?")[0].text == "Note 12 says that pear 84 is ripe."
    assert search(index, "annual rent")[0].name == "lease.txt"
    index.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the workers are found in /proc")
def test_a_worker_that_dies_loses_and_doubles_nothing(tmp_path: Path) -> None:
    index = DocumentIndex(tmp_path / "index")
    killed: list[int] = []
    ended = threading.Event()

    def kill() -> None:
        while not killed and not ended.wait(0.005):
            killed.extend(_kill_one())

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        told = [name for name, _ in add_all(index, _notes(300), workers=2)]
    finally:
        ended.set()
        killer.join()
    assert killed
    assert len(told) == len(set(told)) == 300
    assert len(index.sources()) == 300
    index.close()


def _kill_one() -> list[int]:
    """Kill a process that is at a batch."""
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                command = (place / "cmdline").read_bytes()
            except OSError:
                continue
            if command.startswith(b"ray::") and b"MapBatches" in command and b".submit" in command:
                os.kill(int(place.name), signal.SIGKILL)
                return [int(place.name)]
    return []


def test_another_encoder_is_refused(tmp_path: Path) -> None:
    class Other:
        fingerprint, languages, quick = "other", frozenset({"en"}), True

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[1.0, 0.0] for _ in texts]

        def embed_query(self, text: str) -> list[float]:
            return [1.0, 0.0]

    with pytest.raises(SettingsError, match="ships inside"):
        add_all(DocumentIndex(tmp_path, embeddings=Other()), _notes(1), workers=2)
