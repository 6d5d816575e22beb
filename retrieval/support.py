"""Which sentences of an answer stand on what was read, and which do not."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from reckoner.core import fold, language_of, sentences

from .tokens import tokens

_ENOUGH = 0.5
"""The share of a sentence's telling words that two sentences in a row must hold."""
_FEW = 3
"""Words; a sentence with fewer telling ones, and without a number, claims nothing, nor does a shorter quotation."""
_NUMBERED = re.compile(r"\[\d+\]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_QUOTE = re.compile(r"[“\"«][^“”\"«»]*[”\"»]")
# What an answer says of the documents and of itself, or asks a person to do, rather than what it says from them.
_TALK = re.compile(
    r"\b(?:not|n't|no|nothing|none|neither|unable|cannot|could ?n.t|unsure|unlikely)\b.{0,80}"
    r"\b(?:documents?|passages?|sources?|context|files?|found|find|mention(?:s|ed)?|say|answer(?:s|ed)?|information)\b"
    r"|\b(?:documents?|passages?|sources?|context)\b.{0,40}\b(?:do(?:es)? not|do(?:es)?n't|lack|silent|closest)\b"
    r"|\bi (?:looked|searched|found|did|do|am|could|can|would|need)\b|\bcomes? closest\b"
    r"|(?:^|, |; |or |and )(?:please )?"
    r"(?:connect|add|write|put|tell|ask|choose|upload|try|rephrase|check) (?:it|me|the|a|an|your|in)\b"
    r"|\b(?:khong|chua)\b.{0,80}\b(?:tai lieu|doan|nguon|van ban|tim thay|de cap|noi|thong tin|chac)\b"
    r"|\btai lieu\b.{0,40}\b(?:khong|chua)\b|\btoi (?:da tim|tim thay|khong|chua|can)\b|\bgan nhat\b"
    r"|\b(?:xin )?hay\b.{4,}"
)


def unsupported(answer: str, question: str, texts: Sequence[str]) -> list[tuple[int, int]]:
    """The sentences of ``answer`` that nothing supports, as ``(start, end)``.

    A sentence is supported where a checked citation stands behind it, or where two sentences in a row of one text hold
    at least half of its telling words; and in either case only where its numbers stand in the texts or the question,
    maybe rounded, and its quotations in the texts. Questions, and what is said of the documents themselves, claim
    nothing.

    Args:
        answer: With its citations numbered, as ``cite.check`` returns it.
        question: What was asked; its words and numbers may be said again.
        texts: All that was read for it: passages, and what other tools were given and returned.
    """
    read = _Read(question, texts)
    spans = ((span, answer[slice(*span)]) for span in _whole_sentences(answer))
    return [span for span, sentence in spans if _claims(sentence) and not read.supports(sentence)]


def _whole_sentences(answer: str) -> list[tuple[int, int]]:
    """The sentences, none of which ends within a quotation or before its own citation."""
    quoted = [match.span() for match in _QUOTE.finditer(answer)]
    found: list[tuple[int, int]] = []
    for start, end in sentences(answer):
        within = found and any(first < found[-1][1] < last for first, last in quoted)
        if found and (within or _NUMBERED.fullmatch(answer[start:end].rstrip(" .,;"))):
            start = found.pop()[0]
        found.append((start, end))
    return found


class _Read:
    """What was read, ready to be compared with sentences."""

    def __init__(self, question: str, texts: Sequence[str]) -> None:
        self._asked = _telling(question)
        self._numbers = np.array(sorted({value for text in (question, *texts) for value in _values(text)}))
        self._windows = [window for text in texts for window in _windows(text)]
        self._texts = [_flat(text) for text in (question, *texts)]

    def supports(self, sentence: str) -> bool:
        bare = _NUMBERED.sub("", sentence)
        quotes = [quote for quote in map(_flat, _QUOTE.findall(bare)) if len(quote.split()) >= _FEW]
        if not all(map(self._known, _NUMBER.findall(bare))):
            return False
        if not all(any(quote in text for text in self._texts) for quote in quotes):
            return False
        return bool(_NUMBERED.search(sentence)) or self._says(bare)

    def _known(self, number: str) -> bool:
        """Whether a number was read, maybe with more decimals than it is written with."""
        places = len(re.sub(r"\D", "", re.split(r"[.,]", number)[-1])) if re.search(r"[.,]", number) else 0
        unit = 0.5 * 10.0**-places + 1e-9
        return any(bool((np.abs(self._numbers - value) <= unit).any()) for value in _readings(number))

    def _says(self, sentence: str) -> bool:
        language = language_of(sentence)
        wanted = _telling(sentence) - self._asked
        if len(wanted) < _FEW:
            return True  # A number with its unit, or the question's own words.
        shares = [len(wanted & held) / len(wanted) for spoken, held in self._windows if spoken == language]
        # Words of another language cannot be compared: there only the numbers were.
        return max(shares) >= _ENOUGH if shares else bool(_NUMBER.search(sentence))


def _claims(sentence: str) -> bool:
    bare = _NUMBERED.sub("", sentence).strip(" *_#>-•")
    if not bare or bare.endswith(("?", ":")) or _TALK.search(fold(_QUOTE.sub("", bare))):
        return False
    return len(_telling(bare)) >= _FEW or bool(_NUMBER.search(bare))


def _windows(text: str) -> list[tuple[str, set[str]]]:
    """Each two sentences in a row, with their language and telling words."""
    language = language_of(text)
    held = [_telling(text[start:end]) for start, end in sentences(text)]
    return [(language, first | second) for first, second in pairwise([*held, set()])]


def _telling(text: str) -> set[str]:
    return set(tokens(_NUMBER.sub(" ", text), language_of(text)))


def _flat(text: str) -> str:
    return " ".join(text.strip('“”"«»').rstrip(".,;…").split())


def _values(text: str) -> Iterator[float]:
    for number in _NUMBER.findall(text):
        yield from _readings(number)


def _readings(number: str) -> set[float]:
    """What a written number may be: with its dots and commas between thousands, or before decimals."""
    digits = re.sub(r"[.,]", "", number)
    whole, _, decimals = re.sub(r"[.,](?=.*[.,])", "", number).replace(",", ".").partition(".")
    readings = {float(f"{whole}.{decimals or 0}")}
    return readings | {float(digits)} if len(decimals) == 3 or number.count(",") + number.count(".") > 1 else readings
