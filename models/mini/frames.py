"""Everyday problems whose numbers play parts: interest, motion, areas, rates, change.

A frame knows its parts by their units and names; a part that is missing means that the frame does not fit.
"""

import re
from collections import Counter
from collections.abc import Callable

from reckoner.core import fold

from .arithmetic import Formula
from .reach import is_story, unread

_N = r"(\d+(?:\.\d+)?|#\d+)"


_PART = re.compile(r"semi-?circle|half (?:of )?(?:a|the) circle|trapez|nua hinh|nua duong|hinh thang")


def frame(text: str) -> Formula | None:
    """The formula of the problem that ``text`` tells, its numbers in plain digits; or ``None``."""
    folded = fold(text)
    if _PART.search(folded) or is_story(folded):
        return None
    fitting = (read(folded) for read, knows in _FRAMES.items() if not unread(folded, set(knows.split())))
    found = next((found for found in fitting if found is not None), None)
    # A number that has no part shows that the problem is another one.
    return found if found and not Counter(re.findall(_N, folded)) - Counter(re.findall(_N, found.expression)) else None


def _part(pattern: str, text: str) -> str:
    match = re.search(pattern.replace("N", _N), text)
    return next((group for group in match.groups() if group), "") if match else ""


def _interest(text: str) -> Formula | None:
    if not re.search(r"interest|lai suat|lai don|lai kep|tien lai|invest|gui tiet kiem|deposit|annually", text):
        return None
    rate = _part(r"N ?(?:%|percent|phan tram)", text)
    years = _part(r"N[ -]?(?:years?|nam)\b", text)
    months = _part(r"N[ -]?(?:months?|thang)\b", text)
    others = [number for number in re.findall(_N, text) if number not in (rate, years, months)]
    if not rate or not (years or months) or len(others) != 1:
        return None
    # A monthly rate counts months; a yearly one counts years.
    monthly = re.search(r"(?:%|percent|phan tram) ?(?:per|a|/|moi|mot|each)? ?(?:month|thang)", text)
    time = (months or f"{years} * 12") if monthly else (years or f"{months} / 12")
    compound = re.search(r"compound|lai kep|lai suat kep|nhap goc|annually", text)
    total = re.search(
        r"total|balance|amount|worth|how much (?:money )?(?:will|do|would)|have|in the end|tong|ca goc|nhan duoc|co bao nhieu|duoc bao nhieu",
        text,
    )
    earned = re.search(
        r"how much (?:simple |compound )?interest|interest (?:is |will be )?(?:earned|paid)|tien lai|bao nhieu (?:tien )?lai|(?:find|calculate|what is) the (?:simple |compound )?interest",
        text,
    )
    principal = others[0]
    if compound:
        grown = f"{principal} * (1 + {rate}/100) ** ({time})"
        return Formula(f"{grown} - {principal}" if earned else grown)
    simple = f"{principal} * {rate}/100 * ({time})"
    return Formula(f"{principal} + {simple}" if total and not earned else simple)


def _motion(text: str) -> Formula | None:
    speed = _part(
        r"N ?(?:km/h|kmh|kph|mph|km per hour|miles per hour|km an hour|miles an hour|kilometers per hour|km moi gio|km/gio|m/s)",
        text,
    )
    both = re.search(r"(\d+) ?(?:hours?|h|gio|tieng)(?: and| va)? (\d+) ?(?:minutes?|mins?|phut)", text)
    minutes = _part(r"N ?(?:minutes?|mins?|phut)\b", text)
    time = f"({both[1]} + {both[2]}/60)" if both else _part(r"N ?(?:hours?|h|gio|tieng)\b(?!/)", text)
    time = time or (f"({minutes}/60)" if minutes else "")
    distance = _part(r"N ?(?:km|kilometers?|kilometres?|miles?|dam)\b(?!/| per| an| moi)", text)
    if (
        speed
        and time
        and not distance
        and re.search(r"how far|distance|quang duong|bao xa|bao nhieu (?:km|kilomet|dam)|di duoc", text)
    ):
        return Formula(f"{speed} * {time}")
    if distance and time and not speed and re.search(r"speed|how fast|van toc|toc do", text):
        return Formula(f"{distance} / {time}")
    if (
        distance
        and speed
        and not time
        and re.search(r"how long|how many hours|time|bao lau|may gio|thoi gian|mat bao", text)
    ):
        return Formula(f"{distance} / {speed}")
    return None


def _leg(text: str) -> Formula | None:
    """The other leg of a right triangle whose hypotenuse is known."""
    known = _part(r"(?:hypotenuse|canh huyen)(?: is| of| la| bang|:| =)* N", text)
    legs = re.findall(_N, text)
    if not known or len(legs) != 2:
        return None
    return Formula(f"sqrt({known}**2 - {legs[1] if legs[0] == known else legs[0]}**2)")


def _shapes(text: str) -> Formula | None:
    if re.search(r"hypotenuse|canh huyen", text) and len(legs := re.findall(_N, text)) == 2:
        return Formula(f"sqrt({legs[0]}**2 + {legs[1]}**2)")
    if not (
        asked := re.search(
            r"area|perimeter|circumference|volume|dien tich|chu vi|the tich|square (?:met|feet|yard|cent)|met vuong",
            text,
        )
    ):
        return None
    around = asked[0] in ("perimeter", "circumference", "chu vi")
    length = _part(
        r"(?:length|long|chieu dai|dai)(?: of| is| la| bang|:)* N|N ?(?:cm|m|km|ft|feet|inches|met)? (?:long|in length)|N ?(?:m|cm|km|ft|feet|met)? ?(?:by|x|\*|×) ?[\d.]+",
        text,
    )
    width = _part(
        r"(?:width|wide|chieu rong|rong)(?: of| is| la| bang|:)* N|N ?(?:cm|m|km|ft|feet|inches|met)? (?:wide|in width)|[\d.]+ ?(?:m|cm|km|ft|feet|met)? ?(?:by|x|\*|×) ?N",
        text,
    )
    height = _part(r"(?:height|high|tall|chieu cao|cao)(?: of| is| la| bang|:)* N", text)
    base = _part(r"(?:base|day|canh day)(?: of| is| la| bang|:)* N", text)
    radius = _part(r"(?:radius|ban kinh|\br)(?: of| is| la| bang|:| =)* N", text)
    diameter = _part(r"(?:diameter|duong kinh)(?: of| is| la| bang|:)* N", text)
    side = _part(
        r"(?:sides?|edge|canh)(?: length)?(?: of| is| la| bang|:| hinh vuong| the square| a square| hinh lap phuong)* N",
        text,
    )
    if asked[0] in ("volume", "the tich"):
        if three := re.search(r"N ?(?:cm|m)? ?(?:by|x|\*) ?N ?(?:cm|m)? ?(?:by|x|\*) ?N".replace("N", _N), text):
            return Formula(" * ".join(three.groups()))
        return _volume(text, length, width, height, radius, side)
    if re.search(r"circle|hinh tron|duong tron|circumference", text) and (radius or diameter):
        radius = radius or f"({diameter}/2)"
        return Formula(f"2 * pi * {radius}" if around else f"pi * {radius}**2")
    if re.search(r"triangle|tam giac", text):
        return Formula(f"{base} * {height} / 2") if base and height and not around else None
    if re.search(r"square|hinh vuong", text) and side:
        return Formula(f"4 * {side}" if around else f"{side}**2")
    if length and width:
        return Formula(f"2 * ({length} + {width})" if around else f"{length} * {width}")
    return None


def _volume(text: str, length: str, width: str, height: str, radius: str, side: str) -> Formula | None:
    if re.search(r"cube|lap phuong", text) and side:
        return Formula(f"{side}**3")
    if re.search(r"sphere|hinh cau", text) and radius:
        return Formula(f"4 / 3 * pi * {radius}**3")
    if re.search(r"cylinder|hinh tru", text) and radius and height:
        return Formula(f"pi * {radius}**2 * {height}")
    return Formula(f"{length} * {width} * {height}") if length and width and height else None


_LENGTHS = {
    ("year", "month"): 12, ("year", "week"): 52, ("year", "day"): 365, ("week", "day"): 7, ("day", "hour"): 24,
    ("hour", "minute"): 60,
}  # fmt: skip
_TIMES = {
    "year": "years?|nam", "month": "months?|thang", "week": "weeks?|tuan", "day": "days?|ngay",
    "hour": "hours?|gio|tieng", "minute": "minutes?|mins?|phut",
}  # fmt: skip
_TIME = "|".join(f"(?P<{name}>{words})" for name, words in _TIMES.items())
_EVERY = r"(?:per|a|an|each|every|/|moi|mot|hang|hang|cu|1)"


def _rate(text: str) -> Formula | None:
    """So much in each month, for so many years; or how many days until so much is done."""
    numbers = re.findall(_N, text)
    if re.search(r"%|percent|phan tram", text):
        return None
    if len(numbers) == 1:
        return _longer(text, numbers[0])
    if len(numbers) != 2:
        return None
    told = re.search(rf"{_N} ?(?:[a-z]+ ){{0,4}}?{_EVERY} ?(?:{_TIME})\b", text) or re.search(
        rf"{_EVERY} (?:{_TIME})\b[^0-9#]{{0,40}}?{_N}", text
    )
    if told is None:
        return None
    every = next(name for name in _TIMES if told[name])
    rate = next(group for group in told.groups() if group and re.fullmatch(_N, group))
    other = numbers[1] if numbers[0] == rate else numbers[0]
    spent = re.search(rf"(?<![\w.]){re.escape(other)} (?:{_TIME})\b", text)
    if spent is None:
        asked = re.search(
            rf"how many (?:more )?(?:{_TIME})\b|how long|(?:bao nhieu|may) (?:{_TIMES[every]})\b|bao lau", text
        )
        return Formula(f"{other} / {rate}") if asked else None
    if re.search(r"save|saved|earn|paid|pay|cost|total|how much|how many|bao nhieu|tong|duoc|het|de dan", text) is None:
        return None
    span = next(name for name in _TIMES if spent[name])
    if span == every:
        return Formula(f"{rate} * {other}")
    factor = _LENGTHS.get((span, every))
    return Formula(f"{rate} * {factor} * {other}") if factor else None


def _longer(text: str, amount: str) -> Formula | None:
    """What an amount in each month makes in a year."""
    told = re.search(
        rf"{_EVERY} (?P<every>{'|'.join(_TIMES.values())})\b.*{_EVERY} (?P<span>{'|'.join(_TIMES.values())})\b", text
    )
    if told is None or not re.search(r"how much|bao nhieu|what", text):
        return None
    every, span = (
        next(name for name, words in _TIMES.items() if re.fullmatch(words, told[each])) for each in ("every", "span")
    )
    factor = _LENGTHS.get((span, every))
    return Formula(f"{amount} * {factor}") if factor else None


def _each(text: str) -> Formula | None:
    """The price of one, from the price of many: *24 bottles cost 108: how much is each?*"""
    if re.search(r"%|percent|phan tram", text) or len(numbers := re.findall(_N, text)) != 2:
        return None
    asked = re.search(
        r"(?:how much|what)(?: is| does| do| was| will| would|'s)*[^?.,0-9#]{0,40}?(?:\beach\b|per person|apiece|\bone\b|\bper\b|a single|\beveryone\b)|"
        r"(?:moi|mot|1) (?:nguoi|cai|chai|qua|quyen|ban|em|hop|goi|phan|chiec|lon|trai|be|cuon|vien|mieng|to|kg|ky|lit)\b[^0-9#?.,]{0,30}?(?:bao nhieu|may)",
        text,
    )
    if asked is None or re.search(rf"{_N} ?(?:each|apiece|per |an? |moi |mot |/)", text):
        return None
    split = re.search(
        r"chia|split|share|divide|slices|cut|gia|cost|bill|pay|hoa don|het|for|tra|mua|\bis\b|at|ban", text
    )
    if split is None:
        return None
    named = re.search(r"\b(?:per|moi|mot|each) (?P<what>[a-z]+)\b(?=[^0-9#]*$)", text)
    plain = named and named["what"] not in ("person", "nguoi", "one", "of", "cai", "ban", "em")
    counted = re.search(rf"{_N} ?{named['what']}(?:e?s)?\b", text) if named and plain else None
    if plain and counted is None:
        return None
    people = counted or re.search(
        rf"{_N} (?:people|persons?|friends?|of us|kids|children|students|colleagues|nguoi|ban|em|hoc sinh|thanh vien|slices?|pieces?|bottles?|packs?|boxes|cans?|"
        r"cai|chai|qua|quyen|hop|goi|phan|chiec|lon|trai|be|cuon|vien|mieng|to|eggs?|apples?|tickets?|pens?|kg|ky|lit|litres?|liters?|[a-z]+s)\b",
        text,
    )
    if people is None:
        return None
    count = people[1]
    price = numbers[1] if numbers[0] == count else numbers[0]
    return Formula(f"{price} / {count}")


def _change(text: str) -> Formula | None:
    """What comes back of a note: so many at so much, paid with more."""
    if re.search(r"fraction|percent|slices|phan tram|phan may", text):
        return None
    if not re.search(r"\bchange\b|get back|left over|thoi lai|thoi|tra lai|con du|con lai|\bleft\b", text):
        return None
    paid = _part(
        r"(?:pay with|paid with|with|from|give[sn]?|gave|hand(?:ed)?(?: over)?|dua|tra bang|have|had|co|bang to|to) (?:a |an |the |cashier |nguoi ban |them |to )*N",
        text,
    )
    if paid and len(numbers := re.findall(_N, text)) == 2:
        cost = numbers[1] if numbers[0] == paid else numbers[0]
        return Formula(f"{paid} - {cost}") if float(cost.lstrip("#")) < float(paid.lstrip("#")) else None
    bought = re.search(
        rf"{_N} ?(?:[a-z-]+ ){{1,5}}?(?:at|for|@|costing|cost|that cost|gia|voi gia|la)? ?{_N} ?(?:each|apiece|per|an?|mot|moi|/|1 )",
        text,
    )
    if not paid or bought is None or paid in bought.groups():
        return None
    return Formula(f"{paid} - {bought[1]} * {bought[2]}") if len(re.findall(_N, text)) <= 4 else None


def _proportion(text: str) -> Formula | None:
    """So much for so much, hence for another amount: *6.5 litres per 100 km: how much for 340 km?*"""
    numbers = re.findall(_N, text)
    others = r"%|percent|phan tram|\beach\b|\bmoi\b|\bleft\b|remain|broken|con lai|\bhong\b|fewer|added|gave|them vao|area|volume|dien tich|the tich|perimeter|chu vi"
    if len(numbers) != 3 or re.search(others, text):
        return None
    units = [(match[1], match[2]) for match in re.finditer(rf"{_N} ?([a-z]+)", text)]
    pairs = [
        (first, second)
        for place, first in enumerate(units)
        for second in units[place + 1 :]
        if first[0] != second[0] and _same(first[1], second[1])
    ]
    asked = re.search(r"how (?:much|many|long|far)|what|bao nhieu|may|bao lau", text)
    if len(pairs) != 1 or asked is None:
        return None
    # What is known stands together in one clause, the new amount in another.
    (first, _), (second, _) = pairs[0]
    other = next(number for number in numbers if number not in (first, second))
    known, new = sorted((first, second), key=lambda number: _distance(text, number, other))
    inverse = re.search(r"workers?|people build|tho |cong nhan|nguoi lam|may (?:bom|cay)|taps?|voi nuoc", text)
    return Formula(f"{other} * {known} / {new}" if inverse else f"{other} / {known} * {new}")


def _distance(text: str, first: str, second: str) -> tuple[int, int]:
    """How many ends of clauses, and how many letters, lie between two numbers."""
    places = (re.search(rf"(?<![\w.]){re.escape(number)}(?![\d.]*\d)", text) for number in (first, second))
    start, end = sorted(place.start() if place else 0 for place in places)
    return len(re.findall(r"[.?!;,] ", text[start:end])), end - start


def _same(first: str, second: str) -> bool:
    return len(first) > 0 and (first == second or (len(first) > 2 and first.rstrip("s") == second.rstrip("s")))


def _two_numbers(text: str) -> Formula | None:
    """Two numbers by their sum and their difference."""
    total = _part(r"(?:sum|total|add up|tong)(?: is| of| to| la| bang| bang la|:)* N", text)
    apart = _part(r"(?:difference|differ by|hieu|chenh(?: lech)?|hon kem nhau)(?: is| of| la| bang|:)* N", text)
    if not total or not apart or len(re.findall(_N, text)) > 3:
        return None
    if re.search(r"larger|bigger|greater|so lon", text):
        return Formula(f"({total} + {apart}) / 2")
    return Formula(f"({total} - {apart}) / 2") if re.search(r"smaller|lesser|so be|so nho", text) else None


_FRAMES: dict[Callable[[str], Formula | None], str] = {
    _interest: "sau save saves", _motion: "mat", _leg: "", _shapes: "", _two_numbers: "", _each: "", _proportion: "mat",
    _change: "left gives give gave spent spend spends remain remains remaining con lai con thua mat doi",
    _rate: "save saves saved sau mat",
}  # fmt: skip
"""Each frame with the words that change a number's meaning and that it reads."""
