"""The C library and the kernel's calls that Python has no names for."""

import ctypes
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 24, 38

MACHINE = platform.machine()


class WallMissing(Exception):
    """The kernel does not offer a defence that the sandbox stands on."""


def check(result: int, what: str) -> int:
    """``result``, unless it says that the call failed.

    Raises:
        WallMissing: It failed; the message names ``what``.
    """
    if result < 0:
        raise WallMissing(f"{what}: {os.strerror(ctypes.get_errno())}")
    return result
