"""The kernel's walls around one program: limits, no privileges, no network, no writing, few system calls.

Landlock: https://docs.kernel.org/userspace-api/landlock.html · seccomp: https://docs.kernel.org/userspace-api/seccomp_filter.html
Each wall that the application counts on raises ``WallMissing`` where the kernel lacks it; namespaces are a bonus.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
import sysconfig

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
# Before its third version, a file that may be read can be cut to nothing.
_LANDLOCK_NEEDED = 3
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
# How many file-system rights each version of Landlock knows; all are denied unless a rule allows them.
_FILE_RIGHTS = {3: 15, 4: 15}
_PR_SET_PDEATHSIG, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _PR_SET_DUMPABLE = (
    1,
    24,
    38,
    22,
    4,
)
_CLONE_NEWNS, _CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_NEWIPC = 0x00020000, 0x10000000, 0x40000000, 0x08000000

# What arithmetic, SymPy and NumPy need of the kernel. Sockets, processes, signals to others and changes to files
# are not in it; opening a file is, and Landlock decides which.
_CALLS = {
    "x86_64": (
        0xC000003E,
        "0 1 3 4 5 6 7 8 9 10 11 12 13 14 15 17 21 24 25 28 35 39 60 63 79 89 96 98 99 100 102 104 107 108 110 131 "
        "186 202 204 217 218 228 229 230 231 257 262 267 269 273 318 324 332 334 439",
    ),
    "aarch64": (
        0xC00000B7,
        "17 48 56 57 61 62 63 64 67 73 78 79 80 93 94 96 98 99 101 113 114 115 123 124 132 134 135 139 153 160 165 "
        "169 172 173 174 175 176 177 178 179 214 215 216 222 226 233 278 283 291 293 439",
    ),
}

_libc = ctypes.CDLL(None, use_errno=True)


class WallMissing(Exception):
    """The kernel does not offer a defence that the sandbox stands on."""


def landlock_version() -> int:
    """The kernel's Landlock version, 0 where there is none."""
    return max(0, int(_libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))))


def missing() -> str:
    """Which defence this computer lacks, or nothing."""
    if sys.platform != "linux":
        return f"{platform.system()} has neither Landlock nor seccomp"
    if platform.machine() not in _CALLS:
        return f"no list of system calls for {platform.machine()} processors"
    return (
        ""
        if landlock_version() >= _LANDLOCK_NEEDED
        else "the kernel's Landlock is missing or too old (Linux 6.2 or later)"
    )


def raise_walls(*, seconds: float, memory: int) -> None:
    """Shut this process in, for good: ``seconds`` of processor time, ``memory`` bytes, nothing to write, no network.

    Raises:
        WallMissing: A defence could not be put up; the program must not be run.
    """
    _check(_libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "parent-death signal")
    _limit(seconds, memory)
    # A network and a user of its own where the kernel allows; seccomp refuses sockets in any case.
    _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC | _CLONE_NEWNS)
    _drop_capabilities()
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    _check(_libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0), "dumpable")
    _landlock()
    _seccomp()


def _check(result: int, what: str) -> int:
    if result < 0:
        raise WallMissing(f"{what}: {os.strerror(ctypes.get_errno())}")
    return result


def _limit(seconds: float, memory: int) -> None:
    whole = max(1, int(seconds + 0.999))
    for kind, value in (
        (resource.RLIMIT_CPU, whole + 1),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(kind, (value, value))


def _drop_capabilities() -> None:
    for capability in range(64):
        _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
    header = struct.pack("Ii", 0x20080522, 0)  # version 3 of the interface; 0 is this process
    _check(_libc.capset(header, bytes(24)), "capabilities")


def _readable() -> set[str]:
    """Where the interpreter and its libraries lie; late imports and time zones are read from there."""
    paths = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    return {*paths, "/usr/share/zoneinfo", "/usr/lib", "/lib", "/lib64"}


def _landlock() -> None:
    version = landlock_version()
    if version < _LANDLOCK_NEEDED:
        raise WallMissing("the kernel's Landlock is missing or too old")
    files = (1 << _FILE_RIGHTS.get(version, 16)) - 1
    net = 0b11 if version >= 4 else 0
    scoped = 0b11 if version >= 6 else 0
    attributes = struct.pack("QQQ", files, net, scoped)[: 8 if version < 4 else 16 if version < 6 else 24]
    rules = _check(
        _libc.syscall(_LANDLOCK_CREATE, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0)),
        "Landlock",
    )
    for path in _readable():
        if not path or not os.path.isdir(path):
            continue
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = struct.pack("=Qi", _READ_FILE | _READ_DIR, folder)
        added = _libc.syscall(_LANDLOCK_ADD, ctypes.c_int(rules), ctypes.c_int(1), rule, ctypes.c_uint32(0))
        _check(added, f"Landlock on {path}")
        os.close(folder)
    _check(_libc.syscall(_LANDLOCK_RESTRICT, ctypes.c_int(rules), ctypes.c_uint32(0)), "Landlock")
    os.close(rules)


def _seccomp() -> None:
    try:
        architecture, listed = _CALLS[platform.machine()]
    except KeyError:
        raise WallMissing(f"no list of system calls for {platform.machine()}") from None
    calls = [int(number) for number in listed.split()]
    refuse, allow, kill = 0x00050001, 0x7FFF0000, 0x80000000  # EPERM · allow · kill the process
    load, equal, done = 0x20, 0x15, 0x06
    filters = [
        (load, 0, 0, 4),  # the architecture: a call through another one would carry other numbers
        (equal, 1, 0, architecture),
        (done, 0, 0, kill),
        (load, 0, 0, 0),  # the call's number
        *((equal, len(calls) - place, 0, number) for place, number in enumerate(calls)),
        (done, 0, 0, refuse),
        (done, 0, 0, allow),
    ]
    code = b"".join(struct.pack("HBBI", *each) for each in filters)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(filters), ctypes.addressof(buffer))
    _check(_libc.prctl(_PR_SET_SECCOMP, 2, program, 0, 0), "seccomp")
