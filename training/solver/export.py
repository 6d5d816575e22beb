"""Write the trained solver as it ships: ``solver.onnx`` and ``solver.safetensors``.

python -m reckoner.training.solver.export RUN
"""

from typing import Any

from ..export import main_of, ship
from .network import HEAD, network, states


def write(model: Any) -> None:
    """Write it among the weights."""
    ship(model, "solver", states, HEAD)


if __name__ == "__main__":
    main_of(network, write)
