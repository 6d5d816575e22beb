"""Text → the tokens that lexical search counts, by language.

English: stems without stop words. Vietnamese: syllables, and the same and their pairs without diacritics, so that a
question typed without them finds as much. Tokens of the two never meet: what is Vietnamese begins with a digit and
``_``.
"""

import re
import threading
import unicodedata
from itertools import pairwise

import Stemmer

from reckoner.core import Language, fold, language_of

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
_ASKED = 200
"""Different words of a question that are looked for."""
_own = threading.local()
_HOW = re.compile(r"\b(?:bao (?:nhiêu|lâu|xa|giờ|nhieu|lau|gio)|how (?:much|many|long|far|often|old))\b", re.IGNORECASE)
"""Words that ask together, each of which may mean something elsewhere."""
_ASKS = frozenset(
    "summarize summarise explain compare list show give describe details overview help understand thanks thank hello "
    "hi what's who's please everything anything also just liệt kê tóm tắt giải thích so sánh xin vậy cảm ơn giúp bạn "
    "tôi mình ạ nhé nhỉ".split()
)
"""Words that ask for something to be done, and are nothing to look for."""
_PHRASES = 12
_FOLDED_STOPS = frozenset(fold(word) for word in _STOPS["vi"])


def tokens(text: str, language: Language) -> list[str]:
    """The tokens of a passage or a sentence."""
    return _vietnamese(text) if language == "vi" else _english(text)


def question_tokens(question: str) -> dict[Language, list[str]]:
    """The tokens of a question by the language of the passages that they are looked for in, each once.

    Names and numbers are the same in both languages; other words of one language are no words of the other.
    """
    language = language_of(question)
    found: dict[Language, list[str]] = {language: tokens(question, language)}
    if language == "en":
        found["vi"] = [f"0_{word}" for word in _words(question) if word not in _STOPS["en"] | _FOLDED_STOPS]
    else:
        own = _STOPS["vi"] | _FOLDED_STOPS
        plain = " ".join(
            word for word in re.findall(r"[^\W_]+", question.lower()) if word.isascii() and word not in own
        )
        found["en"] = _english(plain)
    return {name: list(dict.fromkeys(words))[:_ASKED] for name, words in found.items()}


def phrases(question: str) -> list[str]:
    """What a question is about: the stretches of its own words between those that tell nothing, each once."""
    own = language_of(question)
    stops = _STOPS[own] | (_FOLDED_STOPS if own == "vi" else frozenset())
    stops |= _ASKS
    found: list[list[str]] = [[]]
    end = 0
    question = _HOW.sub(lambda match: ";" * len(match[0]), question)
    for match in re.finditer(r"[^\W_]+(?:[.,'’/:-][^\W_]+)*", question):
        if question[end : match.start()].strip() or match[0].lower() in stops:
            found.append([])
        end = match.end()
        if match[0].lower() not in stops:
            found[-1].append(match[0])
    return list(dict.fromkeys(" ".join(words) for words in found if words))[:_PHRASES]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(unicodedata.normalize("NFC", text)))


def _english(text: str) -> list[str]:
    return list(_stemmer().stemWords([word for word in _words(text) if word not in _STOPS["en"]]))


def _stemmer() -> "Stemmer.Stemmer":
    """The thread's own: one must not be used by two at once."""
    if not hasattr(_own, "stemmer"):
        _own.stemmer = Stemmer.Stemmer("english")
    return _own.stemmer


def _vietnamese(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", text.lower())
    words = re.findall(r"[^\W_]+", text)
    folded = [fold(word) for word in words]
    # A text without any diacritics was typed that way; only its folded tokens mean something.
    marked = words != folded
    plain = [f"1_{word}" for word in words if word not in _STOPS["vi"]] if marked else []
    bare = [f"0_{word}" for word in folded if word not in _FOLDED_STOPS]
    return plain + bare + [f"0_{first}_{second}" for first, second in pairwise(folded)]
