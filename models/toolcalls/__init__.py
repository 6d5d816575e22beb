"""Calls of tools as text: written into a prompt, and read out of what any model writes back."""

from .declared import Tools
from .read import Reading, read
from .shapes import Call

__all__ = ["Call", "Reading", "Tools", "read"]
