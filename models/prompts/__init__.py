"""Prompts that tell a model without calls of its own how to write them: ``prompt("name")``."""

from functools import partial

from reckoner.core import prompt as prompt_of

prompt = partial(prompt_of, __name__)
