"""The assistant that thinks, reads, computes and asks before it acts."""

from .decisions import Approve, Decision, Edit, Reject
from .export import to_data, to_markdown
from .history import Exchange
from .memory import Feedback, Memory, Thread, new_thread
from .run import Assistant

__all__ = [
    "Approve",
    "Assistant",
    "Decision",
    "Edit",
    "Exchange",
    "Feedback",
    "Memory",
    "Reject",
    "Thread",
    "new_thread",
    "to_data",
    "to_markdown",
]
