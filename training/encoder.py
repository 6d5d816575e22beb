"""Export the sentence encoder all-MiniLM-L6-v2 to ONNX, int8, as it ships in ``models/mini/weights``.

    pip install 'reckoner[train]'
    python -m reckoner.training.encoder

The graph takes embedded word pieces and ends in mean pooling and length one, so that a dot product of two outputs is
their cosine. The table of embeddings stands beside it, for all networks of ``mini``.
Model: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0).
"""

import shutil
from typing import Any

from .base import bert, origin
from .export import export, rows, save
from .sums import WEIGHTS, write_sums


def main() -> None:
    """Write ``encoder.onnx``, ``words.safetensors``, ``tokenizer.json`` and ``SHA256SUMS``."""
    import torch

    class Encoder(torch.nn.Module):  # type: ignore[misc]  # torch is optional, so its classes are untyped here
        def __init__(self) -> None:
            super().__init__()
            self.model = bert(attn_implementation="eager").eval()

        def forward(self, embedded: Any, mask: Any) -> Any:
            hidden = self.model(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
            weight = mask.unsqueeze(-1).to(hidden.dtype)
            return torch.nn.functional.normalize((hidden * weight).sum(1) / weight.sum(1), dim=-1)

    WEIGHTS.mkdir(parents=True, exist_ok=True)
    encoder = Encoder()
    table = encoder.model.embeddings.word_embeddings.weight
    save(WEIGHTS / "words.safetensors", rows(table))
    # The table stands beside the graph, so the graph need not hold it too.
    encoder.model.embeddings.word_embeddings = torch.nn.Embedding(1, table.shape[1])
    export(encoder, WEIGHTS / "encoder.onnx")
    shutil.copy(origin() / "tokenizer.json", WEIGHTS / "tokenizer.json")
    write_sums()


if __name__ == "__main__":
    main()
