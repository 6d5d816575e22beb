"""SymPy's verbs, each over a task as it was asked."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import sympy as sp
from sympy.calculus.util import maximum, minimum

from .. import checks
from ..program import Unreadable
from ..values import describe
from . import steps
from .digits import plain
from .notes import excluded, note
from .phrases import unnamed, with_bounds
from .reading import read
from .telling import Outcome, described


def outcome(task: dict[str, Any]) -> dict[str, Any]:
    """Perform ``task`` and describe what came of it; the form is that of ``program.observed``'s work."""
    try:
        return perform(task)
    except NotImplementedError:
        raise Unreadable("There is no known method for this; try a numeric answer.") from None
    except (AttributeError, TypeError, ValueError) as error:  # SymPy's own, of input that an operation does not suit
        raise Unreadable(f"This operation does not suit “{task['expression']}”.") from error


def perform(task: dict[str, Any]) -> dict[str, Any]:
    """Perform one operation.

    Args:
        task: ``operation``, ``expression``, and where the operation takes them ``variable``, ``point``, ``lower``,
            ``upper`` and ``order``.

    Returns:
        ``value``, for a plot ``charts``, where there are any ``steps`` and ``notes``, and ``check``, a function that
        computes the result another way.

    Raises:
        Unreadable: The expression cannot be read or does not suit the operation.
    """
    operation = OPERATIONS.get(task["operation"])
    if operation is None:
        raise Unreadable(f"There is no operation {task['operation']}; there are {', '.join(OPERATIONS)}.")
    result = operation(with_bounds(task))
    return result if isinstance(result, Outcome) else described(result)


def _expression(task: dict[str, Any]) -> Any:
    # A variable of that name is meant where there is one: i is no imaginary unit then.
    named = {str(task["variable"]): sp.Symbol(task["variable"])} if task.get("variable") else {}
    return read(unnamed(task["expression"]), **named)


def _variable(task: dict[str, Any], *expressions: Any) -> sp.Symbol:
    if task.get("variable"):
        return sp.Symbol(task["variable"])
    symbols = sorted(set().union(*(each.free_symbols for each in expressions)), key=str)
    names = [symbol.name for symbol in symbols]
    chosen = next((name for name in ("x", "t", "n") if name in names), None)
    return sp.Symbol(chosen or (names[0] if names else "x"))


def _evaluate(task: dict[str, Any]) -> Any:
    value = _expression(task)
    value = value.doit() if hasattr(value, "doit") else value
    if isinstance(value, sp.Expr) and value.has(sp.zoo, sp.nan):
        raise Unreadable("The value is undefined: it divides by zero.")
    return value


def _rewritten(task: dict[str, Any], rewrite: Callable[[Any], Any]) -> Any:
    """Another form of an expression, and where the two are not the same."""
    expression = _expression(task)
    result = rewrite(expression)
    lost = excluded(expression, result)
    if not lost:
        return result
    (symbol,) = expression.free_symbols
    told = described(result)
    for zero in lost:
        told["value"]["text"] += f", {symbol} ≠ {zero}"
    latex = r",\; ".join(rf"{sp.latex(symbol)} \neq {sp.latex(zero)}" for zero in lost)
    return Outcome(told, notes=[note("holds_for", latex)])


def _solve(task: dict[str, Any]) -> Any:
    text = plain(task["expression"])
    parts = [part for part in re.split(r"[;,](?![^\[(]*[\])])|\band\b|\bvà\b|\bva\b", text) if part.strip()]
    # In an equation i is an unknown like any other.
    equations = [read(part, i=sp.Symbol("i")) for part in parts]
    if len(equations) > 1 and any(
        isinstance(each, sp.core.relational.Relational) and not isinstance(each, sp.Eq) for each in equations
    ):
        return sp.reduce_inequalities(equations)
    if len(equations) > 1:
        unknowns = sorted(set().union(*(each.free_symbols for each in equations)), key=str)
        found = sp.solve(equations, unknowns, dict=True)
        return Outcome(
            described(found),
            check=lambda: _checked("solve", "substitution", checks.solutions(equations, found, unknowns)),
        )
    equation = equations[0]
    if equation in (sp.true, sp.false):
        return equation
    if isinstance(equation, sp.And):
        return sp.reduce_inequalities(list(equation.args))
    unknown = _variable(task, equation)
    if equation.is_Relational and not isinstance(equation, sp.Eq):
        return sp.solve_univariate_inequality(equation, unknown, relational=False)
    found = [sp.nsimplify(each) if each.is_Float else each for each in _roots(equation, unknown)]
    others = sorted(equation.free_symbols - {unknown}, key=str)
    return Outcome(
        described(found),
        steps=steps.of_equation(equation, unknown),
        notes=[
            *([note("constants", ", ".join(map(sp.latex, others)))] if others else []),
            *([note("period")] if equation.has(sp.sin, sp.cos, sp.tan, sp.cot) else []),
        ],
        check=lambda: _checked(
            "solve", "substitution", checks.solutions(equation, [{unknown: each} for each in found], [unknown])
        ),
    )


def _roots(equation: Any, unknown: sp.Symbol) -> list[Any]:
    try:
        return list(sp.solve(equation, unknown))
    except NotImplementedError:  # |x - 4| = 9 has solutions that only the real numbers show.
        real = sp.solveset(equation, unknown, sp.S.Reals)
        if not isinstance(real, sp.FiniteSet):
            raise
        return sorted(real, key=float)


def _checked(what: str, how: str, ok: bool | None) -> list[checks.Check]:
    return [] if ok is None else [{"what": what, "how": how, "ok": ok}]


def _differentiate(task: dict[str, Any]) -> Any:
    expression = _expression(task)
    variable, order = _variable(task, expression), int(task.get("order") or 1)
    derivative = sp.diff(expression, variable, order)
    if task.get("point"):
        slope = derivative.subs(variable, read(task["point"]))
        if slope.has(sp.zoo, sp.nan):
            raise Unreadable("The function has no derivative there.")
        return slope
    return Outcome(
        described(sp.simplify(derivative)),
        check=lambda: _checked("diff", "differences", checks.derivative(expression, variable, order, derivative)),
    )


def _integrate(task: dict[str, Any]) -> Any:
    expression = sp.sympify(_expression(task))
    variable = _variable(task, expression)
    shown = steps.of_integration(expression, variable)
    if bool(task.get("lower")) != bool(task.get("upper")):
        raise Unreadable("A definite integral needs both bounds.")
    if task.get("lower") and task.get("upper"):
        lower, upper = read(task["lower"]), read(task["upper"])
        area = sp.integrate(expression, (variable, lower, upper))
        if area.has(sp.nan, sp.zoo):
            raise Unreadable("The integral does not converge.")
        return Outcome(
            described(area),
            steps=shown,
            check=lambda: _checked(
                "integrate", "quadrature", checks.definite(expression, variable, lower, upper, area)
            ),
        )
    found = sp.integrate(expression, variable)
    if found.has(sp.Integral):
        raise Unreadable("There is no antiderivative in known functions; give bounds for a number.")
    return Outcome(
        described(found + sp.Symbol("C")),
        steps=shown,
        notes=[note("any_constant", "C")],
        check=lambda: _checked("integrate", "differentiation", checks.antiderivative(expression, variable, found)),
    )


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
    variable, point = _variable(task, expression), read(task["point"])
    right = sp.limit(expression, variable, point)
    left = sp.limit(expression, variable, point, "-") if point.is_finite else right
    if left != right and (left.is_real or left.is_infinite):
        raise Unreadable(f"There is no limit: it is {left} from the left and {right} from the right.")
    return Outcome(
        described(right),
        check=lambda: _checked("limit", "nearby values", checks.limit(expression, variable, point, right)),
    )


def _series(task: dict[str, Any]) -> Any:
    expression = _expression(task)
    variable = _variable(task, expression)
    return sp.series(expression, variable, read(task.get("point") or "0"), int(task.get("order") or 6))


def _sum(task: dict[str, Any]) -> Any:
    expression = _expression(task)
    bounds = (_variable(task, expression), read(task.get("lower") or "1"), read(task.get("upper") or "n"))
    return sp.summation(expression, bounds)


def _integers(task: dict[str, Any]) -> list[int]:
    """The whole numbers that the expression lists; between words, those that stand there."""
    text = plain(task["expression"])
    if re.search(r"[^\W\d_]{2,}", re.sub(r"\b(?:and|và|va)\b", "", text)):
        values: list[Any] = [sp.Integer(number) for number in re.findall(r"(?<![\w.])-?\d+(?![\w.]*\w)", text)]
    else:
        values = [read(part) for part in re.split(r"[,;]|\band\b|\bvà\b|\bva\b", text) if part.strip(" ?.")]
    if not values or not all(getattr(value, "is_Integer", False) for value in values):
        raise Unreadable("This needs whole numbers.")
    return [int(value) for value in values]


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
    return Outcome(value={**(describe(powers) or {}), "text": text, "latex": latex})


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
    return Outcome(value={"kind": "str", "text": text, "latex": sp.latex(expression)}, charts=[chart])


def _real_at(expression: Any, variable: sp.Symbol, point: float) -> float | None:
    try:
        value = expression.evalf(15, subs={variable: point})
    except ZeroDivisionError:
        return None
    return float(value) if value.is_real and value.is_finite else None


OPERATIONS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "evaluate": _evaluate,
    "simplify": lambda task: _rewritten(task, sp.simplify),
    "expand": lambda task: _rewritten(task, sp.expand),
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
