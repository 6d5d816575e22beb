"""Recomputing another way: what a program found is tried against how it was found.

Solutions are put back into their equations, antiderivatives are differentiated, derivatives, integrals and limits are
compared with numbers near them, and plain arithmetic is done again with exact fractions in place of binary ones.
"""

import ast
import random
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import wraps
from typing import Any

import sympy as sp

_CLOSE = 1e-6
_POINTS = 4
_TRIES = 24

Check = dict[str, Any]
"""``what`` was computed, ``how`` it was tried, and whether that was ``ok``."""


def solutions(equations: Any, found: Any, asked: Sequence[Any] = ()) -> bool | None:
    """Whether each solution, put back, satisfies the equations; ``None`` where that cannot be told.

    Args:
        equations: One, or several.
        found: What ``solve`` gave.
        asked: The unknowns in the order in which they were asked for.
    """
    wanted = [_difference(each) for each in (equations if isinstance(equations, list | tuple | set) else [equations])]
    if any(each is None for each in wanted):
        return None
    unknowns = list(asked) or sorted(set().union(*(each.free_symbols for each in wanted)), key=str)
    results = [_holds(wanted, solution) for solution in _assignments(found, unknowns)]
    return None if not results or None in results else all(results)


def antiderivative(integrand: Any, symbol: sp.Symbol, found: Any) -> bool | None:
    """Whether the derivative of ``found`` is ``integrand`` at a few points."""
    return None if found.has(sp.Integral) else _agree(sp.diff(found, symbol), integrand)


def definite(integrand: Any, symbol: sp.Symbol, lower: Any, upper: Any, found: Any) -> bool | None:
    """Whether quadrature gives ``found``; over the whole and over its halves, for quadrature itself can be wrong."""
    if found.has(sp.Integral) or found.free_symbols or (integrand.free_symbols - {symbol}):
        return None
    if not (lower.is_finite and upper.is_finite) or integrand.has(sp.DiracDelta, sp.Heaviside):
        return None
    with suppress(Exception):  # Quadrature fails in many ways, and then nothing is known.
        middle = (lower + upper) / 2
        whole, *halves = (
            complex(sp.Integral(integrand, (symbol, *part)).evalf(10))
            for part in ((lower, upper), (lower, middle), (middle, upper))
        )
        if _close(whole, sum(halves)):
            return _close(whole, complex(found.evalf(12)))
    return None


def derivative(function: Any, symbol: sp.Symbol, order: int, found: Any) -> bool | None:
    """Whether difference quotients come close to ``found``."""
    if order != 1 or function.free_symbols - {symbol}:
        return None
    step = sp.Float("1e-6", 30)
    quotient = (function.subs(symbol, symbol + step) - function.subs(symbol, symbol - step)) / (2 * step)
    return _agree(quotient, found, close=1e-4)


def limit(function: Any, symbol: sp.Symbol, point: Any, found: Any, direction: str = "+") -> bool | None:
    """Whether the function comes close to ``found`` near ``point``; ``None`` while it still comes closer."""
    if not found.is_finite or function.free_symbols - {symbol}:
        return None
    with suppress(Exception):
        wanted = complex(found.evalf(20))
        errors = []
        for far in (4, 8):
            small = sp.Float(10, 40) ** -far * (-1 if direction == "-" else 1)
            near = {sp.oo: sp.Float(10, 40) ** far, -sp.oo: -(sp.Float(10, 40) ** far)}.get(point, point + small)
            errors.append(abs(complex(function.subs(symbol, near).evalf(30)) - wanted))
        if errors[1] <= 1e-3 * max(1.0, abs(wanted)):
            return True
        return None if errors[1] < 0.9 * errors[0] else False
    return None


class Watch:
    """While it is on, SymPy's verbs try what they find and note it in ``seen``."""

    def __init__(self) -> None:
        self.seen: list[Check] = []
        self._depth = 0
        self._originals = {name: getattr(sp, name) for name in _CHECKS}

    def __enter__(self) -> list[Check]:
        for name, original in self._originals.items():
            self._set(name, self._watching(name, original))
        return self.seen

    def __exit__(self, *_: object) -> None:
        for name, original in self._originals.items():
            self._set(name, original)

    @staticmethod
    def _set(name: str, function: Any) -> None:
        for module in (sp, sp.solvers, sp.integrals, sp.calculus, sp.series):
            if hasattr(module, name):
                setattr(module, name, function)

    def _watching(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        how, check = _CHECKS[name]

        @wraps(original)
        def watching(*args: Any, **kwargs: Any) -> Any:
            self._depth += 1
            try:
                found = original(*args, **kwargs)
                # The verbs call one another, and checks call them; only what the program itself asked for is tried.
                if self._depth == 1 and not kwargs:
                    with suppress(Exception):
                        if (ok := check(found, *args)) is not None:
                            self.seen.append({"what": name, "how": how, "ok": ok})
                return found
            finally:
                self._depth -= 1

        return watching


def exactly(code: str) -> str | None:
    """``code`` with exact fractions in place of binary ones; ``None`` where it has nothing that this would change."""
    tree = ast.parse(code)
    exact = _Exact()
    tree = ast.fix_missing_locations(exact.visit(tree))
    return ast.unparse(tree) if exact.changed else None


def helpers() -> dict[str, Any]:
    """The names that the code of ``exactly`` uses."""
    return {"_fraction": Fraction, "_divided": _divided}


def arithmetic(report: dict[str, Any], exact: dict[str, Any]) -> Check | None:
    """Whether a program reports the same number as its exact form does; ``None`` where either reports none."""
    first, second = _reported(report), _reported(exact)
    if first is None or second is None:
        return None
    size = max(Fraction(1), abs(first), abs(second))
    ok = abs(first - second) <= size / 10**9
    return {"what": "arithmetic", "how": "exact fractions", "ok": ok, "value": str(second)}


def _reported(report: dict[str, Any]) -> Fraction | None:
    told, printed = report.get("value"), report.get("printed", "").split()
    with suppress(ValueError, ZeroDivisionError, OverflowError, KeyError):
        if told:
            if told["kind"] in ("int", "fraction"):
                parts = told["parts"] if told["kind"] == "fraction" else [told["exact"], "1"]
                return Fraction(int(parts[0], 16), int(parts[1], 16))
            return Fraction(float(told["text"])) if told["kind"] == "float" else None
        return Fraction(printed[-1]) if printed else None
    return None


class _Exact(ast.NodeTransformer):
    """Writes 0.1 as a fraction, and divides exactly."""

    def __init__(self) -> None:
        self.changed = False

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if not isinstance(node.value, float):
            return node
        self.changed = True
        return _call("_fraction", ast.Constant(repr(node.value)))

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.op, ast.Div):
            return node
        self.changed = True
        return _call("_divided", node.left, node.right)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        # A format such as .2f takes no fraction.
        return node


def _call(name: str, *args: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(args), [])


def _divided(first: Any, second: Any) -> Any:
    if isinstance(first, int | Fraction) and isinstance(second, int | Fraction):
        return Fraction(first) / Fraction(second)
    return first / second


def _difference(equation: Any) -> Any:
    equation = sp.sympify(equation)
    if isinstance(equation, sp.Eq):
        return equation.lhs - equation.rhs
    return equation if isinstance(equation, sp.Expr) else None


def _assignments(found: Any, unknowns: list[sp.Symbol]) -> Iterable[dict[Any, Any]]:
    if isinstance(found, dict):
        yield found
        return
    for each in found if isinstance(found, list) else []:
        if isinstance(each, dict):
            yield each
        elif isinstance(each, tuple) and len(each) == len(unknowns):
            yield dict(zip(unknowns, each, strict=True))
        elif len(unknowns) == 1 and isinstance(each, sp.Expr):
            yield {unknowns[0]: each}


def _holds(differences: list[Any], solution: dict[Any, Any]) -> bool | None:
    for difference in differences:
        left = difference.subs(solution)
        size = 1 + sum(abs(complex(sp.N(value))) for value in solution.values() if sp.sympify(value).is_number)
        if left.free_symbols:
            left = sp.simplify(left)
        if left.free_symbols:
            return None
        if abs(complex(left.evalf(15))) > _CLOSE * size:
            return False
    return True


def _flat(asked: Sequence[Any]) -> list[Any]:
    """The unknowns that ``solve`` was given, one by one or in a list."""
    return [each for part in asked for each in (part if isinstance(part, list | tuple) else [part])]


def _integrated(found: Any, integrand: Any, *bounds: Any) -> bool | None:
    integrand = sp.sympify(integrand)
    if len(bounds) > 1:
        return None
    where = bounds[0] if bounds else next(iter(integrand.free_symbols))
    if isinstance(where, tuple) and len(where) == 3:
        return definite(integrand, where[0], sp.sympify(where[1]), sp.sympify(where[2]), found)
    return antiderivative(integrand, where, found)


def _agree(first: Any, second: Any, *, close: float = _CLOSE) -> bool | None:
    """Whether two expressions have the same number at a few points where both have one."""
    symbols = sorted(first.free_symbols | second.free_symbols, key=str)
    draw, tried = random.Random(0), 0
    for _ in range(_TRIES):
        point = {symbol: sp.Float(draw.uniform(0.3, 2.9), 30) for symbol in symbols}
        with suppress(Exception):
            if not _close(complex(first.subs(point).evalf(20)), complex(second.subs(point).evalf(20)), close):
                return False
            tried += 1
        if tried == _POINTS or (tried and not symbols):
            return True
    return None


def _close(first: complex, second: complex, close: float = _CLOSE) -> bool:
    return abs(first - second) <= close * max(1.0, abs(first), abs(second))


_CHECKS: dict[str, tuple[str, Callable[..., bool | None]]] = {
    "solve": ("substitution", lambda found, equations, *asked: solutions(equations, found, _flat(asked))),
    "integrate": ("differentiation or quadrature", _integrated),
    "diff": ("differences", lambda found, f, x, *rest: derivative(sp.sympify(f), x, 2 if rest else 1, found)),
    "limit": ("nearby values", lambda found, f, x, point, *d: limit(sp.sympify(f), x, sp.sympify(point), found, *d)),
}
