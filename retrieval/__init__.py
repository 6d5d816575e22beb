"""Documents in, passages out, and quotes that were found again."""

from .cite import check, rendered
from .index import DocumentIndex, Receipt
from .load import Loaded, Page, load
from .retriever import DocumentRetriever
from .search import search
from .split import Chunk, split

__all__ = [
    "Chunk",
    "DocumentIndex",
    "DocumentRetriever",
    "Loaded",
    "Page",
    "Receipt",
    "check",
    "load",
    "rendered",
    "search",
    "split",
]
