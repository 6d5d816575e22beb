"""Networks as ONNX, int8: matrices per channel, everything else in float; embeddings beside them, int8 row by row."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def export(module: Any, target: Path, *, kinds: bool = False) -> None:
    """Write an encoder that takes embeddings and a mask, and with ``kinds`` which pieces are text and which are sought.

    Args:
        module: A module of two or three inputs, shapes ``(rows, pieces, width)``, ``(rows, pieces)`` each.
        target: The file.
        kinds: Whether there is a third input.
    """
    import torch

    embedded = torch.randn(2, 8, 384)
    ones = torch.ones(2, 8, dtype=torch.long)
    axes = {0: torch.export.Dim("rows", max=512), 1: torch.export.Dim("pieces", min=2, max=512)}
    names = ["embedded", "mask", *(["kinds"] if kinds else [])]
    with tempfile.TemporaryDirectory() as folder:
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
        )
        _quantize(exported, target)


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


def heads(model: Any, *names: str) -> dict[str, NDArray[Any]]:
    """The weights of some parts of a network, in half precision."""
    return {
        name: value.detach().numpy().astype(np.float16)
        for name, value in model.state_dict().items()
        if name.split(".")[0] in names
    }
