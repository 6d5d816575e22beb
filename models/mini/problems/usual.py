"""What people ask of their savings, their tickets, their marks, and of what they mix."""

import re

from ..formula import Formula
from ..lexicon import singular
from .told import NUMBER, Told

_PERIODS = "(?P<period>day|week|month|year|ngay|tuan|thang|nam)"
_SAVED = re.compile(
    rf"(?:\b(?:have|got|has|with|co|da co|co san)\b[^0-9.?]{{0,16}}(?P<first>{NUMBER})[^0-9.?]{{0,24}}?)(?:add|sav|put|deposit|them|de danh|tiet kiem|gui|bo)[^0-9.?]{{0,24}}"
    rf"(?P<each>{NUMBER})[^0-9.?]{{0,12}}?(?:per|an?|each|every|/|moi|mot|hang) ?{_PERIODS}s?\b"
)


def saved_after(problem: Told) -> Formula | None:
    """What has been saved after a time: *320 saved, 45 more every week: how much after 16 weeks?*"""
    told = _SAVED.search(problem.text)
    if told is None or len(problem.amounts) != 3 or not re.search(r"how much|bao nhieu|may", problem.asks):
        return None
    (time,) = problem.outside(*told.span()) or (None,)
    if time is None or time.noun != told["period"] or time.each:
        return None
    return Formula(f"{told['first']} + {told['each']} * {time.text}")


_MEAN_OF = re.compile(
    rf"(?:after|in|over|sau|cua|qua) (?P<n>{NUMBER}) (?:rounds?|games?|tests?|matches|exams?|quizzes|bai|tran|van|lan)\b[^0-9]{{0,40}}?(?:average|mean|trung binh)[^0-9]{{0,20}}(?P<mean>{NUMBER})"
)


def new_mean(problem: Told) -> Formula | None:
    """A mean with one more: *after 4 rounds the mean is 73; with 68 in the fifth?*"""
    told = _MEAN_OF.search(problem.text)
    if told is None or len(problem.amounts) != 3 or not re.search(r"average|mean|trung binh", problem.asks):
        return None
    (score,) = problem.outside(*told.span()) or (None,)
    if score is None or re.search(r"need|must|phai|\bcan\b", problem.asks):
        return None
    return Formula(f"({told['n']} * {told['mean']} + {score.text}) / ({told['n']} + 1)")


_TICKETS = re.compile(r"\b(?:tickets?|ve|stamps?|coins?|seats?|cups?|people|visitors|khach)\b")
_PRICED = (
    rf"(?P<first>[a-z]+)s?(?:'s?)?(?: tickets?)?(?: were| was| are| cost| at| gia| la|:)* (?P<a>{NUMBER})(?: each| a ticket| dong)?,? (?:and |va )?"
    rf"(?:the )?(?P<second>[a-z]+)s?(?:'s?)?(?: tickets?)?(?: were| was| are| cost| at| gia| la|:)* (?P<b>{NUMBER})"
)
_TWO_PRICES = re.compile(_PRICED)


def two_prices(problem: Told) -> Formula | None:
    """How many of one of two kinds there are: *120 tickets for 1,080, adults 12, children 6: how many adults?*"""
    if len(problem.amounts) != 4 or not _TICKETS.search(problem.text) or any(each.share for each in problem.amounts):
        return None
    told = _TWO_PRICES.search(problem.text)
    others = problem.outside(told.start("a"), told.end("b")) if told else ()
    if told is None or len(others) != 2 or "#" in problem.text:
        return None
    count = next((each for each in others if _TICKETS.match(problem.text[each.end :].lstrip())), None)
    whole = next((each for each in others if each is not count), None)
    kinds = [singular(told[name]) for name in ("first", "second")]
    asked = [kind for kind in kinds if re.search(rf"how many {kind}|(?:bao nhieu|may) (?:ve )?{kind}", problem.asks)]
    if count is None or whole is None or len(asked) != 1 or float(told["a"]) == float(told["b"]):
        return None
    own, other = (told["a"], told["b"]) if asked[0] == kinds[0] else (told["b"], told["a"])
    return Formula(f"({whole.text} - {other} * {count.text}) / ({own} - {other})")


_BOTH_COST = re.compile(
    rf"(?P<n>{NUMBER}) (?P<first>[a-z]+)(?: tickets?)? (?:and|\+|va|plus|n) (?P<m>{NUMBER}) (?P<second>[a-z]+)(?: tickets?)? (?:costs?|cost me|are|come to|het|gia|la|for) (?P<whole>{NUMBER})"
)


def other_price(problem: Told) -> Formula | None:
    """The price of one of two kinds, by that of the other: *2 adults and 2 kids cost 46, an adult 15: a kid?*"""
    told = _BOTH_COST.search(problem.text)
    if told is None or len(problem.amounts) != 4:
        return None
    (price,) = problem.outside(*told.span()) or (None,)
    kinds = [singular(told[name]) for name in ("first", "second")]
    if price is None or kinds[0] == kinds[1]:
        return None
    known = [kind for kind in kinds if re.search(rf"\b{kind}s?\b", problem.before(price))]
    asked = [kind for kind in kinds if re.search(rf"\b{kind}s?\b", problem.after(price))]
    if len(known) != 1 or len(asked) != 1 or known == asked:
        return None
    of_known, of_asked = (told["n"], told["m"]) if known[0] == kinds[0] else (told["m"], told["n"])
    return Formula(f"({told['whole']} - {of_known} * {price.text}) / {of_asked}")


_PARTS = re.compile(
    r"\b(?P<first>[a-z]+)(?: to | and | & |/|:| voi | va )(?P<second>[a-z]+)[^0-9.?]{0,30}?(?P<a>\d+) ?(?::|to|-|/) ?(?P<b>\d+)\b"
)
_MIXED = re.compile(r"total|altogether|in all|mix|of (?:drink|concrete|mortar)|tong|tat ca|hon hop|together")


def of_ratio(problem: Told) -> Formula | None:
    """One of two in a ratio, by the other or by both: *boys to girls 3:5, 15 girls: how many boys?*"""
    told = _PARTS.search(problem.text)
    if told is None or len(problem.amounts) != 3:
        return None
    (known,) = problem.outside(told.start("a"), told.end("b")) or (None,)
    kinds = [singular(told[name]) for name in ("first", "second")]
    if known is None or kinds[0] == kinds[1] or known.share:
        return None
    asked = [
        kind
        for kind in kinds
        if re.search(rf"(?:how (?:many|much)|bao nhieu|may) (?:kg |g |l |ml )?{kind}", problem.text)
    ]
    if len(asked) != 1:
        return None
    own, other = (told["a"], told["b"]) if asked[0] == kinds[0] else (told["b"], told["a"])
    behind = problem.after(known)[:24]
    (rest,) = (kind for kind in kinds if kind != asked[0])
    if re.search(rf"\b{rest}s?\b", behind):
        return Formula(f"{known.text} / {other} * {own}")
    return Formula(f"{known.text} * {own} / ({own} + {other})") if _MIXED.search(problem.text) else None
