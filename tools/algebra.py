"""SymPy's verbs as one tool. Expressions are read in the sandbox, never here."""

from typing import Any, Literal

from reckoner.sandbox import Sandbox

from .python import answered
from .risk import Gate, tool

Operation = Literal[
    "evaluate", "simplify", "expand", "factor", "solve", "differentiate", "integrate", "area", "minimum", "maximum",
    "limit", "series", "sum", "plot",
    "determinant", "inverse", "transpose", "rank", "eigenvalues",
    "gcd", "lcm", "is_prime", "prime_factors", "divisors",
]  # fmt: skip


def algebra_tools(sandbox: Sandbox) -> list[Gate]:
    """``algebra``."""

    async def algebra(
        operation: Operation,
        expression: str,
        variable: str | None = None,
        point: str | None = None,
        lower: str | None = None,
        upper: str | None = None,
        order: int | None = None,
    ) -> tuple[str, dict[str, Any]]:
        """Do algebra or calculus exactly: solve, simplify, derive, integrate, extrema, series, matrices, plots.

        Args:
            operation: What to do.
            expression: Such as x^2 - 5x + 6 = 0; commas part a system's equations; a matrix is [[1, 2], [3, 4]];
                number theory takes whole numbers parted by commas.
            variable: The variable, where it is not clear from the expression.
            point: Where to take a limit, a series or a derivative. Infinity is oo.
            lower: The lower bound of an integral, an area, an extremum, a sum or a plot.
            upper: The upper bound.
            order: The order of a derivative, or how many terms a series has.
        """
        task = {"variable": variable, "point": point, "lower": lower, "upper": upper, "order": order}
        given = {name: value for name, value in task.items() if value is not None}
        return answered(await sandbox.algebra(operation=operation, expression=expression, **given))

    return [Gate(tool=tool(algebra), risk="read", brings_text=False)]
