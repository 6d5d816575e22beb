"""A PostgreSQL server of the tests' own, where its programs are installed; nothing listens on the network."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USER = "postgres"


def programs() -> Path | None:
    """Where ``initdb`` and ``postgres`` are."""
    found = [Path(each).parent for each in [shutil.which("initdb")] if each]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((each for each in found if (each / "postgres").exists()), None)


@contextmanager
def server() -> Iterator[str]:
    """A new server; its URL for SQLAlchemy, without the database's name."""
    at = programs()
    assert at is not None
    # It refuses to run as root.
    other = {"user": _USER, "group": _USER} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="reckoner-pg-"))
    if other:
        shutil.chown(folder, _USER, _USER)
    data = folder / "data"
    made = [str(at / "initdb"), "-D", str(data), "-U", _USER, "--auth=trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(made, check=True, capture_output=True, cwd=folder, **other)  # type: ignore[call-overload]
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=100"
    control = [str(at / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    subprocess.run([*control, "-o", options, "start"], check=True, capture_output=True, cwd=folder, **other)  # type: ignore[call-overload]
    try:
        yield f"postgresql+psycopg://{_USER}@/{{name}}?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder, **other)  # type: ignore[call-overload]
        shutil.rmtree(folder, ignore_errors=True)
