"""Write the trained pointer as it ships, ``pointer.onnx`` and ``pointer.safetensors``, and take it up again from there.

python -m reckoner.training.pointer.export RUN
"""

from pathlib import Path
from typing import Any

from reckoner.models.mini.network import weights

from ..export import main_of, ship
from ..restore import restored
from ..sums import WEIGHTS
from .network import HEADS, network, states


def write(model: Any, folder: Path = WEIGHTS) -> None:
    """Write it to ``folder``."""
    ship(model, "pointer", states, HEADS, folder)


def shipped() -> Any:
    """The pointer that ships, as a network that can be trained."""
    import torch
    from safetensors.numpy import load_file

    model = network()
    model.encoder = restored(weights("pointer.onnx"), "encoder.")
    stored = load_file(weights("pointer.safetensors"))
    state = {name: torch.tensor(value.astype("float32")) for name, value in stored.items()}
    missing, unexpected = model.load_state_dict(state, strict=False)
    if lacking := [name for name in (*missing, *unexpected) if name.partition(".")[0] in HEADS]:
        raise ValueError(f"pointer.safetensors does not fit: {', '.join(lacking)}")
    return model


if __name__ == "__main__":
    main_of(network, write)
