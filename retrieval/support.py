"""Which sentences of an answer stand on what was read, and which do not."""

import re
from collections.abc import Sequence
from itertools import pairwise

from reckoner.core import fold, language_of, sentences

from .tokens import tokens

_ENOUGH = 0.5
"""The share of a sentence's telling words that two sentences in a row must hold."""
_FEW = 3
"""Words; a sentence with fewer telling ones, and without a number, claims nothing, nor does a shorter quotation."""
_NUMBERED = re.compile(r"\[\d+\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_QUOTE = re.compile(r"[“\"«][^“”\"«»]*[”\"»]")
# What an answer says of the documents or of itself rather than from them.
_DENIAL = re.compile(
    r"\b(?:not|n't|no|nothing|none|neither|unable|cannot|could ?n.t|unsure|unlikely)\b.{0,80}"
    r"\b(?:documents?|passages?|sources?|context|files?|found|find|mention(?:s|ed)?|say|answer(?:s|ed)?|information)\b"
    r"|\b(?:documents?|passages?|sources?|context)\b.{0,40}\b(?:do(?:es)? not|do(?:es)?n't|lack|silent|closest)\b"
    r"|\bi (?:looked|searched|found)\b|\bcomes? closest\b"
    r"|\b(?:khong|chua)\b.{0,80}\b(?:tai lieu|doan|nguon|van ban|tim thay|de cap|noi|thong tin|chac)\b"
    r"|\btai lieu\b.{0,40}\b(?:khong|chua)\b|\btoi da tim\b|\bgan nhat\b"
)


def unsupported(answer: str, question: str, texts: Sequence[str]) -> list[tuple[int, int]]:
    """The sentences of ``answer`` that nothing supports, as ``(start, end)``.

    A sentence is supported where a checked citation stands behind it, or where two sentences in a row of one text hold
    at least half of its telling words; and in either case only where its numbers stand in the texts or the question,
    and its quotations in the texts. Questions, and what is said of the documents themselves, claim nothing.

    Args:
        answer: With its citations numbered, as ``cite.check`` returns it.
        question: What was asked; its words and numbers may be said again.
        texts: All that was read for it: passages, and what other tools returned.
    """
    read = _Read(question, texts)
    spans = ((span, answer[slice(*span)]) for span in sentences(answer))
    return [span for span, sentence in spans if _claims(sentence) and not read.supports(sentence)]


class _Read:
    """What was read, ready to be compared with sentences."""

    def __init__(self, question: str, texts: Sequence[str]) -> None:
        self._asked = _telling(question)
        self._numbers = set(_numbers(question)).union(*map(_numbers, texts))
        self._windows = [window for text in texts for window in _windows(text)]
        self._texts = [_flat(text) for text in (question, *texts)]

    def supports(self, sentence: str) -> bool:
        bare = _NUMBERED.sub("", sentence)
        quotes = [quote for quote in map(_flat, _QUOTE.findall(bare)) if len(quote.split()) >= _FEW]
        if not self._numbers.issuperset(_numbers(bare)):
            return False
        if not all(any(quote in text for text in self._texts) for quote in quotes):
            return False
        return bool(_NUMBERED.search(sentence)) or self._says(bare)

    def _says(self, sentence: str) -> bool:
        language = language_of(sentence)
        wanted = _telling(sentence) - self._asked
        if not wanted:
            return True
        shares = [len(wanted & held) / len(wanted) for spoken, held in self._windows if spoken == language]
        # Words of another language cannot be compared: there only the numbers were.
        return max(shares) >= _ENOUGH if shares else bool(_numbers(sentence))


def _claims(sentence: str) -> bool:
    bare = _NUMBERED.sub("", sentence).strip(" *_#>-•")
    if not bare or bare.endswith(("?", ":")) or _DENIAL.search(fold(_QUOTE.sub("", bare))):
        return False
    return len(_telling(bare)) >= _FEW or bool(_numbers(bare))


def _windows(text: str) -> list[tuple[str, set[str]]]:
    """Each two sentences in a row, with their language and telling words."""
    language = language_of(text)
    held = [_telling(text[start:end]) for start, end in sentences(text)]
    return [(language, first | second) for first, second in pairwise([*held, set()])]


def _telling(text: str) -> set[str]:
    return {token for token in tokens(text, language_of(text)) if not _NUMBER.fullmatch(token.removeprefix("0_"))}


def _flat(text: str) -> str:
    return " ".join(text.strip('“”"«»').rstrip(".,;…").split())


def _numbers(text: str) -> list[str]:
    """The numbers in it, in digits alone, so that 1,000 and 1.000 are one."""
    return [re.sub(r"[.,]", "", number) for number in _NUMBER.findall(text)]
