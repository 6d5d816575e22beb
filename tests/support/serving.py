"""Applications on ports of this machine."""

import socket

from reckoner.evaluation.serving import served

__all__ = ["free_port", "served"]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
