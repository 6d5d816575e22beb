"""An answer, checked by code against what was read for it, before anyone sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from reckoner.core import Citation, Passage

from .cite import PageText, check, numbered, stored
from .compare import disagreements
from .support import claims_of


@dataclass(frozen=True, kw_only=True)
class Verified:
    """An answer of which is known what stands behind it."""

    text: str
    """With its citations numbered."""
    citations: tuple[Citation, ...]
    """Those of the text, and those of sentences that disagree."""
    unsupported: tuple[tuple[int, int], ...]
    """The sentences of the text that nothing supports, as ``(start, end)``."""
    claims: int
    """How many of the text's sentences claim something."""
    disagreements: tuple[tuple[int, int], ...]
    """Numbers of citations that say different things of what is asked."""


def verify(
    answer: str, question: str, passages: Sequence[Passage], page_text: PageText, *, results: Sequence[str] = ()
) -> Verified:
    """Check what ``answer`` says.

    Args:
        answer: With marks ``[key]``, each a passage's ``key``.
        question: What was asked.
        passages: What was read for it.
        page_text: See ``PageText``.
        results: What other tools were given and returned for it.
    """
    text, citations = check(answer, passages, page_text)
    cited = [*citations]
    pairs = [
        tuple(numbered(cited, each.passage, each.start, each.quote) for each in pair)
        for pair in disagreements(question, tuple(passages))
        if all(stored(each.passage, page_text) for each in pair)
    ]
    claims = claims_of(text, question, (*map(_said, passages), *results))
    return Verified(
        text=text,
        citations=tuple(cited),
        unsupported=tuple(span for span, stands in claims if not stands),
        claims=len(claims),
        disagreements=tuple((first, second) for first, second in pairs),
    )


def _said(passage: Passage) -> str:
    """A passage with where it stands, which an answer may say as well."""
    return f"{passage.name}. {passage.section}\n{passage.text}"
