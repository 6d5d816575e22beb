"""Text → the tokens that lexical search counts, by language.

English: stems without stop words. Vietnamese: syllables, pairs of syllables, and both again without diacritics, so that
a question typed without them finds as much.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise

from reckoner.core import Language, fold

_STOPS: dict[Language, frozenset[str]] = {
    "en": frozenset(
        (
            "a an the of in on at to for from by with and or is are was were be been being it its this that these "
            "those as do does did has have had what which who whom whose when where why how i you he she we they my "
            "your our their me us them his her can could will would shall should may might there here if then than "
            "so not no about into according please tell find much many any document documents file mentioned say "
            "says"
        ).split()
    ),
    "vi": frozenset(
        (
            "là và của có được cho với các những này đó thì mà ở tại trong từ đến đã đang sẽ bị bởi theo về như gì "
            "nào bao nhiêu mấy ai đâu sao hãy một cái khi nếu hay hoặc trên dưới ra vào tài liệu văn bản tệp cho "
            "biết hỏi"
        ).split()
    ),
}
_FOLDED_STOPS = frozenset(fold(word) for word in _STOPS["vi"])


def tokens(text: str, language: Language) -> list[str]:
    """The tokens of ``text``, for the index and for a question alike."""
    return _vietnamese(text) if language == "vi" else _english(text)


def _english(text: str) -> list[str]:
    words = re.findall(r"[a-z0-9]+", fold(unicodedata.normalize("NFC", text)))
    return [_stem(word) for word in words if word not in _STOPS["en"]]


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@cache
def _stemmer():  # type: ignore[no-untyped-def]  # snowballstemmer is untyped
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def _vietnamese(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", text.lower())
    words = re.findall(r"[^\W_]+", text)
    folded = [fold(word) for word in words]
    # A text without any diacritics was typed that way; only its folded tokens mean something.
    marked = words != folded
    plain = [word for word in words if word not in _STOPS["vi"]] if marked else []
    pairs = [f"{first}_{second}" for first, second in pairwise(words)] if marked else []
    bare = [f"0_{word}" for word in folded if word not in _FOLDED_STOPS]
    return plain + pairs + bare + [f"0_{first}_{second}" for first, second in pairwise(folded)]
