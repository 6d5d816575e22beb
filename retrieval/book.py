"""The chapters of an EPUB, in reading order.

EPUB 3.3, https://www.w3.org/TR/epub-33/: ``META-INF/container.xml`` names the package file, whose spine lists what is
read, and whose manifest says where that lies.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from .webpage import page_text

_MIME = b"application/epub+zip"


def is_book(archive: zipfile.ZipFile) -> bool:
    """Whether ``archive`` says that it is an EPUB."""
    names = archive.namelist()
    if "mimetype" in names:
        with archive.open("mimetype") as file:
            return file.read(len(_MIME)) == _MIME
    return "META-INF/container.xml" in names


def chapters(data: bytes) -> Iterator[str]:
    """The text of each chapter; one that is not there is empty, so that the others keep their number.

    Raises:
        KeyError: The archive lacks a part that every EPUB has.
        ValueError: Its package names no chapter.
        lxml.etree.XMLSyntaxError: A part is no XML.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        container = _xml(archive.read("META-INF/container.xml"))
        package_path = container.xpath("string(//*[local-name()='rootfile']/@full-path)")
        package = _xml(archive.read(package_path))
        places = {each.get("id"): each.get("href") for each in package.xpath("//*[local-name()='item']")}
        spine = [each.get("idref") for each in package.xpath("//*[local-name()='itemref']")]
        if not spine:
            raise ValueError("The book names no chapter.")
        # A chapter that is named again is not read again: a small book could name one without end.
        for idref in dict.fromkeys(spine):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(package_path), unquote(places.get(idref) or "")))
            yield page_text(archive.read(path).decode("utf-8", "replace")) if path in names else ""


def _xml(data: bytes) -> Any:
    from lxml.etree import XMLParser, fromstring

    # Entities could name files of this computer, or grow without end.
    return fromstring(data, XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
