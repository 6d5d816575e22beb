"""Names that models use without importing them, and where they come from."""

import ast
import builtins

_MODULES = {
    **{
        name: f"import {name}"
        for name in (
            "math cmath statistics datetime itertools fractions decimal random re json collections functools heapq "
            "string calendar bisect operator sympy numpy scipy pandas"
        ).split()
    },
    "np": "import numpy as np",
    "sp": "import sympy as sp",
    "pd": "import pandas as pd",
    "plt": "import matplotlib.pyplot as plt",
    "Fraction": "from fractions import Fraction",
    "Decimal": "from decimal import Decimal",
    **{name: f"from collections import {name}" for name in ("Counter", "defaultdict", "deque")},
    **{name: f"from datetime import {name}" for name in ("date", "timedelta")},
    **{
        name: f"from itertools import {name}"
        for name in ("combinations", "permutations", "product", "accumulate", "combinations_with_replacement")
    },
    **{name: f"from statistics import {name}" for name in ("mean", "median", "mode", "stdev")},
    **{name: f"from functools import {name}" for name in ("reduce", "lru_cache", "cache")},
}
_SYMBOLIC = frozenset(
    "symbols Symbol solve Eq simplify expand factor integrate diff limit Rational Matrix oo solveset summation nsolve "
    "Integer Function dsolve binomial isprime factorint divisors primerange Interval latex sympify Poly Derivative "
    "Integral Sum series apart nsimplify solve_univariate_inequality Piecewise".split()
)
_EITHER = frozenset("sqrt sin cos tan asin acos atan atan2 log exp pi factorial gcd lcm floor sinh cosh tanh".split())
_MATH_ONLY = frozenset("ceil comb perm radians degrees hypot log2 log10 isclose prod dist trunc".split())


def missing_imports(tree: ast.Module) -> list[str]:
    """The import statements that ``tree`` lacks for well-known names that it uses and nowhere defines."""
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(tree)):
        return []
    bound, used = set(dir(builtins)), []
    for node in ast.walk(tree):
        bound |= set(_bound(node))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            used.append(node.id)
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    unknown = [name for name in dict.fromkeys(used) if name not in bound]
    symbolic = any(name in _SYMBOLIC for name in unknown) or _imports_sympy(tree)
    return list(
        dict.fromkeys(line for name in unknown if (line := _line(name, symbolic=symbolic, called=name in called)))
    )


def _line(name: str, *, symbolic: bool, called: bool) -> str:
    if name == "datetime" and called:
        return "from datetime import datetime"
    if name in _SYMBOLIC or (symbolic and name in _EITHER):
        return f"from sympy import {name}"
    if name in _EITHER or name in _MATH_ONLY:
        return f"from math import {name}"
    return _MODULES.get(name, "")


def _imports_sympy(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.ImportFrom) and node.module == "sympy" for node in tree.body)


def _bound(node: ast.AST) -> list[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return [name]
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.ExceptHandler(name=str(name)):
            return [name]
        case ast.arg(arg=name):
            return [name]
        case ast.alias(name=name, asname=given):
            return [given or name.partition(".")[0]]
    return []
