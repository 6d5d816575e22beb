"""llama.cpp, for models in one GGUF file, on the CPU or whatever it was compiled for.

https://github.com/abetlen/llama-cpp-python
"""

import ctypes
import os
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from reckoner.core import ModelUnavailable

from .engine import CHUNK, Logits, OneByOne, first_line

_AHEAD = 7
"""Tokens."""
_CONTEXT = 32_768
"""Tokens; some models say that they read more than any memory holds."""


class LlamaEngine(OneByOne):
    """A model in a GGUF file.

    Args:
        file: The file.
        threads: How many compute; 0: as many as the machine has cores.

    Raises:
        ModelUnavailable: It cannot be loaded.
    """

    def __init__(self, file: Path, *, threads: int = 0) -> None:
        import llama_cpp
        from llama_cpp._internals import LlamaModel
        from llama_cpp._logger import set_verbose

        set_verbose(False)
        # Of itself it takes four, which get in each other's way where there are fewer cores.
        self.name, self.threads = file.name, threads or os.cpu_count() or 1
        self.library = llama_cpp
        parameters = llama_cpp.llama_model_default_params()
        parameters.n_gpu_layers = -1  # As many as fit; none without a GPU.
        try:
            self.model = LlamaModel(path_model=str(file), params=parameters, verbose=False)
        except (ValueError, OSError) as error:
            raise ModelUnavailable("model.weights", model=file, why=first_line(error)) from error
        self.metadata: dict[str, str] = self.model.metadata()
        self.vocabulary = int(self.model.n_vocab())
        self.context = min(int(self.model.n_ctx_train()), _CONTEXT)
        inner = self.model.model
        # A state that is carried on cannot be taken back; and on two cores guessing was seen to gain nothing.
        carries = llama_cpp.llama_model_is_recurrent(inner) or llama_cpp.llama_model_is_hybrid(inner)
        self.ahead = _AHEAD if llama_cpp.llama_supports_gpu_offload() and not carries else 0
        self.ends = [token for token in range(self.vocabulary) if llama_cpp.llama_vocab_is_eog(self.model.vocab, token)]
        self.per_token = self._measured()

    def _measured(self) -> int:
        """Bytes that a token takes among keys and values, of 16 bits each."""
        kind = self.metadata.get("general.architecture", "")

        def told(name: str, otherwise: int) -> int:
            # Some models have another number in each layer: the largest counts.
            found = re.findall(r"\d+", self.metadata.get(f"{kind}.{name}", ""))
            return max(map(int, found), default=otherwise)

        heads = told("attention.head_count", 1)
        size = told("attention.key_length", told("embedding_length", 1) // heads)
        return 2 * 2 * told("block_count", 1) * told("attention.head_count_kv", heads) * size

    def session(self, capacity: int) -> "LlamaSession":
        """See ``Engine``."""
        return LlamaSession(self, capacity)


class LlamaSession:
    """See ``Session``."""

    def __init__(self, engine: LlamaEngine, capacity: int) -> None:
        from llama_cpp._internals import LlamaBatch, LlamaContext

        self._engine = engine
        self.tokens: list[int] = []
        self.capacity, self.bytes = capacity, engine.per_token * capacity
        parameters = engine.library.llama_context_default_params()
        parameters.n_ctx, parameters.n_batch, parameters.n_ubatch = capacity, CHUNK, CHUNK
        parameters.n_threads = parameters.n_threads_batch = engine.threads
        try:
            self._context = LlamaContext(model=engine.model, params=parameters, verbose=False)
            self._batch = LlamaBatch(n_tokens=CHUNK, embd=0, n_seq_max=1, verbose=False)
        except ValueError as error:
            raise ModelUnavailable("model.weights", model=engine.name, why=first_line(error)) from error

    def extend(self, tokens: Sequence[int], rows: int = 1) -> Logits:
        for first in range(0, len(tokens), CHUNK):
            part = list(tokens[first : first + CHUNK])
            self._batch.set_batch(batch=part, n_past=len(self.tokens), logits_all=rows > 1)
            try:
                self._context.decode(self._batch)
            except RuntimeError as error:
                raise ModelUnavailable("model.engine", model=self._engine.name, why=first_line(error)) from error
            self.tokens.extend(part)
        return np.stack([self._row(place - rows) for place in range(rows)])

    def _row(self, place: int) -> Logits:
        made: Any = self._context.get_logits_ith(place)
        return np.array(np.ctypeslib.as_array(made, shape=(self._engine.vocabulary,)), np.float32)

    def rewind(self, length: int) -> bool:
        if not self._context.kv_cache_seq_rm(0, length, -1):
            return False
        del self.tokens[length:]
        return True

    def close(self) -> None:
        self._batch.close()
        self._context.close()


class LlamaTokens:
    """The tokenizer that a GGUF file holds; see ``Tokens``."""

    def __init__(self, engine: LlamaEngine) -> None:
        self._engine = engine

    def encode(self, text: str, *, begin: bool = False) -> list[int]:
        return [int(token) for token in self._engine.model.tokenize(text.encode(), begin, True)]

    def decode(self, tokens: Sequence[int]) -> str:
        return b"".join(self._piece(token) for token in tokens).decode("utf-8", "replace")

    def id_of(self, sign: str) -> int | None:
        tokens = self.encode(sign)
        return tokens[0] if len(tokens) == 1 else None

    @cached_property
    def signs(self) -> Sequence[str]:
        library, vocab = self._engine.library, self._engine.model.vocab
        control = library.LLAMA_TOKEN_ATTR_CONTROL
        tokens = range(self._engine.vocabulary)
        found = (self.text_of(token) for token in tokens if library.llama_vocab_get_attr(vocab, token) & control)
        return [sign for sign in found if len(sign) > 1]

    def guide(self, vocabulary: int, ends: Sequence[int]) -> Any:
        from llguidance.llamacpp import lltokenizer_from_vocab

        return lltokenizer_from_vocab(self._engine.model.vocab, n_vocab=vocabulary, eos_token=list(ends))

    def text_of(self, token: int) -> str:
        """One token as text; empty where the model has none for that use."""
        return self.decode([token]) if token >= 0 else ""

    def _piece(self, token: int) -> bytes:
        library = self._engine.library
        for size in (64, 4_096):
            buffer = ctypes.create_string_buffer(size)
            length = library.llama_token_to_piece(self._engine.model.vocab, token, buffer, size, 0, True)
            if length >= 0:
                return bytes(buffer.raw[:length])
        return b""
