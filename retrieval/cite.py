"""Citations: the words of a source, found again in the stored text before anyone sees them.

An answer cites with ``[n]``, the number of a passage, best after words in quotation marks. What cannot be found again
loses its number.
"""

import re
from collections.abc import Callable, Sequence

from reckoner.core import Citation, Passage, language_of, sentences

from .tokens import tokens

_MARK = re.compile(r"\s?\[(\d{1,3})\]")
_QUOTED = re.compile(r"[“\"«]([^“”\"«»]{3,600})[”\"»][.,;]?\s*$")
_SUPPORT = 0.3
"""The share of a claim's telling words that a sentence must hold to be shown as its source."""

PageText = Callable[[str, int], str | None]


def check(answer: str, passages: Sequence[Passage], page_text: PageText) -> tuple[str, tuple[Citation, ...]]:
    """Check every ``[n]`` of ``answer`` against the stored text.

    Args:
        answer: Text with marks ``[n]`` for ``passages[n - 1]``.
        passages: What the answer stands on, in the order in which it was numbered.
        page_text: Reads a page as it is stored now, ``None`` if it is gone.

    Returns:
        The answer without the marks that did not hold, and one citation for each that did.
    """
    citations: list[Citation] = []
    kept, end = [], 0
    for mark in _MARK.finditer(answer):
        before = answer[end : mark.start()]
        kept.append(before)
        citation = _found(int(mark[1]), answer[: mark.start()], passages, page_text)
        if citation is not None:
            kept.append(mark[0])
            if citation not in citations:
                citations.append(citation)
        end = mark.end()
    return "".join((*kept, answer[end:])), tuple(citations)


def _found(number: int, before: str, passages: Sequence[Passage], page_text: PageText) -> Citation | None:
    if not 1 <= number <= len(passages):
        return None
    passage = passages[number - 1]
    page = page_text(passage.source, passage.page)
    if page is None or page[passage.start : passage.end] != passage.text:
        return None
    quoted = _QUOTED.search(_MARK.sub("", before))
    span = find(quoted[1], page) if quoted else _supporting(before, passage)
    if span is None:
        return None
    start, end = span
    return Citation(number=number, quote=page[start:end], start=start, passage=passage)


def find(quote: str, page: str) -> tuple[int, int] | None:
    """Where ``quote`` stands in ``page``, spaces and line breaks counting alike."""
    words = quote.strip(" .…").split()
    if not words:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), page)
    return match.span() if match else None


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
