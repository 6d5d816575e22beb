"""The ``reckoner`` command in processes of its own, forked off one that has imported what takes seconds."""

import atexit
import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import CompletedProcess, TimeoutExpired
from tempfile import TemporaryDirectory

_FORKED = multiprocessing.get_context("forkserver")
_FORKED.set_forkserver_preload(
    ["support.command", "reckoner.cli.talk", "reckoner.models.mini.chat", "reckoner.shop.api"]
)


def reckoner(*arguments: str | Path, seconds: float = 60, **environment: str) -> CompletedProcess[str]:
    """Run it with nothing to read, in the folder that one is in.

    Raises:
        TimeoutExpired: It took longer than ``seconds``.
    """
    command = [str(each) for each in arguments]
    with TemporaryDirectory() as folder:
        streams = [Path(folder) / "out", Path(folder) / "err"]
        run = (command, streams, Path.cwd(), {**os.environ, **environment})
        process = _FORKED.Process(target=_run, args=run)
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            raise TimeoutExpired(command, seconds)
        printed, told = (each.read_text("utf-8") for each in streams)
    return CompletedProcess(command, process.exitcode, printed, told)


def _run(arguments: Sequence[str], streams: Sequence[Path], folder: Path, environment: dict[str, str]) -> None:
    for number, stream in enumerate(streams, 1):
        opened = os.open(stream, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["reckoner", *arguments]
    from reckoner.cli.main import run

    try:
        run()
    finally:
        # A forked process ends without what others do at their end.
        atexit._run_exitfuncs()
