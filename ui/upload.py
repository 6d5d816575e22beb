"""Uploaded files → documents, each told of when it is done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from reckoner.core import ReckonerError, say
from reckoner.retrieval import Document, DocumentIndex, Receipt
from reckoner.ui.session import language, word
from reckoner.ui.text import plain

KINDS = "pdf docx pptx xlsx epub html htm eml md csv tsv txt py js ts java c cpp go rs sql json yaml toml".split()
"""Endings that the file picker offers; what a file is, its content tells."""


@dataclass(frozen=True)
class Told:
    """What came of one file, in the browser's language."""

    kind: Literal["success", "info", "warning", "error"]
    text: str


def add_documents(index: DocumentIndex, files: Sequence[Any]) -> list[Told]:
    """Add uploaded files to ``index``, telling how far it is and what came of each.

    Args:
        index: Where they go.
        files: As Streamlit's uploader returns them.
    """
    told: list[Told] = []
    progress = st.progress(0.0, word("reading", name=plain(files[0].name)) if files else "")
    lines = st.container()
    documents = (Document(name=file.name, data=file.getvalue()) for file in files)
    try:
        for place, (name, outcome) in enumerate(index.add_all(documents), 1):
            for each in _told(name, outcome):
                told.append(each)
                draw(each, lines)
            if place < len(files):
                progress.progress(place / len(files), word("reading", name=plain(files[place].name)))
    except ReckonerError as error:  # The folder or the disk: the other files would meet the same.
        told.append(Told("error", plain(error.text(language()))))
    progress.empty()
    return told


def draw(told: Told, where: Any = st) -> None:
    """Show it."""
    getattr(where, told.kind)(told.text, icon=_ICONS[told.kind])


_ICONS = {
    "success": ":material/check:",
    "info": ":material/info:",
    "warning": ":material/warning:",
    "error": ":material/error:",
}


def _told(name: str, outcome: Receipt | ReckonerError) -> Iterator[Told]:
    if isinstance(outcome, ReckonerError):
        yield Told("error", plain(outcome.text(language())))
        return
    if outcome.added:
        yield Told("success", word("added", name=plain(name), count=outcome.added))
    else:
        yield Told("info", word("known", name=plain(name)))
    reasons: dict[str, list[str]] = {}
    for page, why in outcome.failed.items():
        reasons.setdefault(why, []).append(str(page))
    for why, pages in reasons.items():
        reason = say("reckoner.core", "errors", f"document.page_{why}", language())
        yield Told("warning", word("failed_pages", name=plain(name), pages=", ".join(pages), why=reason))
