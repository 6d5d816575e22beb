"""The application's end of a worker: starting it, sending it orders, killing it. What it does is in ``inside``."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Literal

Libraries = Literal["core", "science"]

_START = "import sys; sys.path.insert(0, sys.argv[1]); from inside.worker import main; main(sys.argv[2])"
_MESSAGE = 4_096


class Worker:
    """One process with its libraries imported. Used by one thread."""

    def __init__(self, libraries: Libraries) -> None:
        self.libraries = libraries
        self.standing: list[str] | None = None
        """The walls that stand, once the worker is ready."""
        self.started = time.monotonic()
        # Messages stay apart on a socket of this kind, and a descriptor stays with its message.
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _START, str(Path(__file__).parent), libraries],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                start_new_session=True,
            )

    def order(self, do: str, order: int, *, channel: socket.socket | None = None, **fields: Any) -> None:
        """Send one order; that a dead worker cannot hear it shows when its socket ends."""
        message = json.dumps({"do": do, "order": order, **fields}).encode()
        try:
            socket.send_fds(self.socket, [message], [channel.fileno()] if channel else [])
        except OSError:
            return

    def hear(self) -> dict[str, Any] | None:
        """The message that is there; ``None``: the worker is gone."""
        try:
            message = self.socket.recv(_MESSAGE)
            return dict(json.loads(message)) if message else None
        except (OSError, ValueError):
            return None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self.socket.close()
