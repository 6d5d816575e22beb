"""Documents in, passages out, and quotes that were found again."""

from .absent import Lookup, looked_up
from .cite import PageText, check, rendered
from .compare import disagreements
from .document import Document, Receipt
from .index import DocumentIndex
from .library import MAIN, Library
from .load import Loaded, Page, load
from .query import Order, Row, Table, Values, tables
from .retriever import DocumentRetriever
from .search import Hit, hits, search
from .split import Chunk, split
from .store import Filter
from .sync import Change, Kept, Removed, files, named, sync
from .verify import Verified, verify

__all__ = [
    "MAIN",
    "Change",
    "Chunk",
    "Document",
    "DocumentIndex",
    "DocumentRetriever",
    "Filter",
    "Hit",
    "Kept",
    "Library",
    "Loaded",
    "Lookup",
    "Order",
    "Page",
    "PageText",
    "Receipt",
    "Removed",
    "Row",
    "Table",
    "Values",
    "Verified",
    "check",
    "disagreements",
    "files",
    "hits",
    "load",
    "looked_up",
    "named",
    "rendered",
    "search",
    "split",
    "sync",
    "tables",
    "verify",
]
