"""Documents read in a process of their own: what harms it harms no one else."""

import io
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from support.documents import LEASE, docx, pdf, scan

from reckoner.core import UnreadableDocument, UnsupportedDocument
from reckoner.retrieval import Document, DocumentIndex, ocr, search
from reckoner.retrieval.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


def test_documents_are_read_in_another_process(reader: Reader) -> None:
    loaded = reader.load("a.pdf", pdf("First page.", "The fee is $20."))
    assert [page.text for page in loaded.pages] == ["First page.", "The fee is $20."]
    assert reader._process is not None
    assert reader._process.pid != os.getpid()
    former = reader._process.pid
    assert "fee" in reader.load("a.docx", docx("The fee is $20.")).pages[0].text
    assert reader._process.pid == former


def test_plain_text_needs_no_process() -> None:
    reader = Reader()
    assert reader.load("a.txt", LEASE.encode()).pages[0].text.startswith("Lease")
    assert reader._process is None


@pytest.mark.parametrize(
    ("name", "data", "kind", "says"),
    [
        ("cut.pdf", pdf("Some text.")[:300], UnreadableDocument, "damaged"),
        ("locked.pdf", pdf("Some text.", password="pw"), UnreadableDocument, "password"),
        ("empty.pdf", pdf(""), UnreadableDocument, "no text"),
        ("other.zip", b"PK\x03\x04" + b"x" * 100, UnreadableDocument, "damaged"),
        ("photo.png", b"\x89PNG\r\n\x1a\n\x00\x00", UnsupportedDocument, "not a kind"),
        ("huge.pdf", b"%PDF-" + b"a" * 2**21, UnreadableDocument, "2 MB, more than the 1 MB"),
    ],
)
def test_what_is_wrong_is_said_as_if_it_were_read_here(
    reader: Reader, name: str, data: bytes, kind: type[Exception], says: str
) -> None:
    with pytest.raises(kind, match=says) as caught:
        reader.load(name, data, limit_mb=1)
    assert name in str(caught.value)


@pytest.mark.skipif(sys.platform != "linux", reason="there are no such limits here")
def test_a_document_that_takes_all_memory_is_refused() -> None:
    reader = Reader(megabytes=1_200)
    with pytest.raises(UnreadableDocument, match=r"more memory|damaged"):
        reader.load("wide.pdf", _needs_memory())
    assert reader.load("a.pdf", pdf("Well again.")).pages[0].text == "Well again."
    reader.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be stopped there")
def test_a_page_that_takes_too_long_is_given_up() -> None:
    reader = Reader(seconds=1)
    reader.load("a.pdf", pdf("Some text."))
    assert reader._process is not None
    reader._process.send_signal(signal.SIGSTOP)
    with pytest.raises(UnreadableDocument, match="more than 1 seconds"):
        reader.load("slow.pdf", pdf("Some text."))
    assert reader.load("a.pdf", pdf("Well again.")).pages[0].text == "Well again."
    reader.close()


def test_a_process_that_dies_is_replaced(reader: Reader) -> None:
    reader.load("a.pdf", pdf("Some text."))
    assert reader._process is not None
    reader._process.send_signal(signal.SIGKILL)
    reader._process.wait()
    assert reader.load("a.pdf", pdf("Some text.")).pages[0].text == "Some text."


def test_no_key_reaches_the_process(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    fresh = Reader()
    fresh.load("a.pdf", pdf("Some text."))
    assert fresh._process is not None
    if sys.platform == "linux":
        assert b"sk-secret" not in Path(f"/proc/{fresh._process.pid}/environ").read_bytes()
    fresh.close()


def test_the_process_ends_with_this_one(tmp_path: Path) -> None:
    reader = Reader()
    reader.load("a.pdf", pdf("Some text."))
    process = reader._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()  # As it is closed when this process ends.
    assert process.wait(timeout=10) == 0
    reader.close()


def test_pages_that_are_pictures_are_named(tmp_path: Path) -> None:
    index = DocumentIndex(tmp_path)
    receipt = index.add("mixed.pdf", scan("Words in a picture.", before="The fee is $20."))
    assert receipt.added == 1 + ocr.installed()
    assert receipt.failed == ({} if ocr.installed() else {2: "scanned"})
    if not ocr.installed():
        with pytest.raises(UnreadableDocument, match=r"reckoner\[ocr\]"):
            index.add("scan.pdf", scan("Words in a picture."))
    index.close()


@pytest.mark.skipif(not ocr.installed(), reason="the extra “ocr” is not installed")
def test_letters_in_pictures_are_read(reader: Reader) -> None:
    [page] = reader.load("scan.pdf", scan("THE ANNUAL RENT IS 24000")).pages
    assert "RENT" in page.text
    assert "24000" in page.text


class TestPicture:
    def test_the_cited_words_are_marked(self, reader: Reader) -> None:
        data = pdf("Nothing here.", LEASE)
        plain, marked = (_image(reader.picture(data, 2, quote)) for quote in ("", "The annual rent is $24,000"))
        assert plain.size == marked.size
        yellow = sum(1 for red, green, blue in marked.get_flattened_data() if red > 200 and green > 180 and blue < 180)
        assert yellow > 1_000
        assert not any(red > 200 and green > 180 and blue < 150 for red, green, blue in plain.get_flattened_data())

    @pytest.mark.parametrize("turned", [0, 90, 180, 270])
    def test_the_mark_lies_on_the_words_of_a_page_that_is_turned_or_cut(self, reader: Reader, turned: int) -> None:
        from pypdfium2 import PdfDocument

        document = PdfDocument(pdf("One line.\n\n\nThe cited words.\n\n\nAnother line."))
        document[0].set_rotation(turned)
        document[0].set_cropbox(20, 500, 500, 830)
        buffer = io.BytesIO()
        document.save(buffer)
        drawn = _image(reader.picture(buffer.getvalue(), 1, "The cited words"))
        dark = [
            pixel
            for place, (red, green, blue) in enumerate(drawn.get_flattened_data())
            if red > 200 and green > 180 and blue < 180
            for pixel in [(place % drawn.width, place // drawn.width)]
        ]
        assert dark
        left, right = min(x for x, _ in dark), max(x for x, _ in dark)
        top, bottom = min(y for _, y in dark), max(y for _, y in dark)
        written = [
            1
            for x in range(left, right + 1)
            for y in range(top, bottom + 1)
            if sum(drawn.getpixel((x, y))) < 300  # type: ignore[arg-type]  # it has three colours
        ]
        assert len(written) > 100  # Letters lie under the mark.

    @pytest.mark.parametrize("before", ["İİİİİİ", "😀😀😀😀"])
    def test_odd_letters_before_the_words_do_no_harm(self, reader: Reader, before: str) -> None:
        from reckoner.retrieval import pdf as read

        class Page:
            """What PDFium says of a page that fpdf2's fonts cannot write."""

            def get_text_range(self) -> str:
                return f"{before} banana"

            def count_rects(self, first: int, count: int) -> int:
                self.asked = (first, count)
                return 0

        page = Page()
        assert read._places(page, "banana") == []  # type: ignore[arg-type]
        assert page.asked == (len(before.encode("utf-16-le")) // 2 + 1, 6)

    def test_words_that_stand_nowhere_mark_nothing(self, reader: Reader) -> None:
        data = pdf(LEASE)
        assert reader.picture(data, 1, "Words of another page") == reader.picture(data, 1)

    @pytest.mark.parametrize("number", [0, 3, -1])
    def test_a_page_that_is_not_there_is_said(self, reader: Reader, number: int) -> None:
        with pytest.raises(UnreadableDocument):
            reader.picture(pdf("One.", "Two."), number)

    def test_it_is_drawn_from_the_file_that_was_added_and_gone_with_it(self, tmp_path: Path) -> None:
        index = DocumentIndex(tmp_path)
        index.add("lease.pdf", pdf("Cover.", LEASE))
        index.add("notes.txt", b"The rent is paid on the first.")
        found = {each.name: each for each in search(index, "annual rent")}
        drawn = index.picture(found["lease.pdf"], "The annual rent is $24,000")
        assert drawn is not None
        assert _image(drawn).width == 1_100
        assert index.picture(found["notes.txt"]) is None
        index.remove("lease.pdf")
        assert index.picture(found["lease.pdf"]) is None
        assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"%PDF" in path.read_bytes()]
        index.close()

    def test_a_file_that_no_document_has_is_swept_away(self, tmp_path: Path) -> None:
        index = DocumentIndex(tmp_path)
        index.add("lease.pdf", pdf(LEASE))
        index.close()
        (tmp_path / "originals" / ("0" * 64)).write_bytes(pdf("left by a crash"))
        assert [source.name for source in index.sources()] == ["lease.pdf"]
        assert len([*(tmp_path / "originals").iterdir()]) == 1
        index.close()

    def test_a_file_whose_document_came_to_nothing_is_not_kept(self, tmp_path: Path) -> None:
        def documents() -> Iterator[Document]:
            yield Document(name="lease.pdf", data=pdf(LEASE))
            raise KeyboardInterrupt

        index = DocumentIndex(tmp_path)
        with pytest.raises(KeyboardInterrupt):
            list(index.add_all(documents()))
        assert index.sources() == []
        assert [*(tmp_path / "originals").iterdir()] == []
        index.close()

    def test_files_are_not_kept_where_that_is_not_wanted(self, tmp_path: Path) -> None:
        index = DocumentIndex(tmp_path, keep=False)
        index.add("lease.pdf", pdf(LEASE))
        assert not (tmp_path / "originals").exists()
        index.close()


def test_a_thousand_pages_stay_within_bounds(reader: Reader) -> None:
    began = time.monotonic()
    loaded = reader.load("long.pdf", pdf(*[f"Page {number} speaks of apples and pears." for number in range(1_000)]))
    assert len(loaded.pages) == 1_000
    assert loaded.pages[-1].text == "Page 999 speaks of apples and pears."
    assert time.monotonic() - began < 60  # A second or two; only what never ends must fail.


def _needs_memory() -> bytes:
    """A PDF whose only stream unpacks to more than a gigabyte."""
    import zlib

    packer = zlib.compressobj(9)
    packed = b"".join([packer.compress(b" " * 2**24) for _ in range(96)] + [packer.flush()])
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + b"\nendstream",
    ]
    body = b"%PDF-1.4\n"
    for number, each in enumerate(objects, 1):
        body += b"%d 0 obj" % number + each + b"endobj\n"
    return body + b"trailer<</Root 1 0 R/Size 5>>"


def _image(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))
