"""Keys of services that this user starts: made once, and readable by nobody else."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from reckoner.core import SettingsError, storing


def kept_key(path: Path) -> str:
    """The key in the file ``path``, made if it is not there.

    Raises:
        StorageError: It can be neither read nor made.
        SettingsError: It is empty.
    """
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            # Whole or not at all: of two who make it at once, the first one's counts.
            with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:
                file.write(secrets.token_urlsafe(32))
                file.flush()
                with suppress(FileExistsError):
                    os.link(file.name, path)
        key = path.read_text("utf-8").strip()
    if not key:
        raise SettingsError("settings.empty_key", file=path)
    return key
