"""Reasoning as Runnables, to be composed with ``|``."""

from .answer import Cited, answer
from .program import Computed, program
from .think import Reasoned, think

__all__ = ["Cited", "Computed", "Reasoned", "answer", "program", "think"]
