"""Documents prepared by two Ray workers on this machine: each stored once, whatever happens to a worker."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from support.documents import LEASE

from reckoner.core import Settings, SettingsError
from reckoner.retrieval import Document, DocumentIndex, Library, search

pytest.importorskip("ray")
from reckoner.retrieval.cluster import add_all  # it is of no use without

_ADD = [sys.executable, "-m", "reckoner.cli", "docs", "add", "papers", "--workers", "2"]


@pytest.mark.skipif(sys.platform != "linux", reason="the workers are found in /proc")
def test_each_is_stored_once_though_a_worker_dies_and_what_fails_is_told(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(300):
        (papers / f"{number}.txt").write_text(f"Note {number} says that pear {number * 7} is ripe.")
    (papers / "again.txt").write_text("Note 3 says that pear 21 is ripe.")
    (papers / "lease.txt").write_text(LEASE)
    (papers / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    library = Library.of(Settings.load())
    library.collection().add("known.txt", b"Note 5 says that pear 35 is ripe.")
    library.close()

    killed, ran = _added_while_a_worker_dies()
    assert killed
    if ran.returncode < 0:
        # Ray's own native code fell with its worker, which now and then it does: what is run again goes on.
        ran = subprocess.run(_ADD, capture_output=True, text=True, check=False)

    assert ran.returncode == 4, ran.stderr
    assert "bad.pdf cannot be read" in ran.stderr
    library = Library.of(Settings.load())
    index = library.collection()
    assert len(index.sources()) == 301
    assert [each.name for each in search(index, "Which pear does note 12 speak of?")][:1] == ["12.txt"]
    assert search(index, "annual rent")[0].name == "lease.txt"
    library.close()


def _added_while_a_worker_dies() -> tuple[list[int], subprocess.CompletedProcess[str]]:
    killed: list[int] = []
    ended = threading.Event()

    def kill() -> None:
        while not killed and not ended.wait(0.005):
            killed.extend(_kill_one())

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        return killed, subprocess.run(_ADD, capture_output=True, text=True, check=False)
    finally:
        ended.set()
        killer.join()


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
        add_all(DocumentIndex(tmp_path, embeddings=Other()), [Document(name="a.txt", data=b"A pear.")], workers=2)
