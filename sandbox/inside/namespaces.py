"""Namespaces: a user, processes, a network and a file system of the worker's own, where the kernel allows them.

They are a second wall behind Landlock and seccomp, and the one that leaves no process behind: when the first process
of a process namespace ends, the kernel ends all the others. https://man7.org/linux/man-pages/man7/namespaces.7.html
"""

import contextlib
import ctypes
import os
import signal
from collections.abc import Iterable

from .kernel import MACHINE, PR_SET_PDEATHSIG, libc

_NEWNS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = 0x00020000, 0x08000000, 0x10000000, 0x20000000, 0x40000000
_BIND, _RECURSIVE, _PRIVATE = 0x1000, 0x4000, 0x40000
_NOSUID, _NODEV, _NOEXEC, _DETACH = 2, 4, 8, 2
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}


def enter() -> bool:
    """Move into namespaces of one's own and go on there as their first process; ``False``: the kernel refuses.

    The process that was here before waits for the new one and ends with it.
    """
    uid, gid = os.getuid(), os.getgid()
    if libc.unshare(_NEWUSER | _NEWPID | _NEWNET | _NEWIPC | _NEWNS) != 0:
        return False
    # Files that the worker makes for its private root need an owner that the namespace knows.
    for file, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
        with contextlib.suppress(OSError), open(f"/proc/self/{file}", "w") as told:
            told.write(text)
    child = os.fork()
    if child:
        # Nothing of the control socket may stay open here: its end tells the worker that the application is gone.
        os.closerange(0, 65_536)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    return True


def take_root(readable: Iterable[str]) -> bool:
    """Make a root that holds ``readable`` and nothing else; ``False``: the kernel refuses, and the old root stays."""
    sources = [(path, os.open(path, os.O_PATH | os.O_CLOEXEC)) for path in readable]
    try:
        return _mounted("/tmp", sources)
    finally:
        for _, descriptor in sources:
            os.close(descriptor)


def _mounted(place: str, sources: list[tuple[str, int]]) -> bool:
    if _mount(None, "/", None, _RECURSIVE | _PRIVATE) or _mount("tmpfs", place, "tmpfs", _NOSUID | _NODEV | _NOEXEC):
        return False
    for path, descriptor in sources:
        target = place + path
        if os.path.islink(path):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.symlink(os.readlink(path), target)
            continue
        os.makedirs(target, exist_ok=True)
        # By descriptor: a source below the new root's own place is hidden by now.
        if _mount(f"/proc/self/fd/{descriptor}", target, None, _BIND | _RECURSIVE):
            libc.umount2(place.encode(), _DETACH)
            return False
    os.chdir(place)
    if libc.syscall(_PIVOT_ROOT[MACHINE], b".", b".") or libc.umount2(b".", _DETACH):
        os.chdir("/")
        return False
    os.chdir("/")
    return True


def _mount(source: str | None, target: str, kind: str | None, flags: int) -> int:
    def text(value: str | None) -> bytes | None:
        return value.encode() if value is not None else None

    return int(libc.mount(text(source), text(target), text(kind), ctypes.c_ulong(flags), None))
