"""Write the trained pointer as it ships.

python -m reckoner.training.pointer.export RUN
"""

import sys
from pathlib import Path
from typing import Any

from ..export import export, heads, save
from ..sums import WEIGHTS, write_sums
from .network import network


def main(run: Path) -> None:
    """Write ``pointer.onnx`` and ``pointer.safetensors``."""
    import torch

    model = network()
    model.load_state_dict(torch.load(run / "model.pt", weights_only=True, map_location="cpu"))
    write(model, WEIGHTS)
    write_sums()


def write(model: Any, folder: Path) -> None:
    """The network's graph, and beside it its heads and what it learned of marks and syllables."""
    import torch

    class Layers(torch.nn.Module):  # type: ignore[misc]  # torch is optional, so its classes are untyped here
        def __init__(self) -> None:
            super().__init__()
            self.encoder = model.encoder
            self.encoder.config._attn_implementation = "eager"
            self.encoder.embeddings.word_embeddings = torch.nn.Embedding(1, 384)

        def forward(self, embedded: Any, mask: Any, kinds: Any) -> Any:
            return self.encoder(inputs_embeds=embedded, token_type_ids=kinds, attention_mask=mask).last_hidden_state

    stored = heads(model, "tool", "no_tool", "value", "no_value", "start", "end", "match", "start_key", "end_key")
    stored["embed.added.weight"] = heads(model, "embed")["embed.added.weight"]
    export(Layers(), folder / "pointer.onnx", kinds=True)
    save(folder / "pointer.safetensors", stored)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
