"""The app as ``reckoner ui`` starts it, and a real Chromium to use it with."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect
from support.serving import free_port

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run", "--disable-quic"]  # fmt: skip

expect.set_options(timeout=60_000)
"""Milliseconds: other tests run beside those of pages, and an app takes its time to start."""


@contextmanager
def app(home: Path, **environment: str) -> Iterator[str]:
    """The running app's address."""
    port = free_port()
    command = [sys.executable, "-m", "reckoner.cli", "ui", "--port", str(port), "--no-browser"]
    settings = {**os.environ, "RECKONER_HOME": str(home), **environment}
    with (home.parent / "app.log").open("ab") as log:
        process = subprocess.Popen(command, env=settings, stdout=log, stderr=log)
    try:
        _wait(f"http://localhost:{port}/_stcore/health")
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{url} did not come up")
