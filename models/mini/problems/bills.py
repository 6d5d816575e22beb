"""What is left of something, and what several things come to."""

import re
from math import prod

from ..formula import Formula
from ..quantities import is_in_range
from ..times import any_of, unit_of
from .flows import other_unit
from .told import NUMBER, Amount, Told, group, place

_FIRST = re.compile(r"initial|at first|begin|originally|start(?:ed)? with|ban dau|luc dau|luc truoc|before|truoc khi")
_REST = re.compile(
    r"\bleft\b|remain|\bchange\b|get back|con lai|con du|con (?:bao nhieu|may|nhieu)|thoi lai|tra lai (?:bao|may)|thua|con dung|"
    r"\bloi (?:bao|may|duoc)|profit"
)
_GOES = re.compile(
    r"spen[dt]|pa(?:y|ys|id|ying)\b|\bg(?:ive|ives|ave)\b|\bate\b|\beat(?:s|en)?\b|sold|sells?|\blost\b|loses?|uses?d?\b|costs?|takes?|took|minus|"
    r"donat|threw|throw|broke|broken|\btru\b|dong|tieu|\bcho\b|\ban\b|\bmat\b|dung|\btra\b|chi\b|bieu|tang|rach|hong|gia\b|\bbot\b|\bvon\b|chi phi|phat"
)
_BOUGHT = re.compile(r"buys?\b|bought|\bmua\b|\bfor\b|\bafter\b|\bxang\b|\btien\b")
"""Of money these say that it goes; of things, that they come."""
_COMES = re.compile(
    r"earn|receiv|\bgets?\b|\bgot\b|found|finds?|wins?|won|saves?|brings?|brought|nhan|kiem|duoc cho|duoc tang|luong|thuong|bake|made|makes|"
    r"grow|grew|plant|pick|also|\bthem\b|deposit|nap|joins?|mang"
)
_TOTAL = re.compile(
    r"total|altogether|in all|comes? to|the whole|combined|together|tong|tat ca|het bao nhieu|ca thay|phai tra|het may"
)
_NO_SUM = re.compile(
    r"\d of (?:those|these|them|which)\b|trong (?:do|so do)|average|trung binh|%|percent|sum of the|power|\bmu\b|product|difference|hieu|tich|square|area|perimeter|discount|\boff\b|giam|split|shar|chia|"
    r"\d:\d|\d \d|\bold\b|\bage|tuoi|(?:total|tong|combined|together)(?: of| la| cong| have| has)? \d|\d in total"
)


def left(problem: Told) -> Formula | None:
    """What is left of something: *14 trays of 18 cookies each, 11 were eaten*; *paid with 50, 3 books at 11.99 each*."""
    amounts = problem.amounts
    asks = problem.asks or problem.text
    most = 6 if _paid(problem) else 4
    if not 2 <= len(amounts) <= most or any(each.share for each in amounts) or not _REST.search(asks):
        return None
    if _FIRST.search(problem.text) or re.search(r"fraction|slices|phan may|\b(?:left|con lai|con) \d", problem.text):
        return None
    if re.search(r"phan con lai ban|(?:rest|remaining)\b[^.?]*\b(?:sold|sells?)", problem.text):
        return None  # The rest has a price of its own.
    if re.search(r"half|third|quarter|nua\b|%|percent|phan tram|\d/\d", problem.text) or re.search(
        r"\beach\b|\bmoi\b|coins|how many ways", asks
    ):
        return None
    gains = re.search(r"profit|\bloi\b", asks)
    if gains and not re.search(r"sold|sells?|takes? in|earn|\bban\b|doanh thu", problem.before(amounts[0])):
        return None  # What was earned must be told before what it cost.
    paid = _paid(problem)
    first, *others = _products([paid, *(each for each in amounts if each is not paid)] if paid else list(amounts))
    if not others or (paid is None and not all(_gone(problem, first, [part[0] for part in others]))):
        return None
    # What goes away is counted in what was there.
    if any(len(part) == 1 and part[0].noun not in ("", first[-1].noun, "dong", "tien") for part in others):
        return None
    formula = " - ".join((_spelt(first), *map(_spelt, others)))
    # Nothing is left of less than was there; what is read so was meant otherwise.
    return Formula(formula) if "#" in formula or _worth(first) >= sum(map(_worth, others)) else None


def _gone(problem: Told, first: list[Amount], others: list[Amount]) -> list[bool]:
    """For each amount whether it goes: by the verb before it, or as the one before where there is none."""
    money, goes, found = not first[-1].noun or len(first) > 1, False, []
    for each in others:
        before = problem.before(each)
        if _COMES.search(before) or (not money and _BOUGHT.search(before)):
            goes = False
        elif _GOES.search(before) or (money and _BOUGHT.search(before)):
            goes = True
        found.append(goes)
    return found


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


_FIRST_PAID = re.compile(
    r"up ?front|down ?payment|\bdown\b|deposit|\bfirst\b|initial|joining|signing|set-?up|tra truoc|dat coc|\bcoc\b|ban dau"
)
_PERIOD = any_of("month", "week", "year")
_PAYMENTS = re.compile(
    rf"(?P<count>{NUMBER}) (?:(?:monthly|weekly|equal|further) )?(?:payments?|instal?lments?|{_PERIOD}|ky|lan)\b (?:(?:at|of|for|moi (?:{_PERIOD}|ky|lan)|tra|la|gop|deu) )+(?P<each>{NUMBER})"
    rf"|(?P<each2>{NUMBER}) (?:an?|per|each|every|/|moi|mot) ?(?P<every>{_PERIOD}) (?:for|over|in|trong|suot|x) (?P<count2>{NUMBER}) ?(?P<span>{_PERIOD})\b"
)


def instalments(problem: Told) -> Formula | None:
    """What is paid first and then in parts: *120 up front, then 24 months at 31*."""
    paid = _PAYMENTS.search(problem.text)
    if paid is None or len(problem.amounts) != 3 or any(each.share for each in problem.amounts):
        return None
    others = problem.outside(*paid.span())
    if len(others) != 1 or (paid["every"] and unit_of(paid["every"]) != unit_of(paid["span"])):
        return None
    (first,) = others
    around = problem.before(first)[-24:] + problem.after(first)[:24]
    if not _FIRST_PAID.search(around) or not (_TOTAL.search(problem.asks) or _TOTAL.search(problem.text)):
        return None
    count, each = (group(paid, name) for name in ("count", "each"))
    return Formula(f"{first.text} + {count} * {each}")


def altogether(problem: Told) -> Formula | None:
    """Parts of one bill or one way: *6 boxes at 27.50 a box, and delivery is another 12*."""
    amounts = problem.amounts
    if not 2 <= len(amounts) <= 6 or any(each.share for each in amounts):
        return None
    if (
        not _TOTAL.search(problem.asks)
        or re.search(r"how long|bao lau|\bkm \d", problem.text)
        or _NO_SUM.search(problem.text)
        or other_unit(problem)
    ):
        return None
    if any(is_in_range(problem.text[: each.start][-14:], problem.text[each.end :][:12]) for each in amounts):
        return None  # From 9 to 17 are no parts of a sum.
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


_SOLD_AT = re.compile(
    rf"(?P<n>{NUMBER})(?: [a-z]+){{0,3}}? (?:at|for|gia|voi gia)(?: only)? (?P<price>{NUMBER})(?: (?:each|apiece|mot [a-z]+|moi [a-z]+))?"
)
_KEPT = re.compile(
    r"what (?:did|do|does|will) (?:we|i|they|she|he) (?:make|earn|clear|have left)|how much .*(?:profit|left|make|made|earn)|\bloi\b|\blai (?:bao|may)|con lai (?:bao|may)"
)


_COST = re.compile(r"\b(?:was|is|costs?|paid|pay|rent|hire|hall|stall|la|thue|phi|chi|tien)\b")


def takings(problem: Told) -> Formula | None:
    """What is made of two sales after one cost: *35 tickets at 8 and 22 at 5, the hall was 140*."""
    sales = list(_SOLD_AT.finditer(problem.text))
    if len(sales) != 2 or len(problem.amounts) != 5 or not _KEPT.search(problem.asks or problem.text):
        return None
    if any(each.share for each in problem.amounts) or not re.search(
        r"\bs[oe]ll|\bsold|\bban\b", problem.before(problem.amounts[0])
    ):
        return None
    named = {sale.start(name) for sale in sales for name in ("n", "price")}
    costs = [each for each in problem.amounts if each.start not in named]
    if len(costs) != 1 or not _COST.search(problem.before(costs[0])) or costs[0].start < sales[-1].start():
        return None
    sold = " + ".join(f"{sale['n']} * {sale['price']}" for sale in sales)
    return Formula(f"{sold} - {costs[0].text}")


_MONTHLY = re.compile(
    rf"(?P<rate>{NUMBER})(?: dong)? ?(?:a|per|/|each|every|moi|mot|1) ?(?:month|thang|week|tuan|year|nam)\b"
)
_FOR = re.compile(
    rf"\b(?:for|over|trong|suot|ky han) (?:the )?(?P<n>{NUMBER}) (?:months?|thang|weeks?|tuan|years?|nam)\b"
)
_ONCE = re.compile(
    rf"(?:with|plus|and|cong|them|tra truoc|phi [a-z ]{{2,16}})[^0-9]{{0,12}}(?P<once>{NUMBER})(?:(?: [a-z]+)? (?:up ?front|to (?:join|pay up front|start)|joining|sign-?up|setup|set-up|deposit|down)|(?= ?dong)|(?=[ .,?]|$))"
)
_ALL = re.compile(r"\btotal|altogether|in all\b|whole|overall|tong|tat ca|ca thay")


def contract(problem: Told) -> Formula | None:
    """What is paid in all by the month and once: *18 a month for 24 months with 49 up front*."""
    text = problem.text
    monthly, span, once = (pattern.search(text) for pattern in (_MONTHLY, _FOR, _ONCE))
    if monthly is None or span is None or once is None or not _ALL.search(problem.asks or text):
        return None
    numbers = [each for each in problem.amounts if each.text != span["n"]]
    if len(numbers) != 2 or once.start("once") in (monthly.start("rate"), span.start("n")):
        return None
    return Formula(f"{monthly['rate']} * {span['n']} + {once['once']}")


_SAVES = re.compile(
    rf"(?:sav(?:e|es|ed|ing)|puts? (?:away|aside)|de danh|tiet kiem|bo ong)(?: duoc)? (?P<n>{NUMBER})[^0-9]{{0,12}}(?:a|per|each|every|/|moi|mot) ?(?P<unit>day|week|month|ngay|tuan|thang)\b|"
    rf"(?:each|every|moi|mot) (?P<unit2>day|week|month|ngay|tuan|thang)[^0-9]{{0,24}}(?:sav(?:e|es|ed|ing)|de danh|tiet kiem|bo ong)(?: duoc)? (?P<n2>{NUMBER})|"
    rf"(?:de danh|tiet kiem|bo ong)(?: duoc)? moi (?P<unit3>ngay|tuan|thang) (?P<n3>{NUMBER})"
)
_SHORT_OF = re.compile(
    r"\b(?:short|still need|missing|more (?:do|does|will|would|money)|left to save)\b|con thieu|thieu (?:bao|may|nhieu)"
)


_REACHED = re.compile(r"it nhat|at least|\bdu (?:tien|mua)\b|enough|\buntil\b|\bbefore\b")


def saved_by(problem: Told) -> Formula | None:
    """How many times more so much has to be saved for a price: *35 a week, 280 so far, 490 is wanted*."""
    saves = _SAVES.search(problem.text)
    if saves is None or len(problem.amounts) != 3 or any(each.share for each in problem.amounts):
        return None
    asked = re.search(rf"(?:how many|bao nhieu|\bmay)(?: more)? ({any_of('day', 'week', 'month')})\b", problem.asks)
    if asked is None or unit_of(asked[1]) != unit_of(group(saves, "unit")):
        return None
    sums = [each for each in problem.amounts if each.start != place(saves, "n")]
    if any(unit_of(each.noun) for each in sums):
        return None
    have, want = sorted(sums, key=lambda each: float(each.text))
    times = f"({want.text} - {have.text}) / {group(saves, 'n')}"
    return Formula(f"ceil({times})" if _REACHED.search(problem.text) else times)


def short_by(problem: Told) -> Formula | None:
    """What is still lacking for a price after so much was saved in each time: *35 a day for 60 days, a bike of 2,900*."""
    saves = _SAVES.search(problem.text)
    if saves is None or len(problem.amounts) != 3 or not _SHORT_OF.search(problem.asks or problem.text):
        return None
    unit = unit_of(group(saves, "unit"))
    others = [each for each in problem.amounts if each.start != place(saves, "n")]
    times = [each for each in others if unit_of(each.noun) == unit]
    prices = [each for each in others if each not in times]
    if len(times) != 1 or len(prices) != 1:
        return None
    return Formula(f"{prices[0].text} - {group(saves, 'n')} * {times[0].text}")
