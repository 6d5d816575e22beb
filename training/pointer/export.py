"""Write the trained pointer as it ships: ``pointer.onnx`` and ``pointer.safetensors``.

python -m reckoner.training.pointer.export RUN
"""

from pathlib import Path
from typing import Any

from ..export import main_of, ship
from ..sums import WEIGHTS
from .network import HEADS, network, states


def write(model: Any, folder: Path = WEIGHTS) -> None:
    """Write it to ``folder``."""
    ship(model, "pointer", states, HEADS, folder)


if __name__ == "__main__":
    main_of(network, write)
