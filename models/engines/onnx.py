"""ONNX Runtime's generator: int4 weights on the CPU, from wheels alone.

https://onnxruntime.ai/docs/genai/api/python.html
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from reckoner.core import ModelUnavailable

from .engine import Logits, OneByOne, first_line

CONFIG = "genai_config.json"
"""What a folder of such a model holds."""


class OnnxEngine(OneByOne):
    """A model in the form that ``onnxruntime-genai`` runs.

    Args:
        folder: With ``genai_config.json``.
        threads: How many compute; 0: as many as the machine has cores.

    Raises:
        ModelUnavailable: It cannot be loaded.
    """

    # The weights are made so that only the last token's logits are computed, and these kernels read several tokens
    # in hardly less time than one after the other.
    ahead = 0

    def __init__(self, folder: Path, *, threads: int = 0) -> None:
        import onnxruntime_genai as genai

        self.name = folder.name
        try:
            described = json.loads((folder / CONFIG).read_text("utf-8"))["model"]
            config = genai.Config(str(folder))
            if threads:
                options = {"intra_op_num_threads": threads}
                config.overlay(json.dumps({"model": {"decoder": {"session_options": options}}}))
            self._model = genai.Model(config)
            decoder = described["decoder"]
            self._per_token = (
                2 * 4 * decoder["num_hidden_layers"] * decoder["num_key_value_heads"] * decoder["head_size"]
            )
            self.context, self.vocabulary = int(described["context_length"]), int(described["vocab_size"])
            ends = described["eos_token_id"]
            self.ends: list[int] = ends if isinstance(ends, list) else [ends]
        except (OSError, ValueError, KeyError, TypeError, RuntimeError) as error:
            raise ModelUnavailable("model.weights", model=folder, why=first_line(error)) from error
        self._genai = genai

    def session(self, capacity: int) -> "OnnxSession":
        """See ``Engine``."""
        return OnnxSession(self._genai, self._model, capacity, self._per_token * capacity, self.name)


class OnnxSession:
    """See ``Session``."""

    def __init__(self, genai: Any, model: Any, capacity: int, size: int, name: str) -> None:
        self._genai, self._model, self._name = genai, model, name
        self.tokens: list[int] = []
        self.capacity, self.bytes = capacity, size
        self._generator = self._begun()

    def extend(self, tokens: Sequence[int], rows: int = 1) -> Logits:
        try:
            self._generator.append_tokens(np.array(tokens, np.int32))
            logits = np.asarray(self._generator.get_logits(), np.float32)
        except (RuntimeError, ValueError) as error:
            raise ModelUnavailable("model.engine", model=self._name, why=first_line(error)) from error
        self.tokens.extend(tokens)
        return np.array(logits.reshape(-1, logits.shape[-1])[-rows:], np.float32)

    def rewind(self, length: int) -> bool:
        try:
            self._generator.rewind_to(length)
        except RuntimeError:
            return False
        del self.tokens[length:]
        return True

    def close(self) -> None:
        del self._generator

    def _begun(self) -> Any:
        parameters = self._genai.GeneratorParams(self._model)
        parameters.set_search_options(max_length=self.capacity, do_sample=False)
        try:
            return self._genai.Generator(self._model, parameters)
        except RuntimeError as error:
            raise ModelUnavailable("model.weights", model=self._name, why=first_line(error)) from error
