"""The house keeps its shape: short public surfaces that are complete, imports by full name, no stray tools."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ["core", "models", "sandbox", "retrieval", "tools", "chains", "agents"]
FOLDERS = [path.parent.name for path in ROOT.glob("*/__init__.py")]


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "models"])
def test_what_a_room_exports_is_listed_and_sorted(room: str) -> None:
    module = import_module(f"reckoner.{room}")
    assert sorted(module.__all__) == sorted(set(module.__all__))
    for name in module.__all__:
        assert hasattr(module, name), name
    public = {
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "").startswith("reckoner.")
    }
    assert public <= set(module.__all__)


def test_no_folder_is_imported_by_its_bare_name() -> None:
    bare = re.compile(rf"^\s*(?:from|import) (?:{'|'.join(FOLDERS)})\b", re.MULTILINE)
    for file in ROOT.glob("[a-z]*/**/*.py"):
        assert not bare.search(file.read_text("utf-8")), file
