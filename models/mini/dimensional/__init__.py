"""Problems told by what their numbers are counted in: dimensional analysis of everyday questions."""

from .measure import Amount
from .reading import amounts_of
from .sequel import exchanged, goes_on, minutes_of, spread, with_result
from .solve import by_units, duration

__all__ = [
    "Amount",
    "amounts_of",
    "by_units",
    "duration",
    "exchanged",
    "goes_on",
    "minutes_of",
    "spread",
    "with_result",
]
