"""SymPy's verbs over expressions written as people write them: ``2x^2``, ``sin x``, ``x² = 4``.

Reading an expression evaluates text, which is why it happens here, inside the walls, and nowhere else.
"""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

import sympy as sp
from sympy.calculus.util import maximum, minimum
from sympy.parsing.sympy_parser import (
    convert_xor,
    implicit_multiplication_application,
    parse_expr,
    rationalize,
    standard_transformations,
)

from ..program import Unreadable
from ..values import TEXT_LIMIT, describe

_TRANSFORMATIONS = (*standard_transformations, convert_xor, implicit_multiplication_application, rationalize)
_NAMES: dict[str, Any] = {
    **{"e": sp.E, "π": sp.pi, "∞": sp.oo, "inf": sp.oo, "infinity": sp.oo, "ln": sp.log, "arcsin": sp.asin},
    **{"arccos": sp.acos, "arctan": sp.atan, "tg": sp.tan, "cotg": sp.cot, "arctg": sp.atan, "abs": sp.Abs},
    **{
        "log10": lambda x: sp.log(x, 10),
        "log2": lambda x: sp.log(x, 2),
        "cbrt": sp.cbrt,
        "median": lambda *xs: _median(xs),
    },
    **{"mean": lambda *xs: sum(xs) / sp.Integer(len(xs)), "comb": sp.binomial, "ceil": sp.ceiling},
    **{
        "max": sp.Max,
        "min": sp.Min,
        "round": lambda x, n=0: _rounded(x, int(n)),
        "C": sp.Symbol("C"),
    },
    # Letters that SymPy keeps for itself and people use as unknowns.
    **{letter: sp.Symbol(letter) for letter in ("S", "N", "Q", "O", "I", "t", "beta", "gamma", "zeta")},
    "i": sp.I,
}
_WRITTEN = str.maketrans(
    {
        "×": "*",
        "·": "*",
        "÷": "/",
        "−": "-",
        "–": "-",
        "²": "**2",
        "³": "**3",
        "√": "sqrt ",
        "“": "",
        "”": "",
        "$": "",
    }
)


def outcome(task: dict[str, Any]) -> dict[str, Any]:
    """Perform ``task`` and describe what came of it; the form is that of ``program.observed``'s work."""
    try:
        return perform(task)
    except NotImplementedError:
        raise Unreadable("There is no known method for this; try a numeric answer.") from None


class _Outcome(dict[str, Any]):
    """What an operation came to, where it describes that itself."""


def perform(task: dict[str, Any]) -> dict[str, Any]:
    """Perform one operation.

    Args:
        task: ``operation``, ``expression``, and where the operation takes them ``variable``, ``point``, ``lower``,
            ``upper`` and ``order``.

    Returns:
        ``value``, and for a plot ``charts``.

    Raises:
        Unreadable: The expression cannot be read or does not suit the operation.
    """
    operation = _OPERATIONS.get(task["operation"])
    if operation is None:
        raise Unreadable(f"There is no operation {task['operation']}; there are {', '.join(_OPERATIONS)}.")
    result = operation(task)
    return result if isinstance(result, _Outcome) else _described(result)


def read(text: str) -> Any:
    """The SymPy expression that ``text`` writes; an equation becomes ``Eq``.

    Raises:
        Unreadable: It cannot be read.
    """
    text = re.sub(r"sqrt (\d+|\w|\()", lambda m: f"sqrt({m[1]})" if m[1] != "(" else "sqrt(", text.translate(_WRITTEN))
    text = re.sub(r"\|([^|]+)\|", r"abs(\1)", text).strip().rstrip(".?,;")
    # A digit group such as 1,250 is one number; inside brackets a comma parts arguments.
    if not re.search(r"[\[(]", text):
        text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    if not text:
        raise Unreadable("The expression is empty.")
    sides = re.split(r"(?<![<>=!])=(?!=)", text)
    try:
        parsed = [parse_expr(side, local_dict=dict(_NAMES), transformations=_TRANSFORMATIONS) for side in sides]
    except Exception as error:
        raise Unreadable(f"“{text}” cannot be read as mathematics.") from error
    if len(parsed) > 2:
        raise Unreadable(f"“{text}” holds more than one equals sign.")
    if len(parsed) == 2:
        return sp.Eq(parsed[0], parsed[1])
    return sp.Matrix(parsed[0]) if isinstance(parsed[0], list) else parsed[0]


def _expression(task: dict[str, Any]) -> Any:
    return read(task["expression"])


def _variable(task: dict[str, Any], *expressions: Any) -> sp.Symbol:
    if task.get("variable"):
        return sp.Symbol(task["variable"])
    symbols = sorted(set().union(*(each.free_symbols for each in expressions)), key=str)
    preferred = [symbol for symbol in symbols if symbol.name in ("x", "t", "n")]
    if not symbols:
        return sp.Symbol("x")
    return (preferred or symbols)[0]


def _evaluate(task: dict[str, Any]) -> Any:
    value = _expression(task)
    value = value.doit() if hasattr(value, "doit") else value
    if isinstance(value, sp.Expr) and value.has(sp.zoo, sp.nan):
        raise Unreadable("The value is undefined: it divides by zero.")
    return value


def _solve(task: dict[str, Any]) -> Any:
    parts = [
        part for part in re.split(r"[;,](?![^\[(]*[\])])|\band\b|\bvà\b|\bva\b", task["expression"]) if part.strip()
    ]
    equations = [read(part) for part in parts]
    if len(equations) > 1:
        unknowns = sorted(set().union(*(each.free_symbols for each in equations)), key=str)
        return sp.solve(equations, unknowns, dict=True)
    if equations[0] in (sp.true, sp.false):
        return equations[0]
    unknown = _variable(task, equations[0])
    if equations[0].is_Relational and not isinstance(equations[0], sp.Eq):
        return sp.solve_univariate_inequality(equations[0], unknown, relational=False)
    try:
        found = sp.solve(equations[0], unknown)
    except NotImplementedError:  # |x - 4| = 9 has solutions that only the real numbers show.
        real = sp.solveset(equations[0], unknown, sp.S.Reals)
        if not isinstance(real, sp.FiniteSet):
            raise
        found = sorted(real, key=float)
    return [sp.nsimplify(each) if each.is_Float else each for each in found]


def _differentiate(task: dict[str, Any]) -> Any:
    expression = _expression(task)
    variable = _variable(task, expression)
    derivative = sp.diff(expression, variable, int(task.get("order") or 1))
    return derivative.subs(variable, read(task["point"])) if task.get("point") else sp.simplify(derivative)


def _integrate(task: dict[str, Any]) -> Any:
    expression = _expression(task)
    variable = _variable(task, expression)
    if task.get("lower") and task.get("upper"):
        return sp.integrate(expression, (variable, read(task["lower"]), read(task["upper"])))
    return sp.integrate(expression, variable) + sp.Symbol("C")


def _domain(task: dict[str, Any]) -> Any:
    """The numbers between the bounds, or all real numbers where there are none."""
    bounds = [read(task[name]) for name in ("lower", "upper") if task.get(name)]
    if len(bounds) == 1:
        raise Unreadable("This needs both bounds, or none.")
    return sp.Interval(sp.Min(*bounds), sp.Max(*bounds)) if bounds else sp.S.Reals


def _area(task: dict[str, Any]) -> Any:
    """Between the curve and the axis: from bound to bound, or between the outermost points where they meet."""
    expression = _expression(task)
    variable = _variable(task, expression)
    domain = _domain(task)
    meets = sp.solveset(expression, variable, domain)
    if not isinstance(meets, sp.FiniteSet) and meets is not sp.S.EmptySet:
        raise NotImplementedError
    roots = sorted(meets, key=float)
    if domain is sp.S.Reals and len(roots) < 2:
        raise Unreadable("The curve and the axis enclose no area; say from where to where.")
    lower, upper = (roots[0], roots[-1]) if domain is sp.S.Reals else (domain.inf, domain.sup)
    # The curve keeps its side of the axis between two of its roots.
    cuts = [lower, *(root for root in roots if lower < root < upper), upper]
    area = sum(abs(sp.integrate(expression, (variable, *part))) for part in pairwise(cuts))
    if sp.sympify(area).has(sp.nan, sp.oo, sp.zoo):
        raise Unreadable("There is no finite area there.")
    return area


def _extremum(task: dict[str, Any], find: Callable[..., Any]) -> Any:
    expression = _expression(task)
    if not isinstance(expression, sp.Expr) or len(expression.free_symbols) != 1:
        raise Unreadable("This needs an expression in one variable.")
    variable, domain = _variable(task, expression), _domain(task)
    value = find(expression, variable, domain)
    if value.has(sp.oo, sp.zoo, sp.nan):
        raise Unreadable("The expression is not bounded there, so there is no such value.")
    if sp.solveset(expression - value, variable, domain) is sp.S.EmptySet:
        raise Unreadable(f"The expression comes as close to {value} as one likes, and never reaches it.")
    return value


def _limit(task: dict[str, Any]) -> Any:
    expression = _expression(task)
    if not task.get("point"):
        raise Unreadable("A limit needs the point where it is taken; infinity is oo.")
    return sp.limit(expression, _variable(task, expression), read(task["point"]))


def _series(task: dict[str, Any]) -> Any:
    expression = _expression(task)
    variable = _variable(task, expression)
    return sp.series(expression, variable, read(task.get("point") or "0"), int(task.get("order") or 6))


def _sum(task: dict[str, Any]) -> Any:
    expression = _expression(task)
    bounds = (_variable(task, expression), read(task.get("lower") or "1"), read(task.get("upper") or "n"))
    return sp.summation(expression, bounds)


def _integers(task: dict[str, Any]) -> list[int]:
    found = [int(number) for number in re.findall(r"-?\d+", task["expression"])]
    if not found:
        raise Unreadable("This needs whole numbers.")
    return found


def _matrix(task: dict[str, Any]) -> Any:
    matrix = _expression(task)
    if not isinstance(matrix, sp.MatrixBase):
        raise Unreadable("This needs a matrix, written as [[1, 2], [3, 4]].")
    return matrix


def _factor(task: dict[str, Any]) -> Any:
    expression = _expression(task)
    return _prime_factors(task) if getattr(expression, "is_Integer", False) else sp.factor(expression)


def _prime_factors(task: dict[str, Any]) -> Any:
    powers = sp.factorint(_integers(task)[0])
    text = " · ".join(f"{prime}^{power}" if power > 1 else str(prime) for prime, power in powers.items())
    latex = r" \cdot ".join(f"{prime}^{{{power}}}" if power > 1 else str(prime) for prime, power in powers.items())
    return _Outcome(value={**(describe(powers) or {}), "text": text, "latex": latex})


def _plot(task: dict[str, Any]) -> dict[str, Any]:
    expression = _expression(task)
    if not isinstance(expression, sp.Expr) or len(expression.free_symbols) > 1:
        raise Unreadable("A plot needs an expression in one variable.")
    variable = _variable(task, expression)
    lower, upper = (float(read(task.get(name) or default)) for name, default in (("lower", "-10"), ("upper", "10")))
    if not lower < upper:
        raise Unreadable("A plot needs a lower bound below its upper bound.")
    points = [lower + (upper - lower) * step / 200 for step in range(201)]
    shown = [(point, y) for point in points if (y := _real_at(expression, variable, point)) is not None]
    if not shown:
        raise Unreadable("The expression has no real values between these bounds.")
    name, label = str(variable), str(expression).replace("**", "^").replace("*", "·")
    chart = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [{name: x, "value": y} for x, y in shown]},
        "mark": "line",
        "encoding": {
            "x": {"field": name, "type": "quantitative", "title": name},
            "y": {"field": "value", "type": "quantitative", "title": label},
        },
    }
    text = f"plot of {expression} for {variable} from {lower:g} to {upper:g}"
    return _Outcome(value={"kind": "str", "text": text, "latex": sp.latex(expression)}, charts=[chart])


def _real_at(expression: Any, variable: sp.Symbol, point: float) -> float | None:
    try:
        value = expression.evalf(15, subs={variable: point})
    except ZeroDivisionError:
        return None
    return float(value) if value.is_real and value.is_finite else None


_OPERATIONS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "evaluate": _evaluate,
    "simplify": lambda task: sp.simplify(_expression(task)),
    "expand": lambda task: sp.expand(_expression(task)),
    "factor": _factor,
    "solve": _solve,
    "differentiate": _differentiate,
    "integrate": _integrate,
    "area": _area,
    "minimum": lambda task: _extremum(task, minimum),
    "maximum": lambda task: _extremum(task, maximum),
    "limit": _limit,
    "series": _series,
    "sum": _sum,
    "plot": _plot,
    "determinant": lambda task: _matrix(task).det(),
    "inverse": lambda task: _matrix(task).inv(),
    "transpose": lambda task: _matrix(task).T,
    "rank": lambda task: _matrix(task).rank(),
    "eigenvalues": lambda task: _matrix(task).eigenvals(),
    "gcd": lambda task: sp.igcd(*_integers(task), 0),
    "lcm": lambda task: sp.ilcm(*_integers(task), 1),
    "is_prime": lambda task: bool(sp.isprime(_integers(task)[0])),
    "prime_factors": _prime_factors,
    "divisors": lambda task: sp.divisors(_integers(task)[0]),
}


def _described(value: Any) -> dict[str, Any]:
    latex = sp.latex(value) if not isinstance(value, bool) else ""
    return {"value": {**(describe(value) or {}), "text": _text(value)[:TEXT_LIMIT], "latex": latex[:TEXT_LIMIT]}}


def _text(value: Any) -> str:
    """The exact form, and the decimal one where the exact one does not show the size."""
    if isinstance(value, list):
        return "[" + ", ".join(_text(each) for each in value) + "]"
    if isinstance(value, sp.MatrixBase):
        return str(value.tolist())
    if not isinstance(value, sp.Expr) or not value.is_number or value.is_Integer:
        return str(value)
    if value.is_Rational and _terminates(int(value.q)):
        return _decimal(value)
    approximate = value.evalf(15)
    exact = str(value)
    if not approximate.is_number or exact == str(approximate) or value.is_Float:
        return _decimal(value) if value.is_Float else exact
    return f"{exact} ≈ {float(approximate):.12g}" if approximate.is_real else exact


def _terminates(denominator: int) -> bool:
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    return denominator == 1


def _decimal(value: Any) -> str:
    digits = max(15, len(str(abs(int(value)))) + 12)
    text = str(sp.Float(value, digits))
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def _rounded(value: Any, places: int) -> Any:
    """``value`` to so many places, halves away from zero, as a decimal fraction and not the nearest binary one."""
    exact = Decimal(str(sp.Float(value, 50)))
    return sp.Rational(str(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)))


def _median(values: tuple[Any, ...]) -> Any:
    ordered = sorted(values, key=float)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
