"""Mending one program: what a model left out or garbled, put right where there is only one way to."""

import ast
import re
import textwrap

from .names import missing_imports

_PROMPT = re.compile(r"^(?:>>> ?|\.\.\. ?|In \[\d+\]: ?)", re.MULTILINE)
_SIGNS = str.maketrans({
    "×": "*", "÷": "/", "−": "-", "–": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "≤": "<=", "≥": ">=", "≠": "!=",
    "\N{NO-BREAK SPACE}": " ", "\N{ZERO WIDTH SPACE}": "", "\ufeff": "",
})  # fmt: skip
_RESULTS = ("ans", "answer")
_UNITS = frozenset({"unit", "units"})
_SOLVERS = ("solution", "solve_problem", "main")
_LONG = 20_000
"""Characters."""
_UNFINISHED = 12
"""Lines that may be missing their end where a reply was cut off."""


def mend(text: str, *, complete: bool = True, cut_off: bool = False) -> tuple[str, tuple[str, ...]]:
    """The program that ``text`` was meant to be, and what was changed, in words.

    Args:
        text: A program without fences or prose.
        complete: Also give it its last expression and its imports. A text that cannot be mended stays as it is.
        cut_off: Whether its end may be missing; then an unfinished last line is left out.
    """
    code, changes = _readable(_PROMPT.sub("", text).strip("\n").rstrip(), cut=cut_off)
    tree = parses(code)
    if tree is None or not complete:
        return code, tuple(changes)
    if lines := missing_imports(tree):
        code = "\n".join([*lines, code])
        changes += [f"added “{line}”" for line in lines]
    if last := _result_of(tree):
        code = f"{code}\n{last}"
        changes.append(f"added “{last}” as its result")
    return code, tuple(changes)


def parses(code: str) -> ast.Module | None:
    """The program's tree; ``None`` where it is not Python."""
    try:
        return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _readable(text: str, *, cut: bool) -> tuple[str, list[str]]:
    """The first way of reading ``text`` that is Python, or ``text``; ``cut``: its end may be left out."""
    if _runs(text):
        return text, []
    if len(text) > _LONG:
        # Each way of reading it takes its time; what is so long is no slip of a model's.
        return text, []
    plain = textwrap.dedent(text).strip("\n")
    for code, change in (
        (plain, "moved it to the left margin"),
        (_leveled(plain), "moved its lines to the left margin"),
        (plain.translate(_SIGNS), "wrote its signs as Python's"),
        (_function(plain), "gave it its “def solution():”"),
        (_function(_leveled(plain)), "gave it its “def solution():”"),
        (_ended(plain) if cut else "", "left out the line that it ended in the middle of"),
    ):
        if code and code != text and _runs(code):
            return code, [change]
    return text, []


def _runs(code: str) -> bool:
    """Whether ``code`` is Python and no ``return`` stands outside a function (which only compiling finds)."""
    if parses(code) is None:
        return False
    try:
        compile(code, "<program>", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True


def _leveled(text: str) -> str:
    """A body whose first line lost its indentation: the rest follows it."""
    first, _, rest = text.partition("\n")
    return f"{first}\n{textwrap.dedent(rest)}" if not first.endswith(":") else text


def _function(body: str) -> str:
    return f"def solution():\n{textwrap.indent(body, '    ')}"


def _ended(text: str) -> str:
    """``text`` without the last lines that make no sense; empty where that does not help."""
    lines = text.splitlines()
    for count in range(1, min(_UNFINISHED, len(lines) - 1) + 1):
        code = "\n".join(lines[:-count])
        if code.strip() and _runs(code):
            return code
    return ""


def _result_of(tree: ast.Module) -> str:
    try:
        return _result(tree)
    except (RecursionError, ValueError):
        # It holds something that cannot be written out.
        return ""


def _result(tree: ast.Module) -> str:
    """The expression that a program lacks at its end, where it neither prints nor ends with one."""
    if not tree.body or isinstance(tree.body[-1], ast.Expr) or _prints(tree):
        return ""
    assigned = _names(tree.body, set())
    for name in _RESULTS:
        if name in assigned:
            return name
    last = tree.body[-1]
    if (
        isinstance(last, ast.If)
        and isinstance(guarded := last.body[-1], ast.Expr)
        and "__name__" in ast.unparse(last.test)
    ):
        return ast.unparse(guarded)
    if isinstance(last, ast.FunctionDef):
        return _solver(tree)
    left = [name for name in _names([last], set(assigned)) if name not in _UNITS]
    if not left and isinstance(last, ast.Assign):
        # It ends by naming the unit.
        left = [name for name in assigned if name not in _UNITS]
    return left[-1] if left else ""


def _solver(tree: ast.Module) -> str:
    """A call of the function that was meant to be called: the one named so, or the last that needs no arguments."""
    ready = [
        each.name
        for each in tree.body
        if isinstance(each, ast.FunctionDef)
        and len(each.args.args) == len(each.args.defaults)
        and not each.args.posonlyargs
    ]
    named = [name for name in ready if name in _SOLVERS]
    return f"{(named or ready)[-1]}()" if ready else ""


def _prints(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.Name) and node.id == "print" for node in ast.walk(tree))


def _names(statements: list[ast.stmt], before: set[str]) -> list[str]:
    """The plain names that ``statements`` are sure to give a value, in their order.

    A branch gives one where all branches do; a loop, which may not run, only to names that had one ``before``.
    """
    found: list[str] = []
    for each in statements:
        known = before | set(found)
        match each:
            case ast.Assign(targets=targets):
                found += [name.id for target in targets for name in _targets(target)]
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()) | ast.AugAssign(target=ast.Name(id=name)):
                found.append(name)
            case ast.If(body=body, orelse=orelse):
                other = set(_names(orelse, known))
                found += [name for name in _names(body, known) if name in other | known]
            case ast.For(body=body) | ast.While(body=body):
                found += [name for name in _names(body, known) if name in known]
            case ast.With(body=body) | ast.Try(body=body):
                found += _names(body, known)
    return found


def _targets(target: ast.expr) -> list[ast.Name]:
    if isinstance(target, ast.Tuple | ast.List):
        return [name for each in target.elts for name in _targets(each)]
    return [target] if isinstance(target, ast.Name) else []
