"""Keys of services that this user starts: made once, and readable by nobody else."""

import os
import secrets
from pathlib import Path

from reckoner.core import storing


def kept_key(path: Path) -> str:
    """The key in the file ``path``, made if it is not there.

    Raises:
        StorageError: It can be neither read nor made.
    """
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(32))
        except FileExistsError:
            pass
        return path.read_text("utf-8").strip()
