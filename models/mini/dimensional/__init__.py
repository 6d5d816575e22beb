"""Problems told by what their numbers are counted in: dimensional analysis of everyday questions."""

from .solve import by_units

__all__ = ["by_units"]
