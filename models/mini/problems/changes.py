"""A price or a wage after changes by so many percent each: *10% off, then another 20% off*; *a 5% rise: the new rate?*"""

import re

from ..formula import Formula
from .told import Amount, Told

_DOWN = re.compile(
    r"\boff\b|\bdown\b|discount|reduc|cheaper|\bgiam\b|\bbot\b|chiet khau|\bcut\b|\bdrop|\bf[ae]ll|markdown|voucher|coupon|\btru\b|\blos[te]\b|\blower|\bshr[aiu]nk|\bdecreas|\bdeclin|\bsank\b|\bsink|\bsut\b|\bha "
)
_UP = re.compile(
    r"\bgain|\bup\b|\btax\b|\bvat\b|\btip\b|service|\bfee\b|\bthue\b|phi phuc vu|phi dich vu|\btang\b|\braise|\brise|\brose|\bincreas|mark ?up|surcharge|\bgrows?\b|\bgrew\b|\bclimb"
)
_ASKED = re.compile(
    r"\bpay|price|cost|total|\bend up|come to|\bnow\b|\bnew\b|final|\bafter\b|\bowe\b|phai tra|con lai|con (?:bao nhieu|may|nhieu)|"
    r"gia (?:la |cuoi |ban |moi )*(?:bao nhieu|may|nhieu)|tong|thanh toan|\bmoi\b|\bhet\b|thanh bao nhieu|sau (?:khi|cung)"
)
_WHATEVER = re.compile(rf"{_ASKED.pattern}|\bwhat|how much|\bworth\b|bao nhieu|nhieu\b|\bmay\b|\bbn\b")
"""Two changes in a row leave little else to ask."""
_ELSE = re.compile(
    r"\borig\b|before tax|pre-?tax|percent(?:age)? (?:in total|overall|altogether)|save|saving|(?:full|old|usual|normal|regular|list) price|gia (?:cu|goc)|tiet kiem|\bdo duoc\b|original|before|ban dau|truoc (?:khi|thue)|inclu|da (?:bao )?gom|"
    r"chua (?:gom |co |tinh )*(?:thue|vat)|each of|per person|split|chia|years?\b|nam\b|interest|(?<!con )(?<!roi )\blai\b|\bof the\b|\bof them\b|trong so|how much (?:is|was) the (?:tax|tip|discount)|"
    r"how (?:much|many) (?:more|less)|bao nhieu (?:phan tram|%)|(?:what|how many|which) (?:percent|%)"
)
_UNTAXED = re.compile(
    r"(?<=\d) (?:(?:dong|vnd) )?(?:before|without|plus|excluding) (?:tax|vat)|(?<=\d) (?:(?:dong|vnd) )?chua (?:gom |co |tinh )*(?:thue|vat)"
)
_SUM = re.compile(r"\btotal|\bpay|\btong|phai tra|thanh toan|\ball\b")
_PART = r"(tax|vat|tip|commission|fee|discount|deposit|thue|phi|hoa hong|boa|coc)"
_PORTION = re.compile(
    rf"how much (?:is |was |in |does |would )?(?:the |my |your |their )?{_PART}\b|how much {_PART}\b|"
    rf"(?:bao nhieu|may|nhieu) (?:tien )?{_PART}\b|(?:tien|khoan|so) {_PART} (?:la |phai (?:tra|dong|nop) |het )*(?:la )?(?:bao nhieu|may|nhieu)"
)
_INCLUDED = re.compile(
    r"thuc (?:nhan|linh)|con nhan|take[- ]?home|\bkeep\b|inclu|da (?:bao )?gom|da co|after|sau|left|con lai|total|tong|and|va\b|before|truoc|without"
)
_FORMER = re.compile(
    r"\bbefore\b|original|without|\bon its own\b|\bby itself\b|\bnet\b|excluding|full price|(?:old|usual|normal|regular|list|first) price|gia (?:cu|goc)|truoc (?:khi|thue|vat)|chua (?:co |gom |tinh |giam|thue|vat)|\bgoc\b|ban dau|\bcost new\b|when (?:it was )?new\b"
)
_LATTER = re.compile(
    r"inclu|\bwith\b|\bafter\b|total|came to|comes to|\bpaid\b|\bpay\b|\bnow\b|da (?:bao )?gom|\bca (?:thue|vat)|\bgom\b|\bsau\b|\bcon\b|\bda giam\b|\btra\b"
)
_AGAIN = re.compile(r"\bthen (?:an? |by )*$|further|another|again|\btiep\b|\bnua\b|\bthem\b")
_NEW = re.compile(
    r"\bnew\b|\bnow\b|\bafter an? |\bmoi (?:la|bang|se)\b|(?:gia|luong|tien|muc) moi\b|sau khi|(?:thanh|len|xuong|con) (?:bao|may|nhieu)"
)
_TIP = re.compile(r"\btip\b|service|phi phuc vu|phi dich vu|\bboa\b")
_TAX = re.compile(r"\btax\b|\bvat\b|\bthue\b")


def changed(problem: Told) -> Formula | None:
    """What an amount is after it rose or fell by each of the shares that are told."""
    shares, wholes = problem.shares, problem.wholes
    asks = problem.asks or problem.text
    # What is told before tax is what the tax comes on, where it is asked what both come to.
    text = _UNTAXED.sub("", problem.text) if _SUM.search(asks) else problem.text
    if len(wholes) != 1 or not 1 <= len(shares) <= 3 or _ELSE.search(text):
        return None
    signs = _signs(problem)
    asked = _ASKED.search(asks) if len(shares) == 1 else not problem.asks or _WHATEVER.search(asks)
    if None in signs or not asked or (_TIP.search(text) and _TAX.search(text)):
        return None  # Whether a tip is of the price or of what it is with tax, people do not agree.
    if len(shares) == 1 and not (_NEW.search(asks) or (text != problem.text and signs == ["+"])):
        return None
    factors = (f"(1 {sign} {each.text}/100)" for sign, each in zip(signs, shares, strict=True))
    return Formula(" * ".join((wholes[0].text, *factors)))


def portion(problem: Told) -> Formula | None:
    """What a tax, a fee or a discount comes to: *10% tax on 23,500,000: how much tax is that?*"""
    shares, wholes = problem.shares, problem.wholes
    asked = _PORTION.search(problem.asks or problem.text)
    if len(shares) != 1 or len(wholes) != 1 or wholes[0].each or asked is None or _INCLUDED.search(problem.text):
        return None
    name = next(filter(None, asked.groups()))
    # What is asked does not tell what the share is of.
    told = problem.before(shares[0])[-24:] + problem.after(shares[0]).partition(problem.asks or "\n")[0][:24]
    return Formula(f"{wholes[0].text} * {shares[0].text}/100") if re.search(rf"\b{name}", told) else None


def former(problem: Told) -> Formula | None:
    """What an amount was before it rose or fell by a share: *354 with 20% VAT: what was it before?*"""
    shares, wholes = problem.shares, problem.wholes
    told = problem.text.replace(problem.asks, "")
    if len(shares) != 1 or len(wholes) != 1 or not _FORMER.search(problem.asks) or _FORMER.search(told):
        return None
    if re.search(r"(?:price|cost|total|amount) (?:inclu|incl\b|with )|ca thue|gom thue", problem.asks):
        return None  # The price with it is asked for.
    sign = _sign(problem, shares[0], None)
    if sign is None or not _LATTER.search(told) or re.search(r"how much (?:is|was) the (?:tax|vat|tip)", problem.asks):
        return None
    return Formula(f"{wholes[0].text} / (1 {sign} {shares[0].text}/100)")


_OVERALL = re.compile(
    r"(?:by )?(?:how many|what) (?:percent(?:age)?|%)|percent(?:age)? (?:in total|overall|altogether)|(?:bao nhieu|may) (?:phan tram|%)"
)
_OF_FIRST = re.compile(
    r"(?:percent(?:age)?|%) of (?:the |its |what it )?(?:original|first|old|starting|initial|was)|(?:phan tram|%) (?:gia|muc|so|luong)?(?: tien)? ?(?:ban dau|goc|cu|luc dau)\b"
)
_WITHIN = re.compile(
    rf"how (?:much|many [a-z]+)(?: of (?:it|that|this|the \w+))?(?: is| are| was)?(?: the)? {_PART}\b|(?:bao nhieu|may|nhieu) (?:tien |dong )?(?:la )?(?:tien )?{_PART}\b|(?:tien|phan) {_PART} (?:la |trong do la )*(?:bao nhieu|may|nhieu)"
)
_HOLDS = re.compile(r"\binclu\w+|da (?:bao )?gom|da co|\bgom\b")


def overall(problem: Told) -> Formula | None:
    """By how many percent something changed in all after two changes: *up by 10% and then down by 10%*."""
    if len(problem.shares) != 2 or problem.wholes or not _OVERALL.search(problem.asks or problem.text):
        return None
    signs = _signs(problem)
    if None in signs or not re.search(r"\bthen\b|afterwards|\broi\b|sau do|tiep|\band\b|xong", problem.text):
        return None
    factors = " * ".join(f"(1 {sign} {each.text}/100)" for sign, each in zip(signs, problem.shares, strict=True))
    if _OF_FIRST.search(problem.asks or problem.text):
        return Formula(f"{factors} * 100", "%")
    return Formula(f"abs({factors} - 1) * 100", "%")


def within(problem: Told) -> Formula | None:
    """The tax that a price includes: *£90 includes 20% VAT: how much of it is VAT?*"""
    shares, wholes = problem.shares, problem.wholes
    asked = _WITHIN.search(problem.asks or problem.text)
    told = problem.text.replace(problem.asks, "")
    if len(shares) != 1 or len(wholes) != 1 or asked is None or not _HOLDS.search(told) or not _TAX.search(told):
        return None
    return Formula(f"{wholes[0].text} * {shares[0].text} / (100 + {shares[0].text})")


def _signs(problem: Told) -> list[str | None]:
    """For each share in turn whether what it is told of rises or falls; *another* goes on as the one before."""
    signs: list[str | None] = []
    for each in problem.shares:
        signs.append(_sign(problem, each, signs[-1] if signs else None))
    return signs


def _sign(problem: Told, share: Amount, former: str | None) -> str | None:
    """Whether what ``share`` is told of rises or falls, by the words nearest to it; ``None`` where that is not clear."""
    ahead = re.split(r"[.?!;,]| (?:and|va|roi|then|plus|xong) ", problem.after(share))[0]
    behind = re.split(r"[.?!;,]", problem.before(share))[-1]
    # "Reduce 200 by 10%": the verb stands before the amount.
    clause = re.split(r"[.?!;,]| (?:and|va|roi|then) ", problem.text[: share.start])[-1]
    for words in (ahead, behind, clause):
        down, up = bool(_DOWN.search(words)), bool(_UP.search(words))
        if down != up:
            return "-" if down else "+"
        if down and up:
            return None
    return former if _AGAIN.search(f"{behind} {ahead}") else None
