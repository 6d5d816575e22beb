"""A program's process without walls, for computers that have none and people who ask for it by name."""

import json
import os
import sys
from typing import Any

from . import child, program


def main() -> None:
    """Serve requests, a line of JSON each, from standard input; replies go to what was standard output."""
    replies = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    known = program.names()
    for line in sys.stdin:
        merged: dict[str, Any] = {}
        for report in child.reports(json.loads(line), known):
            merged |= report
        replies.write(json.dumps(merged) + "\n")
        replies.flush()
