"""Citations: the words of a source, found again in the stored text before anyone sees them.

An answer cites with ``[key]``, the key of a passage, best after words in quotation marks. What is found again is
numbered; what is not loses its mark.
"""

import re
from collections.abc import Callable, Sequence
from html import escape

from reckoner.core import Citation, Passage, language_of, sentences

from .tokens import tokens

_MARK = re.compile(r"\s?\[([0-9a-f]{4})\]")
_QUOTED = re.compile(r"[“\"«]([^“”\"«»]{3,600})[”\"»][.,;]?\s*$")
_SUPPORT = 0.3
"""The share of a claim's telling words that a sentence must hold to be shown as its source."""

PageText = Callable[[Passage], str | None]
"""Reads the page of a passage as it is stored now; ``None`` if it is gone."""


def rendered(passages: Sequence[Passage]) -> str:
    """``passages`` as a model reads them, each with the key that it is cited by."""
    return "\n".join(
        f'<passage id="{each.key}" document="{escape(each.name)}" page="{each.page}" section="{escape(each.section)}" '
        f'score="{each.score:.2f}">\n'
        f"{escape(each.text, quote=False)}\n</passage>"
        for each in passages
    )


def check(answer: str, passages: Sequence[Passage], page_text: PageText) -> tuple[str, tuple[Citation, ...]]:
    """Check every ``[key]`` of ``answer`` against the stored text.

    Args:
        answer: Text with marks ``[key]``, each a passage's ``key``.
        passages: What the answer stands on.
        page_text: See ``PageText``.

    Returns:
        The answer, its marks numbered ``[1]``, ``[2]`` … and those taken out that did not hold; and one citation for
        each number, in order.
    """
    by_key = {passage.key: passage for passage in reversed(passages)}
    citations: list[Citation] = []
    kept, end = [], 0
    for mark in _MARK.finditer(answer):
        passage = by_key.get(mark[1])
        if passage is None and (mark[1].isdigit() or not passages):
            continue  # Not a mark: a year, or a list of one number.
        kept.append(answer[end : mark.start()])
        end = mark.end()
        if passage is not None and (span := _span(answer[: mark.start()], passage, page_text)) is not None:
            kept.append(f" [{numbered(citations, passage, *span)}]")
    return "".join((*kept, answer[end:])), tuple(citations)


def numbered(citations: list[Citation], passage: Passage, start: int, quote: str) -> int:
    """The number of this very quote, given out anew if it is the first."""
    for citation in citations:
        if (citation.passage.id, citation.start, citation.quote) == (passage.id, start, quote):
            return citation.number
    citations.append(Citation(number=len(citations) + 1, quote=quote, start=start, passage=passage))
    return len(citations)


def stored(passage: Passage, page_text: PageText) -> str | None:
    """The page that ``passage`` stands in; ``None`` where it stands there no more."""
    page = page_text(passage)
    return page if page is not None and page[passage.start : passage.end] == passage.text else None


def _span(before: str, passage: Passage, page_text: PageText) -> tuple[int, str] | None:
    """Where the cited words begin in the page, and the words as they stand there."""
    page = stored(passage, page_text)
    if page is None:
        return None
    quoted = _QUOTED.search(before)
    span = find(quoted[1], page) if quoted else _supporting(_MARK.sub("", before), passage)
    return (span[0], page[slice(*span)]) if span else None


def find(quote: str, page: str) -> tuple[int, int] | None:
    """Where ``quote`` stands in ``page``, spaces and line breaks counting alike."""
    # A model may end a quote with a full stop of its own, or with dots for what it left out.
    for wanted in (quote.strip(), quote.strip(" .…")):
        words = wanted.split()
        if words and (match := re.search(r"\s+".join(map(re.escape, words)), page)):
            return match.span()
    return None


def _supporting(before: str, passage: Passage) -> tuple[int, int] | None:
    """The passage's sentence that says what the claim before the mark says, as offsets in the page."""
    spans = sentences(before)
    claim = before[slice(*spans[-1])] if spans else ""
    language = language_of(passage.text)
    wanted = set(tokens(claim, language))
    best, span = 0.0, None
    for start, end in sentences(passage.text):
        held = wanted & set(tokens(passage.text[start:end], language))
        share = len(held) / len(wanted) if wanted else 0.0
        if share > best:
            best, span = share, (passage.start + start, passage.start + end)
    return span if best >= _SUPPORT else None
