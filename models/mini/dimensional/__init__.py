"""Problems told by what their numbers are counted in: dimensional analysis of everyday questions."""

from .measure import Amount
from .solve import amounts_of, by_units, duration

__all__ = ["Amount", "amounts_of", "by_units", "duration"]
