"""How a share or a coupon changes what is to be paid."""

import re
from typing import Final

from .measure import COIN, Amount
from .sizes import MONEY

_MINUS: Final = re.compile(
    r"\bcoupon|\bvoucher|\bma giam|\bphieu|\bgiam(?! gia \d+%)|\btru\b|\btam ung|\badvance|\balready paid|\brefund|\bless\b|\bminus\b"
)
_OFF: Final = re.compile(r"^ ?(?:[a-z]+ )?(?:off|discount|coupon|voucher)\b")
_DOWN: Final = re.compile(r"\boff\b|discount|reduc|\bgiam\b|\bbot\b|chiet khau|coupon|voucher|\btru\b|\bcheaper")
_UP: Final = re.compile(
    r"\bup\b|\braise|\brise|\btax\b|\bvat\b|\btip\b|service|\bfee\b|\bthue\b|\bphi\b|\bboa\b|extra|\bmore\b|\bthem\b|\bwaste\b|hao hut|du phong|\bspare\b|\btang\b|surcharge|\bgst\b"
)
_PART: Final = re.compile(r"\b(?:filled|full|day|den|of (?:its|the)|chua)\b")
_TO_FILL: Final = re.compile(r"\bmore\b|\bthem\b|\bnua\b|to fill|until it is full|day be|day binh")
_NET: Final = re.compile(
    r"take[- ]?home|\bkeep\b|\bleft\b|\bnet\b|\bget\b|thuc (?:nhan|linh)|con (?:lai|nhan)|\bnhan\b"
)
_TAXED: Final = re.compile(r"\btax|\bthue\b|bao hiem|\bbhxh\b|deduct|insurance|pension")


def lowers(amount: Amount, text: str) -> bool:
    """Whether an amount of money is taken off."""
    clause = re.split(r"[.?!;,]|\b(?:and|va|plus|then|roi)\b", text[: amount.start])[-1]
    return amount.dimensions == {MONEY: 1} and bool(
        _MINUS.search(clause) or _OFF.match(text[amount.end :].lstrip(f" {COIN}"))
    )


def sign_of(share: Amount, text: str, asks: str, *, money: bool) -> str:
    """Whether ``share`` raises (``+``) or lowers (``-``) what it is of, is the part itself (``*``), or leaves a rest that is asked for.

    Args:
        share: The share.
        text: The problem.
        asks: What it asks.
        money: Whether money is asked for.
    """
    ahead = re.split(r"[.?!;,]|\b(?:and|va|roi|then|plus|xong|cong)\b", text[share.end :])[0]
    behind = re.split(r"[.?!;,]|\d", text[: share.start])[-1]
    if not money and _PART.search(behind[-24:] + ahead[:16]):
        return "rest" if _TO_FILL.search(asks) else "*"
    if _TAXED.search(behind[-24:] + ahead[:32]) and _NET.search(asks):
        return "-"
    for words in (ahead[:40], behind[-40:]):
        down, up = bool(_DOWN.search(words)), bool(_UP.search(words))
        if down != up:
            return "-" if down else "+"
    return ""
