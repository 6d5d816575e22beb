"""What models cost. Prices are in ``catalogue.toml``; what runs on this machine costs nothing."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from langchain_core.language_models import BaseChatModel

from reckoner.core import Settings

from .bound import ToolChat
from .textual import TextTools

COST = "cost"
"""Where a reply's metadata hold what it cost, in US dollars."""
LONGEST_REPLY = 4_096
"""Tokens that a reply may have where money is limited and nothing else limits it."""
_MILLION = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Price:
    """In US dollars for a million tokens."""

    input: float
    output: float
    cached: float
    """Of input that the server had kept from before."""

    def of(self, usage: Mapping[str, Any]) -> float:
        """What a reply with this ``usage_metadata`` costs, in US dollars."""
        read, written = int(usage.get("input_tokens", 0)), int(usage.get("output_tokens", 0))
        kept = min(int((usage.get("input_token_details") or {}).get("cache_read") or 0), read)
        return ((read - kept) * self.input + kept * self.cached + written * self.output) / _MILLION


_FREE = Price(input=0, output=0, cached=0)


def price_of(model: BaseChatModel, settings: Settings) -> Price | None:
    """What a model costs; ``None`` if nobody knows."""
    if isinstance(model, TextTools):
        return price_of(model.inner, settings)
    if isinstance(model, ToolChat):
        return _FREE
    if settings.price_in is not None and settings.price_out is not None:
        return Price(input=settings.price_in, cached=settings.price_in, output=settings.price_out)
    name = str(getattr(model, "model_name", ""))
    # A date or "latest" may follow; anything else is another model, and maybe a dearer one.
    known = re.sub(r"-(?:\d{4}-\d{2}-\d{2}|latest)$", "", name)
    # A server of one's own may call its models as it likes.
    hosted = "api.openai.com" in (getattr(model, "openai_api_base", None) or "api.openai.com")
    return _known().get(known) if hosted else None


@cache
def _known() -> dict[str, Price]:
    table = tomllib.loads((files("reckoner.models") / "catalogue.toml").read_text("utf-8"))
    return {
        name: Price(input=each["input"], output=each["output"], cached=each["cached"]) for name, each in table.items()
    }
