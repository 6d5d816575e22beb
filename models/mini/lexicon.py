"""The telling words of a text, and which of them mean the same.

A word is kept as its folded stem; the meanings of ``patterns/senses.toml`` stand beside it with a ``~``.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from reckoner.core import Language, fold, language_of

from .patterns import patterns

_STOPS: dict[Language, frozenset[str]] = {
    "en": frozenset(
        (
            "a an the of in on at to for from by with and or is are was were be been it its this that these those as do "
            "does did has have had what which who whom whose when where why how i you he she we they my your our their "
            "me us many much any there tell find give show please document documents file files say says said according "
            "about can could will would should if s t ll ve re now exactly currently again"
        ).split()
    ),
    "vi": frozenset(
        (
            "là và của có được cho với các những này đó thì mà ở tại trong từ đến đã đang sẽ bị bởi theo về như gì nào bao "
            "nhiêu mấy ai đâu sao hay một khi nếu hoặc trên dưới ra vào biết hỏi tài liệu văn bản tệp cái không thể làm "
            "mình em anh chị tôi tui ạ nhé vậy nhỉ thế bằng"
        ).split()
    ),
}
MONEY = frozenset(("~price", "~fee", "~pay", "~salary"))
"""What words mean that say that money is paid."""
_BARE_STOPS = frozenset(map(fold, _STOPS["vi"]))
_WORD = re.compile(r"[^\W_]+")
# The two places that spellings give a tone: "hòa, khỏe, thúy" and "hoà, khoẻ, thuý".
_NEWER = {
    first[place] + vowel: base + tones[place]
    for base, first, vowel, tones in (
        ("o", "òóỏõọ", "a", "àáảãạ"),
        ("o", "òóỏõọ", "e", "èéẻẽẹ"),
        ("u", "ùúủũụ", "y", "ỳýỷỹỵ"),
    )
    for place in range(5)
}
_TONES = re.compile("|".join(f"{old}(?![a-zà-ỹ])" for old in _NEWER))


@dataclass(frozen=True)
class Term:
    """A telling word or expression, with everything that would do in its place."""

    text: str
    forms: frozenset[str]

    def stands_in(self, held: frozenset[str]) -> bool:
        """Whether a text that holds ``held`` speaks of it."""
        if self.forms & held:
            return True
        long = {form[:5] for form in self.forms if len(form) > 4 and form.isascii() and form.isalpha()}
        return any(each[:5] in long for each in held)


def terms(text: str, language: Language | None = None) -> list[Term]:
    """The telling words of ``text``, in order; an expression with a meaning of its own is one.

    Args:
        text: A question or a part of one.
        language: The question's, where the part is too short to tell it.
    """
    language = language or language_of(text)
    plain, marked = _plain(text), _marked(text, language)
    meant = _meant(text, language)
    found: dict[str, Term] = {}
    for match in _WORD.finditer(plain):
        sense = next(((place, names) for place, names in meant.items() if place[0] <= match.start() < place[1]), None)
        if sense is not None:
            (start, end), names = sense
            expression = plain[start:end]
            alone = _forms_of(expression, marked) if expression.isalnum() else frozenset()
            found.setdefault(expression, Term(fold(expression), frozenset(f"~{name}" for name in names) | alone))
        elif not _stops(match[0], language, marked):
            found.setdefault(stem(match[0]), Term(fold(match[0]), _forms_of(match[0], marked)))
    return list(found.values())


@lru_cache(maxsize=4096)
def held(text: str) -> frozenset[str]:
    """The words of ``text`` in every form that a question may have them in, and its meanings."""
    language = language_of(text)
    marked = _marked(text, language)
    words = {stem(match[0]) for match in _WORD.finditer(_plain(text)) if not _stops(match[0], language, marked)}
    # A question without diacritics may mean each word that looks so; one with them, only where the text has none.
    seen = {f"^{fold(word)}" for word in words} | (set() if marked else {f"?{word}" for word in words})
    return frozenset(words | seen | {f"~{name}" for names in _meant(text, language).values() for name in names})


def _stops(word: str, language: Language, marked: bool) -> bool:
    """Whether ``word`` tells nothing. Typed with diacritics, "nhì" is second and not the particle "nhỉ"."""
    return word in (_STOPS[language] if marked or language == "en" else _BARE_STOPS)


def spots(text: str) -> list[tuple[int, frozenset[str]]]:
    """Where the telling words of ``text`` begin, each with what it may stand for."""
    meant = {place: frozenset(f"~{name}" for name in names) for place, names in _meant(text, language_of(text)).items()}
    found = [(start, names) for (start, _), names in meant.items()]
    return found + [(match.start(), held(match[0])) for match in _WORD.finditer(_plain(text))]


def _forms_of(word: str, marked: bool) -> frozenset[str]:
    root = stem(word)
    return frozenset((root, f"?{fold(root)}")) if marked else frozenset((root, f"^{root}"))


def _marked(text: str, language: Language) -> bool:
    """Whether ``text`` is Vietnamese with its diacritics."""
    plain = _plain(text)
    return language == "vi" and plain != fold(plain)


def _plain(text: str) -> str:
    """Small letters, composed; ``hoà`` and ``hòa`` become one spelling of the same length."""
    plain = unicodedata.normalize("NFC", text).lower()
    return _TONES.sub(lambda match: _NEWER[match[0]], plain) if _TONES.search(plain) else plain


def _meant(text: str, language: Language) -> dict[tuple[int, int], frozenset[str]]:
    """Where an expression with a known meaning stands in ``text``; the longest ones win."""
    marked = _marked(text, language)
    shown = _plain(text) if marked else fold(_plain(text))
    taken: dict[tuple[int, int], frozenset[str]] = {}
    for form, names in _forms(language, marked):
        # To look for the letters first spares a pattern for each of some hundred expressions.
        for match in re.finditer(rf"\b{re.escape(form)}\b", shown) if form in shown else ():
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken[match.span()] = names
    return taken


@cache
def _forms(language: Language, marked: bool) -> list[tuple[str, frozenset[str]]]:
    """The expressions of a language with all that each may mean, longest first."""
    senses: dict[str, set[str]] = {}
    for name, forms in patterns("senses")[language].items():
        for form in forms:
            senses.setdefault(form if marked else fold(form), set()).add(name)
    return sorted(((form, frozenset(names)) for form, names in senses.items()), key=lambda each: -len(each[0]))


def as_written(phrase: str, text: str) -> str:
    """``phrase`` with the letters that it has in ``text``, whose folded copy its words were taken from."""
    place = fold(text).find(phrase)
    if phrase and place >= 0:
        return text[place : place + len(phrase)]
    written = {fold(word): word for word in reversed(re.findall(r"\w+", text))}
    return " ".join(written.get(word, word) for word in phrase.split())


_PLURALS = {
    **{"children": "child", "people": "person", "men": "man", "women": "woman", "feet": "foot", "teeth": "tooth"},
    **{"loaves": "loaf", "shelves": "shelf", "knives": "knife", "scarves": "scarf", "halves": "half", "wolves": "wolf"},
}


def singular(noun: str) -> str:
    """``noun`` without an English plural, near enough to tell whether two nouns mean one thing."""
    if noun in _PLURALS or len(noun) < 4:
        return _PLURALS.get(noun, noun)
    if noun.endswith("ies") and len(noun) > 5 and noun not in ("movies", "cookies", "brownies", "calories"):
        return f"{noun[:-3]}y"
    if noun.endswith(("ches", "shes", "sses", "xes", "zzes", "buses")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun


def stem(word: str) -> str:
    """``word`` without its English ending; short words and numbers stay."""
    if word.isdigit() or len(word) < 4:
        return word
    word = _PLURALS.get(word, word)
    if (
        len(word) < 6
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "xes", "ses", "zes", "hes", "ies"))
    ):
        return word[:-1]  # "Cups" is "cup" and "cakes" is "cake": so short a word loses nothing more.
    if len(word) < 5:
        return word
    if word.endswith("ers"):
        word = word[:-1]  # As "member" becomes, so "members" does.
    for ending in ("ingly", "edly", "ing", "ed", "ies", "es", "s", "ly", "er", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word
