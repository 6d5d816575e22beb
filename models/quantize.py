"""A model of transformers brought to the form that ONNX Runtime runs, with weights of 4 or 8 bits."""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, get_args

from reckoner.core import ModelRefused, Settings, SettingsError, storing

from .weights import UNFINISHED, Weights, find, folder, local, place, put

Form = Literal["int4", "int8"]
_NEEDED = ("torch", "transformers", "onnx", "onnx_ir", "onnxruntime_genai")


def quantize(settings: Settings, model: str, form: Form, *, name: str = "") -> Weights:
    """Make a smaller form of a model; what was there under that name is replaced when the new one is whole.

    Args:
        settings: With the folder of weights.
        model: The name of weights on disk, or a folder.
        form: ``int4`` (half a byte for each weight, in blocks of 32) or ``int8``.
        name: What the new weights are called; by default ``model`` with the form after it.

    Raises:
        SettingsError: There are no such weights, or a package is missing.
        ModelRefused: It is of a kind that cannot be brought to this form.
    """
    if form not in get_args(Form):
        raise SettingsError("weights.bits", model=model, form=form)
    for package in _NEEDED:
        if find_spec(package) is None:
            raise SettingsError("settings.no_package", what=f"quantize {model}", package=package, extra="local,onnx")
    model = model.removeprefix("hf:")
    source = local(settings, model)
    if source is None:
        raise SettingsError("weights.unknown", name=model)
    name = name or f"{source.name if Path(model).is_dir() else model}-{form}"
    if place(settings, name) == source:
        raise SettingsError("weights.taken", name=name)
    making = folder(settings) / UNFINISHED / "quantizing" / name
    with storing(making):
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
    try:
        _build(source, making / "made", form, making / "cache", model)
        for beside in ("generation_config.json", "chat_template.jinja"):
            if (source / beside).is_file() and not (making / "made" / beside).is_file():
                shutil.copy(source / beside, making / "made")
        with storing(making):
            put(settings, making / "made", name)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return find(settings, name)


def _build(source: Path, target: Path, form: Form, cache: Path, model: str) -> None:
    """In a process of its own: it takes several times the memory of the weights, and gives it back so."""
    command = [sys.executable, "-m", "onnxruntime_genai.models.builder", "-m", str(source.resolve()), "-o", str(target)]
    # The logits of a prompt's last token alone are ever looked at.
    options = ["-p", form, "-e", "cpu", "-c", str(cache), "--extra_options", "prune_lm_head=true"]
    ran = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    if ran.returncode or not (target / "genai_config.json").is_file():
        lines = (ran.stderr.strip() or ran.stdout.strip() or "?").splitlines()
        raise ModelRefused("weights.builder", model=model, why=lines[-1][:200])
