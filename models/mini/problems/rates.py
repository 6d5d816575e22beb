"""So much for each: wages, savings, prices of one, proportions."""

import re

from ..formula import Formula
from ..lexicon import singular
from ..reach import AND_ME
from ..times import any_of, factor, unit_of, units_in
from ..units import unit_named
from .flows import larger_unit, other_unit
from .told import NUMBER, Amount, Told

_UNITS = ("year", "month", "week", "day", "hour", "minute")
_TIME = any_of(*_UNITS)
_EVERY = r"(?:per|a|an|each|every|/|moi|mot|hang|cu)"
_ONE_OF = "nguoi|cai|chai|qua|quyen|ban|em|hop|goi|phan|chiec|lon|trai|be|cuon|vien|mieng|to|kg|ky|lit|xe|hang|lop|nhom|buoi|thang|ngay|gio"
_COST = re.compile(
    r"\bcosts?\b|\bfor\b|\bas\b|=|equals?|\bin\b|\bbuild|\bdig|\bpaint|\bfinish|\bper\b|\bneeds?\b|\btakes?\b|\bmakes?\b|\buses?\b|\bburns?\b|serves?|yields?|weighs?|contains?|covers?|prints?|reads?|"
    r"\bgia\b|\bhet\b|\bcan\b|\bduoc\b|nau|\bcho\b|\bmat\b|\blam\b|\ban\b|nang|\bton\b|\btrong\b|\d ?lit \d|xay|son|dung|tra|di"
)
_HANDS = re.compile(
    r"worker|builder|painter|people|person|m[ae]n|farmer|tho|cong nhan|cong|nguoi|may|tap|voi|pump|machine"
)
_WORK = re.compile(
    r"build|clean|paint|\bdig|finish|complete|harvest|fill|empty|\bxay|\bson\b|\bdao\b|\blam\b|hoan thanh|\bgat\b|\bbom\b"
)
_SO_MANY = re.compile(
    rf"how many [a-z]+ (?:(?:do|will|would|are|is|i|we|you|need|needed|use)* ?)*(?:for|in|to make|to do) (?:about )?{NUMBER}[ ?.]*$"
)
"""As many for a number of what is not named once more."""
_LONG = re.compile(r"how long|bao lau")
_ENOUGH = re.compile(r"have (?:got )?enough|\bdu tien\b|can (?:i|we|you|he|she|they) (?:afford|buy)")
"""When it is reached is asked, which is after a whole number of times."""
_FED = re.compile(
    r"serves?|feeds?|enough for|for \d+ (?:people|persons?|guests)|\bdu (?:cho|an)\b|\bdu \d+ nguoi|\bnau\b|\ban\b|\bcho \d+ nguoi"
)
_EATS = re.compile(r"\beats?\b|\bdrinks?\b|\bearns?\b|\bpa(?:y|id)\b|\ban het\b|\buong\b|luong|tien")
"""What more hands take more of."""
_WHOLE = {
    "ceil": re.compile(r"need|order|should|required|at least|it nhat|phai|can bao nhieu|can may"),
    "floor": re.compile(r"\bcan (?:i|you|we|they|he|she|it|be)\b|mua duoc|lam duoc|du cho"),
}
"""Of things that come whole: as many as are needed, or as many as there is enough for."""


def rate(problem: Told) -> Formula | None:
    """So much in each month, for so many years; or how many days until so much is done."""
    text, numbers = problem.text, [each.text for each in problem.amounts]
    if re.search(r"%|percent|phan tram", text) or re.search(r"half|nua\b|quarter", text):
        return None
    if len(units_in(text) & {*_UNITS}) > 2 or (other_unit(problem) and len(numbers) == 1):
        return None  # 200 a minute, two hours a day: how many in a week?
    if len(numbers) == 1:
        return _longer(text, numbers[0])
    if len(numbers) != 2:
        return None
    told = re.search(rf"(?P<after>{NUMBER}) ?(?:[a-z]+ ){{0,4}}?{_EVERY} ?(?P<every>{_TIME})\b", text) or re.search(
        rf"{_EVERY} (?P<every>{_TIME})\b[^0-9#]{{0,40}}?(?P<after>{NUMBER})", text
    )
    if told is None:
        return None
    every = unit_of(told["every"])
    each = next(amount for amount in problem.amounts if amount.start == told.start("after"))
    other = next(amount for amount in problem.amounts if amount is not each)
    span = unit_of(other.noun)
    if not span:
        asked = re.search(rf"(?:how many(?: more)?|bao nhieu|may) ({_TIME})\b|how long|bao lau", text)
        # What is done and what is done each day are counted in one thing, and the day is the time that is asked for.
        fits = asked and (not asked[1] or unit_of(asked[1]) == every) and not _apart(each, other)
        whole = f"{other.text} / {each.text}"
        return Formula(f"ceil({whole})" if _ENOUGH.search(text) else whole) if fits else None
    if re.search(r"save|saved|earn|paid|pay|cost|total|how much|how many|bao nhieu|tong|duoc|het|de dan", text) is None:
        return None
    return _for_longer(each.text, every, span, other.text)


def _for_longer(amount: str, every: str, span: str, count: str = "") -> Formula | None:
    """So much in each ``every``, for ``count`` of ``span``, or for one."""
    many = factor(span, every)
    if many is None:
        return None
    parts = (amount, *(() if many == 1 else (str(many),)), *((count,) if count else ()))
    return Formula(" * ".join(parts)) if len(parts) > 1 else None


def _apart(first: Amount, second: Amount) -> bool:
    """Whether two amounts are counted in different things, as far as that is told."""
    nouns = {each.noun for each in (first, second) if each.noun and not unit_of(each.noun)}
    return len(nouns - {"a", "an", "per", "each", "every"}) > 1


def _longer(text: str, amount: str) -> Formula | None:
    """What an amount in each month makes in a year."""
    told = re.search(rf"{_EVERY} (?P<every>{_TIME})\b.*{_EVERY} (?P<span>{_TIME})\b", text)
    if told is None or not re.search(r"how much|bao nhieu|what", text):
        return None
    return _for_longer(amount, unit_of(told["every"]), unit_of(told["span"]))


def one(problem: Told) -> Formula | None:
    """The price of one, from the price of many: *24 bottles cost 108: how much is each?*"""
    text, amounts = problem.text, problem.amounts
    if len(amounts) != 2 or any(each.share or each.each for each in amounts) or re.search(r"percent|phan tram", text):
        return None
    asked = re.search(
        r"(?:how (?:much|many)|what)(?: is| does| do| was| will| would|'s)*[^?.,0-9#]{0,40}?(?:\beach\b|per person|apiece|\bone\b|\bper\b|a single|\beveryone\b)|"
        rf"(?:moi|mot|1) (?P<one>{_ONE_OF})\b[^0-9#?.,]{{0,30}}?(?:bao nhieu|may|nhieu)",
        text,
    )
    if asked is None or AND_ME.search(text) or re.search(rf"{NUMBER} ?(?:each|apiece|per |an? |moi |mot |/)", text):
        return None
    if not re.search(
        r"chia|split|share|divide|slices|cut|gia|cost|bill|pay|hoa don|het|for|tra|mua|\bis\b|at|ban|deu|equal|xep",
        text,
    ):
        return None
    named = re.search(r"\b(?:per|moi|mot|each|one) (?P<what>[a-z]+)\b(?=[^0-9#]*$)", text)
    plain = named and singular(named["what"]) not in ("person", "nguoi", "one", "of", "cai", "ban", "em")
    counted = (
        re.search(rf"({NUMBER}) ?(?:[a-z]+ )?{singular(named['what'])}(?:e?s)?\b", text) if named and plain else None
    )
    if plain and counted is None:
        return None
    # "10.4 m in 8 pieces: how many cm is each?"
    wanted = re.search(r"(?:how many|bao nhieu|\bmay) ([a-z]+)\b", asked[0])
    if wanted and (unit := unit_named(wanted[1])) and any(unit_named(each.noun) not in (unit, "") for each in amounts):
        return None
    of_these = re.search(rf"({NUMBER}) {asked['one']}\b", text) if asked["one"] else None
    people = (
        counted
        or of_these
        or re.search(
            rf"({NUMBER}) (?:people|persons?|friends?|of us|kids|children|students|colleagues|nguoi|ban|em|hoc sinh|thanh vien|slices?|pieces?|bottles?|packs?|boxes|cans?|"
            rf"{_ONE_OF}|eggs?|apples?|tickets?|pens?|litres?|liters?|[a-z]+s)\b",
            text,
        )
    )
    if people is None:
        return None
    count = people[1]
    price = amounts[1].text if amounts[0].text == count else amounts[0].text
    return Formula(f"{price} / {count}")


def proportion(problem: Told) -> Formula | None:
    """So much for so much, hence for another amount: *6.5 litres per 100 km: how much for 340 km?*"""
    amounts = problem.amounts
    if len(amounts) != 3 or any(each.share for each in amounts):
        return None
    pairs = [
        (first, second)
        for place, first in enumerate(amounts)
        for second in amounts[place + 1 :]
        if first.noun and first.noun == second.noun
    ]
    if not pairs and amounts[0].noun and _SO_MANY.search(problem.asks) and _asks_for(amounts[0], problem.asks):
        pairs = [(amounts[1], amounts[2])]  # "3 eggs for 12 muffins: how many eggs for 40?"
    if len(pairs) != 1 or re.search(
        r"\beach\b|fence|\btin\b|\bpan\b|\bkhuon\b|rao\b|chu nhat|rectang|area|volume|dien tich|the tich|perimeter|chu vi|height|old\b|tuoi|together",
        problem.text,
    ):
        return None
    first, second = pairs[0]
    other = next(each for each in amounts if each not in pairs[0])
    # What is known stands together in one clause, the new amount in another or in the question.
    known, new = sorted((first, second), key=lambda each: _distance(problem.text, each, other))
    between = problem.text[min(known.start, other.start) : max(known.end, other.end)]
    if _distance(problem.text, known, other)[0] or not _COST.search(between):
        return None
    if not _distance(problem.text, new, other)[0] and not (
        problem.asks and new.start >= problem.text.rfind(problem.asks)
    ):
        return None
    if not _asks_for(other, problem.asks, problem.text[other.end :]):
        return None
    if _inverse(problem, known, other):
        return Formula(f"{other.text} * {known.text} / {new.text}")
    # More hands finish one piece of work sooner; of anything else, more is more.
    hands = None if _FED.search(between + problem.text[known.end : known.end + 10]) else _HANDS.fullmatch(known.noun)
    if hands and not (unit_of(other.noun) and (_WORK.search(problem.text) or _LONG.search(problem.asks))):
        return None
    return Formula(
        f"{other.text} * {known.text} / {new.text}" if hands else f"{other.text} / {known.text} * {new.text}"
    )


_FAST = re.compile(r" ?(?:mph|kmh|kph|(?:km|miles?|m) ?(?:/|per|an|moi) ?(?:h|hour|gio|s|second)\b)")


def _inverse(problem: Told, known: Amount, other: Amount) -> bool:
    """Whether more of the one takes less of the other: a way at another speed, hands for one piece of work by a time."""
    fast = [bool(_FAST.match(problem.text[each.end :])) for each in (known, other)]
    if any(fast):
        return fast[0] != fast[1] and bool(unit_of((other if fast[0] else known).noun))
    return bool(unit_of(known.noun) and _HANDS.fullmatch(other.noun) and not _EATS.search(problem.text))


def _asks_for(amount: Amount, asks: str, behind: str = "") -> bool:
    """Whether the question asks for what ``amount`` is counted in, not for another unit of it."""
    counted = re.search(r"(?:how many|bao nhieu|\bmay) ([a-z]+)", asks)
    if counted and counted[1] not in ("tien", "dong", "do", "do la", "is", "are", "la", "thi"):
        named = singular(counted[1])
        # "3 quả trứng … mấy trứng": a classifier may be left out.
        return not amount.noun or named == amount.noun or bool(behind and re.match(rf" [a-z]+ {named}\b", behind))
    if re.search(r"how long|bao lau", asks):
        return bool(unit_of(amount.noun))
    return bool(re.search(r"how much|what|bao nhieu|\bmay\b|nhieu tien", asks))


def _distance(text: str, first: Amount, second: Amount) -> tuple[int, int]:
    """How many ends of clauses, and how many letters, lie between two amounts."""
    start, end = sorted((first.start, second.start))
    return len(re.findall(r"[.?!;,] ", text[start:end])), end - start


def product(problem: Told) -> Formula | None:
    """So many, each with so much: *42 pupils, each gives 35,000: how much in all?*"""
    amounts = problem.amounts
    if len(amounts) != 2 or any(each.share for each in amounts):
        return None
    count, each = amounts
    if re.search(r"\b(?:every|moi|each) \d", problem.text):
        return None  # A post every 2 m.
    if unit_named(count.noun) and unit_named(count.noun) == unit_named(each.noun):
        return None  # 750 ml in glasses of 125 ml each.
    if count.each or (unit_of(each.noun) and each.noun not in map(singular, problem.asks.split())):
        return None
    told = re.search(
        rf"\b(?:moi|each|every|per)(?: (?P<of>[a-z]+))?(?: [a-z]+){{0,4}} {re.escape(each.text)}(?![\d.])", problem.text
    )
    inside = re.search(
        rf"{re.escape(each.text)} (?:[a-z]+ ){{1,3}}(?:in each|each|apiece|(?:on|in|per|into) (?:every|each|a|one) (?P<of>[a-z]+))",
        problem.text,
    )
    if not (told or inside) or not re.search(r"how (?:many|much)|bao nhieu|\bmay\b|total", problem.asks):
        return None
    of = singular(next((each["of"] for each in (told, inside) if each and each["of"]), ""))
    if unit_of(of) or (
        of and count.noun and of != count.noun and of not in problem.before(each) and of not in problem.after(count)
    ):
        return None
    if of and re.search(rf"(?:how many|bao nhieu|may)(?: (?:cai|chiec|more))? {of[:6]}[a-z]{{0,4}}\b", problem.asks):
        # Every minibus holds 16: of how many minibuses is there need?
        whole = next((function for function, asked in _WHOLE.items() if asked.search(problem.asks)), "")
        return Formula(f"{whole}({count.text}/{each.text})") if whole else None
    larger = larger_unit(problem, each)
    if larger is None:
        return None
    if re.search(rf"(?:moi|each|per) {count.noun}\b" if count.noun else r"\bmoi\b|\beach\b", problem.asks):
        return None
    return Formula(f"{count.text} * {each.text}{larger}")
