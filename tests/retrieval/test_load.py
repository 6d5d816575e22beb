"""Reading documents: every kind, and every way in which one can be bad."""

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from support.documents import CONTRACT, LEASE, docx, epub, mail, pdf, pdf_table, pptx, xlsx

from reckoner.core import DocumentError, UnreadableDocument, UnsupportedDocument
from reckoner.retrieval import load

KINDS: list[tuple[str, Callable[[], bytes], str, int, str]] = [
    ("a.pdf", lambda: pdf("First page.", "The fee is $20."), "pdf", 2, "The fee is $20."),
    ("a.docx", lambda: docx("The fee is $20."), "docx", 1, "The fee is $20."),
    ("a.pptx", lambda: pptx("One\nfirst", "Two\nThe fee is $20."), "pptx", 2, "The fee is $20."),
    ("a.xlsx", lambda: xlsx(Fees=[["Item", "Fee"], ["Dog", 20]]), "xlsx", 1, "Item: Dog; Fee: 20"),
    ("a.html", lambda: b"<html><p>The fee is <b>$20</b>.</p><script>no()</script></html>", "html", 1, "fee is $20."),
    ("a.epub", lambda: epub("One.", "The fee is $20."), "epub", 2, "The fee is $20."),
    ("a.eml", lambda: mail("The fee is $20.", attached="fees.pdf"), "email", 1, "The fee is $20."),
    ("a.md", lambda: b"# Fees\n\nThe fee is $20.", "markdown", 1, "The fee is $20."),
    ("a.csv", lambda: b"Item,Fee\nDog,20\nCat,15\n", "csv", 1, "Item: Cat; Fee: 15"),
    ("a.py", lambda: b"def fee():\n\treturn 20\n", "code", 1, "def fee():\n    return 20"),
    ("a.txt", lambda: CONTRACT.encode(), "text", 1, "18.000.000 đồng"),
    ("utf16.txt", lambda: CONTRACT.encode("utf-16"), "text", 1, "18.000.000 đồng"),
    ("cp1258.txt", lambda: "Prix: 20 €, café".encode("cp1252"), "text", 1, "caf"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "kind", "pages", "text"), KINDS, ids=[case[0] for case in KINDS])
def test_every_kind_is_read(name: str, make: Callable[[], bytes], kind: str, pages: int, text: str) -> None:
    loaded = load(name, make())
    assert (loaded.kind, max(page.number for page in loaded.pages)) == (kind, pages)
    assert text in loaded.pages[-1].text
    assert "no()" not in loaded.pages[-1].text


@pytest.mark.parametrize(("name", "make", "kind", "pages", "text"), KINDS[:7], ids=[case[0] for case in KINDS[:7]])
def test_the_content_counts_and_not_the_name(
    name: str, make: Callable[[], bytes], kind: str, pages: int, text: str
) -> None:
    assert load("misnamed.txt", make()).kind == kind


def test_a_table_in_a_document_keeps_its_columns_names() -> None:
    loaded = load("a.docx", docx("Prices", table=[["Item", "Price"], ["Pen", "3"], ["Ink", "9"]]))
    assert "Item: Ink; Price: 9" in loaded.pages[0].text


def test_an_email_tells_who_wrote_what_and_what_was_attached() -> None:
    [page] = load("a.eml", mail("The fee is $20.", html="<p>twice</p>", attached="fees.pdf")).pages
    assert page.text.startswith("# Phí giữ chó\nFrom: Anna Berg <anna@example.com>\nTo: minh@example.com")
    assert "Attached: fees.pdf" in page.text
    assert "twice" not in page.text


def test_a_page_that_looks_a_little_like_an_email_is_text() -> None:
    assert load("notes.txt", b"From: the office\nTo do: call Anna\n\nBuy milk.").kind == "text"


def hostile_book() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub("x"))) as good, zipfile.ZipFile(buffer, "w") as archive:
        for name in good.namelist():
            archive.writestr(name, good.read(name))
    return buffer.getvalue().replace(b"container.xml", b"contained.xml")


def test_a_book_reads_no_file_of_this_computer(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("hunter2")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        entity = f'<!DOCTYPE c [<!ENTITY s SYSTEM "file://{tmp_path}/secret.txt">]>'
        archive.writestr("META-INF/container.xml", f'{entity}<c><rootfile full-path="b.opf"/>&s;</c>')
        archive.writestr("b.opf", f'{entity}<p><item id="a" href="a.xhtml"/><itemref idref="a"/>&s;</p>')
        archive.writestr("a.xhtml", f"{entity}<html><body>Words. &s;</body></html>")
    assert "hunter2" not in "".join(page.text for page in load("a.epub", buffer.getvalue()).pages)


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\x00" * 2**26)
    return buffer.getvalue()


def other_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    return buffer.getvalue()


BAD: list[tuple[str, Callable[[], bytes], type[DocumentError], str]] = [
    ("empty.pdf", lambda: b"", UnreadableDocument, "is empty"),
    ("blank.txt", lambda: b" \n\n ", UnreadableDocument, "is empty"),
    ("cut.pdf", lambda: pdf("Some text.")[:300], UnreadableDocument, "damaged"),
    ("cut.docx", lambda: docx("Some text.")[:2000], UnreadableDocument, "damaged"),
    ("locked.pdf", lambda: pdf("Some text.", password="pw"), UnreadableDocument, "password"),
    ("scan.pdf", lambda: pdf(""), UnreadableDocument, "no text"),
    ("photo.pdf", lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 30, UnsupportedDocument, "not a kind"),
    ("other.zip", other_zip, UnsupportedDocument, "not a kind"),
    ("cut.epub", hostile_book, UnreadableDocument, "damaged"),
    ("bomb.docx", bomb, UnreadableDocument, "unpacks"),
    (
        "old.doc",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        UnsupportedDocument,
        "not a kind",
    ),
    ("huge.txt", lambda: b"a " * 2**20, UnreadableDocument, "2 MB, more than the 1 MB"),
]


@pytest.mark.parametrize(("name", "make", "kind", "says"), BAD, ids=[case[0] for case in BAD])
def test_bad_documents_are_refused_in_words(
    name: str, make: Callable[[], bytes], kind: type[DocumentError], says: str
) -> None:
    with pytest.raises(kind, match=says) as caught:
        load(name, make(), limit_mb=1)
    assert name in str(caught.value)


def test_one_bad_page_does_not_cost_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from pypdfium2 import PdfTextPage

    read = PdfTextPage.get_text_bounded

    def sometimes(page: PdfTextPage, *box: float) -> str:
        text = read(page, *box)
        if "Second" in text:
            raise ValueError("broken font")
        return str(text)

    monkeypatch.setattr(PdfTextPage, "get_text_bounded", sometimes)
    loaded = load("a.pdf", pdf("First page.", "Second page.", "Third page."))
    assert [page.number for page in loaded.pages] == [1, 3]
    assert loaded.failed == {2: "damaged"}


@pytest.mark.parametrize(
    "body", ["<div>" * 40_000, " " * 300_000 + "x" + "\t" * 300_000, "<br>" * 300_000, "<a" * 200_000]
)
def test_hostile_pages_are_read_in_one_pass(body: str) -> None:
    began = time.process_time()
    assert (
        load("a.html", f"<html><body>The fee is $20.{body}</body></html>".encode()).pages[0].text.startswith("The fee")
    )
    assert time.process_time() - began < 10


def test_lines_broken_by_the_pages_width_are_joined() -> None:
    text = " ".join(load("lease.pdf", pdf(LEASE)).pages[0].text.split("\n"))
    assert "The annual rent is $24,000, payable in twelve equal instalments." in text


def test_paragraphs_broken_at_a_column_are_joined_whatever_they_go_on_with() -> None:
    letter = (
        "Dear friends,\n\n"
        "WHO PLAYS\n"
        "The casting is done. Gareth Nwosu plays Captain Rudd, and Tilda Moran is\n"
        "Elspeth. Should Gareth fall ill, Simon steps in. Scripts must be out of\n"
        "your hands by 6 October, and whoever cannot come has to text Desmond on\n"
        "the same day. We need everybody to be there at the end. On Sunday the\n"
        "8 November at 10:00 we take down the set.\n\n"
        "- Bring the shoes that you will wear, and whatever else you need for\n"
        "  Lotte's studio.\n"
        "- Bring tea.\n\n"
        "Yours,\nImogen Farrow\n8 Canal Row\nHexley"
    )
    assert load("a.txt", letter.encode()).pages[0].text.split("\n") == [
        "Dear friends,",
        "",
        "WHO PLAYS",
        "The casting is done. Gareth Nwosu plays Captain Rudd, and Tilda Moran is Elspeth. Should Gareth fall ill, "
        "Simon steps in. Scripts must be out of your hands by 6 October, and whoever cannot come has to text Desmond "
        "on the same day. We need everybody to be there at the end. On Sunday the 8 November at 10:00 we take down "
        "the set.",
        "",
        "- Bring the shoes that you will wear, and whatever else you need for Lotte's studio.",
        "- Bring tea.",
        "",
        "Yours,",
        "Imogen Farrow",
        "8 Canal Row",
        "Hexley",
    ]


def test_short_lines_and_columns_stay_lines() -> None:
    poem = "Two roads diverged in a yellow wood and one was long\nAnd sorry I could not\nTravel both and be one"
    assert load("a.txt", poem.encode()).pages[0].text == poem
    listed = "Door glass ............................ 58.00 GBP\nRope kit .............................. 14.50 GBP"
    assert load("a.txt", listed.encode()).pages[0].text == listed


def test_what_is_a_line_stays_a_line() -> None:
    rows = load("a.md", b"| item | price |\n|---|---|\n| desk | 5 |\n| lamp | 6 |").pages[0].text
    assert rows == "item: desk; price: 5\nitem: lamp; price: 6"
    terms = (
        "Bên A đồng ý cho thuê căn nhà này với các điều khoản sau đây\nĐiều 2. Giá thuê\nƯu đãi\nrent: 5\ndeposit: 9"
    )
    assert load("a.txt", terms.encode()).pages[0].text == terms
    wrapped = "In 2024 we gave 1,260 kg of vegetables to the food bank, after\nthe summer glut."
    assert load("a.txt", wrapped.encode()).pages[0].text == wrapped.replace("\n", " ")


def test_tables_of_pages_become_rows_that_stand_alone() -> None:
    page = (
        b"<html><table><tr><th>Nutrient</th><th>Per serving</th></tr><tr><td>Fibre</td><td>17 <b>g</b></td></tr>"
        b"</table>"
        b"<table><tr><th>Name</th><td>Ada</td></tr><tr><th>Age</th><td>36</td></tr></table><p>End"
    )
    text = load("page.html", page).pages[0].text
    assert "Nutrient: Fibre; Per serving: 17 g" in text
    assert "Name; Ada\nAge; 36" in text
    assert text.endswith("End")


def test_cells_that_reach_over_others_are_said_where_they_count() -> None:
    page = (
        b"<html><table><tr><th>Day</th><th colspan=2>Fee</th></tr>"
        b"<tr><td rowspan=2>Monday</td><td>5</td><td>6</td></tr>"
        b"<tr><td>7</td><td>8</td><td>9</td></tr><tr><td colspan=2>Total</td><td>35</td></tr></table>"
    )
    lines = load("page.html", page).pages[0].text.splitlines()
    assert lines == ["Day: Monday; Fee: 5; Fee: 6", "Day: Monday; Fee: 7; Fee: 8; 9", "Day: Total; Fee: 35"]


def test_a_row_that_is_too_short_ends_what_hangs_into_it() -> None:
    page = (
        b"<html><table><caption>Fees</caption><tr><th>A<th>B<th>C</tr><tr><td>1<td>2<td rowspan=2>down</tr>"
        b"<tr><td>3</tr><tr><td>4<td>5<td>6</tr></table>"
    )
    lines = load("page.html", page).pages[0].text.split("\n")
    assert [line for line in lines if line] == ["Fees", "A: 1; B: 2; C: down", "A: 3; C: down", "A: 4; B: 5; C: 6"]


def test_a_cell_that_claims_to_reach_everywhere_does_not_fill_the_memory() -> None:
    cell = b"<td rowspan=999999999 colspan=999999999>" + b"x" * 10_000
    text = load("page.html", b"<html><table>" + (b"<tr>" + cell) * 100).pages[0].text
    assert len(text) < 5_000_000


def test_pipe_tables_become_rows_that_stand_alone() -> None:
    text = load("a.md", b"# Fees\n\n| Item | Price |\n|---|:--:|\n| Pool \\| sauna | 5 |\n\na | b").pages[0].text
    assert "Item: Pool | sauna; Price: 5" in text
    assert text.endswith("a | b")


def test_a_long_column_name_is_not_repeated_without_end() -> None:
    page = load("a.md", b"|" + b"A" * 20_000 + b"|\n|---|\n" + b"|x|\n" * 5_000).pages[0]
    assert len(page.text) < 500_000


def test_a_cell_may_be_as_long_as_a_document() -> None:
    [page] = load("a.csv", f"Name,Text\nLong,{'word ' * 40_000}end\n".encode()).pages
    assert page.text.endswith("end")


GOODS = [
    ["Item", "Quantity", "Unit price", "Total"],
    ["Desk lamp, black", "12", "$34.50", "$414.00"],
    ["Office chair", "3", "$129.00", "$387.00"],
]


def test_a_table_of_a_pdf_keeps_its_columns_names() -> None:
    [page] = load("a.pdf", pdf_table("Invoice 2024-17", GOODS, "Please pay within 30 days.")).pages
    assert page.text.split("\n") == [
        "Invoice 2024-17",
        "Item: Desk lamp, black; Quantity: 12; Unit price: $34.50; Total: $414.00",
        "Item: Office chair; Quantity: 3; Unit price: $129.00; Total: $387.00",
        "Please pay within 30 days.",
    ]


def test_an_empty_cell_shifts_no_other() -> None:
    rows = [GOODS[0], ["Desk lamp", "", "$34.50", "$414.00"], *GOODS[2:], ["Stool", "1", "", "$20.00"]]
    [page] = load("a.pdf", pdf_table("Goods", rows)).pages
    assert "Item: Desk lamp; Unit price: $34.50; Total: $414.00" in page.text
    assert "Item: Stool; Quantity: 1; Total: $20.00" in page.text


def test_columns_of_running_text_are_no_table() -> None:
    from fpdf import FPDF

    document = FPDF()
    document.set_font("Helvetica", size=9)
    document.add_page()
    for left in (10, 110):
        document.set_xy(left, 20)
        for number in range(12):
            document.set_x(left)
            document.cell(90, 5, f"This is line {number} of a long running text that goes on in the", new_y="NEXT")
    [page] = load("a.pdf", bytes(document.output())).pages
    assert "; " not in page.text


@pytest.mark.parametrize(
    ("before", "rows"),
    [
        ("Account 0123456789 belongs to Anna.", [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]]),
        ("Contents", [["Chapter One", "1"], ["Chapter Two", "5"], ["Chapter Three", "9"]]),
    ],
)
def test_rows_without_names_for_their_columns_stay_what_they_are(before: str, rows: list[list[str]]) -> None:
    [page] = load("a.pdf", pdf_table(before, rows)).pages
    assert before in page.text
    assert ":" not in page.text
    assert all(cell in page.text for row in rows for cell in row)


def test_the_same_letters_in_a_sentence_are_no_table() -> None:
    rows = [["Name", "Age"], ["Ann", "3"], ["Bob", "4"]]
    [page] = load("a.pdf", pdf_table("Name Age Ann 3 Bob 4 were there.", rows)).pages
    assert "Name Age Ann 3 Bob 4 were there." in page.text
    assert "Name: Ann; Age: 3" in page.text


def test_a_cell_outside_all_columns_is_not_lost() -> None:
    from fpdf import FPDF

    document = FPDF()
    document.set_font("Helvetica", size=11)
    document.add_page()
    for row, cells in enumerate([("Name", "Age"), ("Ann", "31"), ("Bob", "42"), ("Cid", "53")]):
        for column, cell in enumerate(cells):
            document.text(20 + 50 * column, 30 + 8 * row, cell)
    document.text(170, 38, "VIPNOTE")
    [page] = load("a.pdf", bytes(document.output())).pages
    assert "VIPNOTE" in page.text
