"""Documents in, passages out, and quotes that were found again."""

from .cite import check, rendered
from .index import Document, DocumentIndex, Receipt
from .load import Loaded, Page, load
from .retriever import DocumentRetriever
from .search import Hit, hits, search
from .split import Chunk, split
from .store import Filter
from .sync import Change, Kept, Removed, files, sync

__all__ = [
    "Change",
    "Chunk",
    "Document",
    "DocumentIndex",
    "DocumentRetriever",
    "Filter",
    "Hit",
    "Kept",
    "Loaded",
    "Page",
    "Receipt",
    "Removed",
    "check",
    "files",
    "hits",
    "load",
    "rendered",
    "search",
    "split",
    "sync",
]
