"""Calls of tools as text: written into a prompt, and read out of what any model writes back."""

from .declared import Tools
from .read import Reading, read
from .shapes import Call
from .stream import CallStream, Told, streamed

__all__ = ["Call", "CallStream", "Reading", "Told", "Tools", "read", "streamed"]
