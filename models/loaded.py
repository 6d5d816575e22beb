"""A local model as it lies in memory: engine, template, and what belongs to both."""

import json
import logging
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reckoner.core import ModelUnavailable

from .engines.cache import Sessions
from .engines.engine import Engine, first_line
from .engines.grammar import Grammars
from .engines.sampling import chosen
from .engines.tokens import HubTokens
from .template import Template, default_of
from .toolcalls.render import Style

log = logging.getLogger(__name__)


@dataclass
class Loaded:
    """A model that can be asked."""

    engine: Engine
    template: Template
    vocabulary: int
    """How many logits the engine gives."""
    ends: frozenset[int]
    """Tokens that end a reply."""
    cache_mb: int = 512
    advised: dict[str, Any] = field(default_factory=dict)
    """How the model's makers draw its tokens."""

    @cached_property
    def sessions(self) -> Sessions:
        """What has been read so far."""
        return Sessions(self.engine, self.cache_mb)

    @cached_property
    def grammars(self) -> Grammars | None:
        """What makes replies valid; ``None`` where llguidance is not installed, or does not know the tokenizer."""
        if find_spec("llguidance") is None:
            return None
        try:
            return Grammars(self.template.tokenizer, self.vocabulary, sorted(self.ends))
        except ValueError:
            log.warning("llguidance does not read this model's tokenizer; its calls are not held to their schemas.")
            return None


def advised(folder: Path) -> dict[str, Any]:
    """The sampling settings that lie beside the weights, and the tokens that end a reply under ``eos_token_id``."""
    path = folder / "generation_config.json"
    if not path.is_file():
        return {}
    try:
        return chosen(json.loads(path.read_text("utf-8")))
    except ValueError:
        return {}


def load_onnx(folder: Path, *, threads: int = 0, cache_mb: int = 512, style: Style | None = None) -> Loaded:
    """A model for ONNX Runtime.

    Raises:
        ModelUnavailable: It cannot be loaded.
    """
    from .engines.onnx import OnnxEngine

    engine = OnnxEngine(folder, threads=threads)
    known = advised(folder)
    return Loaded(
        engine=engine,
        template=Template.of(folder, style=style),
        vocabulary=engine.vocabulary,
        ends=frozenset(engine.ends) | _numbers(known.pop("eos_token_id", None)),
        cache_mb=cache_mb,
        advised=known,
    )


def load_torch(
    model: str,
    *,
    token: str | None = None,
    quantization: str = "",
    threads: int = 0,
    cache_mb: int = 512,
    style: Style | None = None,
) -> Loaded:
    """A model for transformers.

    Raises:
        ModelUnavailable: It cannot be loaded.
    """
    from transformers import AutoTokenizer

    from .engines.torch import TorchEngine

    engine = TorchEngine(model, token=token, quantization=quantization, threads=threads)
    try:
        tokenizer = AutoTokenizer.from_pretrained(model, token=token)
        inner = tokenizer.backend_tokenizer
    except (OSError, ValueError, AttributeError) as error:
        raise ModelUnavailable("model.weights", model=model, why=first_line(error)) from error
    special = {name: str(value) for name, value in tokenizer.special_tokens_map.items() if isinstance(value, str)}
    known = engine.advised
    return Loaded(
        engine=engine,
        template=Template(HubTokens(inner), default_of(tokenizer.chat_template), special, style=style),
        vocabulary=engine.vocabulary,
        ends=_numbers(known.pop("eos_token_id", None)) | _numbers(tokenizer.eos_token_id),
        cache_mb=cache_mb,
        advised=known,
    )


def load_gguf(file: Path, *, threads: int = 0, cache_mb: int = 512, style: Style | None = None) -> Loaded:
    """A model for llama.cpp.

    Raises:
        ModelUnavailable: It cannot be loaded.
    """
    from .engines.llama import LlamaEngine, LlamaTokens

    engine = LlamaEngine(file, threads=threads)
    tokens = LlamaTokens(engine)
    special = {
        "bos_token": tokens.text_of(engine.model.token_bos()),
        "eos_token": tokens.text_of(engine.model.token_eos()),
    }
    return Loaded(
        engine=engine,
        template=Template(tokens, engine.metadata.get("tokenizer.chat_template", ""), special, style=style),
        vocabulary=engine.vocabulary,
        ends=frozenset(engine.ends),
        cache_mb=cache_mb,
    )


def _numbers(ends: Any) -> frozenset[int]:
    return frozenset(ends) if isinstance(ends, list) else frozenset() if ends is None else frozenset({int(ends)})
