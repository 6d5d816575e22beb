"""Serving a shop's customers with the shop's tools: the common paths, in English and Vietnamese.

Where is my order, what is in it, cancelling, returning, addresses, products; all else is handed over to a person.
"""

from .serve import reply, serves

__all__ = ["reply", "serves"]
