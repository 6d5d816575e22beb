"""What came of a program: data, never only text."""

import base64
import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from reckoner.core import writable

from .figures import charts, pictures
from .hints import hint
from .values import Value, clean, read_value, shown, table_of

Limit = Literal["time", "memory", "output", "crash"]


@dataclass(frozen=True, kw_only=True)
class Check:
    """A result that was computed another way."""

    what: str
    """``arithmetic``, ``solve``, ``integrate``, ``diff`` or ``limit``."""
    how: str
    ok: bool
    """Whether both ways agree."""
    value: str = ""
    """What the other way gave, where it gave a value."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step to a result, or what the result rests on."""

    rule: str
    """A name; people's words for it are in ``sandbox/words``."""
    latex: str


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The outcome of one program or one algebra task."""

    value: Value = None
    """The last expression's value, exact: see ``sandbox.values``."""
    shown: str = ""
    """The value as Python writes it."""
    latex: str = ""
    printed: str = ""
    cut: bool = False
    """Whether the program printed more than is kept."""
    figures: tuple[bytes, ...] = ()
    """PNG pictures."""
    charts: tuple[dict[str, Any], ...] = ()
    """Vega-Lite specifications; they reach for nothing outside themselves."""
    error: str = ""
    line: int = 0
    """Where in the program the error arose, from 1; 0 where unknown."""
    limit: Limit | None = None
    """The limit that ended the program, if one did."""
    checks: tuple[Check, ...] = ()
    """What was computed another way, where that was asked for."""
    steps: tuple[Step, ...] = ()
    """How algebra reached its result, where SymPy knows."""
    notes: tuple[Step, ...] = ()
    """Where the result holds, and what was taken for granted."""
    seconds: float = 0.0
    memory: int = 0
    """Bytes that the program took, beyond what its libraries had taken already."""

    @property
    def ok(self) -> bool:
        return not self.error and self.limit is None

    @property
    def result(self) -> Value:
        """What was computed: the last expression's value, or else the last line that was printed."""
        printed = self.printed.strip().splitlines()
        return self.value if self.value is not None or not printed else printed[-1]

    @property
    def hint(self) -> str:
        """What a model can do about the error or the limit."""
        return _LIMITS[self.limit] if self.limit else hint(self.error)

    @property
    def text(self) -> str:
        """What a model reads: printed text, then the value; or what went wrong and what may help."""
        if not self.ok:
            where = f" (line {self.line})" if self.line else ""
            wrong = self.error or _ENDED[self.limit or "crash"]
            return " ".join(part for part in (f"{wrong.rstrip('.')}{where}.", self.hint) if part)
        value = shown(self.value) if isinstance(self.value, float) else self.shown
        said = "\n".join(part for part in (self.printed.strip(), value) if part)
        drawn = len(self.figures) + len(self.charts)
        if drawn and not said:
            return f"{drawn} figure{'s' if drawn > 1 else ''} drawn; the person sees them."
        if self.cut:
            said += "\n[The rest of what was printed is cut off.]"
        return said or "The program ended without printing anything. Print the result."

    @property
    def display(self) -> dict[str, Any]:
        """For eyes, as plain data: ``latex``, ``table``, ``figures`` (PNG), ``charts``, ``steps`` and ``notes``."""
        table = table_of(self.value)
        parts = {
            "latex": self.latex,
            "table": {"columns": list(table.columns), "rows": [list(row) for row in table.rows]} if table else None,
            "figures": [base64.b64encode(figure).decode() for figure in self.figures],
            "charts": list(self.charts),
            "steps": [asdict(step) for step in self.steps],
            "notes": [asdict(note) for note in self.notes],
        }
        return {name: part for name, part in parts.items() if part}


_ENDED: dict[Limit, str] = {
    "time": "The program ran too long and was stopped",
    "memory": "The program needed too much memory and was stopped",
    "output": "The program's result was too large and was dropped",
    "crash": "The program was ended by the sandbox: it did something that is not allowed, or crashed",
}
_LIMITS: dict[Limit, str] = {
    "time": "Use a faster method or smaller numbers.",
    "memory": "Use smaller data.",
    "output": "Print less.",
    "crash": "",
}


def read_verdict(
    reply: bytes, checked: bytes = b"{}", *, limit: str | None = None, seconds: float = 0.0, memory: int = 0
) -> Verdict:
    """Make a verdict of a program's own report, checked field by field, and of what its worker saw.

    Args:
        reply: One line of JSON; anything else counts as a crash.
        checked: Another, with ``checks``, where there are any.
        limit: The limit that the worker ended the program for.
        seconds: Wall-clock time.
        memory: As the kernel counts it, where the worker knows it.
    """
    report = _read(reply)
    checks = (_read(checked) or {}).get("checks")
    if limit or report is None:
        return Verdict(limit=limit if limit in _ENDED else "crash", seconds=seconds, memory=memory)
    line, error, told = report.get("line"), report.get("error"), report.get("value")
    try:
        value = read_value(told)
    except (ValueError, RecursionError):
        value = told = None
    own, taken = report.get("limit"), report.get("memory")
    return Verdict(
        value=value,
        shown=_text(told, "text"),
        latex=_text(told, "latex"),
        printed=_text(report, "printed"),
        cut=report.get("cut") is True,
        figures=pictures(report.get("figures")),
        charts=charts(report.get("charts")),
        error=writable(str(error)[:2_000]) if error else "",
        line=line if isinstance(line, int) else 0,
        limit=own if own in ("time", "memory") else None,
        checks=_checks(checks or report.get("checks")),
        steps=_steps(report.get("steps")),
        notes=_steps(report.get("notes")),
        seconds=seconds,
        memory=taken if isinstance(taken, int) and 0 <= taken < _MOST else memory,
    )


def _steps(told: Any) -> tuple[Step, ...]:
    found = [each for each in told[:40] if isinstance(each, dict)] if isinstance(told, list) else []
    return tuple(Step(rule=_text(each, "rule")[:50], latex=_text(each, "latex")[:2_000]) for each in found)


def _checks(told: Any) -> tuple[Check, ...]:
    found = [each for each in told[:20] if isinstance(each, dict)] if isinstance(told, list) else []
    return tuple(
        Check(
            what=_text(each, "what")[:50],
            how=_text(each, "how")[:50],
            ok=each.get("ok") is True,
            value=_text(each, "value")[:200],
        )
        for each in found
    )


_BRACKETS = 200_000
_MOST = 2**50


def _read(reply: bytes) -> dict[str, Any] | None:
    # Brackets cost far more to read than they do to write.
    if reply.count(b"[") + reply.count(b"{") > _BRACKETS:
        return None
    try:
        report = json.loads(reply, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None
    return report if isinstance(report, dict) else None


def _text(told: Any, field: str) -> str:
    text = told.get(field) if isinstance(told, dict) else None
    return clean(text) if isinstance(text, str) else ""
