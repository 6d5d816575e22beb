"""What an agent can do, each a typed function with its risk."""

from .algebra import algebra_tools
from .documents import COLLECTION, SEARCH, document_tools
from .files import file_tools
from .python import calculator, python_tools
from .risk import Gate, Risk, needs_approval, tool
from .tables import QUERY, table_tools
from .units import unit_tools

__all__ = [
    "COLLECTION",
    "QUERY",
    "SEARCH",
    "Gate",
    "Risk",
    "algebra_tools",
    "calculator",
    "document_tools",
    "file_tools",
    "needs_approval",
    "python_tools",
    "table_tools",
    "tool",
    "unit_tools",
]
