"""Which sentences of an answer stand on what was read, and which do not.

By words, numbers, names and quotations. That a sentence denies what its source affirms, or gives one thing's number to
another, only a reader can see.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from reckoner.core import LANGUAGES, Language, fold, language_of, sentences
from reckoner.models.mini.numbers import spelt_out

from .cite import flat
from .talk import is_talk
from .tokens import tokens
from .values import bare, names, numbers

_WINDOW, _WHOLE = 0.5, 0.6
"""The share of a sentence's telling words that two sentences in a row, or a whole text, must hold."""
_WITH_NUMBERS = 0.3
"""The share where the same stretch holds all its numbers."""
_FEW = 3
"""Words; a sentence with fewer telling ones, and without a number or a name, claims nothing."""
_QUOTED_WORDS = 5
"""Words of a quotation that must stand in a text; a shorter one with a capital may be a title."""
_NUMBERED = re.compile(r"\s?\[\d+\]")
_QUOTE = re.compile(r"“[^“”]*”|«[^«»]*»|(?<![\d\"])\"[^\"\n]{1,300}\"")
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|nearly|almost|khoảng|gần|xấp xỉ)\s+\D{0,2}$", re.IGNORECASE
)
_ROUNDED = 0.05
"""How far off a number may be that is said to be rounded."""


@lru_cache(maxsize=512)
def claims_of(answer: str, question: str, texts: tuple[str, ...]) -> tuple[tuple[tuple[int, int], bool], ...]:
    """The sentences of ``answer`` that claim something, as ``(start, end)``, and whether anything supports each.

    A sentence is supported where a checked citation stands behind it, or where two sentences in a row of one text hold
    half of its telling words; and in either case only where its numbers, maybe rounded, and its names stand in the
    texts or the question, and its quotations in the texts. In a language that no text is in, numbers and names alone
    count. Questions, and what is said of the documents themselves, claim nothing. What was looked at is remembered: a
    conversation is drawn anew after every click.

    Args:
        answer: With its citations numbered, as ``cite.check`` returns it.
        question: What was asked; its words and numbers may be said again.
        texts: All that was read for it: passages, and what other tools were given and returned.
    """
    read = _Read(question, texts)
    spans = ((span, answer[slice(*span)]) for span in _whole_sentences(answer))
    return tuple((span, read.supports(sentence)) for span, sentence in spans if _claims(sentence))


def _whole_sentences(answer: str) -> list[tuple[int, int]]:
    """The sentences outside code, none of which ends within a quotation or before its own citation."""
    quoted = [match.span() for match in _QUOTE.finditer(answer)]
    found: list[tuple[int, int]] = []
    for start, end in sentences(_without_code(answer)):
        within = found and any(first < found[-1][1] < last for first, last in quoted)
        if found and (within or not _NUMBERED.sub("", answer[start:end]).strip(" .,;")):
            start = found.pop()[0]
        found.append((start, end))
    return found


def _without_code(text: str) -> str:
    """``text`` with blanks for its code, as long as it was."""
    return re.sub(r"```.*?(?:```|\Z)", lambda match: re.sub(r"\S", " ", match[0]), text, flags=re.DOTALL)


def _claims(sentence: str) -> bool:
    words = _NUMBERED.sub("", bare(sentence)).strip(" *_#>-•|")
    if not words or words.endswith("?") or (words.endswith(":") and len(words.split()) < 2 * _FEW):
        return False
    language = language_of(words)
    if is_talk(_QUOTE.sub(" ", words)):
        return False
    return len(_telling(words, language)) >= _FEW or bool(numbers(words, language) or names(words, language))


class _Read:
    """What was read, ready to be compared with sentences."""

    def __init__(self, question: str, texts: Sequence[str]) -> None:
        self._asked = {language: _telling(question, language) for language in LANGUAGES}
        all_texts = [(text, language_of(text)) for text in (question, *texts)]
        self._numbers = np.array(sorted({value for text, language in all_texts for value in numbers(text, language)}))
        self._words = {word for text, _ in all_texts for word in re.findall(r"[^\W_]+", fold(text))}
        self._windows = [window for text, language in all_texts[1:] for window in _windows(text, language)]
        self._texts = [flat(text) for text, _ in all_texts]

    def supports(self, sentence: str) -> bool:
        words = _NUMBERED.sub("", sentence)
        language = language_of(words)
        return (
            self._known_numbers(words, language)
            and self._known_names(words, language)
            and all(map(self._stands, _QUOTE.findall(words)))
            and (bool(_NUMBERED.search(sentence)) or self._says(words, language))
        )

    def _known_numbers(self, sentence: str, language: Language) -> bool:
        # Digits may be grouped in the manner of the other language; words for numbers are of this one.
        spelt = spelt_out(sentence, language)
        readings = [numbers(spelt, each) for each in (language, *LANGUAGES)]
        slack = _ROUNDED if _ABOUT.search(re.split(r"\d", sentence)[0]) else 0.0
        return any(all(self._near(value, slack) for value in reading) for reading in readings)

    def _near(self, value: float, slack: float) -> bool:
        """Whether a number was read, maybe with more decimals, or as a share of a hundred."""
        places = len(f"{value}".partition(".")[2]) if value % 1 else 0
        unit = max(0.5 * 10.0**-places if places else 0.0, slack * value) + 1e-9
        return any(bool((np.abs(self._numbers - each) <= unit).any()) for each in (value, value * 100))

    def _known_names(self, sentence: str, language: Language) -> bool:
        parts = {part for name in names(sentence, language) for part in re.findall(r"[^\W_]+", name)}
        return all(part in self._words or part.removesuffix("s") in self._words for part in parts)

    def _stands(self, quote: str) -> bool:
        """Whether a quotation was read; a short one with a capital may be a title."""
        parts = [part.strip(" []") for part in re.split(r"…|\.\.\.|\[…\]", flat(quote)) if part.strip(" []")]
        least = _QUOTED_WORDS if quote.strip('“«" ')[:1].isupper() else _FEW
        return len(quote.split()) < least or all(any(part in text for text in self._texts) for part in parts)

    def _says(self, sentence: str, language: Language) -> bool:
        known = {window.language for window in self._windows}
        if any(self._held(sentence, each) for each in known):
            return True
        # Words of another language cannot be compared: numbers and names were.
        told = names(sentence, language) or language not in known
        return bool(known - {language}) and bool(told)

    def _held(self, sentence: str, language: Language) -> bool:
        """Whether one text holds enough of the sentence: its telling words but for those of the question."""
        wanted = _telling(sentence, language) - self._asked[language]
        stated = numbers(sentence, language)
        if not wanted or (len(wanted) < _FEW and (stated or names(sentence, language))):
            return True  # The question's own words, or a number with its unit, or a name, which were read.
        for window in self._windows:
            if window.language == language:
                least = window.least if not stated or not stated <= window.numbers else _WITH_NUMBERS
                if len(wanted & window.words) >= least * len(wanted):
                    return True
        return False


@dataclass(frozen=True)
class _Window:
    """A stretch of a text."""

    language: Language
    words: set[str]
    numbers: set[float]
    least: float
    """The share of a sentence that it must hold."""


def _windows(text: str, language: Language) -> list[_Window]:
    """Each two sentences in a row, and all together."""
    spans = sentences(text)
    held = [_telling(text[start:end], language) for start, end in spans]
    stated = [numbers(text[start:end], language) for start, end in spans]
    pairs = zip(pairwise([*held, set()]), pairwise([*stated, set()]), strict=True)
    return [
        *(_Window(language, words[0] | words[1], of[0] | of[1], _WINDOW) for words, of in pairs),
        _Window(language, set().union(*held), set().union(*stated), _WHOLE),
    ]


def _telling(text: str, language: Language) -> set[str]:
    """Its words, without numbers and without the pairs of syllables that only a search needs."""
    found = tokens(re.sub(r"\d+(?:[.,]\d+)*", " ", text), language)
    return {token for token in found if token.count("_") < 2}
