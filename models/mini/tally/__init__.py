"""Sums over things that documents put a price to, found from the documents' side: which of their things a question names.

Where :mod:`~reckoner.models.mini.bill` reads a question as a list before anything was searched, this looks at what a search
brought and asks of each thing there whether the question names it, and how many of it.
"""

from .items import tally

__all__ = ["tally"]
