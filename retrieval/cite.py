"""Citations: the words of a source, found again in the stored text before anyone sees them.

An answer cites with ``[key]``, the key of a passage, best after words in quotation marks. What is found again is
numbered; what is not loses its mark.
"""

import re
from collections.abc import Callable, Container, Sequence
from html import escape, unescape

from reckoner.core import Citation, Passage, language_of, sentences

from .tokens import tokens

_MARK = re.compile(r"\s?\[([0-9a-f]{4})\]")
_ODD_MARK = re.compile(
    r"[\[【(](?:(?:id|key|passages?|source)s?:?\s*)?((?:#?[0-9a-fA-F]{4}(?:[,;]\s*|\s+and\s+)?)+)[\]】)]", re.IGNORECASE
)
_BEFORE = 1_200
"""Characters before a mark that are looked at."""
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
    answer = _ODD_MARK.sub(lambda match: _plain(match, by_key), answer)
    citations: list[Citation] = []
    kept, end = [], 0
    for mark in _MARK.finditer(answer):
        passage = by_key.get(mark[1])
        if passage is None and (not passages or mark[1].isdigit() or mark[1].isalpha()):
            continue  # Not a mark: a year, a word, or a list of one number.
        kept.append(answer[end : mark.start()])
        end = mark.end()
        if passage is None:
            continue
        before = answer[max(0, mark.start() - _BEFORE) : mark.start()]
        after = answer[mark.end() : mark.end() + _BEFORE]
        if (span := _span(before, after, passage, page_text)) is not None:
            kept.append(f" [{numbered(citations, passage, *span)}]")
    return "".join((*kept, answer[end:])), tuple(citations)


def _plain(match: re.Match[str], known: Container[str]) -> str:
    """A mark as models write it too, ``[id: a1b2, c3d4]``, as plain ones; anything else stays what it is."""
    keys = [key.lower() for key in re.findall(r"[0-9a-fA-F]{4}", match[1])]
    return "".join(f" [{key}]" for key in keys).lstrip() if keys and all(key in known for key in keys) else match[0]


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


def _span(before: str, after: str, passage: Passage, page_text: PageText) -> tuple[int, str] | None:
    """Where the cited words begin in the page, and the words as they stand there."""
    page = stored(passage, page_text)
    if page is None:
        return None
    quoted = _QUOTED.search(before)
    if quoted:
        span = find(quoted[1], page)
    else:
        spans = sentences(before)
        claim = _MARK.sub("", before[slice(*spans[-1])]) if spans else ""
        rest = after[slice(*sentences(after)[0])] if after.strip() else ""
        # "According to [a1b2], the rent is …": what is claimed may stand behind the mark.
        span = _supporting(claim, passage) or _supporting(f"{claim} {_MARK.sub('', rest)}", passage)
    return (span[0], page[slice(*span)]) if span else None


def flat(text: str) -> str:
    """``text`` as quotations are compared: in small letters, on one line, with straight quotes and without emphasis."""
    text = unescape(text).casefold().replace("’", "'").replace("‘", "'").replace("**", "")
    return " ".join(re.sub(r"[“”«»\"]", '"', text).strip('" ').rstrip(".,;!…").split())


def find(quote: str, page: str) -> tuple[int, int] | None:
    """Where ``quote`` stands in ``page``; blanks, capitals, forms of quotes and emphasis count alike.

    Of a quote that leaves something out, its longest part.
    """
    part = max(re.split(r"…|\.\.\.|\[…\]", unescape(quote)), key=len).replace("**", "")
    # A model may end a quote with a sign of its own.
    for wanted in (part.strip(), part.strip(" .!,;[]")):
        words = wanted.split()
        pattern = r"\s+".join(re.sub(r"['’‘]", "['’‘]", re.escape(word)) for word in words)
        if words and (match := re.search(pattern, page) or re.search(pattern, page, re.IGNORECASE)):
            return match.span()
    return None


def _supporting(claim: str, passage: Passage) -> tuple[int, int] | None:
    """The passage's sentence that says what ``claim`` says, as offsets in the page."""
    language = language_of(passage.text)
    wanted = set(tokens(claim, language))
    best, span = 0.0, None
    for start, end in sentences(passage.text):
        held = wanted & set(tokens(passage.text[start:end], language))
        share = len(held) / len(wanted) if wanted else 0.0
        if share > best:
            best, span = share, (passage.start + start, passage.start + end)
    return span if best >= _SUPPORT else None
