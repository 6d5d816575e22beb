"""What the command's exit codes mean, and the one place where an error becomes a line on the terminal."""

import asyncio
import inspect
import logging
import sys
from enum import IntEnum
from typing import Any

from reckoner.core import DocumentError, IndexMismatch, ReckonerError, Settings, SettingsError


class Exit(IntEnum):
    DONE = 0
    FAILED = 1
    WRONG = 2
    NOT_APPROVED = 3
    DOCUMENT = 4
    STOPPED = 130


def guarded(command: Any) -> int:
    """Run ``command``, a function of no arguments that may be async; its errors become a sentence and a code."""
    logging.basicConfig(level=logging.ERROR, handlers=[logging.NullHandler()])
    try:
        result = command()
        if inspect.iscoroutine(result):
            result = asyncio.run(result)
        return int(result or Exit.DONE)
    except ReckonerError as error:
        complain(error)
        return code_of(error)
    except KeyboardInterrupt:
        return Exit.STOPPED
    except BrokenPipeError:
        # Whoever read the output has read enough.
        sys.stderr.close()
        return Exit.DONE


def code_of(error: ReckonerError) -> Exit:
    if isinstance(error, SettingsError):
        return Exit.WRONG
    return Exit.DOCUMENT if isinstance(error, DocumentError | IndexMismatch) else Exit.FAILED


def complain(error: ReckonerError) -> None:
    try:
        language = Settings.load().language
    except SettingsError:
        language = "en"
    from .draw import visible

    print(f"reckoner: {visible(error.text(language))}", file=sys.stderr)
