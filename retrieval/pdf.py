"""Pages of a PDF: their text, and their picture with cited words marked. By PDFium, Chromium's reader of PDF."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reckoner.core import UnreadableDocument, fold

from .grid import Piece, with_rows
from .ocr import recognised

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

SCANNED = "scanned"
"""Why a page cannot be read: it is a picture, and nothing here reads pictures."""
DAMAGED = "damaged"
"""Why a page cannot be read: its file is broken there."""
_MOST_PAGES = 20_000
_MOST_PIECES = 5_000
"""Of a page; one that is made of more is a drawing."""
_WIDTH = 1_100
"""Pixels of a page's picture."""
_SHARP = 2.5
"""Times 72 dots an inch, at which letters are recognised best for their time."""
_MARK = (255, 214, 10, 110)


def texts(name: str, data: bytes, failed: dict[int, str]) -> Iterator[str]:
    """The text of each page; pages that cannot be read are noted in ``failed`` and empty.

    Raises:
        UnreadableDocument: It is locked or damaged, or it is endless.
    """
    document = _opened(name, data)
    if len(document) > _MOST_PAGES:
        raise UnreadableDocument("document.bomb", name=name)
    for number in range(len(document)):
        try:
            page = document[number]
            written = page.get_textpage()
            text = with_rows(written.get_text_bounded().replace("\r\n", "\n"), _pieces(written))
            if not text.strip() and _pictures(page):
                text = recognised(lambda: _drawn(page, _SHARP).to_pil())  # noqa: B023  # it is called at once
                if not text.strip():
                    failed[number + 1] = SCANNED
        except MemoryError:
            raise
        except Exception:  # One page that cannot be read must not cost the others.
            failed[number + 1] = DAMAGED
            text = ""
        yield text


def picture(data: bytes, number: int, quote: str = "") -> bytes:
    """Page ``number``, counted from 1, as PNG; where ``quote`` stands is marked.

    Raises:
        UnreadableDocument: There is no such page, or it cannot be drawn.
    """
    from PIL import Image, ImageDraw

    document = _opened("PDF", data)
    if not 1 <= number <= len(document):
        raise UnreadableDocument("document.damaged", name="PDF")
    page = document[number - 1]
    bitmap = _drawn(page, _WIDTH / page.get_width())
    drawn = bitmap.to_pil().convert("RGBA")
    marks = Image.new("RGBA", drawn.size)
    pen = ImageDraw.Draw(marks)
    # Pages may be turned, cut or begin elsewhere than at nothing.
    place = bitmap.get_posconv(page)
    for left, bottom, right, top in _places(page.get_textpage(), quote):
        corners = [place.to_bitmap(left, bottom), place.to_bitmap(right, top)]
        (x, y), (other_x, other_y) = corners
        pen.rectangle((min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)), fill=_MARK)
    buffer = io.BytesIO()
    Image.alpha_composite(drawn, marks).convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()


def _opened(name: str, data: bytes) -> "PdfDocument":
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(data)
    except PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise UnreadableDocument("document.locked" if locked else "document.damaged", name=name) from error


def _pieces(text: "PdfTextPage") -> list[Piece]:
    """What stands together on the page, with its place."""
    pieces = []
    for index in range(min(text.count_rects(), _MOST_PIECES)):
        left, bottom, right, top = text.get_rect(index)
        pieces.append(Piece(left, bottom, right, top, text.get_text_bounded(left, bottom, right, top).strip()))
    return pieces


def _pictures(page: "PdfPage") -> bool:
    """Whether the page shows pictures."""
    import pypdfium2.raw

    return next(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None


def _drawn(page: "PdfPage", scale: float) -> Any:
    # A page that claims to be a hall is drawn no larger than a sheet.
    largest = max(page.get_width(), page.get_height())
    return page.render(scale=min(scale, 4_000 / largest))


def _places(text: "PdfTextPage", quote: str) -> list[tuple[float, float, float, float]]:
    """Where the letters of ``quote`` stand in the page, line by line: left, bottom, right, top."""
    letters: list[int] = []
    folded = ""
    place = 0
    for sign in text.get_text_range():
        if sign.isalnum():
            letters.append(place)
            folded += _one(sign)
        place += len(sign.encode("utf-16-le")) // 2  # As PDFium counts.
    wanted = "".join(_one(sign) for sign in quote if sign.isalnum())
    start = folded.find(wanted) if wanted else -1
    if start < 0:
        return []
    first, last = letters[start], letters[start + len(wanted) - 1]
    return [text.get_rect(index) for index in range(text.count_rects(first, last - first + 1))]


def _one(sign: str) -> str:
    """A letter folded to one letter."""
    return fold(sign)[:1]
