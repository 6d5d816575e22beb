"""Everyday problems whose numbers play parts: interest, motion, areas.

A frame knows its parts by their units and names; a part that is missing means that the frame does not fit.
"""

import re
from collections.abc import Callable

from reckoner.core import fold

from .arithmetic import Formula

_N = r"(\d+(?:\.\d+)?|#\d+)"


def frame(text: str) -> Formula | None:
    """The formula of the problem that ``text`` tells, its numbers in plain digits; or ``None``."""
    folded = fold(text)
    return next((found for read in _FRAMES if (found := read(folded)) is not None), None)


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


def _shapes(text: str) -> Formula | None:
    if re.search(r"hypotenuse|canh huyen", text) and len(legs := re.findall(_N, text)) == 2:
        return Formula(f"sqrt({legs[0]}**2 + {legs[1]}**2)")
    if not (asked := re.search(r"area|perimeter|circumference|volume|dien tich|chu vi|the tich", text)):
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
    radius = _part(r"(?:radius|ban kinh|r)(?: of| is| la| bang|:| =)* N", text)
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


_FRAMES: tuple[Callable[[str], Formula | None], ...] = (_interest, _motion, _shapes)
