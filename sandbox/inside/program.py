"""Run one program's text and describe what came of it, as plain data."""

import ast
import contextlib
import io
import traceback
from typing import Any

PRINTED_LIMIT = 20_000
"""Characters of printed text that are kept."""


class _Printed(io.StringIO):
    """Printed text up to a limit; what comes after is counted, not kept."""

    def write(self, text: str) -> int:
        room = PRINTED_LIMIT - self.tell()
        super().write(text[: max(0, room)])
        return len(text)


def run(code: str, names: dict[str, Any]) -> dict[str, Any]:
    """Run ``code`` with ``names`` in reach; the value is that of its last expression.

    Returns:
        ``printed``, and either ``value`` (see ``describe``) or ``error`` with ``line``.
    """
    printed = _Printed()
    report: dict[str, Any] = {}
    try:
        tree = ast.parse(code)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            exec(compile(tree, "<program>", "exec"), names)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), "<program>", "eval"), names)
                report["value"] = describe(value)
    except SyntaxError as error:
        report |= {"error": f"SyntaxError: {error.msg}", "line": error.lineno or 0}
    except MemoryError:
        report |= {
            "error": "MemoryError: the program needs more memory than it may have",
            "line": 0,
            "limit": "memory",
        }
    except BaseException as error:  # A program may raise anything, SystemExit included; it is all just its result.
        frames = [each for each in traceback.extract_tb(error.__traceback__) if each.filename == "<program>"]
        report |= {
            "error": f"{type(error).__name__}: {error}"[:2_000],
            "line": frames[-1].lineno if frames else 0,
        }
    report["printed"] = printed.getvalue()
    return report


def describe(value: Any) -> dict[str, Any] | None:
    """``value`` as data: ``text``, ``type``, and where it has one a ``latex`` form or a ``table``."""
    if value is None:
        return None
    described: dict[str, Any] = {"type": type(value).__name__, "text": _text(value)[:PRINTED_LIMIT]}
    latex = _latex(value)
    if latex:
        described["latex"] = latex
    if table := _table(value):
        described["table"] = table
    return described


def _table(value: Any) -> dict[str, Any] | None:
    """A list of records with the same fields, as columns and rows."""
    records = isinstance(value, list) and 0 < len(value) <= 1_000 and all(isinstance(each, dict) for each in value)
    if not records or any(each.keys() != value[0].keys() for each in value):
        return None
    rows = [[_text(cell)[:200] for cell in each.values()] for each in value]
    return {"columns": [str(key) for key in value[0]], "rows": rows}


def _text(value: Any) -> str:
    # 0.1 + 0.2 is shown as people expect it; the digits that a double cannot hold are noise.
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _latex(value: Any) -> str:
    from sympy import Basic, MatrixBase, latex

    of_sympy = isinstance(value, Basic | MatrixBase)
    in_list = isinstance(value, list | tuple | dict) and value and any(isinstance(v, Basic) for v in value)
    return str(latex(value))[:PRINTED_LIMIT] if of_sympy or in_list else ""
