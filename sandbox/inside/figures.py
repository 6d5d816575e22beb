"""The pictures that a program leaves behind: Matplotlib's open figures as PNG, Altair's charts as Vega-Lite."""

import base64
import io
import sys
from typing import Any

FIGURE_LIMIT = 5
BYTE_LIMIT = 1_000_000
"""Of one picture."""


def drawn() -> list[str]:
    """Matplotlib's open figures, each a PNG in base64; they are closed."""
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return []
    found = []
    for number in pyplot.get_fignums()[:FIGURE_LIMIT]:
        figure, buffer = pyplot.figure(number), io.BytesIO()
        if figure.get_axes():
            figure.savefig(buffer, format="png", dpi=100, bbox_inches="tight")
            if buffer.tell() <= BYTE_LIMIT:
                found.append(base64.b64encode(buffer.getvalue()).decode())
    pyplot.close("all")
    return found


def chart(value: Any) -> dict[str, Any] | None:
    """The Vega-Lite specification that ``value`` is or holds."""
    if type(value).__module__.startswith("altair."):
        value = value.to_dict()
    if isinstance(value, dict) and "vega-lite" in str(value.get("$schema", "")):
        return value
    return None
