"""Shipped graphs as networks that can be trained again: int8 matrices are turned back into floats."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .base import bert


def restored(path: Path, prefix: str) -> Any:
    """The encoder that the graph at ``path`` holds, its parameters' names beginning with ``prefix`` there.

    Raises:
        ValueError: The graph holds other parameters than an encoder has.
    """
    import torch

    found = {name.removeprefix(prefix): value for name, value in _parameters(path).items() if name.startswith(prefix)}
    encoder = bert()
    missing, _ = encoder.load_state_dict({name: torch.tensor(value) for name, value in found.items()}, strict=False)
    if lacking := [name for name in missing if "word_embeddings" not in name and "position_ids" not in name]:
        raise ValueError(f"{path.name} holds no {', '.join(lacking)}")
    return encoder


def _parameters(path: Path) -> dict[str, NDArray[np.float32]]:
    """The graph's arrays by the names of the parameters that they were exported from."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(path).graph
    arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    made = {output: node for node in graph.node for output in node.output}
    found = {name: value for name, value in arrays.items() if name.endswith((".weight", ".bias"))}
    for node in graph.node:
        bias = next((name for name in node.input if node.op_type == "Add" and name.endswith(".bias")), "")
        if not bias:
            continue
        for name in node.input:
            if name != bias and (matrix := _matrix(name, made, arrays)) is not None:
                found[bias.removesuffix("bias") + "weight"] = matrix
    return {name: value.astype(np.float32) for name, value in found.items()}


def _matrix(name: str, made: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> NDArray[np.float32] | None:
    """The matrix that was multiplied with to make ``name``, in floats, as a linear layer has it."""
    scale: NDArray[Any] | None = None
    while name in made and made[name].op_type in ("Mul", "Cast", "MatMulInteger"):
        node = made[name]
        if node.op_type == "MatMulInteger":
            quantized, zero = arrays[node.input[1]].astype(np.float32), arrays[node.input[3]].astype(np.float32)
            return None if scale is None else np.ascontiguousarray(((quantized - zero) * scale).T)
        if node.op_type == "Mul":
            scales = made.get(node.input[1])
            # The scale of the input, which is made as it runs, times that of the matrix.
            if scales is not None and scales.op_type == "Mul":
                scale = arrays[next(each for each in scales.input if each in arrays)]
        name = node.input[0]
    return None
