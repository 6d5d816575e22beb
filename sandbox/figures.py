"""Pictures that a program reports, let through only where they are just pictures."""

import base64
import binascii
from typing import Any

_PNG = b"\x89PNG\r\n\x1a\n"
_FIGURES = 6
_BYTES = 2_000_000
# A specification may hold its data, and nothing that a browser would fetch or follow.
_REACHING = frozenset({"url", "href", "usermeta", "loader", "src"})


def pictures(told: Any) -> tuple[bytes, ...]:
    """The PNG pictures of a report; what is none is left out."""
    found = (_png(each) for each in told[:_FIGURES]) if isinstance(told, list) else ()
    return tuple(picture for picture in found if picture)


def charts(told: Any) -> tuple[dict[str, Any], ...]:
    """The Vega-Lite specifications of a report that reach for nothing outside themselves."""
    if not isinstance(told, list):
        return ()
    return tuple(each for each in told[:_FIGURES] if isinstance(each, dict) and not _reaches(each))


def _png(text: Any) -> bytes:
    if not isinstance(text, str) or len(text) > _BYTES * 4 // 3:
        return b""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return data if data.startswith(_PNG) else b""


def _reaches(part: Any) -> bool:
    if isinstance(part, dict):
        return any(str(key).lower() in _REACHING or _reaches(value) for key, value in part.items())
    if isinstance(part, list):
        return any(map(_reaches, part))
    # An image mark draws what its data name.
    return bool(part == "image")
