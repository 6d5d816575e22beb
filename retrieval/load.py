"""Bytes of a document → its pages as text. The kind is told by the content, never by the name alone.

It knows formats; it does not know what becomes of the text.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reckoner.core import DocumentError, UnreadableDocument, UnsupportedDocument, composed

from . import pdf
from .book import chapters, is_book
from .lines import joined
from .mail import is_mail
from .mail import texts as mail_texts
from .pdf import SCANNED
from .tables import markdown_with_rows, rows_as_text
from .webpage import page_text

_UNPACKED_LIMIT = 500 * 2**20
"""Bytes that an Office file or a book may unpack to."""
_RATIO_LIMIT = 200
_CELLS_LIMIT = 500_000
_TEXT_LIMIT = 50_000_000
"""Letters of a document; the longest books have a tenth of them."""
_CODE = frozenset(
    (
        "py pyi js mjs ts jsx tsx java kt scala c h cc cpp hpp cs go rs rb php pl lua r jl swift m sh bash ps1 sql css "
        "scss json jsonl yaml yml toml ini cfg xml tex dockerfile makefile vue svelte dart ex exs erl hs clj groovy"
    ).split()
)
"""Endings of files whose lines and indentation mean something."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page, slide or sheet, counted from 1."""

    number: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """A document's readable pages, and those that could not be read, with the reason."""

    kind: str
    pages: tuple[Page, ...]
    failed: dict[int, str]
    """By page: ``scanned`` (a picture) or ``damaged``."""


Read = tuple[int, str, str]
"""A page's number, its text, and why it could not be read."""


def load(name: str, data: bytes, *, limit_mb: int = 100) -> Loaded:
    """Read a document here, whatever it does to this process; ``Reader`` reads it in one of its own.

    Raises:
        UnsupportedDocument: Nothing here reads its kind.
        UnreadableDocument: It is empty, too large, damaged, locked, or holds no text.
    """
    kind, read = opened(name, data, limit_mb=limit_mb)
    return gathered(name, kind, read)


def opened(name: str, data: bytes, *, limit_mb: int = 100) -> tuple[str, Iterator[Read]]:
    """A document's kind, and its pages as they are read.

    Raises (also while it is read):
        UnsupportedDocument: Nothing here reads its kind.
        UnreadableDocument: It is empty, too large, damaged or locked.
    """
    if len(data) > limit_mb * 2**20:
        raise UnreadableDocument("document.large", name=name, size=len(data) // 2**20, limit=limit_mb)
    if not data.strip():
        raise UnreadableDocument("document.empty", name=name)
    kind = kind_of(name, data)
    return kind, _pages(name, data, kind)


def gathered(name: str, kind: str, read: Iterable[Read]) -> Loaded:
    """The pages, together.

    Raises:
        UnreadableDocument: No page holds text.
    """
    pages: list[Page] = []
    failed: dict[int, str] = {}
    for number, text, why in read:
        if why:
            failed[number] = why
        elif text.strip():
            pages.append(Page(number=number, text=text))
    if not pages:
        scanned = SCANNED in failed.values()
        raise UnreadableDocument("document.scanned" if scanned else "document.no_text", name=name)
    return Loaded(kind=kind, pages=tuple(pages), failed=failed)


def _pages(name: str, data: bytes, kind: str) -> Iterator[Read]:
    failed: dict[int, str] = {}
    clean = _kept if kind == "code" else _clean
    length = 0
    try:
        for number, text in enumerate(_READERS[kind](name, data, failed), 1):
            length += len(text)
            if length > _TEXT_LIMIT:
                raise UnreadableDocument("document.bomb", name=name)
            yield number, clean(text), failed.get(number, "")
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # Parsers raise of every kind on damaged files; which one tells a person nothing.
        raise UnreadableDocument("document.damaged", name=name) from error


def kind_of(name: str, data: bytes) -> str:
    """A key of ``_READERS``: ``pdf``, ``docx``, ``pptx``, ``xlsx``, ``epub``, ``html``, ``email``, ``csv`` and so on.

    Raises:
        UnsupportedDocument: It is none of these.
        UnreadableDocument: It is an archive made to exhaust its reader.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _archive_kind(name, data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        # An Office file that is encrypted, or one of before 2007; both hide in the same container.
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise (
            UnreadableDocument("document.locked", name=name)
            if locked
            else UnsupportedDocument("document.unsupported", name=name)
        )
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnsupportedDocument("document.unsupported", name=name)
    head = data[:2048].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html")) or (b"<html" in head and b"<body" in data[:20_000].lower()):
        return "html"
    if is_mail(data[:16_384]):
        return "email"
    suffix = name.rpartition(".")[2].lower()
    if suffix in _CODE:
        return "code"
    return {"csv": "csv", "tsv": "csv", "md": "markdown", "markdown": "markdown"}.get(suffix, "text")


def _archive_kind(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            book = is_book(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:  # Damaged, of an odd kind, or locked.
        raise UnreadableDocument("document.damaged", name=name) from error
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > _UNPACKED_LIMIT or (unpacked > 2**24 and unpacked > _RATIO_LIMIT * len(data)):
        raise UnreadableDocument("document.bomb", name=name)
    if book:
        return "epub"
    folders = {entry.filename.partition("/")[0] for entry in entries}
    for folder, kind in (("word", "docx"), ("ppt", "pptx"), ("xl", "xlsx")):
        if folder in folders:
            return kind
    raise UnsupportedDocument("document.unsupported", name=name)


def _clean(text: str) -> str:
    text = re.sub(r"[ \t\u00a0]+", " ", _kept(text))
    return re.sub(r"\n\s*\n+", "\n\n", text).strip()


def _kept(text: str) -> str:
    """``text`` with its indentation."""
    text = composed(text).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.expandtabs(4).strip("\n")


def _pdf(name: str, data: bytes, failed: dict[int, str]) -> Iterator[str]:
    for text in pdf.texts(name, data, failed):
        yield joined(text, width=25)  # A column may be narrow.


def _docx(name: str, data: bytes, failed: dict[int, str]) -> Iterator[str]:
    from docx import Document
    from docx.table import Table

    lines: list[str] = []
    for block in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Table):
            lines.extend(rows_as_text([cell.text for cell in row.cells] for row in block.rows))
            continue
        if 'w:br w:type="page"' in block._p.xml or "lastRenderedPageBreak" in block._p.xml:
            yield "\n".join(lines)
            lines = []
        heading = block.style is not None and (block.style.name or "").startswith("Heading")
        lines.append(f"# {block.text}" if heading and block.text.strip() else block.text)
    yield "\n".join(lines)


def _pptx(name: str, data: bytes, failed: dict[int, str]) -> Iterator[str]:
    from pptx import Presentation

    for slide in Presentation(io.BytesIO(data)).slides:
        lines: list[str] = []
        for shape in slide.shapes:
            if shape.has_text_frame:
                lines.append(shape.text_frame.text)
            elif getattr(shape, "has_table", False):
                lines.extend(rows_as_text([cell.text for cell in row.cells] for row in shape.table.rows))
        if slide.has_notes_slide:
            lines.append(slide.notes_slide.notes_text_frame.text)
        yield "\n".join(lines)


def _xlsx(name: str, data: bytes, failed: dict[int, str]) -> Iterator[str]:
    from openpyxl import load_workbook

    left = _CELLS_LIMIT
    for sheet in load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets:
        rows: list[list[str]] = []
        for row in sheet.iter_rows(values_only=True):
            left -= len(row)
            if left < 0:
                break
            rows.append(["" if cell is None else str(cell) for cell in row])
        yield "\n".join([f"# {sheet.title}", *rows_as_text(rows)])


def _csv(name: str, data: bytes, failed: dict[int, str]) -> Iterator[str]:
    text = _decode(name, data)
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    csv.field_size_limit(len(text) + 1)  # As long as a document may be.
    yield "\n".join(rows_as_text(csv.reader(io.StringIO(text), dialect)))


def _html(name: str, data: bytes, failed: dict[int, str]) -> Iterator[str]:
    yield page_text(_decode(name, data))


def _epub(name: str, data: bytes, failed: dict[int, str]) -> Iterator[str]:
    yield from chapters(data)


def _email(name: str, data: bytes, failed: dict[int, str]) -> Iterator[str]:
    yield from mail_texts(data)


def _code(name: str, data: bytes, failed: dict[int, str]) -> Iterator[str]:
    yield _decode(name, data)


def _markdown(name: str, data: bytes, failed: dict[int, str]) -> Iterator[str]:
    yield markdown_with_rows(joined(_decode(name, data)))


def _text(name: str, data: bytes, failed: dict[int, str]) -> Iterator[str]:
    yield from map(joined, _decode(name, data).split("\f"))


def _decode(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data).best()
    if best is None:
        raise UnsupportedDocument("document.unsupported", name=name)
    return str(best)


_READERS: dict[str, Callable[[str, bytes, dict[int, str]], Iterator[str]]] = {
    "pdf": _pdf,
    "docx": _docx,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "epub": _epub,
    "html": _html,
    "email": _email,
    "csv": _csv,
    "markdown": _markdown,
    "code": _code,
    "text": _text,
}
