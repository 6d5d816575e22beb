"""What in a model's reply is program, and what is prose.

The forms are those of PAL (a function ``solution``), PoT (a last assignment to ``ans``), ToRA and MathCoder (several
fenced cells between sentences, each with the output that the model was shown or made up).
"""

import ast
import re
from dataclasses import dataclass

from .mend import mend, parses

_FENCE = re.compile(
    r"^[ \t]*(?:```|~~~)[ \t]*(\w*)[^\n]*\n(.*?)(?:^[ \t]*(?:```|~~~)[ \t]*$|\Z)", re.DOTALL | re.MULTILINE
)
_PYTHON = frozenset({"", "python", "py", "python3", "tool_code", "code", "sympy", "ipython"})
_OUTPUT = frozenset({"output", "outputs", "result", "text", "txt", "stdout", "console"})
_LINES = 200


@dataclass(frozen=True, kw_only=True)
class Written:
    """A reply, taken apart."""

    cells: tuple[str, ...]
    """Its programs, mended; several are cells that follow one another in one notebook. None: it is all prose."""
    prose: str
    """What stands around and after them."""
    mended: tuple[str, ...] = ()
    """What was changed in the programs, in words."""

    @property
    def code(self) -> str:
        """The cells as one program."""
        return "\n\n".join(self.cells)


def read_program(reply: str) -> Written:
    """Take ``reply`` apart."""
    fenced = [(match[1].lower(), match[2]) for match in _FENCE.finditer(reply)]
    blocks = [body for language, body in fenced if language in _PYTHON and body.strip()]
    prose = re.sub(r"\n{3,}", "\n\n", _FENCE.sub("\n", reply)).strip() if fenced else ""
    if not blocks:
        # Fences of another language hold no program; without fences the program may be the reply itself.
        whole = [body for language, body in fenced if language not in _PYTHON | _OUTPUT] or ([] if fenced else [reply])
        found = [_unfenced(each) for each in whole]
        blocks = [code for code, _ in found if code]
        prose = prose or "\n".join(rest for _, rest in found if rest).strip()
    mended = [mend(block) for block in blocks]
    changes = tuple(dict.fromkeys(change for _, each in mended for change in each))
    return Written(cells=tuple(code for code, _ in mended), prose=prose, mended=changes)


def _unfenced(text: str) -> tuple[str, str]:
    """The program in ``text`` and the prose around it."""
    if is_program(text):
        return text, ""
    lines = text.splitlines()
    if len(lines) > _LINES:
        return "", text
    # Sentences before and after a program: the longest run of lines that is one.
    for length in range(len(lines), 0, -1):
        for start in range(len(lines) - length + 1):
            run = "\n".join(lines[start : start + length])
            if lines[start].strip() and is_program(run):
                return run, "\n".join([*lines[:start], *lines[start + length :]]).strip()
    return "", text


def is_program(text: str) -> bool:
    """Whether ``text`` does something: words, numbers and quotations alone are prose that happens to be Python."""
    tree = parses(mend(text, complete=False)[0])
    if tree is None:
        return False
    return any(
        not isinstance(each, ast.Expr) or isinstance(each.value, ast.Call | ast.BinOp | ast.Compare)
        for each in tree.body
        if not isinstance(each, ast.Pass)
    )
