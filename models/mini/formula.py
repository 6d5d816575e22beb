"""What a question is to be computed with."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Formula:
    """A formula over numbers and ``#n``, values that are still to be found."""

    expression: str
    unit: str = ""
    """What its value is counted in, as it is shown behind the number."""
