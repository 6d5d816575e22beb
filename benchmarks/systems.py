"""Ways of searching documents, behind one small interface, each as its own documentation sets it up."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from langchain_core.embeddings import Embeddings

from reckoner.models.embeddings import MiniEmbeddings


class Given(NamedTuple):
    """A document."""

    id: str
    title: str
    text: str


class Found(NamedTuple):
    """A passage."""

    document: str
    text: str


class System(Protocol):
    """What is measured."""

    def add(self, documents: Sequence[Given]) -> None: ...

    def ready(self) -> None:
        """Do what is left before the first question."""

    def search(self, question: str, limit: int) -> list[Found]: ...


class Chance(Embeddings):
    """Vectors drawn by chance, the same for the same text."""

    fingerprint, languages, quick = "chance", frozenset({"en"}), True

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        found = np.array([_drawn(each) for each in texts])
        return (found / np.linalg.norm(found, axis=1, keepdims=True)).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def _drawn(text: str) -> Any:
    return np.random.default_rng(int.from_bytes(sha256(text.encode()).digest()[:8])).normal(size=384)


class Reckoner:
    """As it comes."""

    rank = True

    def __init__(self, home: Path, embeddings: Any) -> None:
        from reckoner.retrieval import DocumentIndex

        self._index = DocumentIndex(home, embeddings=embeddings)

    def add(self, documents: Sequence[Given]) -> None:
        from reckoner.retrieval import Document

        for _ in self._index.add_all(
            Document(name=f"{each.id}.txt", data=each.text.encode(), title=each.title) for each in documents
        ):
            pass

    def ready(self) -> None:
        self._index.finish()

    def search(self, question: str, limit: int) -> list[Found]:
        from reckoner.retrieval import search

        found = search(self._index, question, limit=limit, rank=self.rank)
        return [Found(each.name.removesuffix(".txt"), each.text) for each in found]


class Unranked(Reckoner):
    """Without the ranker."""

    rank = False


class LangChain:
    """Chroma and the recursive splitter, 1,000 letters overlapping by 200."""

    def __init__(self, home: Path, embeddings: Any) -> None:
        from langchain_chroma import Chroma
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self._store = Chroma(
            collection_name="documents",
            embedding_function=embeddings or MiniEmbeddings(),
            persist_directory=str(home),
        )
        self._splitter = RecursiveCharacterTextSplitter(chunk_size=1_000, chunk_overlap=200)

    def add(self, documents: Sequence[Given]) -> None:
        chunks = [(each.id, chunk) for each in documents for chunk in self._splitter.split_text(each.text)]
        for first in range(0, len(chunks), 5_000):  # Chroma refuses more than 5,461.
            part = chunks[first : first + 5_000]
            self._store.add_texts([text for _, text in part], [{"document": document} for document, _ in part])

    def ready(self) -> None:
        pass

    def search(self, question: str, limit: int) -> list[Found]:
        found = self._store.similarity_search(question, limit)
        return [Found(each.metadata["document"], each.page_content) for each in found]


class LlamaIndex:
    """A vector index in memory, with its own splitter."""

    def __init__(self, home: Path, embeddings: Any) -> None:
        from llama_index.core import Settings, VectorStoreIndex
        from llama_index.core.embeddings import BaseEmbedding

        encoder = embeddings or MiniEmbeddings()

        class Encoder(BaseEmbedding):
            def _get_query_embedding(self, query: str) -> list[float]:
                return list(encoder.embed_query(query))

            def _get_text_embedding(self, text: str) -> list[float]:
                return list(encoder.embed_query(text))

            def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
                return list(encoder.embed_documents(texts))

            async def _aget_query_embedding(self, query: str) -> list[float]:
                return self._get_query_embedding(query)

        Settings.embed_model = Encoder(embed_batch_size=256)
        Settings.llm = None
        self._home = home
        self._index = VectorStoreIndex([])

    def add(self, documents: Sequence[Given]) -> None:
        from llama_index.core import Document, Settings

        nodes = Settings.node_parser.get_nodes_from_documents(
            [Document(text=each.text, metadata={"document": each.id}, excluded_embed_metadata_keys=["document"])
             for each in documents]
        )  # fmt: skip
        self._index.insert_nodes(nodes)

    def ready(self) -> None:
        self._index.storage_context.persist(str(self._home))

    def search(self, question: str, limit: int) -> list[Found]:
        found = self._index.as_retriever(similarity_top_k=limit).retrieve(question)
        return [Found(each.node.metadata["document"], each.node.get_content()) for each in found]


class Txtai:
    """Its hybrid index; what it is given is split as for LangChain, since it splits nothing by itself."""

    def __init__(self, home: Path, embeddings: Any) -> None:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
        from txtai import Embeddings as Index

        encoder = embeddings or MiniEmbeddings()

        def encode(texts: list[str]) -> Any:
            return np.array(encoder.embed_documents(list(texts)), np.float32)

        self._home = home
        self._index = Index(method="external", transform=encode, hybrid=True, content=False)
        self._splitter = RecursiveCharacterTextSplitter(chunk_size=1_000, chunk_overlap=200)
        self._chunks: list[Found] = []

    def add(self, documents: Sequence[Given]) -> None:
        chunks = [Found(each.id, chunk) for each in documents for chunk in self._splitter.split_text(each.text)]
        first = len(self._chunks)
        self._chunks.extend(chunks)
        self._index.upsert((first + place, each.text, None) for place, each in enumerate(chunks))

    def ready(self) -> None:
        self._index.save(str(self._home / "index"))

    def search(self, question: str, limit: int) -> list[Found]:
        return [self._chunks[int(number)] for number, _ in self._index.search(question, limit)]


SYSTEMS: dict[str, Callable[[Path, Any], System]] = {
    "reckoner": Reckoner,
    "reckoner, unranked": Unranked,
    "langchain + chroma": LangChain,
    "llamaindex": LlamaIndex,
    "txtai hybrid": Txtai,
}
_NEEDS = {"langchain + chroma": "langchain_chroma", "llamaindex": "llama_index", "txtai hybrid": "txtai"}


def installed(name: str) -> bool:
    """Whether what it needs is there."""
    return name not in _NEEDS or find_spec(_NEEDS[name]) is not None
