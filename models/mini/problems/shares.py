"""Problems about parts of a whole: a share of it, what is left of it, so many times as much."""

import re
from math import prod

from ..arithmetic import Formula
from .told import NUMBER, Amount, Told, part, singular

_OPPOSITES = (
    ("girl", "boy"), ("woman", "man"), ("women", "men"), ("female", "male"), ("nu", "nam"), ("gai", "trai"),
    ("right", "wrong"), ("correct", "wrong"), ("pass", "fail"), ("passed", "failed"), ("sold", "unsold"), ("full", "empty"),
    ("read", "unread"), ("dung", "sai"), ("dau", "truot"), ("do", "truot"), ("trong", "mai"), ("adult", "child"), ("adult", "children"),
)  # fmt: skip
_NOT = re.compile(
    r"\b(?:not|don't|didn't|doesn't|aren't|isn't|weren't|left|remain\w*|rest|others?|khong|chua|con lai)\b"
)
_TALK = frozenset(
    "how many much people there are is was were that do does did of the a an them they who will would be have has had in on so vay hoi "
    "bao nhieu may co la thi trong cua so ban em con nguoi hoc sinh nhung cai left remain remaining remains rest not other others con lai "
    "khong chua said say says it this total all".split()
)
_FIRST = re.compile(r"initial|at first|begin|originally|start(?:ed)? with|ban dau|luc dau|luc truoc|before|truoc khi")
_REST = re.compile(
    r"\bleft\b|remain|\bchange\b|get back|con lai|con du|con (?:bao nhieu|may|nhieu)|thoi lai|tra lai (?:bao|may)|thua|con dung|\bloi (?:bao|may|duoc)|profit"
)
_GOES = re.compile(
    r"spen[dt]|pa(?:y|ys|id|ying)|\bg(?:ive|ives|ave)\b|\bate\b|\beats?\b|sold|sells?|\blost\b|loses?|uses?d?\b|costs?|for\b|after|takes?|took|buys?|bought|"
    r"minus|less|donat|throw|broke|\band\b|\btru\b|mua|dong|tieu|\bhet\b|\bcho\b|\ban\b|\bban\b|\bmat\b|dung|\btra\b|chi\b|\bva\b|bieu|tang|rach|hong|gia\b|bot|\bvon\b|chi phi|\bxang\b"
)
_COMES = re.compile(
    r"earn|receiv|\bgets?\b|\bgot\b|found|finds?|wins?|won|saves?|nhan|kiem|duoc cho|duoc tang|luong|thuong|bake|made|makes|grow|grew|plant|pick|also|\bthem\b|deposit|nap|joins?"
)


def share(problem: Told) -> Formula | None:
    """So many of a whole, or those that are not: *640 customers, 62.5% of them came back: how many is that?*"""
    parts = [each for each in problem.amounts if each.share]
    wholes = [each for each in problem.amounts if not each.share]
    if len(parts) != 1 or len(wholes) != 1 or not re.search(r"how (?:many|much)|bao nhieu|\bmay\b|nhieu", problem.asks):
        return None
    part, whole = parts[0], wholes[0]
    if re.search(
        r"tax|vat|tip|discount|\boff\b|interest|commission|giam|tang|thue|\blai\b|phi|boa|hoa hong|coc|more|less|increase|raise|larger|smaller|bigger",
        problem.text,
    ):
        return None
    # "180 are women" counts a part; and a whole that comes later is told as "40% of the 50".
    if re.match(r" (?:of (?:them|these)|are|were|is|was|la)\b", problem.text[whole.end :]):
        return None
    if whole.start > part.start and not re.search(
        r"% (?:of|cua|trong|so)(?: (?:the|a|an|all|his|her|my|our|their|tong|so|total))* $", problem.before(whole)
    ):
        return None
    clause = re.split(r"[.?!;,]| (?:and|va) ", problem.text[part.end :].lstrip(" %"))[0]
    around = _telling(f"{problem.before(whole)} {whole.noun}") | {whole.noun}
    if whole.start < part.start:
        about, _, subject = (
            problem.before(part).rpartition(",")
            if "," in problem.before(part)
            else problem.before(part).rpartition(". ")
        )
        around, clause = around | _telling(about), f"{subject} {clause}"
    named, asked = _telling(clause) - around, _telling(problem.asks) - around
    turned = bool(_NOT.search(problem.asks)) != bool(_NOT.search(clause))
    formula = Formula(f"{whole.text} * {part.text}/100")
    rest = Formula(f"{whole.text} * (1 - {part.text}/100)")
    if any({first, second} & named and {first, second} & asked and not named & asked for first, second in _OPPOSITES):
        return None if turned else rest
    if turned:
        return rest if not asked or asked <= named else None
    return formula if not asked or asked & named else None


def _telling(words: str) -> set[str]:
    return {singular(word) for word in re.findall(r"[a-z]+", words) if word not in _TALK}


def left(problem: Told) -> Formula | None:
    """What is left of something: *14 trays of 18 cookies each, 11 were eaten*; *paid with 50, 3 books at 11.99 each*."""
    amounts = problem.amounts
    asks = problem.asks or problem.text
    if not 2 <= len(amounts) <= 4 or any(each.share for each in amounts) or not _REST.search(asks):
        return None
    if _FIRST.search(problem.text) or re.search(r"fraction|slices|phan may|\b(?:left|con lai|con) \d", problem.text):
        return None
    if re.search(r"half|third|quarter|nua\b|%|percent|phan tram", problem.text) or re.search(
        r"\beach\b|\bmoi\b|coins|how many ways", asks
    ):
        return None
    gains = re.search(r"profit|\bloi\b", asks)
    if gains and not re.search(r"sold|sells?|takes? in|earn|\bban\b|doanh thu", problem.before(amounts[0])):
        return None  # What was earned must be told before what it cost.
    paid = _paid(problem)
    first, *others = _products([paid, *(each for each in amounts if each is not paid)] if paid else list(amounts))
    gone = [
        part
        for part in others
        if _GOES.search(_clause(problem, part[0])) and not _COMES.search(problem.before(part[0]))
    ]
    if not others or (len(gone) != len(others) and paid is None):
        return None
    # What goes away is counted in what was there.
    if any(len(part) == 1 and part[0].noun not in ("", first[-1].noun, "dong", "tien") for part in others):
        return None
    formula = " - ".join((_spelt(first), *map(_spelt, others)))
    # Nothing is left of less than was there; what is read so was meant otherwise.
    return Formula(formula) if "#" in formula or _worth(first) >= sum(map(_worth, others)) else None


def _clause(problem: Told, amount: Amount) -> str:
    return f"{problem.before(amount)} {problem.after(amount)[:24]}"


def _paid(problem: Told) -> Amount | None:
    """The note that is paid with, or the money that is there, where it is told after what was bought."""
    if not re.search(r"change|get back|thoi lai|tra lai|\bthoi\b", problem.text):
        return None
    for each in problem.amounts[1:]:
        if re.search(r"\b(?:paid|pay|gave|give|dua|tra|with|from|to|over|bang)(?: \w+){0,2} $", problem.before(each)):
            return each
    return None


def _products(amounts: list[Amount]) -> list[list[Amount]]:
    """The amounts, so many at so much each taken together."""
    parts: list[list[Amount]] = []
    for each in amounts:
        if each.each and parts and len(parts[-1]) == 1 and not parts[-1][0].each:
            parts[-1].append(each)
        else:
            parts.append([each])
    return parts


def _worth(part: list[Amount]) -> float:
    return prod(float(each.text) for each in part)


def _spelt(part: list[Amount]) -> str:
    return " * ".join(each.text for each in part)


def altogether(problem: Told) -> Formula | None:
    """Parts of one bill or one way: *6 boxes at 27.50 a box, and delivery is another 12*."""
    amounts = problem.amounts
    if not 2 <= len(amounts) <= 6 or any(each.share for each in amounts):
        return None
    if not re.search(
        r"total|altogether|in all|comes? to|whole|combined|together|tong|tat ca|het bao nhieu|ca thay|phai tra|het may",
        problem.asks,
    ):
        return None
    if re.search(
        r"average|trung binh|%|percent|sum of the|product|difference|hieu|tich|square|area|perimeter|discount|\boff\b|giam|split|shar|chia|"
        r"\d:\d|\d \d|\bold\b|\bage|tuoi|(?:total|tong|combined|together)(?: of| la| cong| have| has)? \d|\d in total",
        problem.text,
    ):
        return None
    # "Three receipts" counts what follows; a question about some of the things is about some of the numbers.
    if float(amounts[0].text.lstrip("#")) == len(amounts) - 1 > 1 or (
        len(amounts) > 2 and re.search(r" (?:and|va) ", problem.asks)
    ):
        return None
    parts = _products(list(amounts))
    plain = [part[0] for part in parts if len(part) == 1]
    nouns = {each.noun for each in plain if each.noun}
    if any(each.each for each in plain) or (len(parts) == len(plain) and len(nouns) > 1):
        return None
    # What is no price must be one kind of thing; a bill may add a price to a product.
    if len(parts) < 2:
        return Formula(_spelt(parts[0])) if len(parts[0]) == 2 else None
    if len(parts) > len(plain) > 0 and nouns:
        return None
    return Formula(" + ".join(map(_spelt, parts)))


_DOWN = re.compile(r"drop|\bf(?:a|e)ll|decrease|\bdown\b|reduc|cheaper|\boff\b|lose|lost|giam|lo\b")
_UP = re.compile(r"rise|rose|increase|\bup\b|grow|grew|growth|rais|gain|profit|tang|\blai\b|loi nhuan")
_FORMER = re.compile(
    r"last (?:year|month|week)|before|was|used to|nam ngoai|nam truoc|thang truoc|tuan truoc|truoc day|ban dau|von"
)
_LATTER = re.compile(r"this (?:year|month|week)|\bnow\b|today|nam nay|thang nay|tuan nay|bay gio|hien")


def change(problem: Told) -> Formula | None:
    """By how many percent something rose or fell: *320 candles in May and 272 in June: how many percent did sales drop?*"""
    if len(problem.amounts) != 2 or any(each.share or each.each for each in problem.amounts):
        return None
    asks = re.search(
        r"(?:how (?:many|much)|what|which|bao nhieu|\bmay) ?(?:percent|percentage|%|phan tram)|in (?:percent|%)",
        problem.text,
    )
    first, second = problem.amounts
    if asks is None or (first.noun and second.noun and first.noun != second.noun and second.noun not in ("con", "thi")):
        return None
    if all(re.fullmatch(r"(?:19|20)\d\d", each.text) for each in problem.amounts):
        return None
    down, up = bool(_DOWN.search(problem.text)), bool(_UP.search(problem.text))
    if down == up or re.search(r"of the|out of|trong so|\btrong \d", problem.text):
        return None
    around = [f"{problem.before(each)[-30:]} {problem.after(each)[:24]}" for each in (first, second)]
    if _LATTER.search(problem.before(first)) and _FORMER.search(around[1]):
        first, second = second, first
    # A rise to less, or a fall to more, was read in the wrong order.
    if "#" not in first.text + second.text and (float(second.text) < float(first.text)) != down:
        return None
    return Formula(f"({second.text} - {first.text}) / {first.text} * 100", "%")


def times_and_total(problem: Told) -> Formula | None:
    """Two of whom one has so many times as much as the other, by what they have together."""
    found = re.search(
        r"(?P<big>[a-z]+)(?:'s age)? (?:is|has|weighs|costs|have) (?P<n>\d+) times (?:as \w+(?: \w+)? as|older than|the age of|more than) (?:his |her |the )?(?P<small>[a-z]+)|"
        r"(?P<big2>[a-z]+) gap (?P<n2>\d+) lan (?:tuoi |so )?(?P<small2>[a-z]+)",
        problem.text,
    )
    if found is None or len(problem.amounts) != 2:
        return None
    big, small, times = (found[name] or found[f"{name}2"] for name in ("big", "small", "n"))
    total = next((each.text for each in problem.amounts if each.text != times), "")
    joined = re.search(
        rf"(?:together|sum|total|combined|tong|ca hai)[^.?]*?{re.escape(total)}|{re.escape(total)}[^.?]*?(?:together|in total|altogether)",
        problem.text,
    )
    if not total or joined is None:
        return None
    asked = set(re.findall(r"[a-z]+", problem.asks))
    if (big in asked) == (small in asked):
        return None
    return Formula(f"{total} * {times} / ({times} + 1)" if big in asked else f"{total} / ({times} + 1)")


def sum_and_difference(problem: Told) -> Formula | None:
    """Two numbers by their sum and their difference."""
    text = re.sub(r"\b2 (?:numbers|so)\b|\bof the 2\b|\bhai so\b", "", problem.text)
    total = part(r"(?:sum|total|add up|adds? to|tong)(?: is| of| to| la| bang| bang la|:)* N", text)
    apart = part(r"(?:difference|differ by|hieu|chenh(?: lech)?|hon kem nhau)(?: is| of| la| bang|:)* N", text)
    if not total or not apart or len(re.findall(NUMBER, text)) > 2:
        return None
    if re.search(r"larger|bigger|greater|so lon", text):
        return Formula(f"({total} + {apart}) / 2")
    return Formula(f"({total} - {apart}) / 2") if re.search(r"smaller|lesser|so be|so nho", text) else None
