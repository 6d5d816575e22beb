"""Documents in, passages out, and quotes that were found again."""

from .cite import check
from .index import DocumentIndex, Receipt
from .load import Loaded, Page, load
from .search import search
from .split import Chunk, split

__all__ = ["Chunk", "DocumentIndex", "Loaded", "Page", "Receipt", "check", "load", "search", "split"]
