"""What goes into a turn and what it stands on: questions, sources, passages and citations."""

from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One thing that a person says in a conversation."""

    thread: str
    text: str
    collection: str | None = None
    """The collection of documents to search, from now on; ``None``: the conversation's own, at first the main one."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A document as it was added."""

    id: str
    """SHA-256 of its bytes, in hexadecimal."""
    name: str
    kind: str
    pages: int
    size: int
    """In bytes."""
    added: str
    """ISO 8601, UTC."""
    title: str = ""
    """What it calls itself, where that is known."""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A stretch of a document, with where it came from."""

    id: str
    text: str
    source: str
    """The document's id."""
    name: str
    """The document's name."""
    page: int
    """Counted from 1."""
    start: int
    """The first character's offset in the page's text; the passage is ``page_text[start:end]``."""
    end: int
    section: str = ""
    score: float = 0.0
    """How likely its document speaks of what was asked, 0 to 1."""
    collection: str = ""
    """The collection that it was found in; empty: the main one."""

    @property
    def key(self) -> str:
        """What a model cites it by: ``[key]``."""
        return self.id[:4]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(**data)


@dataclass(frozen=True, kw_only=True)
class Citation:
    """Words of an answer's source, found again in the stored text before anyone sees them."""

    number: int
    """The ``[n]`` in the answer."""
    quote: str
    start: int
    """The quote's offset in the page's text; ``page_text[start:start + len(quote)] == quote``."""
    passage: Passage
