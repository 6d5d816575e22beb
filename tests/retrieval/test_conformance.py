"""LangChain's own suite for retrievers, over a real index."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests import RetrieversIntegrationTests

from reckoner.retrieval import DocumentIndex, DocumentRetriever


class TestDocumentRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _documents(self, tmp_path: Path) -> Iterator[None]:
        self._index = DocumentIndex(tmp_path / "documents")
        for name in ("north", "south", "east", "west"):
            self._index.add(f"{name}.txt", f"The {name} office opens at nine and closes at five.".encode())
        yield
        self._index.close()

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return DocumentRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"index": self._index}

    @property
    def retriever_query_example(self) -> str:
        return "When does the office open?"
