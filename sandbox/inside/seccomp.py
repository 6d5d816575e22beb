"""seccomp: the few system calls that arithmetic needs; every other fails with EPERM.

https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

import ctypes
import os
import struct

from .kernel import MACHINE, PR_SET_SECCOMP, WallMissing, check, libc

# name: (x86-64, AArch64). Sockets, processes, threads, signals to others and changes to files are not among them.
# AArch64 never had the older calls, which are -1 there.
_CALLS = {
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "stat": (4, -1), "fstat": (5, 80), "lstat": (6, -1),
    "poll": (7, -1), "ppoll": (271, 73), "lseek": (8, 62), "mmap": (9, 222), "mprotect": (10, 226),
    "munmap": (11, 215), "brk": (12, 214), "mremap": (25, 216), "madvise": (28, 233),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "restart_syscall": (219, 128), "setitimer": (38, 103),
    "pread64": (17, 67), "access": (21, -1), "faccessat": (269, 48), "faccessat2": (439, 439),
    "readlink": (89, -1), "readlinkat": (267, 78), "newfstatat": (262, 79), "statx": (332, 291),
    "getdents64": (217, 61), "getcwd": (79, 17),
    "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "nanosleep": (35, 101), "clock_nanosleep": (230, 115),
    "getpid": (39, 172), "getppid": (110, 173), "gettid": (186, 178), "set_tid_address": (218, 96),
    "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176), "getegid": (108, 177),
    "uname": (63, 160), "gettimeofday": (96, 169), "getrusage": (98, 165), "times": (100, 153), "sysinfo": (99, 179),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "getrandom": (318, 278),
    "futex": (202, 98), "set_robust_list": (273, 99), "rseq": (334, 293), "membarrier": (324, 283),
    "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip
_OPENAT = (257, 56)
# Bits of openat's flags: to write, to create, to cut short.
_CHANGING = os.O_ACCMODE | os.O_CREAT | os.O_TRUNC
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_REFUSE, _ALLOW, _KILL = 0x00050001, 0x7FFF0000, 0x80000000  # EPERM · allow · kill the process
_LOAD, _AND, _EQUAL, _RETURN = 0x20, 0x54, 0x15, 0x06
_NUMBER, _ARCHITECTURE, _THIRD_ARGUMENT = 0, 4, 16 + 2 * 8  # offsets in struct seccomp_data
_FILTER_MODE = 2


def supported() -> bool:
    """Whether the calls of this processor are known."""
    return MACHINE in _ARCHITECTURES


def program() -> bytes:
    """The filter, as BPF.

    Raises:
        WallMissing: The calls of this processor are not known.
    """
    if not supported():
        raise WallMissing(f"no list of system calls for {MACHINE} processors")
    column, architecture = _ARCHITECTURES[MACHINE]
    numbers = [pair[column] for pair in _CALLS.values() if pair[column] >= 0]
    filters = [
        (_LOAD, 0, 0, _ARCHITECTURE),  # a call through another one would carry other numbers
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        *((_EQUAL, len(numbers) - place + 4, 0, number) for place, number in enumerate(numbers)),
        (_EQUAL, 0, 3, _OPENAT[column]),
        (_LOAD, 0, 0, _THIRD_ARGUMENT),
        (_AND, 0, 0, _CHANGING),
        (_EQUAL, 1, 0, 0),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *each) for each in filters)


def restrict(code: bytes) -> None:
    """Put this process under the filter ``code``, for good. It needs ``no_new_privs``.

    Raises:
        WallMissing: The kernel has no seccomp filters.
    """
    buffer = ctypes.create_string_buffer(code, len(code))
    described = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    check(libc.prctl(PR_SET_SECCOMP, _FILTER_MODE, described, 0, 0), "seccomp")
