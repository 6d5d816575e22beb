"""Weights of local models on disk: what is there, how large it is, and its removal."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reckoner.core import Settings, SettingsError, storing

Kind = Literal["hf", "onnx", "gguf"]
_SIGNS: dict[str, Kind] = {"*.gguf": "gguf", "genai_config.json": "onnx", "config.json": "hf"}
"""What a folder of each kind holds; the first that it holds counts."""
UNFINISHED = ".unfinished"
"""The folder of what is being downloaded or made."""


@dataclass(frozen=True, kw_only=True)
class Weights:
    """A model on this machine's disk."""

    name: str
    kind: Kind
    path: Path
    bytes: int

    @property
    def model(self) -> str:
        """As the settings call it."""
        return f"{self.kind}:{self.name}"


def folder(settings: Settings) -> Path:
    """Where weights are kept."""
    return settings.home / "models"


def place(settings: Settings, name: str) -> Path:
    """Where the weights called ``name`` are kept, or would be.

    Raises:
        SettingsError: It is no name.
    """
    parts = name.split("/")
    if not all(part and not part.startswith(".") and part == Path(part).name for part in parts) or len(parts) > 3:
        raise SettingsError("weights.name", name=name)
    return folder(settings).joinpath(*parts)


def installed(settings: Settings) -> list[Weights]:
    """The models on disk, by name.

    Raises:
        StorageError: Their folder cannot be read.
    """
    with storing(folder(settings)):
        return sorted(_found(folder(settings)), key=lambda each: each.name)


def find(settings: Settings, name: str) -> Weights:
    """The weights called ``name``, with or without their kind.

    Raises:
        SettingsError: There are none.
    """
    for each in installed(settings):
        if name in (each.name, each.model):
            return each
    raise SettingsError("weights.unknown", name=name)


def put(settings: Settings, made: Path, name: str) -> None:
    """Put what is whole in its place; weights that were there under that name give way.

    Raises:
        SettingsError: Other weights lie there, above or below.
    """
    target = place(settings, name)
    others = [each.path for each in installed(settings) if each.path != target]
    if any(target in path.parents or path in target.parents for path in others):
        raise SettingsError("weights.taken", name=name)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        shutil.rmtree(target)
    made.rename(target)


def remove(settings: Settings, name: str) -> Weights:
    """Remove the weights called ``name``.

    Raises:
        SettingsError: There are none.
        StorageError: They cannot be removed.
    """
    found = find(settings, name)
    with storing(found.path):
        shutil.rmtree(found.path)
        parent = found.path.parent
        while parent != folder(settings) and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent
    return found


def local(settings: Settings, model: str) -> Path | None:
    """The folder of a model that is named by its path, or by its name among those on disk."""
    try:
        if Path(model).is_dir():
            return Path(model).resolve()
        path = place(settings, model)
        return path if path.is_dir() else None
    except (SettingsError, OSError):  # No name, or one that is too long to be one.
        return None


def size(count: int) -> str:
    """Bytes for a person."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def gguf(settings: Settings, model: str) -> Path | None:
    """The GGUF file of a model that is named by its path, or by its name among those on disk."""
    with suppress(OSError):  # A name that is too long to be one.
        if Path(model).is_file():
            return Path(model)
    path = local(settings, model)
    return next(iter(sorted(path.glob("*.gguf"))), None) if path else None


def _found(root: Path, below: int = 3) -> Iterator[Weights]:
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        if not path.is_dir() or path.name.startswith("."):
            continue
        kind = next((kind for sign, kind in _SIGNS.items() if any(path.glob(sign))), None)
        if kind is not None:
            size = sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
            yield Weights(name=path.name, kind=kind, path=path, bytes=size)
        elif below > 1:
            for each in _found(path, below - 1):
                yield Weights(name=f"{path.name}/{each.name}", kind=each.kind, path=each.path, bytes=each.bytes)
