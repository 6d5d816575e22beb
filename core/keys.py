"""Keys that are set, or that a service which runs here keeps in a file."""

from pathlib import Path

from pydantic import SecretStr


def key_of(given: SecretStr | None, file: Path) -> str:
    """The key that is ``given``, or what ``file`` holds; empty where there is neither."""
    if given is not None:
        return given.get_secret_value()
    try:
        return file.read_text("utf-8").strip()
    except OSError:
        return ""
