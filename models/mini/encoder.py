"""The sentence encoder that ships inside, run by onnxruntime without torch.

Texts go in, vectors of length one come out; what they are compared for is none of its business.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from hashlib import sha256
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from .network import WIDTH, Floats, Network, processors, weights

DIMENSIONS: Final = WIDTH
MAX_TOKENS: Final = 256


class Encoder:
    """all-MiniLM-L6-v2, int8 (``weights/README.md``). Safe to use from several threads."""

    def __init__(self) -> None:
        self._tokenizer = self._new_tokenizer()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of ``texts``, shape ``(len(texts), 384)``; a text is cut after 256 tokens."""
        # One text a run: several together would wait for the longest, and several runs use all processors.
        if len(texts) == 1:
            return self._run(texts[0])
        with ThreadPoolExecutor(processors()) as pool:
            return np.concatenate([np.empty((0, DIMENSIONS), np.float32), *pool.map(self._run, texts)])

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each of ``texts`` has, without the two that mark its ends."""
        return [len(each) for each in self._counter.encode_batch_fast(list(texts), add_special_tokens=False)]

    @cached_property
    def _network(self) -> Network:
        return Network("encoder.onnx")

    @cached_property
    def _counter(self) -> Any:
        tokenizer = self._new_tokenizer()
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def _new_tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        return Tokenizer.from_str(weights("tokenizer.json").read_text("utf-8"))

    def _run(self, text: str) -> Floats:
        return self._network.run(self._tokenizer.encode(text).ids)[None]


@cache
def encoder() -> Encoder:
    """The one encoder of this process; loading it takes a few tenths of a second."""
    return Encoder()


@cache
def fingerprint() -> str:
    """What tells this encoder from any other: its name and a part of its weights' checksum."""
    known = sha256(weights("encoder.onnx").read_bytes() + weights("words.safetensors").read_bytes())
    return f"all-MiniLM-L6-v2-int8:{known.hexdigest()[:16]}"
