"""Whether a problem lies within reach of rules: told briefly, and without a word that changes what its numbers mean.

Rules look for what they know and skip the rest. What they skip must not matter: a story of several steps, or a *twice* or
*more than* that no rule has read, makes another problem of it.
"""

import re
from collections.abc import Iterable, Set

from reckoner.core import fold, sentences

from .bilingual import Bilingual
from .times import any_of, unit_of

_WORDS = 34
_TOLD = 2
"""Sentences that hold numbers, beside the one that asks."""
_TURNS = Bilingual(
    en=r"\b(?:more|less|fewer|extra|additional|another|again|twice|thrice|double[ds]?|triple[ds]?|half|halves|thirds?|fourths?|fifths?|"
    r"quarters?|times|dozens?|remain\w*|rest|left|lost|loses?|gives?|gave|ate|eats?|sold|sells?|spent|spends?|won|threw|found|breaks?|"
    r"broken?|die[ds]?|donate[ds]?|returned|join(?:ed|s)?|removed?|already|except|instead|both|average|others?|only|than|younger|older|"
    r"taller|shorter|longer|heavier|off|overtime|tips?|tax|free|now(?= ?[?.])|ago|later|earlier|save[ds]?|initially|difference|"
    r"discount(?:ed|s)?|splits?|share[ds]?|each way|round[- ]trip|there and back|both ways)\b",
    vi=r"\b(?:hơn|gấp|nữa|nửa|còn lại|(?<!học )thêm|bớt|mất|tăng|giảm|thừa|lần|trung bình|trước|sau|đã bán|cho đi|nhau|ban đầu|hiệu|khứ hồi|đi về)\b",
)
_TIMES = any_of("year", "month", "week", "day", "hour")
# Who shares is one more than who is named.
AND_ME = re.compile(
    r"\band (?:me|myself)\b|\band i\b(?= *(?:[,.?]|$|split|share))|\bcouples?\b|\bpairs?\b|(?:va|voi) (?:toi|minh|em)\b|\bcap\b"
)
A_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b")
_LABEL = r"\b(section|article|clause|no\.?|dieu|muc|khoan|phong|bac|tang|floor|room|so nha|quan|phuong|hem|table|page|trang|order|don hang|don(?! gia)|ma so|lop) ?#?$"
_NAME = r"\b(phong|room|page|trang|lop|so nha|hem|table|order|don hang|ma so|section|article|dieu) ?#?$"
_LONGEST_NAME = 5
"""Digits: "phòng 2300000" is what a room costs."""
_COUNTED = re.compile(r" (?:hoc sinh|hs|ban|em|nguoi|chau|be)\b|(?:\.\d+)? ?(?:m|cm|ft|met(?:re|er)?s?|feet)\b")
"""Behind "lớp 40" it says that it is a class of so many, behind "room 5" that it is one so long."""
_QUESTION = re.compile(r"how|what|which|find|calculate|compute|bao nhieu|may|bao lau|bao xa|tinh|hoi|\?")


def is_story(text: str) -> bool:
    """Whether ``text`` tells more than a rule can have read."""
    told = [text[start:end] for start, end in sentences(text)]
    with_numbers = [each for each in told if re.search(r"\d", each)]
    words = sum(len(each.split()) for each in told if re.search(r"\d", each) or _QUESTION.search(each))
    return words > _WORDS or len(with_numbers) > _TOLD + 1


def turns(text: str) -> list[str]:
    """The words of ``text`` that change what its numbers mean; what is told before the first of them changes none."""
    first = re.search(r"\d", text)
    ends = [end for _, end in sentences(text[: first.start()])] if first else []
    return _TURNS.all_in(text[ends[-2] :] if len(ends) > 1 else text)


def beyond(said: Iterable[str], known: Set[str]) -> bool:
    """Whether one of the words that ``turns`` found is none of those ``known``."""
    return any(not (set(turn.split()) <= known or turn.rstrip("s") in known) for turn in said)


def unread(text: str, known: Set[str]) -> bool:
    """Whether ``text`` has a word that changes what its numbers mean and that is none of those ``known``."""
    return beyond(turns(text), known)


def other_time(folded: str) -> bool:
    """Whether an amount is told for one time and asked for another: *45 a month with 10% tax: how much a year?*"""
    told = re.search(
        rf"\d[^.?,]{{0,24}}?(?:\ba|per|each|every|in a|in one|/|moi|mot|hang|trong mot) ?({_TIMES})\b", folded
    )
    asked = re.search(
        rf"(?:how (?:much|many)|bao nhieu)(?: is (?:that|it))?(?: in| for)? (?:a|an|per|each|every|one|moi|mot) ({_TIMES})\b|"
        rf"(?:moi|mot) ({_TIMES}) [a-z ]{{0,20}}bao nhieu|(?:in|for|per|each|every|trong|moi|mot) (?:a |one |mot )?({_TIMES})[ ?.]*$|"
        rf"(?:in|for|during|trong) (?:a|one|the|mot|ca) ({_TIMES})\b(?!.*\d)",
        folded,
    )
    spoken = {unit_of(each) for each in re.findall(rf"\b(?:an?|per|each|every|mot|moi|hang) ({_TIMES})\b", folded)}
    if told and len(spoken) > 1 and not re.search(rf"\d+ (?:{_TIMES})\b", folded):
        return True  # "52,000 a year: how much a month?"
    if told and unit_of(told[1]) != "year" and re.search(r"\b(?:annual|yearly)", folded):
        return True
    return bool(told and asked and unit_of(next(filter(None, asked.groups()))) != unit_of(told[1]))


_MONEY_ASKED = Bilingual(
    en=r"how much (?:money|do|does|will|would|must|should|is that to pay)\b|\bcosts?\b[^.]*\?|what (?:do|does|will|would) .*\b(?:pay|owe|cost)\b",
    vi=r"(?:bao nhiêu|nhiêu|mấy) tiền|tiền [^.?]*(?:bao nhiêu|nhiêu|mấy)\b|(?:đóng|trả|nộp) [^.?]*(?:bao nhiêu|nhiêu|mấy)\b",
)
_PIECES = re.compile(
    r"(?<![\w.,/-])(?:\d+(?:\.\d+)? ?(?:g|kg|grams?|kilos?|ml|l|litres?|liters?|lit|ky|lb|oz)\b(?: of)? ?|[1-9]\d{0,2} )(?!\d|k\b|tr\b|nghin|trieu|ty\b|dong|d\b|usd|eur|gbp|dollars?|euros?|pounds?|cents?|%|percent|phan tram|lan\b|times)[a-z]"
)
_PRICED = re.compile(r"\b(?:each|apiece|per|at|costs?|priced?|for|is|are|gia|moi|la|mot cai|mot chiec|/) ?$")


def lacks_prices(text: str) -> bool:
    """Whether ``text`` asks for money and all its numbers, in plain digits, count pieces: *2 motorbikes, what is the parking?*"""
    if not _MONEY_ASKED.search(text):
        return False
    folded = fold(text)
    numbers = [
        each
        for each in re.finditer(r"\d+(?:[.,]\d+)*", folded)
        if not re.match(r" ?(?:%|percent|phan tram)", folded[each.end() :])
    ]
    return bool(numbers) and all(
        _PIECES.match(folded, each.start()) and not _PRICED.search(folded[: each.start()]) for each in numbers
    )


def label_before(before: str) -> str:
    """The word that makes a name of the number behind ``before``, as in *room 12*; or nothing."""
    found = re.search(_LABEL, before)
    return found[1] if found else ""


def named_number(folded: str) -> bool:
    """Whether a number of ``folded`` is a name: that of a room, a page, an order."""
    return any(
        re.search(_NAME, folded[: each.start()])
        and len(each[0]) <= _LONGEST_NAME
        and not _COUNTED.match(folded[each.end() :])
        for each in re.finditer(r"(?<![\w.])\d+", folded)
    )
