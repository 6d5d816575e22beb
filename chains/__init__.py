"""Reasoning as Runnables, to be composed with ``|``."""

from .answer import Cited, answer
from .answers import final_answer, number_in, same, split_answer
from .calculator import Correction, corrected, corrections
from .examples import examples
from .patterns import Chooser, Example, Prompt, most_similar
from .program import Computed, program
from .question import rewords, standalone, translated
from .think import GO_ON, Manner, Reasoned, think

__all__ = [
    "GO_ON",
    "Chooser",
    "Cited",
    "Computed",
    "Correction",
    "Example",
    "Manner",
    "Prompt",
    "Reasoned",
    "answer",
    "corrected",
    "corrections",
    "examples",
    "final_answer",
    "most_similar",
    "number_in",
    "program",
    "rewords",
    "same",
    "split_answer",
    "standalone",
    "think",
    "translated",
]
