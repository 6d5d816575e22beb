"""The sentence encoder that ships inside, run by onnxruntime without torch.

Texts go in, vectors of length one come out; what they are compared for is none of its business.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

DIMENSIONS: Final = 384
MAX_TOKENS: Final = 256


class Encoder:
    """all-MiniLM-L6-v2, int8 (``weights/README.md``). Safe to use from several threads."""

    def __init__(self) -> None:
        self._weights = files("reckoner.models.mini") / "weights"
        self._tokenizer = self._new_tokenizer()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of ``texts``, shape ``(len(texts), 384)``; a text is cut after 256 tokens."""
        # One text a run: several together would wait for the longest, and several runs use all processors.
        if len(texts) == 1:
            return np.asarray(self._run(texts[0]))
        with ThreadPoolExecutor(_processors()) as pool:
            return np.concatenate([np.empty((0, DIMENSIONS), np.float32), *pool.map(self._run, texts)])

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each of ``texts`` has, without the two that mark its ends."""
        return [len(each) for each in self._counter.encode_batch_fast(list(texts), add_special_tokens=False)]

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # Several runs side by side are faster than one with several threads, and one text needs no more than one.
        options.intra_op_num_threads = 1
        return onnxruntime.InferenceSession(
            (self._weights / "encoder.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _counter(self) -> Any:
        tokenizer = self._new_tokenizer()
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def _new_tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        return Tokenizer.from_str((self._weights / "tokenizer.json").read_text("utf-8"))

    def _run(self, text: str) -> Any:
        encoded = self._tokenizer.encode(text)
        inputs = {
            "input_ids": np.array([encoded.ids], np.int64),
            "attention_mask": np.array([encoded.attention_mask], np.int64),
        }
        return self._session.run(None, inputs)[0]


def _processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def encoder() -> Encoder:
    """The one encoder of this process; loading it takes a few tenths of a second."""
    return Encoder()


@cache
def fingerprint() -> str:
    """What tells this encoder from any other: its name and a part of its weights' checksum."""
    weights = files("reckoner.models.mini") / "weights" / "encoder.onnx"
    return f"all-MiniLM-L6-v2-int8:{sha256(weights.read_bytes()).hexdigest()[:16]}"
