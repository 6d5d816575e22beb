"""What a disk or a database refuses, as an error of ours."""

import errno
import sqlite3
from pathlib import Path

from .errors import ReckonerError, StorageError


class storing:
    """What the disk or SQLite refuses inside becomes a ``StorageError``.

    Args:
        path: The file or folder that is written to.
        broken: What to raise instead where the file is not what it should be.
    """

    def __init__(self, path: Path, *, broken: ReckonerError | None = None) -> None:
        self._path = path
        self._broken = broken

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        # A slow or a lost connection is an OSError too, but none of the disk's.
        if not isinstance(error, sqlite3.DatabaseError | OSError) or isinstance(error, TimeoutError | ConnectionError):
            return
        if "is full" in str(error) or getattr(error, "errno", 0) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise StorageError("storage.full") from error
        if isinstance(error, OSError):
            raise StorageError("storage.unwritable", path=self._path, why=error.strerror or error) from error
        if any(sign in str(error) for sign in ("readonly", "unable to open", "locked", "disk I/O")):
            raise StorageError("storage.unwritable", path=self._path, why=error) from error
        raise self._broken or StorageError("storage.broken", path=self._path, why=error) from error
