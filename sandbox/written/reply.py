"""What in a model's reply is program, and what is prose.

The forms are those of PAL (a function ``solution``), PoT (a last assignment to ``ans``), ToRA and MathCoder (several
fenced cells between sentences, each with the output that the model was shown or made up).
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .mend import mend, parses

_FENCE = re.compile(
    r"^[ \t]*(?:```|~~~)[ \t]{0,8}(?P<language>\w{0,20})[^\n]*\n(?P<body>.*?)(?:^[ \t]*(?P<end>```|~~~)[ \t]*$|\Z)",
    re.DOTALL | re.MULTILINE,
)
_PYTHON = frozenset({"python", "py", "python3", "tool_code", "code", "sympy", "ipython", "pycon"})
_PROMPTED = re.compile(r"^(?:>>>|\.\.\.)", re.MULTILINE)
_TELLING = re.compile(r"\bprint\(|^[ \t]*(?:def|import|from|return)\b|^(?:ans|answer|result)\s*=", re.MULTILINE)
_KEYWORD = re.compile(
    r"^\s*(?:if|elif|else|for|while|def|class|with|try|except|finally|return|from \S+ import|import|assert|del|global|"
    r"lambda|not|raise|yield|pass|break|continue)\b"
)
_ASSIGNS = re.compile(r"^\s*[A-Za-z_]\w*\s*[-+*/]?=[^=]")
_CODE = frozenset("=()[]{}#")
_LONG = 300
_TRIMMED = 4
"""Lines at either end of a block that may be no part of its program."""


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
    fenced = list(_FENCE.finditer(reply))
    tagged = [match for match in fenced if match["language"].lower() in _PYTHON]
    # Beside blocks that say that they are Python, those that say nothing are what a program is thought to print.
    chosen = tagged or [match for match in fenced if not match["language"] and is_program(_typed(match["body"]))]
    blocks = [(_typed(match["body"]), match["end"] is None) for match in chosen if match["body"].strip()]
    prose = re.sub(r"\n{3,}", "\n\n", _FENCE.sub("\n", reply)).strip() if fenced else ""
    if not fenced:
        code, prose = _unfenced(reply)
        blocks = [(code, False)] if code else []
    elif not blocks:
        prose = prose or reply.strip()
    mended = [mend(block, cut_off=cut_off) for block, cut_off in blocks]
    changes = tuple(dict.fromkeys(change for _, each in mended for change in each))
    return Written(cells=tuple(code for code, _ in mended), prose=prose, mended=changes)


def _typed(block: str) -> str:
    """What was typed in a session with prompts; its other lines are what came back."""
    if not _PROMPTED.search(block):
        return block
    return "\n".join(line for line in block.splitlines() if _PROMPTED.match(line))


def _unfenced(text: str) -> tuple[str, str]:
    """The program in ``text`` and the prose around it."""
    if is_program(text):
        return text, ""
    lines = text.splitlines()
    # Sentences before and after a program. Equations between sentences are none.
    found = max((run for block in _blocks(lines) if (run := _run(lines, block))), key=len, default=range(0))
    if not found and lines and sum(_ASSIGNS.match(line) is not None for line in lines) * 2 >= len(lines):
        # A program with a mistake: its error tells what to do about it.
        return text, ""
    code = "\n".join(lines[each] for each in found)
    rest = [line for place, line in enumerate(lines) if place not in found]
    return code, "\n".join(rest).strip() if found else text


def _blocks(lines: list[str]) -> Iterator[range]:
    """The stretches of lines that are no sentences."""
    start = 0
    for place, line in enumerate([*lines, "The end is here."]):
        if _is_sentence(line):
            if start < place:
                yield range(start, place)
            start = place + 1


def _is_sentence(line: str) -> bool:
    """Whether a line is words with hardly a sign: what people write."""
    bare = line.strip()
    return bare[:1].isalpha() and len(bare.split()) > 2 and not set(bare) & _CODE and not _KEYWORD.match(bare)


def _run(lines: list[str], block: range) -> range:
    """The program in a block, which may begin or end a few lines later or earlier; empty where there is none."""
    # Each try reads the whole block.
    most = _TRIMMED if len(block) <= _LONG else 1
    for first in range(min(most, len(block))):
        for last in range(min(most, len(block) - first)):
            run = block[first : len(block) - last]
            text = "\n".join(lines[each] for each in run)
            if _TELLING.search(text) and is_program(text):
                return run
    return range(0)


def is_program(text: str) -> bool:
    """Whether ``text`` does something: words, numbers and quotations alone are prose that happens to be Python."""
    tree = parses(mend(text, complete=False)[0])
    return tree is not None and any(map(_does, tree.body)) and not any(map(_labels, tree.body))


def _does(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr):
        calls = any(isinstance(node, ast.Call) for node in ast.walk(statement))
        computes = isinstance(statement.value, ast.BinOp | ast.Compare)
        # "well-known" is a difference of two names to Python.
        return calls or (computes and any(isinstance(node, ast.Constant) for node in ast.walk(statement)))
    return not isinstance(statement, ast.Pass | ast.AnnAssign)


def _labels(statement: ast.stmt) -> bool:
    """Whether a statement is a label and what it says: ``Answer: 7``."""
    return isinstance(statement, ast.AnnAssign) and statement.value is None
