"""The process that reads documents for ``reader``: requests come in on standard input, pages go out line by line.

A request is a line of JSON, then as many bytes as it says. An answer is lines of JSON, the last of which says that it
is done, or what was wrong.
"""

import base64
import contextlib
import json
import os
import select
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from reckoner.core import DocumentError

from . import pdf
from .load import opened
from .reader import FULL

_IDLE = 60
"""Seconds without a request, after which it ends."""


def main(requests: BinaryIO, answers: BinaryIO) -> int:
    """Answer until there are no more requests, or none for a while."""
    _tell(answers, {"ready": True})
    while _waiting(requests) and (line := requests.readline()):
        request = json.loads(line)
        data = _exactly(requests, request["size"])
        try:
            for told in _answer(request, data):
                _tell(answers, told)
            _tell(answers, {"done": True})
        except DocumentError as error:
            facts = {name: str(value) for name, value in error.facts.items()}
            _tell(answers, {"error": type(error).__name__, "key": error.key, "facts": facts})
        except MemoryError:
            return FULL
    return 0


def _answer(request: dict[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
    if request["do"] == "picture":
        drawn = pdf.picture(data, request["page"], request["quote"])
        yield {"png": base64.b64encode(drawn).decode()}
        return
    kind, pages = opened(request["name"], data, limit_mb=request["limit_mb"])
    yield {"kind": kind}
    for number, text, why in pages:
        yield {"page": number, "text": text, "why": why}


def _exactly(requests: BinaryIO, size: int) -> bytes:
    """A pipe gives what it has, not what is asked for."""
    data = bytearray()
    while len(data) < size and (part := requests.read(size - len(data))):
        data += part
    return bytes(data)


def _tell(answers: BinaryIO, told: dict[str, Any]) -> None:
    answers.write(json.dumps(told).encode() + b"\n")
    answers.flush()


def _waiting(requests: BinaryIO) -> bool:
    """Whether a request comes before it has been idle for too long."""
    if sys.platform == "win32":
        return True  # Pipes cannot be waited for there; the end of the other process ends this one.
    return bool(select.select([requests], [], [], _IDLE)[0])


def _limited(memory: int) -> None:
    """Give up what reading needs none of."""
    with contextlib.suppress(ImportError):  # There are no such limits on Windows.
        import resource

        for limit, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(limit, (value, value))


if __name__ == "__main__":
    _limited(int(sys.argv[1]) * 2**20)
    # What a library prints must not stand between the lines of an answer.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.exit(main(os.fdopen(0, "rb", buffering=0), out))
