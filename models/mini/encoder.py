"""The sentence encoder that ships inside, run by onnxruntime without torch.

Texts go in, vectors of length one come out; what they are compared for is none of its business.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

DIMENSIONS: Final = 384
MAX_TOKENS: Final = 256

_BATCH = 16


class Encoder:
    """all-MiniLM-L6-v2, int8 (``weights/README.md``). Safe to use from several threads."""

    def __init__(self) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        weights = files("reckoner.models.mini") / "weights"
        self._tokenizer = Tokenizer.from_str((weights / "tokenizer.json").read_text("utf-8"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        # A thread that spins while it waits would take the processor from the sandbox.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            (weights / "encoder.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of ``texts``, shape ``(len(texts), 384)``; a text is cut after 256 tokens."""
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        # Texts of like length go together, so that little is computed for padding.
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            vectors[batch] = self._run([texts[place] for place in batch])
        return vectors

    def count(self, text: str) -> int:
        """How many tokens ``text`` has, up to the limit."""
        return len(self._tokenizer.encode(text).ids)

    def _run(self, texts: list[str]) -> Any:
        encoded = self._tokenizer.encode_batch(texts)
        inputs = {
            "input_ids": np.array([each.ids for each in encoded], np.int64),
            "attention_mask": np.array([each.attention_mask for each in encoded], np.int64),
        }
        return self._session.run(None, inputs)[0]


@cache
def encoder() -> Encoder:
    """The one encoder of this process; loading it takes a few tenths of a second."""
    return Encoder()


@cache
def fingerprint() -> str:
    """What tells this encoder from any other: its name and a part of its weights' checksum."""
    weights = files("reckoner.models.mini") / "weights" / "encoder.onnx"
    return f"all-MiniLM-L6-v2-int8:{sha256(weights.read_bytes()).hexdigest()[:16]}"
