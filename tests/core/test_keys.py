"""Keys that are set, or kept in a file."""

from pathlib import Path

from pydantic import SecretStr

from reckoner.core import key_of


def test_the_key_that_is_set_comes_before_the_kept_one(tmp_path: Path) -> None:
    file = tmp_path / "key"
    assert key_of(None, file) == ""
    file.write_text("kept\n", "utf-8")
    assert key_of(None, file) == "kept"
    assert key_of(SecretStr("set"), file) == "set"
