"""What the worker imports before its first program, so that no program has to.

A fork copies the tables of all memory: every library makes every program dearer. So what two programs in a hundred
need lives in a worker of its own (``science``).
"""

import os
import sys
import tempfile
from typing import Any

# A process with one thread forks safely; Arrow would keep a thread for its memory.
_ALONE = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}


def prepare(libraries: str) -> None:
    """Import and warm up: ``core`` is Python's own, NumPy and SymPy; ``science`` adds SciPy, Matplotlib and pandas."""
    os.environ.update(_ALONE)
    _core()
    if libraries == "science":
        _science()


def _core() -> None:
    import cmath  # noqa: F401  # imported for the programs to come
    import collections  # noqa: F401
    import datetime  # noqa: F401
    import decimal  # noqa: F401
    import fractions  # noqa: F401
    import heapq  # noqa: F401
    import itertools  # noqa: F401
    import math  # noqa: F401
    import random  # noqa: F401
    import statistics  # noqa: F401

    import numpy.linalg  # parts that NumPy and SymPy leave for later
    import numpy.polynomial
    import numpy.random  # noqa: F401
    import sympy
    import sympy.abc

    from . import algebra

    x, y = sympy.symbols("x y")
    sympy.solve(x**2 - 2, x)
    sympy.solve([sympy.Eq(x + y, 3), sympy.Eq(x - y, 1)], [x, y])
    sympy.integrate(sympy.sin(x), x)
    sympy.diff(x**2 * sympy.exp(x), x)
    sympy.latex(sympy.simplify(x**2 / x))
    sympy.N(sympy.sqrt(2) + sympy.Rational(1, 3))
    algebra.outcome({"operation": "limit", "expression": "sin(x)/x", "point": "0"})


def _science() -> None:
    import io

    import pandas
    import scipy.integrate
    import scipy.linalg
    import scipy.optimize
    import scipy.stats  # noqa: F401

    str(pandas.DataFrame({"name": ["a", "b"], "value": [1, 2]}).groupby("name").sum())
    with tempfile.TemporaryDirectory() as folder:
        # Matplotlib insists on a folder to write to while it is imported; its own fonts hold Vietnamese too.
        os.environ["MPLCONFIGDIR"] = folder
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.font_manager
        import matplotlib.pyplot as plt

        plt.plot([0, 1])
        plt.savefig(io.BytesIO(), format="png")
        plt.close("all")


def fresh(seed: bytes) -> None:
    """Give this program what a fork would otherwise share with its siblings: random numbers."""
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(int.from_bytes(seed, "big"))
