"""Keys of services are made whole, once, for this user alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reckoner.cli.keys import kept_key
from reckoner.core import SettingsError
from reckoner.shop.keys import holds


def test_of_many_who_make_it_at_once_one_key_counts(tmp_path: Path) -> None:
    path = tmp_path / "a" / "key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: kept_key(path), range(16)))
    assert len(keys) == 1
    assert len(keys.pop()) > 30
    assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in path.parent.iterdir()] == ["key"]


def test_an_empty_key_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("\n")
    with pytest.raises(SettingsError, match="is empty"):
        kept_key(tmp_path / "key")
    assert not holds("Bearer ", "")
    assert not holds("Bearer", "")
