"""Saving text into the user's workspace, and nowhere else."""

import asyncio
import errno
import os
import re
import tempfile
from pathlib import Path
from typing import Any

from reckoner.core import StorageError, ToolError, writable

from .risk import Gate, tool

_LONGEST = 2_000_000
"""Characters that one file may have."""
_NAME = re.compile(r"[\w(][\w .,()+-]{0,119}(?:/[\w(][\w .,()+-]{0,119}){0,3}")


def file_tools(workspace: Path) -> list[Gate]:
    """``save_file``."""

    async def save_file(name: str, content: str) -> tuple[str, dict[str, Any]]:
        """Save text as a file in the user's workspace. A file that is there already is never overwritten.

        Args:
            name: The file's name, such as notes.txt or reports/march.md.
            content: The text.
        """
        path = await asyncio.to_thread(_save, workspace, name, content)
        return f"Saved {path.name} ({len(content)} characters).", {"file": str(path)}

    return [Gate(tool=tool(save_file), risk="write", repeatable=True)]


def _save(workspace: Path, name: str, content: str) -> Path:
    """Write the file whole or not at all. Saving the same text under the same name again changes nothing."""
    content = writable(content)
    if not _NAME.fullmatch(name) or any(part.endswith(".") for part in name.split("/")):
        raise ToolError(
            f"“{name}” is no name for a file in the workspace. Use letters, digits and an ending, as in notes.txt."
        )
    if len(content) > _LONGEST:
        raise ToolError(f"The text has {len(content)} characters; a file may have {_LONGEST}.")
    root = workspace.resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        raise ToolError(f"“{name}” lies outside the workspace.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_new(path, content)
    except FileExistsError:
        if path.is_file() and path.read_bytes() == content.encode():
            return path
        raise ToolError(f"There is a file {name} already, with other content. Choose another name.") from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageError("storage.full") from error
        raise StorageError("storage.unwritable", path=path, why=error.strerror) from error
    return path


def _write_new(path: Path, content: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".saving-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode())
            file.flush()
            os.fsync(file.fileno())
        # A link fails where the name is taken; a rename would overwrite.
        os.link(temporary, path)
    finally:
        os.unlink(temporary)
