"""Text as the tokens that a model reads, whichever library knows them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Protocol

from tokenizers import Tokenizer


class Tokens(Protocol):
    """A model's tokenizer."""

    def encode(self, text: str, *, begin: bool = False) -> list[int]:
        """The tokens of ``text``; signs in it that are tokens of their own become these.

        Args:
            text: The text.
            begin: Begin with the token that begins a text, where the model has one.
        """

    def decode(self, tokens: Sequence[int]) -> str:
        """The text of ``tokens``, signs included; half a letter becomes U+FFFD."""

    def id_of(self, sign: str) -> int | None:
        """The one token that ``sign`` is, if it is one."""

    @property
    def signs(self) -> Sequence[str]:
        """Signs that are tokens of their own and no text: the beginnings and ends of turns."""

    def guide(self, vocabulary: int, ends: Sequence[int]) -> Any:
        """The same tokenizer for llguidance.

        Args:
            vocabulary: How many logits the model gives; often more than there are tokens.
            ends: Tokens that end a reply.
        """


class HubTokens:
    """A tokenizer as the Hugging Face hub has it, ``tokenizer.json``."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._inner = tokenizer

    def encode(self, text: str, *, begin: bool = False) -> list[int]:
        return list(self._inner.encode(text, add_special_tokens=begin).ids)

    def decode(self, tokens: Sequence[int]) -> str:
        return str(self._inner.decode(list(tokens), skip_special_tokens=False))

    def id_of(self, sign: str) -> int | None:
        found: int | None = self._inner.token_to_id(sign)
        return found

    @cached_property
    def signs(self) -> Sequence[str]:
        added = self._inner.get_added_tokens_decoder().values()
        return [each.content for each in added if each.special and len(each.content) > 1]

    def guide(self, vocabulary: int, ends: Sequence[int]) -> Any:
        import llguidance

        return llguidance.LLTokenizer(self._inner.to_str(), n_vocab=vocabulary, eos_token=list(ends))
