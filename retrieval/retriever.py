"""The documents as a LangChain retriever, to be composed with ``|``."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from .index import DocumentIndex
from .search import search


class DocumentRetriever(BaseRetriever):
    """Returns the ``k`` best passages; their metadata is that of ``Passage``."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: DocumentIndex
    k: int = 5

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **kwargs: Any
    ) -> list[Document]:
        passages = search(self.index, query, limit=kwargs.get("k", self.k))
        return [
            Document(
                id=passage.id,
                page_content=passage.text,
                metadata={name: value for name, value in passage.to_dict().items() if name not in ("id", "text")},
            )
            for passage in passages
        ]
