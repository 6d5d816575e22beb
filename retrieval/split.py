"""Pages → chunks: whole sentences, within what the encoder reads, each knowing its place, heading and surroundings."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reckoner.core import Language, language_of, sentences
from reckoner.models.mini.encoder import encoder

from .load import Page

LIMIT = 250
"""Tokens that a chunk is filled up to; the encoder reads 256, two of which mark the ends."""
_LONGEST = 1_000
"""Characters of one sentence; what is longer is cut between words."""
_LETTERS = 8
"""Characters that count as a token at least."""
_AROUND = 2
"""Neighbouring sentences that are shown on each side of a chunk."""
_AROUND_LENGTH = 400
"""Characters that they may have together on one side."""

_HEADING = re.compile(r"^#{1,6} +(.+)$|^((?:\d+\.)+\d* +[A-ZÀ-Ỹ].{2,70})$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """A stretch of a page: ``page_text[start:end] == text``."""

    id: str
    """A hash of the text and its place."""
    text: str
    page: int
    start: int
    end: int
    before: int
    """Where the sentences before the chunk begin: a reader needs them, though the chunk is found without them."""
    after: int
    """Where the sentences after the chunk end."""
    shown: str
    """``page_text[before:after]``."""
    section: str
    """The document's title and the heading over the text."""
    language: Language


def split(source: str, pages: Iterable[Page]) -> list[Chunk]:
    """Cut ``pages`` of the document ``source`` into chunks."""
    pages = list(pages)
    title = _title(pages)
    chunks: list[Chunk] = []
    section = title
    for page in pages:
        for before, start, end, after in _spans(page.text):
            text = page.text[start:end]
            first, last = _headings(text)
            section = _under(title, first) if first else section
            place = f"{source}:{page.number}:{start}:{text}"
            chunks.append(
                Chunk(
                    id=hashlib.sha256(place.encode()).hexdigest()[:32],
                    text=text,
                    page=page.number,
                    start=start,
                    end=end,
                    before=before,
                    after=after,
                    shown=page.text[before:after],
                    section=section,
                    language=language_of(text),
                )
            )
            section = _under(title, last) if last else section
    return chunks


def _headings(text: str) -> tuple[str, str]:
    """The heading that ``text`` begins with, the last of several in a row, and the last that it holds at all."""
    first, last, end = "", "", 0
    for match in _HEADING.finditer(text):
        last = (match[1] or match[2]).strip()
        if not text[end : match.start()].strip():
            first, end = last, match.end()
    return first, last


def _under(title: str, heading: str) -> str:
    return f"{title} › {heading}" if title and heading != title else heading


def _title(pages: Iterable[Page]) -> str:
    """The first line of a document, where it is short enough to be its name."""
    first = next((line for page in pages for line in page.text.splitlines() if line.strip()), "")
    first = first.lstrip("# ").strip(" *_-")
    return "" if len(first) > 90 or first.endswith((".", ":", ";", "?")) or "; " in first else first


def _spans(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Runs of whole sentences within ``LIMIT`` tokens, with their surroundings; a heading begins a new run."""
    pieces = list(_pieces(text))
    heads = [bool(_HEADING.match(text[start:end])) for start, end, _ in pieces]
    first, filled = 0, 0
    for place, (_, _, length) in enumerate(pieces):
        if place > first and (filled + length > LIMIT or (heads[place] and filled > LIMIT // 4)):
            yield _around(pieces, heads, first, place)
            first, filled = place, 0
        filled += length
    if pieces:
        yield _around(pieces, heads, first, len(pieces))


def _around(
    pieces: list[tuple[int, int, int]], heads: list[bool], first: int, behind: int
) -> tuple[int, int, int, int]:
    """The run of the pieces from ``first`` up to ``behind``, with what is shown around it, up to a heading."""
    before, after = start, end = pieces[first][0], pieces[behind - 1][1]
    for place in range(first - 1, max(-1, first - 1 - _AROUND), -1):
        if heads[place + 1] or start - pieces[place][0] > _AROUND_LENGTH:
            break
        before = pieces[place][0]
    for place in range(behind, min(len(pieces), behind + _AROUND)):
        if heads[place] or pieces[place][1] - end > _AROUND_LENGTH:
            break
        after = pieces[place][1]
    return before, start, end, after


def _pieces(text: str) -> Iterator[tuple[int, int, int]]:
    """Sentences as ``(start, end, tokens)``; those that are too long are cut between words."""
    spans = [span for each in sentences(text) for span in _cut(text, *each, _LONGEST)]
    lengths = encoder().lengths([text[start:end] for start, end in spans])
    for (start, end), counted in zip(spans, lengths, strict=True):
        # What the encoder has no tokens for counts as one, however long it is.
        length = max(counted, (end - start) // _LETTERS)
        if length <= LIMIT:
            yield start, end, length
            continue
        # Few scripts have more tokens than one for two characters; none has more than one for a character.
        parts = list(_cut(text, start, end, LIMIT))
        yield from ((*part, min(LIMIT, part[1] - part[0])) for part in parts)


def _cut(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    while end - start > longest:
        space = text.rfind(" ", start, start + longest)
        cut = space if space > start else start + longest
        yield start, cut
        start = cut + (cut == space)
    if end > start:
        yield start, end
