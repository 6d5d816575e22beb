"""Addresses as people write them in a message."""

import re

from reckoner.core import fold, language_of

_COUNTRIES = {
    "usa": "USA", "us": "USA", "u.s.": "USA", "u.s.a.": "USA", "united states": "USA", "united states of america": "USA",
    "america": "USA", "canada": "Canada", "uk": "United Kingdom", "united kingdom": "United Kingdom",
    "australia": "Australia", "germany": "Germany", "france": "France", "japan": "Japan", "singapore": "Singapore",
    # As the customer writes it.
    "vietnam": "", "viet nam": "", "vn": "Việt Nam",
}  # fmt: skip
_STATES = frozenset(
    "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri "
    "sc sd tn tx ut vt va wa wv wi wy dc".split()
)
_ZIP = re.compile(r"\b\d{5,6}(?:-\d{4})?\b")
_SECOND = re.compile(
    r"\b(?:apt|apartment|suite|ste|unit|floor|fl|room|can ho|phong|tang|lau|toa|chung cu)\b\.? ?#?[\w-]*|^\s*#\d+\s*$"
)
_START = re.compile(
    r"(?<![\w#/-])\d{1,4}[A-Za-z]?(?:/\d+[A-Za-z]?)*\s+(?=[^\W\d_])|\bP\.? ?O\.? Box (?=\d)", re.IGNORECASE
)
_WAY = re.compile(
    r"(?P<street>.*?\b(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|pl|close|terrace|row|"
    r"square|parkway|pkwy|highway|hwy|circle|trail)\b\.?)\s+(?P<rest>.+)",
    re.IGNORECASE,
)
_WARD = re.compile(r"^(?:phuong|p\.?\s?\d|quan|q\.?\s?\d|huyen|xa|thi xa|khu pho|ap|thon)\b")
_TAIL = re.compile(
    r"(?:^| )(?:not \d.*|instead.*|please.*|pls.*|thanks.*|thank you.*|nhé.*|nhe|nha|ạ|a|giúp .*|giup .*|dùm .*|hộ .*|với|now)$",
    re.IGNORECASE,
)


def address(text: str) -> dict[str, str]:
    """The parts of an address in ``text``, by their names in the shop; empty where it holds no street with a number."""
    start = _street(text)
    if start is None:
        return {}
    found = {"address2": _unit_before(text[:start])}
    parts = [part for each in re.split(r"[,;\n]", text[start:]) if (part := _TAIL.sub("", each.strip(" .;!?")))]
    if not parts:
        return {}
    if way := _WAY.match(parts[0]):
        parts[:1] = [way["street"], way["rest"]]
    found["address1"] = _without_second(parts[0], found)
    places: list[str] = []
    for part in parts[1:]:
        if "zip" in found:
            _without_country(part, found)  # Nothing but a country follows a zip code.
        else:
            _sort(part, found, places)
    _place(found, places, vietnamese=language_of(text) == "vi")
    return found


def _street(text: str) -> int | None:
    """Where a street begins, by its number: *3 shirts should go to 12 Oak Street* has it at 12."""
    starts = [each.start() for each in _START.finditer(text) if not _UNIT_BEFORE.search(fold(text[: each.start()]))]
    if not starts:
        return None
    end = next((place for place in range(starts[0], len(text)) if text[place] in ",;\n"), len(text))
    within = [each for each in starts if each < end]
    # In Vietnam a number may follow a number: 15 ngõ 20 phố Hồ Tùng Mậu.
    return within[0] if language_of(text) == "vi" else within[-1]


_UNIT_BEFORE = re.compile(
    r"\b(?:apt|apartment|suite|ste|unit|floor|room|can ho|phong|tang|lau|toa|box|order|don|size)\b\.? ?#?$"
)


def _unit_before(before: str) -> str:
    """An apartment that stands before its street: *Apt 5, 12 Oak Street*."""
    last = re.split(r"[;\n]", before.rstrip(" ,"))[-1]
    unit = _SECOND.search(fold(last))
    return last[unit.start() :].strip(" ,") if unit and before.rstrip().endswith(",") else ""


def _sort(part: str, found: dict[str, str], places: list[str]) -> None:
    """Put one part between commas where it belongs."""
    part = _without_country(part, found)
    if part and _SECOND.match(fold(part)) and not found["address2"]:
        found["address2"] = part
        return
    if code := _ZIP.search(part):
        found["zip"] = code[0]
        _without_country(part[code.end() :].strip(), found)
        part = part[: code.start()].strip()
    words = part.split()
    if words and "state" not in found and ((words[-1].isupper() and len(words[-1]) == 2) or _is_state(words, found)):
        found["state"] = words.pop().upper()
    if words:
        places.append(" ".join(words))


def _is_state(words: list[str], found: dict[str, str]) -> bool:
    """Whether a part ends in a state in small letters, as only a zip code behind it shows."""
    return "zip" in found and words[-1].lower() in _STATES


def _place(found: dict[str, str], places: list[str], *, vietnamese: bool) -> None:
    """What is left goes from the smaller place to the larger: in Vietnam wards and districts, then the city."""
    wards = [each for each in places if _WARD.match(fold(each))]
    others = [each for each in places if each not in wards]
    if vietnamese or wards or len(found.get("zip", "")) == 6:
        wards, others = [*wards, *others[:-1]], others[-1:]
    elif len(others) > 1 and "state" not in found:
        found["state"] = others.pop()
    if others:
        found["city"] = others.pop()
        if vietnamese or wards:
            found.setdefault("state", found["city"])
    if left := [*wards, *others]:
        found["address2"] = ", ".join(filter(None, [found["address2"], *left]))


def _without_country(part: str, found: dict[str, str]) -> str:
    """A part without the country that it begins or ends with."""
    words = part.split()
    for count in (4, 3, 2, 1):
        for place, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            name = fold(" ".join(place)).strip(" .?!")
            if len(place) == count and name in _COUNTRIES:
                found["country"] = _COUNTRIES[name] or " ".join(place).strip(" .?!")
                # What follows a country is no more of the address: "USA instead".
                return "" if place == words[:count] else " ".join(rest)
    return part


def _without_second(street: str, found: dict[str, str]) -> str:
    """A street without the apartment that no comma parts from it."""
    second = _SECOND.search(fold(street))
    if second is None or second.start() == 0 or found["address2"]:
        return street
    found["address2"] = street[second.start() :].strip()
    return street[: second.start()].strip(" ,")
