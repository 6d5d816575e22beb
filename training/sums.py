"""Where the weights that ship are, and their checksums."""

import hashlib
from pathlib import Path

WEIGHTS = Path(__file__).parents[1] / "models" / "mini" / "weights"
_KINDS = (".json", ".npz", ".onnx", ".safetensors", ".txt")


def write_sums() -> None:
    """Write ``SHA256SUMS`` of all that ships."""
    files = sorted(path for path in WEIGHTS.iterdir() if path.suffix in _KINDS)
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (WEIGHTS / "SHA256SUMS").write_text("".join(sums))
