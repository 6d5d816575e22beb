"""Prompts, each a file named for what it is for: ``prompt("name")``."""

from functools import partial

from reckoner.core import prompt as prompt_of

prompt = partial(prompt_of, __name__)
