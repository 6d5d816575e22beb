"""PyTorch, for every causal language model that transformers knows, on a GPU where there is one."""

import inspect
from collections.abc import Sequence
from typing import Any

import numpy as np

from reckoner.core import ModelUnavailable

from .engine import CHUNK, Logits, Session, first_line
from .sampling import chosen

_AHEAD = 7
"""Tokens; eight take no longer than one, whose time goes into reading the weights."""
_TOGETHER = 8
"""Replies."""
_CHUNK = 2_048
"""Tokens of a prompt that a GPU reads at once."""


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

        self.name, self.torch = model, torch
        if threads:
            torch.set_num_threads(threads)
        device = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
        options: dict[str, Any] = {"token": token, "dtype": "auto"}
        if quantization:
            options["quantization_config"] = _quantized(quantization, torch)
        if quantization == "int8":
            options["dtype"] = torch.float16  # Which its kernels compute with, whatever they are given.
        if device == "cuda" or quantization:
            options["device_map"] = device
        try:
            loaded = AutoModelForCausalLM.from_pretrained(model, **options).eval()
            self.model = loaded if "device_map" in options else loaded.to(device)
            self._measure()
            self.chunk = CHUNK if device == "cpu" else _CHUNK
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
        kinds = set(getattr(config, "layer_types", None) or ["full_attention"])
        # Windows that slide and states that are carried on cannot forget in part.
        whole = kinds == {"full_attention"} and not getattr(self.model, "_is_stateful", False)
        self.ahead = _AHEAD if whole else 0
        self.together = _TOGETHER if whole and {"position_ids", "attention_mask"} <= parameters.keys() else 1
        width = self.model.dtype.itemsize
        self.per_token = 2 * width * config.num_hidden_layers * heads * size

    def session(self, capacity: int) -> "TorchSession":
        """See ``Engine``."""
        return TorchSession(self, capacity)

    def step(self, sessions: Sequence[Session], tokens: Sequence[int]) -> Logits:
        """See ``Engine``."""
        # Whoever waits longest is named first; the order of those who go on together must not change for that.
        ordered = sorted(zip(sessions, tokens, range(len(tokens)), strict=True), key=lambda each: id(each[0]))
        rows = [session for session, _, _ in ordered if isinstance(session, TorchSession)]
        try:
            with self.torch.inference_mode():
                together = rows[0].together
                if together is None or together.rows != rows:
                    together = Together(self, rows)
                logits = self.forward([[token] for _, token, _ in ordered], together.cache, together.lengths)
        except RuntimeError as error:
            raise ModelUnavailable("model.engine", model=self.name, why=first_line(error)) from error
        for session, token, _ in ordered:
            session.tokens.append(token)
        found = np.empty((len(tokens), logits.shape[-1]), np.float32)
        found[[place for _, _, place in ordered]] = logits[:, -1]
        return found

    def forward(self, tokens: list[list[int]], cache: Any, lengths: Sequence[int], rows: int = 1) -> Logits:
        """The logits of the last ``rows`` tokens of each row, after ``lengths`` tokens that it has read before."""
        torch, device = self.torch, self.model.device
        given: dict[str, Any] = {self.cache_name: cache, "use_cache": True, "logits_to_keep": rows}
        if len(tokens) > 1:
            longest = max(lengths)
            places = torch.arange(longest + 1, device=device)
            begins = longest - torch.tensor(lengths, device=device)
            given["attention_mask"] = (places[None] >= begins[:, None]).long()
            given["position_ids"] = torch.tensor(lengths, device=device)[:, None]
        made = self.model(torch.tensor(tokens, device=device), **given).logits
        return np.array(made[:, -rows:].float().cpu().numpy(), np.float32)


class TorchSession:
    """See ``Session``."""

    def __init__(self, engine: TorchEngine, capacity: int) -> None:
        from transformers import DynamicCache

        self._engine = engine
        self.tokens: list[int] = []
        self.capacity = capacity
        self.together: Together | None = None
        self._cache = DynamicCache(config=engine.model.config)

    @property
    def cache(self) -> Any:
        """What it has read, for itself alone."""
        if self.together is not None:
            self.together.part()
        return self._cache

    @cache.setter
    def cache(self, cache: Any) -> None:
        self._cache, self.together = cache, None

    @property
    def bytes(self) -> int:
        return int(self._engine.per_token * len(self.tokens))

    def extend(self, tokens: Sequence[int], rows: int = 1) -> Logits:
        try:
            with self._engine.torch.inference_mode():
                logits = self._engine.forward([list(tokens)], self.cache, [len(self.tokens)], rows)
        except RuntimeError as error:
            raise ModelUnavailable("model.engine", model=self._engine.name, why=first_line(error)) from error
        self.tokens.extend(tokens)
        row: Logits = logits[0]
        return row

    def rewind(self, length: int) -> bool:
        try:
            self.cache.crop(length - len(self.tokens))
        except (RuntimeError, ValueError, NotImplementedError, AttributeError):
            return False
        del self.tokens[length:]
        return True

    def close(self) -> None:
        if self.together is not None:
            self.together.part()
        del self._cache


class Together:
    """What several sessions have read, side by side as the rows of one batch, the shorter ones moved to the right.

    It is made once, and taken apart when one of them goes on alone, or with others.
    """

    def __init__(self, engine: TorchEngine, rows: list[TorchSession]) -> None:
        from transformers import DynamicCache

        pad, cat = engine.torch.nn.functional.pad, engine.torch.cat
        self.rows = rows
        alone = [session.cache for session in rows]
        longest = max(self.lengths)
        self._begins = [longest - length for length in self.lengths]
        self.cache = DynamicCache(config=engine.model.config)
        for number, layers in enumerate(zip(*(cache.layers for cache in alone), strict=True)):
            keys, values = (
                cat([pad(each, (0, 0, begin, 0)) for each, begin in zip(part, self._begins, strict=True)])
                for part in ([layer.keys for layer in layers], [layer.values for layer in layers])
            )
            self.cache.update(keys, values, number)
        for session in rows:
            session.together = self
        self._config = engine.model.config

    @property
    def lengths(self) -> list[int]:
        """How many tokens each has read."""
        return [len(session.tokens) for session in self.rows]

    def part(self) -> None:
        """Give each its own again."""
        from transformers import DynamicCache

        for row, (session, begin) in enumerate(zip(self.rows, self._begins, strict=True)):
            cache = DynamicCache(config=self._config)
            for number, layer in enumerate(self.cache.layers):
                mine = slice(row, row + 1)
                cache.update(layer.keys[mine, :, begin:], layer.values[mine, :, begin:], number)
            session.cache = cache


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
