"""Pictures that a program reports, let through only where they are just pictures."""

import base64
import binascii
import json
import math
from typing import Any

from reckoner.core import writable

_PNG = b"\x89PNG\r\n\x1a\n"
_FIGURES = 6
_CHART = 1_000_000
_DEPTH = 30
_PARTS = 50_000
_BYTES = 1_000_000
# A specification may hold its data, and nothing that a browser would fetch or follow.
_REACHING = frozenset({"url", "href", "usermeta", "loader", "src"})


def pictures(told: Any) -> tuple[bytes, ...]:
    """The PNG pictures of a report; what is none is left out."""
    found = (_png(each) for each in told[:_FIGURES]) if isinstance(told, list) else ()
    return tuple(picture for picture in found if picture)


def charts(told: Any) -> tuple[dict[str, Any], ...]:
    """The Vega-Lite specifications of a report that reach for nothing outside themselves."""
    found = [_chart(each) for each in told[:_FIGURES]] if isinstance(told, list) else []
    return tuple(chart for chart in found if chart)


def _png(text: Any) -> bytes:
    if not isinstance(text, str) or len(text) > _BYTES * 4 // 3:
        return b""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return data if data.startswith(_PNG) else b""


def _chart(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict) or _Walk().reaches(told, 0):
        return {}
    # What neither a page nor a history can hold becomes what they can: halves of letters.
    text = writable(json.dumps(told, ensure_ascii=False))
    return dict(json.loads(text)) if len(text) <= _CHART else {}


class _Walk:
    """A walk through one chart, which ends where the chart is larger than a chart is."""

    def __init__(self) -> None:
        self._left = _PARTS

    def reaches(self, part: Any, depth: int) -> bool:
        """Whether ``part`` names something outside itself, is nested as no chart is, or holds no number."""
        self._left -= 1
        if depth > _DEPTH or self._left < 0:
            return True
        if isinstance(part, dict):
            return any(str(key).lower() in _REACHING or self.reaches(each, depth + 1) for key, each in part.items())
        if isinstance(part, list):
            return any(self.reaches(each, depth + 1) for each in part)
        if isinstance(part, float):
            return not math.isfinite(part)
        # An image mark draws what its data name.
        return bool(part == "image")
