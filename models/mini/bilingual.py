"""Patterns of words in both languages, told apart by their diacritics where a text has them: *lần* is no *Lan*."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from reckoner.core import fold, language_of


@dataclass(frozen=True)
class Bilingual:
    """What may be said in either language.

    Args:
        en: A pattern over small letters without diacritics.
        vi: A pattern over small letters with them; a text that is typed without is matched without. It holds no escape
            in capitals and no group with a name, which folding would change.
    """

    en: str
    vi: str

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in ``text``, in the language that it is in."""
        pattern, plain = self._for(text)
        return _compiled(pattern).search(plain)

    def all_in(self, text: str) -> list[str]:
        """All that is said of it in ``text``, without diacritics."""
        pattern, plain = self._for(text)
        return [fold(match[0]) for match in _compiled(pattern).finditer(plain)]

    def _for(self, text: str) -> tuple[str, str]:
        if language_of(text) == "en":
            return self.en, fold(text)
        plain = unicodedata.normalize("NFC", text).lower()
        return (self.vi, plain) if plain != fold(plain) else (fold(self.vi), plain)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
