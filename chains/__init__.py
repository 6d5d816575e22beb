"""Reasoning as Runnables, to be composed with ``|``."""

from .answer import Cited, answer
from .answers import final_answer, number_in, same
from .calculator import Correction, corrections
from .examples import examples
from .patterns import Chooser, Example, Prompt, most_similar
from .program import Computed, program
from .think import Manner, Reasoned, think

__all__ = [
    "Chooser",
    "Cited",
    "Computed",
    "Correction",
    "Example",
    "Manner",
    "Prompt",
    "Reasoned",
    "answer",
    "corrections",
    "examples",
    "final_answer",
    "most_similar",
    "number_in",
    "program",
    "same",
    "think",
]
