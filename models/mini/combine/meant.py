"""What a question asks of the one sentence that fits it best, and whether that speaks of it."""

import re
from collections.abc import Sequence

from reckoner.core import fold, language_of

from ..bilingual import Bilingual
from ..figures import Figure, cells_of, is_row, values_of
from ..lexicon import MONEY, held, terms
from ..numbers import canonical
from ..problems.told import Amount, told
from ..reach import label_before
from ..read import Sentence

PAYS = re.compile(
    r"how much|what(?:'s| is| will| would| do| does)\b.*\b(?:cost|total|pay|owe|price|charge|worth)|\b(?:cost|total|price) of|bao nhieu (?:tien|dong)|"
    r"(?:het|tong tien|tong cong|phai (?:tra|dong|nop|den)|tra|dong|nop|phat|duoc|nhan)[a-z ]{0,24}(?:bao nhieu|may|nhieu)|tien (?:luong|cong|dien|nuoc|hoc|phong)[a-z ]{0,20}(?:bao nhieu|may|nhieu)|tong tien|in all|altogether"
)
SEVERAL = Bilingual(
    en=r"\b(?:and|with|plus|extra|more|less|than|discount|off|after|except|minus|difference)\b|how many .* (?:buy|get|afford)",
    vi=r"\b(?:và|với|cộng|thêm|hơn|giảm|sau|trừ|chênh)\b|mua được (?:mấy|bao nhiêu)",
)
ALL_OF = re.compile(r"\b(?:all|all of the|ca|tat ca|du ca) (?:the )?(?P<n>\d{1,2}|hai|ba|bon|nam|sau) (?P<what>[a-z]+)")
_AMOUNT = re.compile(r"\d[\d.,]* ?(?:đ|₫|đồng|[$€£]|/)|[$€£]\d")
_SPAN_WORDS = frozenset("over for in a per one year week full whole entire nam tuan suot tron".split())
_MONEY = re.compile(
    r"pay\w*|owe\w*|cost\w*|total|charge\w*|price\w*|tien|dong|tong|cong|het|tra|nhan|duoc|nop|em|minh|di|i|thang|nay|ngay|lam|\d+"
)
_JOINTS = frozenset(("and", "the", "of", "for", "in", "to", "va", "cua", "cho"))


def own_amounts(asked: str, sentence: Sentence) -> list[Amount]:
    """The question's numbers but those that are names: a room's, a year's, and what stands in a name of the sentence."""
    names = fold(canonical(_names_in(sentence.text), language_of(sentence.text)))
    named = set(re.findall(r"\d+(?:\.\d+)?", names))
    return [
        each
        for each in told(asked).amounts
        if "#" not in each.text
        and each.text not in named
        and not (
            re.fullmatch(r"(?:19|20)\d\d", each.text) and re.search(r"(?:\bin|\bfor|nam|year) $", asked[: each.start])
        )
        and not label_before(asked[: each.start])
    ]


def _names_in(text: str) -> str:
    """What a row names itself by: its cells that are no bare numbers. A sentence in prose has no such part but itself."""
    if not is_row(text):
        return text
    return " ".join(value for value in values_of(text) if re.search(r"[^\W\d]{2}", value) and not _AMOUNT.search(value))


def speaks(sentence: Sentence, asked: str, *, but: int = 0) -> bool:
    """Whether the sentence, or what stands around it, speaks of ``asked``, a question without its numbers and their units.

    Args:
        sentence: One that was ranked for the whole question.
        asked: The rest of the question.
        but: So many words may be lacking.
    """
    said = {term.text for term in terms(asked, language_of(sentence.text))}
    lacking = [term for term in sentence.missing if term.text in said and term.text not in sentence.beside]
    return len(lacking) <= but < len(said)


def is_about(sentence: Sentence) -> bool:
    """Whether the sentence, or what stands around it, speaks of all that is asked, money apart."""
    lacking = (term for term in sentence.missing if term.text not in sentence.beside)
    return all(_MONEY.fullmatch(term.text) or any(form in MONEY for form in term.forms) for term in lacking)


def says_all(sentence: Sentence) -> bool:
    """Whether the sentence itself speaks of all that is asked, money and the time apart."""
    return all(
        _MONEY.fullmatch(term.text) or term.text in _SPAN_WORDS or any(form in MONEY for form in term.forms)
        for term in sentence.missing
    )


def chosen(prices: Sequence[Figure], asked: str) -> Figure | None:
    """The one price, or the one whose column the question names."""
    if len(prices) < 2:
        return prices[0] if prices else None
    keys = [{word for word in re.findall(r"[a-z]+", each.key) if word not in _JOINTS} for each in prices]
    shared = set.intersection(*keys)
    words = set(re.findall(r"[a-z]+", asked))
    named = [price for price, key in zip(prices, keys, strict=True) if (key - shared) & words]
    return named[0] if len(named) == 1 else None


def row_is_meant(question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> bool:
    """Whether the question names the thing that a row is about, and no other row as well."""

    def named(each: Sentence) -> int:
        words = held(cells_of(each.text) if is_row(each.text) else each.text)
        return sum(term.stands_in(words) for term in terms(question) if not term.text.isdigit())

    best = named(sentence)
    return best > 0 and all(named(each) < best for each in rivals if is_row(each.text))
