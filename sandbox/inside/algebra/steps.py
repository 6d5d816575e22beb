"""How a result is reached: the steps of an integration and of a polynomial equation, each a rule and a formula."""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import sympy as sp
from sympy.integrals.manualintegrate import integral_steps

Step = dict[str, str]
"""``rule``, a name that the doors have words for, and ``latex``."""
_MOST = 16


def of_integration(integrand: Any, symbol: sp.Symbol) -> list[Step]:
    """The rules by which ``integrand`` is integrated, from the whole to its parts; none where one is not known."""
    with suppress(Exception):  # It looks for rules by trial, and trips over some integrands.
        steps = list(_rules(integral_steps(integrand, symbol)))
        return [] if len(steps) > _MOST or any(step["rule"] == "dont_know" for step in steps) else steps
    return []


def of_equation(equation: Any, unknown: sp.Symbol) -> list[Step]:
    """How an equation of the first or second degree in ``unknown`` is solved, or one that factors."""
    left = sp.expand(equation.lhs - equation.rhs) if isinstance(equation, sp.Eq) else sp.expand(equation)
    # Coefficients without a sign, such as complex ones, are written otherwise.
    if not left.is_polynomial(unknown) or left.free_symbols != {unknown} or left.has(sp.I):
        return []
    polynomial = sp.Poly(left, unknown)
    steps = [_step("one_side", f"{sp.latex(left)} = 0")]
    if polynomial.degree() == 1:
        first, constant = polynomial.all_coeffs()
        steps.append(_step("move_constant", f"{sp.latex(first * unknown)} = {sp.latex(-constant)}"))
        if first != 1:
            root = sp.latex(-constant / first)
            steps.append(
                _step("divide", rf"{sp.latex(unknown)} = \frac{{{sp.latex(-constant)}}}{{{sp.latex(first)}}} = {root}")
            )
        return steps
    factored = sp.factor(left)
    if factored != left and isinstance(factored, sp.Mul | sp.Pow):
        return [*steps, _step("factor", f"{sp.latex(factored)} = 0"), *_zeros(factored, unknown)]
    if polynomial.degree() == 2:
        return [*steps, *_quadratic(polynomial, unknown)]
    return []


def _quadratic(polynomial: sp.Poly, unknown: sp.Symbol) -> Iterator[Step]:
    a, b, c = polynomial.all_coeffs()
    value = b**2 - 4 * a * c
    first, second, third = (sp.latex(each) if each >= 0 else rf"({sp.latex(each)})" for each in (a, b, c))
    given = rf"{second}^2 - 4 \cdot {first} \cdot {third}"
    yield _step("discriminant", rf"\Delta = b^2 - 4ac = {given} = {sp.latex(value)}")
    roots = [(-b + sign * sp.sqrt(value)) / (2 * a) for sign in ((1, -1) if value != 0 else (1,))]
    formula = rf"{sp.latex(unknown)} = \frac{{-b \pm \sqrt{{\Delta}}}}{{2a}}"
    yield _step("formula", f"{formula}: {', '.join(sp.latex(sp.simplify(root)) for root in roots)}")


def _zeros(factored: Any, unknown: sp.Symbol) -> Iterator[Step]:
    for factor in sp.Mul.make_args(factored):
        base = factor.base if isinstance(factor, sp.Pow) else factor
        if base.has(unknown):
            roots = ", ".join(f"{sp.latex(unknown)} = {sp.latex(root)}" for root in sp.solve(base, unknown))
            yield _step("zero_factor", rf"{sp.latex(base)} = 0 \;\Rightarrow\; {roots}")


def _rules(rule: Any) -> Iterator[Step]:
    """One rule and those beneath it."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(rule).__name__.removesuffix("Rule")).lower()
    if name == "alternative":
        yield from _rules(rule.alternatives[0])
        return
    whole = rf"\int {sp.latex(rule.integrand)} \, d{sp.latex(rule.variable)}"
    if name == "u":
        yield _step("substitution", rf"{whole}, \quad {sp.latex(rule.u_var)} = {sp.latex(rule.u_func)}")
    elif name == "parts":
        yield _step(
            "parts",
            rf"{whole}, \quad u = {sp.latex(rule.u)}, \; dv = {sp.latex(rule.dv)} \, d{sp.latex(rule.variable)}",
        )
    elif name == "rewrite":
        yield _step("rewrite", rf"{sp.latex(rule.integrand)} = {sp.latex(rule.rewritten)}")
    else:
        yield _step(name, rf"{whole} = {sp.latex(rule.eval())}")
    below = [
        *getattr(rule, "substeps", []),
        *(getattr(rule, each, None) for each in ("v_step", "substep", "second_step")),
    ]
    for each in below:
        if each is not None and not isinstance(each, bool):
            yield from _rules(each)


def _step(rule: str, latex: str) -> Step:
    return {"rule": rule, "latex": latex}
