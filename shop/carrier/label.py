"""A return label as a PDF that can be printed and scanned: addresses, barcode (Code 128), order."""

import io
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_SIZE = (100 * mm, 150 * mm)
"""Of labels for parcels, four by six inches as good as."""
_LINES = ("address1", "address2", "city", "state", "zip", "country")


def drawn(tracking: str, reference: str, sender: Mapping[str, str], receiver: Mapping[str, str], grams: int) -> bytes:
    """The label.

    Args:
        tracking: The parcel's number, in the barcode.
        reference: What the sender calls it.
        sender: ``name`` and address.
        receiver: The same.
        grams: How heavy it is.
    """
    buffer = io.BytesIO()
    page = Canvas(buffer, pagesize=_SIZE, invariant=True)
    page.setTitle(f"Return label {reference}")
    plain, bold = _fonts()
    _address(page, (plain, bold), "FROM / NGƯỜI GỬI", sender, 138 * mm, 9)
    _address(page, (plain, bold), "TO / NGƯỜI NHẬN", receiver, 98 * mm, 12)
    page.setFont(plain, 9)
    page.drawString(6 * mm, 50 * mm, f"{reference}   ·   {grams / 1000:.2f} kg")
    page.line(4 * mm, 46 * mm, 96 * mm, 46 * mm)
    barcode = Code128(tracking, barWidth=0.42 * mm, barHeight=24 * mm)
    barcode.drawOn(page, (_SIZE[0] - barcode.width) / 2, 16 * mm)
    page.setFont(bold, 12)
    page.drawCentredString(_SIZE[0] / 2, 9 * mm, tracking)
    page.showPage()
    page.save()
    return buffer.getvalue()


def _address(page: Canvas, fonts: Sequence[str], title: str, where: Mapping[str, str], top: float, size: int) -> None:
    plain, bold = fonts
    page.setFont(plain, 7)
    page.drawString(6 * mm, top, title)
    page.setFont(bold, size)
    page.drawString(6 * mm, top - (size + 2), where["name"][:60])
    page.setFont(plain, size)
    for place, line in enumerate(filter(None, (where[name] for name in _LINES))):
        page.drawString(6 * mm, top - (size + 2) * (place + 2), line[:60])
    page.line(4 * mm, top - (size + 2) * 7 - 3 * mm, 96 * mm, top - (size + 2) * 7 - 3 * mm)


@cache
def _fonts() -> tuple[str, str]:
    """Fonts that hold Vietnamese; matplotlib, which is here anyway, brings them."""
    import matplotlib

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for name in ("DejaVuSans", "DejaVuSans-Bold"):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    return "DejaVuSans", "DejaVuSans-Bold"
