"""Real documents of every kind, made for the tests."""

import io

LEASE = """Lease agreement

This lease is between Anna Berg (the landlord) and Minh Tran (the tenant) and begins on 1 March 2025.
The annual rent is $24,000, payable in twelve equal instalments.
The security deposit is $4,500 and is returned within 30 days of moving out.
The tenant must give 60 days' notice before moving out. Pets are allowed for a fee of $250.
"""
CONTRACT = """Hợp đồng lao động

Lương tháng của nhân viên là 18.000.000 đồng, trả vào ngày 5 hằng tháng.
Nhân viên được nghỉ 14 ngày phép mỗi năm. Thời gian thử việc là 2 tháng.
"""


def pdf(*pages: str, password: str = "") -> bytes:
    from fpdf import FPDF

    document = FPDF()
    document.set_font("Helvetica", size=11)
    if password:
        document.set_encryption(owner_password=password + "!", user_password=password)
    for text in pages:
        document.add_page()
        if text:
            document.multi_cell(0, 6, text)
    return bytes(document.output())


def pdf_table(before: str, rows: list[list[str]], after: str = "") -> bytes:
    """A page with a table drawn in lines."""
    from fpdf import FPDF

    document = FPDF()
    document.set_font("Helvetica", size=11)
    document.add_page()
    document.multi_cell(0, 6, before + "\n")
    with document.table() as table:
        for cells in rows:
            row = table.row()
            for cell in cells:
                row.cell(cell)
    if after:
        document.multi_cell(0, 6, after)
    return bytes(document.output())


def scan(words: str, *, before: str = "") -> bytes:
    """A PDF whose last page is a picture of ``words``; a page with the text ``before`` may come first."""
    from fpdf import FPDF
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (1200, 300), "white")
    ImageDraw.Draw(picture).text((40, 100), words, fill="black", font=ImageFont.load_default(60))
    document = FPDF()
    document.set_font("Helvetica", size=11)
    if before:
        document.add_page()
        document.multi_cell(0, 6, before)
    document.add_page()
    document.image(picture, w=180)
    return bytes(document.output())


def docx(*paragraphs: str, table: list[list[str]] | None = None) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading("Terms", 1)
    for text in paragraphs:
        document.add_paragraph(text)
    if table:
        made = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(made.add_row().cells, row, strict=True):
                cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pptx(*slides: str) -> bytes:
    from pptx import Presentation

    presentation = Presentation()
    for text in slides:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = text.partition("\n")[0]
        slide.placeholders[1].text = text.partition("\n")[2]
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def xlsx(**sheets: list[list[object]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def epub(*chapters: str) -> bytes:
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        )
        items = "".join(f'<item id="c{place}" href="c{place}.xhtml"/>' for place, _ in enumerate(chapters))
        # The manifest is in no order; the spine is.
        spine = "".join(f'<itemref idref="c{place}"/>' for place, _ in enumerate(chapters))
        archive.writestr(
            "OEBPS/book.opf",
            f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{spine}</spine></package>',
        )
        for place, text in reversed([*enumerate(chapters)]):
            archive.writestr(f"OEBPS/c{place}.xhtml", f"<html><body><h1>{place}</h1><p>{text}</p></body></html>")
    return buffer.getvalue()


def mail(text: str, *, html: str = "", attached: str = "") -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"] = "Anna Berg <anna@example.com>", "minh@example.com"
    message["Subject"], message["Message-ID"] = "Phí giữ chó", "<1@example.com>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    if attached:
        message.add_attachment(b"x", maintype="application", subtype="pdf", filename=attached)
    return bytes(message)
