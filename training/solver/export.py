"""Write the trained solver as it ships.

python -m reckoner.training.solver.export RUN
"""

import sys
from pathlib import Path
from typing import Any

from ..export import export, heads, save
from ..sums import WEIGHTS, write_sums
from .network import network, states


def main(run: Path) -> None:
    """Write ``solver.onnx`` and ``solver.safetensors``."""
    import torch

    model = network()
    model.load_state_dict(torch.load(run / "model.pt", weights_only=True, map_location="cpu"))
    write(model, WEIGHTS)
    write_sums()


def write(model: Any, folder: Path) -> None:
    """The network's graph, and beside it its head and what it learned of marks and syllables."""
    import torch

    class Layers(torch.nn.Module):  # type: ignore[misc]  # torch is optional, so its classes are untyped here
        def __init__(self) -> None:
            super().__init__()
            self.encoder = model.encoder
            self.encoder.config._attn_implementation = "eager"
            self.encoder.embeddings.word_embeddings = torch.nn.Embedding(1, 384)

        def forward(self, embedded: Any, mask: Any) -> Any:
            return states(self.encoder, embedded, mask)

    parts = (
        "constants",
        "left",
        "right",
        "both",
        "inner",
        "score",
        "kind",
        "made",
        "settle",
        "update",
        "context",
        "none",
    )
    stored = heads(model, *parts)
    stored["embed.added.weight"] = heads(model, "embed")["embed.added.weight"]
    export(Layers(), folder / "solver.onnx")
    save(folder / "solver.safetensors", stored)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
