"""The walls, in the order in which they go up: those of the worker once, those of each program after its fork."""

import os
import resource
import signal
import struct
import sysconfig

from . import landlock, namespaces, seccomp
from .kernel import (
    MACHINE,
    PR_CAPBSET_DROP,
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    WallMissing,
    check,
    libc,
)

_CAPABILITIES = 64
_CAPABILITY_VERSION = 0x20080522


def missing() -> str:
    """Which defence this computer lacks, or nothing."""
    if not seccomp.supported():
        return f"there is no list of system calls for {MACHINE} processors"
    return "" if landlock.version() else "the kernel has no Landlock (Linux 5.13 or later, with Landlock switched on)"


def readable() -> list[str]:
    """Where the interpreter and its libraries lie; late imports and time zones are read from there."""
    paths = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    paths |= {"/usr/share/zoneinfo", "/usr/lib", "/lib", "/lib64"}
    found = {path for path in paths if path and os.path.isdir(path)}
    # Where a path is a link, what it leads to has to be there, too.
    return sorted(found | {os.path.realpath(path) for path in found})


def shut_in_worker(*, namespaced: bool) -> list[str]:
    """Shut the worker in, once its libraries are imported; every program inherits it.

    Returns:
        The walls that stand, by name.

    Raises:
        WallMissing: A defence could not be put up; no program must be run.
    """
    paths = readable()
    standing = ["own user, processes and network"] if namespaced else []
    if namespaced and namespaces.take_root(paths):
        standing.append("own file system")
    for capability in range(_CAPABILITIES):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    check(libc.capset(struct.pack("Ii", _CAPABILITY_VERSION, 0), bytes(24)), "capabilities")
    check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    check(libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")
    landlock.restrict(paths)
    return [*standing, "no privileges", f"Landlock {landlock.version()}", "seccomp", "limits"]


def shut_in_program(filters: bytes, *, parent: int, seconds: float, memory: int) -> None:
    """Shut one program in, for good.

    Args:
        filters: See ``seccomp.program``.
        parent: The worker's process id; a program whose worker is gone ends at once.
        seconds: Processor time; 0 leaves the limit to the worker's clock.
        memory: Bytes of address space, all that the worker has mapped included.

    Raises:
        WallMissing: A defence could not be put up; the program must not be run.
    """
    check(libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "parent-death signal")
    if os.getppid() != parent:
        raise WallMissing("the worker is gone")
    whole = int(seconds + 0.999) + 1 if seconds else resource.RLIM_INFINITY
    for kind, value in (
        (resource.RLIMIT_CPU, whole),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(kind, (value, value))
    seccomp.restrict(filters)


__all__ = ["WallMissing", "missing", "readable", "shut_in_program", "shut_in_worker"]
