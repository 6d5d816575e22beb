"""Encoders, as LangChain's ``Embeddings`` that also say who they are and which languages they read."""

from collections.abc import Sequence
from typing import Protocol

from langchain_core.embeddings import Embeddings

from reckoner.core import Language

from .mini.encoder import encoder, fingerprint


class DocumentEmbeddings(Protocol):
    """What an index needs of an encoder; vectors have length one, or are brought to it."""

    @property
    def fingerprint(self) -> str:
        """What an index remembers, to refuse another encoder later."""

    @property
    def languages(self) -> frozenset[Language]:
        """What it reads; in other languages its nearest vectors are noise."""

    @property
    def quick(self) -> bool:
        """Whether a question may have a score of sentences encoded on its way: milliseconds, and no money."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...

    def embed_query(self, text: str) -> list[float]: ...


class Reranker(Protocol):
    """What orders passages by reading each together with the question."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One for each text; higher is better."""


class MiniEmbeddings(Embeddings):
    """all-MiniLM-L6-v2, int8: 384 dimensions, length one, 256 tokens, English."""

    languages: frozenset[Language] = frozenset({"en"})
    quick = True

    @property
    def fingerprint(self) -> str:
        """What an index remembers, to refuse another encoder later."""
        return fingerprint()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return encoder().encode(texts).tolist()  # type: ignore[no-any-return]  # numpy's lists are untyped

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]
