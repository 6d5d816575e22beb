"""Weights from the Hugging Face hub: what they need is told first, downloads go on where they broke off, and every file
is checked against the hub's checksum before it is used.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from reckoner.core import ModelRefused, ModelUnavailable, Settings, SettingsError, StorageError, storing

from .engines.engine import first_line
from .weights import UNFINISHED, Weights, find, folder, place, put, size

_WANTED = ("*.json", "*.jinja", "*.safetensors", "tokenizer.model", "merges.txt", "vocab.txt")
_ONNX = ("*.json", "*.jinja", "*.onnx", "*.onnx.data")
_PICKLED = ("*.bin", "*.pt", "*.pth")
"""Files that run programs when they are read."""


@dataclass(frozen=True, kw_only=True)
class File:
    """A file of a model on the hub."""

    name: str
    bytes: int
    sha256: str | None
    """Of large files; the hub keeps none of the others."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be downloaded."""

    name: str
    revision: str
    """The commit, so that what is told is what comes."""
    files: tuple[File, ...]
    below: str = ""
    """The folder of the repository that holds them."""

    @property
    def bytes(self) -> int:
        """How much room it takes on disk; a little more in memory."""
        return sum(each.bytes for each in self.files)


def plan(settings: Settings, name: str, *, below: str = "", pickled: bool = False) -> Plan:
    """What downloading the model called ``name`` takes.

    Args:
        settings: With the hub's address and key.
        name: ``owner/name``.
        below: A folder of the repository, where it holds several forms of the model.
        pickled: Take weights that are pickled where there are no others: reading them runs what they say.

    Raises:
        SettingsError: It is no name.
        ModelRefused: There is no such model, it may not be had, or its weights are pickled.
        ModelUnavailable: The hub cannot be reached.
    """
    from huggingface_hub import HfApi

    place(settings, name)
    with _answering(name):
        found = HfApi(endpoint=settings.hf_endpoint, token=_token(settings)).model_info(name, files_metadata=True)
    below = below.strip("/")
    inside = [
        File(name=each.rfilename, bytes=each.size or 0, sha256=each.lfs.sha256 if each.lfs else None)
        for each in found.siblings or ()
        if each.rfilename.rpartition("/")[0] == below
    ]
    names = [each.name for each in inside]
    onnx = any(name.endswith("genai_config.json") for name in names)
    wanted: tuple[str, ...] = _ONNX if onnx else _WANTED
    if not onnx and not any(name.endswith(".safetensors") for name in names):
        if not any(_any(name, _PICKLED) for name in names):
            raise ModelRefused("weights.none", model=name, below=below or "/")
        if not pickled:
            raise ModelRefused("weights.pickled", model=name)
        wanted = (*_WANTED, *_PICKLED)
    files = tuple(each for each in inside if _any(each.name, wanted))
    return Plan(name=name, revision=found.sha or "main", files=files, below=below)


def pull(settings: Settings, planned: Plan) -> Weights:
    """Download what was planned; what came before it broke off is not downloaded again.

    Raises:
        StorageError: The disk has no room for it.
        ModelRefused: A file is not what the hub says it is; it is thrown away.
        ModelUnavailable: The hub cannot be reached.
    """
    from huggingface_hub import snapshot_download

    waiting = folder(settings) / UNFINISHED / planned.name
    with storing(waiting):
        waiting.mkdir(parents=True, exist_ok=True)
        there = sum(each.stat().st_size for each in waiting.rglob("*") if each.is_file())
        if shutil.disk_usage(waiting).free < planned.bytes - there:
            raise StorageError("weights.room", needed=size(planned.bytes - there), path=waiting)
    with _answering(planned.name):
        snapshot_download(
            planned.name,
            revision=planned.revision,
            local_dir=waiting,
            allow_patterns=[each.name for each in planned.files],
            endpoint=settings.hf_endpoint,
            token=_token(settings),
        )
    for each in planned.files:
        _check(waiting / each.name, each, planned.name)
    with storing(waiting):
        # What was planned and checked, and nothing that a former try has left.
        made = waiting.with_name(f"{waiting.name}.made")
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        for each in planned.files:
            (waiting / each.name).rename(made / Path(each.name).name)
        put(settings, made, planned.name)
        shutil.rmtree(waiting, ignore_errors=True)
    return find(settings, planned.name)


def _check(path: Path, told: File, model: str) -> None:
    if not path.is_file() or path.stat().st_size != told.bytes:
        path.unlink(missing_ok=True)
        raise ModelRefused("weights.damaged", model=model, file=told.name)
    if told.sha256 is None:
        return
    with path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != told.sha256:
            path.unlink()
            raise ModelRefused("weights.damaged", model=model, file=told.name)


def _any(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(Path(name).name, pattern) for pattern in patterns)


def _token(settings: Settings) -> str | bool:
    return settings.hf_token.get_secret_value() if settings.hf_token else False


@contextmanager
def _answering(model: str) -> Iterator[None]:
    """What the hub or the way to it refuses becomes an error of ours."""
    import httpx
    from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, HFValidationError, RepositoryNotFoundError

    try:
        yield
    except HFValidationError as error:
        raise SettingsError("weights.name", name=model) from error
    except GatedRepoError as error:
        raise ModelRefused("weights.gated", model=model) from error
    except RepositoryNotFoundError as error:
        raise ModelRefused("weights.nobody", model=model) from error
    except (HfHubHTTPError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, KeyError, TypeError) as error:
        # A page of another server, half an answer, an address that is none.
        raise ModelUnavailable("weights.hub", model=model, why=first_line(error)) from error
