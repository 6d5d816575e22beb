"""Documents in, passages out, and quotes that were found again."""

from .cite import check, rendered
from .index import Document, DocumentIndex, Receipt
from .load import Loaded, Page, load
from .retriever import DocumentRetriever
from .search import Hit, hits, search
from .split import Chunk, split
from .store import Filter

__all__ = [
    "Chunk",
    "Document",
    "DocumentIndex",
    "DocumentRetriever",
    "Filter",
    "Hit",
    "Loaded",
    "Page",
    "Receipt",
    "check",
    "hits",
    "load",
    "rendered",
    "search",
    "split",
]
