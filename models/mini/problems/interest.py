"""Interest, simple and compound."""

import re

from ..formula import Formula
from .told import NUMBER, Told, part


def of_interest(problem: Told) -> Formula | None:
    """What money earns, or what it grows to."""
    text = problem.text
    if re.search(r"monthly|quarterly|daily|weekly|semi|theo (?:thang|quy|ngay)|moi (?:thang|quy) nhap", text):
        return None  # Interest that is added more often than once a year.
    if re.search(r"\bdu no\b|goc deu|(?:reducing|declining) balance|amorti", text):
        return None  # Interest on what is still owed.
    if re.search(
        r"original|borrowed amount|how much (?:was|did)[^?]*(?:borrow|invest|deposit)|(?:goc|da gui|da vay) (?:la |bao )",
        text,
    ):
        return None  # The principal is what is asked for.
    if not re.search(
        r"interest|compound|savings|lai suat|lai don|lai kep|tien lai|invest|gui tiet kiem|annually|\blai \d[\d.]* ?%|\bgui\b.*\blai\b",
        text,
    ):
        return None
    rate = part(r"N ?(?:%|percent|phan tram)", text)
    years = part(r"N[ -]?(?:years?|yrs?|nam)\b", text)
    months = part(r"N[ -]?(?:months?|thang)\b", text)
    years = years or (
        (not months and re.search(r"(?:after|for|in|sau|trong) (?:one|a|1|mot) (?:years?|yr|nam)\b", text) and "1")
        or ""
    )
    others = [number for number in re.findall(NUMBER, text) if number not in (rate, years, months)]
    if not rate or not (years or months) or len(others) != 1:
        return None
    # A monthly rate counts months; a yearly one counts years.
    monthly = re.search(
        rf"(?:%|percent|phan tram) ?(?:per|a|/|moi|mot|each)? ?(?:month|thang)|(?:moi|hang) thang (?:[a-z]+ ){{0,3}}?{NUMBER} ?%",
        text,
    )
    time = (months or f"{years} * 12") if monthly else (years or f"{months} / 12")
    compound = re.search(r"compound|lai kep|lai suat kep|nhap goc|annually", text)
    total = re.search(
        r"total|balance|amount|account|worth|how much (?:money )?(?:will|do|would)|have|in the end|tong|ca goc|nhan duoc|co bao nhieu|duoc bao nhieu",
        text,
    )
    earned = re.search(
        r"tong lai\b|(?<!lan )(?<!va )(?<!cong )\blai bao nhieu|how much (?:simple |compound )?interest|interest (?:is |will be )?(?:earned|paid)|tien lai|bao nhieu (?:tien )?lai|(?:duoc|co) lai bao nhieu|(?:find|calculate|what is) the (?:simple |compound )?interest",
        text,
    )
    if years not in ("", "1") and not compound and not re.search(r"simple|lai don", text):
        return None  # Whether interest earns interest is not said, and it matters.
    principal = others[0]
    if compound:
        grown = f"{principal} * (1 + {rate}/100) ** ({time})"
        return Formula(f"{grown} - {principal}" if earned else grown)
    simple = f"{principal} * {rate}/100 * ({time})"
    return Formula(f"{principal} + {simple}" if total and not earned else simple)
