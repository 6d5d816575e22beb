"""The ``reckoner`` command."""
