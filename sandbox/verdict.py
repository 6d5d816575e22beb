"""What came of a program: data, never only text."""

import json
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
    except ValueError:
        report = None
    if limit or not isinstance(report, dict):
        return Verdict(limit=limit if limit in _LIMITS else "crash", seconds=seconds)
    value = report.get("value")
    value = value if isinstance(value, dict) else {}
    return Verdict(
        value=str(value.get("text", "")),
        printed=str(report.get("printed", "")),
        display={name: value[name] for name in ("latex", "plot", "table") if value.get(name)},
        error=str(report.get("error", "")),
        line=report["line"] if isinstance(report.get("line"), int) else 0,
        limit="memory" if report.get("limit") == "memory" else None,
        seconds=seconds,
    )
