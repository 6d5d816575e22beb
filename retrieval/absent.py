"""What was looked for, and what no passage speaks of: an honest "it is not in your documents"."""

from collections.abc import Sequence
from dataclasses import dataclass

from reckoner.core import Language, Passage, language_of

from .tokens import phrases, tokens

UNLIKELY = 0.1
"""The evidence below which passages are taken to be about something else."""


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """What a search was for."""

    looked_for: tuple[str, ...]
    """The question's telling words, in stretches as they stand there."""
    missing: tuple[str, ...]
    """Those of them that no passage found speaks of."""
    evidence: float
    """The best passage's score: how likely the documents speak of it, 0 to 1."""

    @property
    def unlikely(self) -> bool:
        """Whether the documents hardly speak of it."""
        return self.evidence < UNLIKELY


def looked_up(question: str, passages: Sequence[Passage]) -> Lookup:
    """What was looked for with ``question`` when ``passages`` were found."""
    held: dict[Language, set[str]] = {}
    for each in passages:
        language = language_of(each.text)
        held.setdefault(language, set()).update(tokens(f"{each.name} {each.section} {each.text}", language))
    wanted = phrases(question)
    missing = [
        phrase
        for phrase in wanted
        if all(known.isdisjoint(tokens(phrase, language)) for language, known in held.items())
    ]
    return Lookup(
        looked_for=tuple(wanted),
        missing=tuple(missing),
        evidence=max((each.score for each in passages), default=0.0),
    )
