"""What came of a program: data, never only text."""

import json
import math
from dataclasses import dataclass, field
from typing import Any, Literal

Limit = Literal["time", "memory", "output", "crash"]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The outcome of one program or one algebra task."""

    value: str = ""
    """The last expression's value, as text; exact where it can be."""
    printed: str = ""
    display: dict[str, Any] = field(default_factory=dict)
    """For eyes: ``latex``, ``plot`` (x, y, label, variable), ``table`` (columns, rows)."""
    error: str = ""
    line: int = 0
    """Where in the program the error arose, from 1; 0 where unknown."""
    limit: Limit | None = None
    """The limit that ended the program, if one did."""
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        return not self.error and self.limit is None

    @property
    def text(self) -> str:
        """What a model reads: printed text, then the value; or what went wrong and what may help."""
        if self.limit:
            return _LIMITS[self.limit]
        if self.error:
            return f"{self.error} (line {self.line})" if self.line else self.error
        said = "\n".join(part for part in (self.printed.strip(), self.value) if part)
        return said or "The program ended without printing anything. Print the result."


_LIMITS: dict[Limit, str] = {
    "time": "The program ran too long and was stopped. Use a faster method or smaller numbers.",
    "memory": "The program needed too much memory and was stopped. Use smaller data.",
    "output": "The program's result was too large and was dropped. Print less.",
    "crash": "The program was ended by the sandbox: it did something that is not allowed, or crashed.",
}


def read_verdict(reply: dict[str, Any]) -> Verdict:
    """Make a verdict of what the worker passed on; a child's report is checked field by field."""
    seconds, limit = float(reply["seconds"]), reply["limit"]
    try:
        report = json.loads(reply["report"]) if reply["report"] else {}
    except (ValueError, RecursionError):
        report = None
    if limit or not isinstance(report, dict):
        return Verdict(limit=limit if limit in _LIMITS else "crash", seconds=seconds)
    value = report.get("value")
    value = value if isinstance(value, dict) else {}
    return Verdict(
        value=str(value.get("text", "")),
        printed=str(report.get("printed", "")),
        display=_display(value),
        error=str(report.get("error", "")),
        line=report["line"] if isinstance(report.get("line"), int) else 0,
        limit="memory" if report.get("limit") == "memory" else None,
        seconds=seconds,
    )


def _display(value: dict[str, Any]) -> dict[str, Any]:
    """What a child reports for eyes, where it has the form that it should have; a program may forge its report."""
    display: dict[str, Any] = {}
    latex, plot, table = (value.get(name) for name in ("latex", "plot", "table"))
    if isinstance(latex, str) and latex:
        display["latex"] = latex
    if (
        isinstance(plot, dict)
        and _points(plot.get("x"))
        and _points(plot.get("y"))
        and len(plot["x"]) == len(plot["y"])
    ):
        label, variable = str(plot.get("label", ""))[:200] or "y", str(plot.get("variable", ""))[:20] or "x"
        display["plot"] = {"x": plot["x"], "y": plot["y"], "label": label, "variable": variable}
    if (
        isinstance(table, dict)
        and isinstance(columns := table.get("columns"), list)
        and isinstance(table.get("rows"), list)
    ):
        rows = [row for row in table["rows"][:1_000] if isinstance(row, list) and len(row) == len(columns)]
        names = [str(name)[:200] for name in columns]
        display["table"] = {"columns": names, "rows": [[str(cell)[:200] for cell in row] for row in rows]}
    return display


def _points(values: Any) -> bool:
    return (
        isinstance(values, list)
        and 0 < len(values) <= 2_000
        and all(isinstance(each, int | float) and math.isfinite(each) for each in values)
    )
