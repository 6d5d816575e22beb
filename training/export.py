"""Networks as ONNX, int8: matrices per channel, everything else in float; embeddings beside them, int8 row by row."""

import logging
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from inspect import signature
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reckoner.models.mini.network import LEARNED, WIDTH

from .sums import WEIGHTS, write_sums


def export(module: Any, target: Path, *, kinds: bool = False) -> None:
    """Write an encoder that takes embeddings and a mask, and with ``kinds`` which pieces are text and which are sought.

    Args:
        module: A module of two or three inputs, shapes ``(rows, pieces, width)``, ``(rows, pieces)`` each.
        target: The file.
        kinds: Whether there is a third input.
    """
    import torch

    embedded = torch.randn(2, 8, WIDTH)
    ones = torch.ones(2, 8, dtype=torch.long)
    axes = {0: torch.export.Dim("rows", max=512), 1: torch.export.Dim("pieces", min=2, max=512)}
    names = ["embedded", "mask", *(["kinds"] if kinds else [])]
    with tempfile.TemporaryDirectory() as folder, _quiet():
        exported = Path(folder) / "network.onnx"
        torch.onnx.export(
            module.eval(),
            (embedded, ones, *([ones - 1] if kinds else [])),
            exported,
            input_names=names,
            output_names=["output"],
            dynamic_shapes=tuple(axes for _ in names),
            dynamo=True,
            external_data=False,
            verbose=False,
        )
        _quantize(exported, target)


@contextmanager
def _quiet() -> Iterator[None]:
    """The exporter tells of packages that it does without and of its own deprecations: nothing that a user can mend."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _quantize(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = source.with_name("prepared.onnx")
    quant_pre_process(source, prepared, skip_symbolic_shape=True)
    quantize_dynamic(
        prepared,
        target,
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )


def rows(table: Any) -> dict[str, NDArray[Any]]:
    """A table of embeddings, shape ``(pieces, width)``, as int8 and a scale for each row."""
    values = table.detach().float().numpy()
    scales = np.maximum(np.abs(values).max(1, keepdims=True), 1e-8) / 127
    return {"rows": np.round(values / scales).astype(np.int8), "scales": scales.astype(np.float32)}


def save(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write ``arrays`` as safetensors."""
    from safetensors.numpy import save_file

    save_file({name: np.ascontiguousarray(each) for name, each in arrays.items()}, path)


def ship(model: Any, name: str, encode: Callable[..., Any], parts: Sequence[str], folder: Path = WEIGHTS) -> None:
    """Write a network: its encoder as ``NAME.onnx``, its heads and what it learned of pieces as ``NAME.safetensors``.

    Args:
        model: The network; its ``encoder`` is what is exported, its ``embed`` what turns pieces into embeddings.
        name: Of the two files.
        encode: The encoder's states, by the encoder, embeddings, mask, and what else the graph takes.
        parts: The names of the heads.
        folder: Where the files go.
    """
    import torch

    class Layers(torch.nn.Module):  # type: ignore[misc]  # torch is optional, so its classes are untyped here
        def __init__(self) -> None:
            super().__init__()
            self.encoder = model.encoder
            self.encoder.config._attn_implementation = "eager"
            # The table stands beside the graphs, so no graph holds it.
            self.encoder.embeddings.word_embeddings = torch.nn.Embedding(1, WIDTH)

        def forward(self, embedded: Any, mask: Any, kinds: Any = None) -> Any:
            return encode(self.encoder, embedded, mask, *(() if kinds is None else (kinds,)))

    kept = {
        key: value.detach().numpy().astype(np.float16)
        for key, value in model.state_dict().items()
        if key.split(".")[0] in parts or key == LEARNED
    }
    export(Layers(), folder / f"{name}.onnx", kinds=len(signature(encode).parameters) > 3)
    save(folder / f"{name}.safetensors", kept)


def main_of(network: Callable[[], Any], write: Callable[[Any], None]) -> None:
    """Write the weights of the run that the command line names, and the sums of all that ships."""
    import torch

    model = network()
    model.load_state_dict(torch.load(Path(sys.argv[1]) / "model.pt", weights_only=True, map_location="cpu"))
    write(model)
    write_sums()
