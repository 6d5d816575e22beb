"""SymPy's verbs over expressions written as people write them."""

from .operations import outcome, perform
from .reading import read

__all__ = ["outcome", "perform", "read"]
