"""Landlock: which files may be read; nothing may be written, made, moved, run or removed.

https://docs.kernel.org/userspace-api/landlock.html
"""

import ctypes
import os
import struct
from collections.abc import Iterable

from .kernel import check, libc

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
# How many file-system rights each version knows; all are denied unless a rule allows them.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_NEWEST_RIGHTS = 16


def version() -> int:
    """The kernel's Landlock version, 0 where there is none."""
    return max(0, int(libc.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))))


def restrict(readable: Iterable[str]) -> None:
    """Let this process and its children read below ``readable``, and do nothing else with files.

    Versions before the third cannot refuse to cut a file short; the filter of system calls does (``seccomp.py``).

    Raises:
        WallMissing: The kernel has no Landlock.
    """
    known = version()
    check(known - 1, "Landlock")
    files = (1 << _FILE_RIGHTS.get(known, _NEWEST_RIGHTS)) - 1
    network = 0b11 if known >= 4 else 0
    scoped = 0b11 if known >= 6 else 0
    attributes = struct.pack("QQQ", files, network, scoped)[: 8 if known < 4 else 16 if known < 6 else 24]
    rules = check(
        libc.syscall(_CREATE, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0)),
        "Landlock",
    )
    for path in readable:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("=Qi", _READ_FILE | _READ_DIR, folder)
        added = libc.syscall(_ADD, ctypes.c_int(rules), ctypes.c_int(1), rule, ctypes.c_uint32(0))
        check(added, f"Landlock on {path}")
        os.close(folder)
    check(libc.syscall(_RESTRICT, ctypes.c_int(rules), ctypes.c_uint32(0)), "Landlock")
    os.close(rules)
