"""What a model can do about a program that failed. Written for models, hence in English only."""

import re

_LIBRARIES = "the standard library, numpy, scipy, sympy, pandas and matplotlib"

_HINTS: tuple[tuple[str, str], ...] = (
    (r"^NameError: name '(math|sympy|numpy|datetime|statistics|itertools|fractions|scipy)'", "Import it first."),
    (r"^NameError", "Define it before it is used, or import it."),
    (r"^(ModuleNotFoundError|ImportError)", f"There are {_LIBRARIES}, and no other packages."),
    (r"^(PermissionError|FileNotFoundError|BlockingIOError|gaierror|URLError|OSError|RuntimeError: can't start new th)",
     "Programs have no files, no network and no other processes: write the data into the program."),
    (r"^EOFError", "Nobody can be asked while a program runs: write the values into the program."),
    (r"^IndentationError: unexpected indent", "Begin the program's lines at the left margin."),
    (r"^IndentationError", "A block needs at least one indented line."),
    (r"^SyntaxError", "Write Python alone: words about the program belong into comments."),
    (r"^IndexError: list index out of range", "A list is shorter than assumed; solve() gives [] where nothing fits."),
    (r"^KeyError", "That key is not there; solve() may have found nothing for it."),
    (r"^TypeError: cannot determine truth value", "Give the symbols values before comparing, or compare with sympy."),
    (r"^TypeError: Cannot convert expression to float", "It still holds symbols: give them values first."),
    (r"^RecursionError", "Use a loop, or check that the recursion ends."),
    (r"^ZeroDivisionError", "Check what is divided by."),
)  # fmt: skip


def hint(error: str) -> str:
    """What may help against ``error``, or nothing."""
    return next((text for pattern, text in _HINTS if re.search(pattern, error)), "")
