"""Encoders by name: the one that ships inside, and those of a server."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from support.documents import CONTRACT, LEASE
from support.stub import Reply, stub_server

from reckoner.core import IndexMismatch, ModelRefused, ModelUnavailable, Settings, SettingsError
from reckoner.models.encoders import encoder, reranker
from reckoner.models.vector_cache import VectorCache
from reckoner.retrieval import DocumentIndex, Library, hits, search

pytestmark = pytest.mark.enable_socket


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"encoder": "nothing"}, "RECKONER_ENCODER"),
        ({"encoder": "openai:"}, "RECKONER_ENCODER"),
        ({"encoder": "openai:text-embedding-3-small"}, "OPENAI_API_KEY"),
        ({"reranker": "openai:gpt"}, "RECKONER_RERANKER"),
    ],
)
def test_what_cannot_be_had_is_said(settings: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        encoder(Settings(**settings)) if "encoder" in settings else reranker(Settings(**settings))


@pytest.mark.skipif(find_spec("sentence_transformers") is not None, reason="the extra “local” is installed")
def test_a_missing_package_is_named() -> None:
    with pytest.raises(SettingsError, match=r"reckoner\[local\]"):
        encoder(Settings(encoder="hf:intfloat/multilingual-e5-small"))
    with pytest.raises(SettingsError, match=r"reckoner\[local\]"):
        reranker(Settings(reranker="hf:BAAI/bge-reranker-v2-m3"))


def test_a_server_encodes_documents_and_questions(tmp_path: Path) -> None:
    with stub_server() as stub:
        library = Library.of(Settings(encoder=f"openai:multilingual-e5@{stub.url}"), tmp_path)
        index = library.collection()
        index.add("lease.txt", LEASE.encode())
        index.add("contract.txt", CONTRACT.encode())
        assert search(index, "How much does the tenant pay each year?")[0].name == "lease.txt"
        # It reads Vietnamese, so a question in one language finds a passage in the other.
        found = hits(index, "How long is the probation of an employee?", limit=5)
        assert {hit.passage.name for hit in found} == {"lease.txt", "contract.txt"}
        assert all(hit.cosine is not None for hit in found)
        assert np.linalg.norm(index.embeddings.embed_query("x")) == pytest.approx(1)
        library.close()


def test_the_encoder_is_remembered(tmp_path: Path) -> None:
    with stub_server() as stub:
        index = DocumentIndex(tmp_path, embeddings=encoder(Settings(encoder=f"openai:one@{stub.url}")))
        index.add("lease.txt", LEASE.encode())
        index.close()
        other = DocumentIndex(tmp_path, embeddings=encoder(Settings(encoder=f"openai:other@{stub.url}")))
        with pytest.raises(IndexMismatch, match="docs rebuild"):
            search(other, "rent")
        assert other.rebuild() == 1
        assert search(other, "rent")[0].name == "lease.txt"
        other.close()


@pytest.mark.parametrize(
    ("reply", "error"),
    [(Reply(status=401), ModelRefused), (Reply(status=404), ModelRefused), (Reply(body=b"<html>"), ModelUnavailable)],
)
def test_a_server_that_fails_is_said_and_nothing_is_half_stored(
    tmp_path: Path, reply: Reply, error: type[Exception]
) -> None:
    with stub_server(reply) as stub:
        settings = Settings(encoder=f"openai:one@{stub.url}", model_retries=0, home=tmp_path / "home")
        index = DocumentIndex(tmp_path, embeddings=encoder(settings))
        with pytest.raises(error):
            index.add("lease.txt", LEASE.encode())
        assert index.sources() == []
        assert index.add("lease.txt", LEASE.encode()).added == 1
        index.close()


def test_a_text_is_encoded_once(tmp_path: Path) -> None:
    with stub_server() as stub:
        settings = Settings(encoder=f"openai:one@{stub.url}", home=tmp_path)
        first = encoder(settings).embed_documents(["rent", "notice", "rent"])
        assert [request["input"] for request in stub.requests] == [["rent", "notice"]]
        again = encoder(settings).embed_documents(["notice", "deposit", "rent"])
        assert [request["input"] for request in stub.requests[1:]] == [["deposit"]]
        assert np.allclose([again[2], again[0]], first[:2], atol=1e-6)
        # Of another model nothing is known; and with no room nothing is kept.
        encoder(settings.model_copy(update={"encoder": f"openai:two@{stub.url}"})).embed_documents(["rent"])
        encoder(settings.model_copy(update={"encoder_cache_mb": 0})).embed_documents(["rent"])
        assert [request["input"] for request in stub.requests[2:]] == [["rent"], ["rent"]]


def test_vectors_that_were_not_used_for_long_make_room(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "vectors.sqlite", megabytes=1)
    vector = [0.5] * 1024
    for number in range(255):
        cache.put({bytes([number]): vector})
    assert list(cache.get([b"\0"])) == [b"\0"]
    cache.put({b"more": vector, b"most": vector})
    known = cache.get([b"\0", b"\x01", b"more", b"most"])
    assert list(known) == [b"\0", b"more", b"most"]
    assert known[b"more"] == vector


def test_a_cache_that_cannot_be_used_keeps_nobody_from_encoding(tmp_path: Path) -> None:
    (tmp_path / "vectors.sqlite").write_bytes(b"no database" * 200)
    with stub_server() as stub:
        settings = Settings(encoder=f"openai:one@{stub.url}", home=tmp_path)
        assert len(encoder(settings).embed_documents(["rent"])[0]) == 384


def test_another_model_under_the_same_name_is_noticed(tmp_path: Path) -> None:
    with stub_server() as stub:
        settings = Settings(encoder=f"openai:multilingual@{stub.url}", home=tmp_path / "home")
        index = DocumentIndex(tmp_path, embeddings=encoder(settings))
        index.add("lease.txt", LEASE.encode())
        stub.width = 100
        for asking in (
            lambda: search(index, "How high is the rent?"),
            lambda: index.add("contract.txt", CONTRACT.encode()),
        ):
            with pytest.raises(IndexMismatch, match=r"384 numbers.*100.*docs rebuild"):
                asking()
        assert [source.name for source in index.sources()] == ["lease.txt"]
        assert index.rebuild() == 1
        assert index.rebuild() == 0
        assert index.add("contract.txt", CONTRACT.encode()).added
        assert search(index, "How much does the tenant pay each year?")[0].name == "lease.txt"
        index.close()


class Shortest:
    """Prefers the shorter text."""

    def scores(self, question: str, texts: list[str]) -> list[float]:
        return [-float(len(text)) for text in texts]


def test_another_ranker_orders_what_was_found(tmp_path: Path) -> None:
    index = DocumentIndex(tmp_path, reranker=Shortest())
    index.add("long.txt", b"The rent is paid to the landlord on the first of each month, without any delay.")
    index.add("short.txt", b"No rent here.")
    assert search(index, "When is the rent paid?")[0].name == "short.txt"
    assert search(index, "When is the rent paid?", rank=False)[0].name == "long.txt"
    index.close()


def test_models_are_loaded_when_something_is_encoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Listing and removing documents encode nothing; a model that is not there must not keep them from it.
    monkeypatch.setattr("reckoner.models.encoders._needs", lambda name: None)
    library = Library.of(Settings(encoder="hf:missing", reranker="hf:missing"), tmp_path)
    assert library.collection().sources() == []
    assert library.names() == [""]
    library.close()
