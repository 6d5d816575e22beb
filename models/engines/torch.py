"""PyTorch, for every causal language model that transformers knows, on a GPU where there is one."""

import inspect
from collections.abc import Sequence
from typing import Any

import numpy as np

from reckoner.core import ModelUnavailable

from .engine import Logits, first_line
from .sampling import chosen


class TorchEngine:
    """A model that transformers runs.

    Args:
        model: A name on the hub, or a folder.
        token: For the hub.
        quantization: ``int8`` or ``nf4`` (bitsandbytes), or nothing: as it comes, in bfloat16 where it is larger.
        threads: How many compute; 0: PyTorch's own choice.

    Raises:
        ModelUnavailable: It cannot be loaded.
    """

    def __init__(self, model: str, *, token: str | None = None, quantization: str = "", threads: int = 0) -> None:
        import torch
        from transformers import AutoModelForCausalLM

        self.name = model
        self.torch = torch
        if threads:
            torch.set_num_threads(threads)
        device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
        options: dict[str, Any] = {"token": token, "dtype": "auto"}
        if quantization:
            options["quantization_config"] = _quantized(quantization, torch)
        if device == "cuda" or quantization:
            options["device_map"] = device
        try:
            loaded = AutoModelForCausalLM.from_pretrained(model, **options).eval()
            self.model = loaded if "device_map" in options else loaded.to(device)
            self._measure()
        except Exception as error:  # Whatever a damaged file or a model of another kind makes of it.
            raise ModelUnavailable("model.weights", model=model, why=first_line(error)) from error

    def _measure(self) -> None:
        """Take from the model what must be known of it."""
        # Its name until transformers 5.24.
        parameters = inspect.signature(self.model.forward).parameters
        self.cache_name = "cache" if "cache" in parameters else "past_key_values"
        config = self.model.config.get_text_config()
        self.context = int(getattr(config, "max_position_embeddings", None) or 4_096)
        heads = getattr(config, "num_key_value_heads", None) or config.num_attention_heads
        size = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
        self.vocabulary = int(self.model.get_output_embeddings().weight.shape[0])
        stored = getattr(self.model, "generation_config", None)
        self.advised: dict[str, Any] = chosen(stored.to_diff_dict()) if stored else {}
        """How its makers draw its tokens."""
        width = self.model.dtype.itemsize
        self.per_token = 2 * width * config.num_hidden_layers * heads * size

    def session(self, capacity: int) -> "TorchSession":
        """See ``Engine``."""
        return TorchSession(self, capacity)


class TorchSession:
    """See ``Session``."""

    def __init__(self, engine: TorchEngine, capacity: int) -> None:
        from transformers import DynamicCache

        self._engine = engine
        self.tokens: list[int] = []
        self.capacity = capacity
        self._cache = DynamicCache(config=engine.model.config)

    @property
    def bytes(self) -> int:
        return int(self._engine.per_token * len(self.tokens))

    def extend(self, tokens: Sequence[int]) -> Logits:
        torch, model = self._engine.torch, self._engine.model
        kept = {self._engine.cache_name: self._cache}
        try:
            with torch.inference_mode():
                given = torch.tensor([list(tokens)], device=model.device)
                logits = model(given, use_cache=True, logits_to_keep=1, **kept).logits[0, -1].float().cpu().numpy()
        except RuntimeError as error:
            raise ModelUnavailable("model.engine", model=self._engine.name, why=first_line(error)) from error
        self.tokens.extend(tokens)
        return np.array(logits, np.float32)

    def rewind(self, length: int) -> bool:
        try:
            self._cache.crop(length - len(self.tokens))
        except (RuntimeError, ValueError, NotImplementedError, AttributeError):
            return False
        del self.tokens[length:]
        return True

    def close(self) -> None:
        del self._cache


def _quantized(kind: str, torch: Any) -> Any:
    from transformers import BitsAndBytesConfig

    if kind == "int8":
        return BitsAndBytesConfig(load_in_8bit=True)
    return BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_compute_dtype=torch.bfloat16,
        bnb_4bit_use_double_quant=True,
    )
