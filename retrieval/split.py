"""Pages → chunks: whole sentences, within what the encoder reads, each knowing its place and its heading."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reckoner.core import Language, language_of, sentences

from .load import Page

TARGET = 700
"""Characters that a chunk is filled up to; some 200 tokens, below the encoder's 256."""
LONGEST = 1_000

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
        for start, end in _spans(page.text):
            text = page.text[start:end]
            before, after = _headings(text)
            section = _under(title, before) if before else section
            place = f"{source}:{page.number}:{start}:{text}"
            chunks.append(
                Chunk(
                    id=hashlib.sha256(place.encode()).hexdigest()[:32],
                    text=text,
                    page=page.number,
                    start=start,
                    end=end,
                    section=section,
                    language=language_of(text),
                )
            )
            section = _under(title, after) if after else section
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


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Runs of whole sentences of about ``TARGET`` characters; a heading begins a new run."""
    start = end = -1
    for first, last in _pieces(text):
        heads = bool(_HEADING.match(text[first:last]))
        if start >= 0 and (last - start > TARGET or (heads and end - start > TARGET // 4)):
            yield start, end
            start = -1
        start = first if start < 0 else start
        end = last
    if start >= 0:
        yield start, end


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, and those that are too long cut between words."""
    for start, end in sentences(text):
        while end - start > LONGEST:
            space = text.rfind(" ", start, start + LONGEST)
            cut = space if space > start else start + LONGEST
            yield start, cut
            start = cut + (cut == space)
        if end > start:
            yield start, end
