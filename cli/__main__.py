"""``python -m reckoner.cli``."""

from .main import run

run()
