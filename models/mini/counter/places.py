"""Addresses as people write them in one line."""

import re

from reckoner.core import fold

_COUNTRIES = {
    "usa": "USA", "us": "USA", "u.s.": "USA", "u.s.a.": "USA", "united states": "USA", "united states of america": "USA",
    "america": "USA", "canada": "Canada", "uk": "United Kingdom", "united kingdom": "United Kingdom",
    "australia": "Australia", "germany": "Germany", "france": "France", "japan": "Japan", "singapore": "Singapore",
    # As the customer writes it.
    "vietnam": "", "viet nam": "", "vn": "Việt Nam",
}  # fmt: skip
_ZIP = re.compile(r"\b\d{5,6}(?:-\d{4})?\b")
_STATE = re.compile(r"\b[A-Z]{2}\b")
_SECOND = re.compile(
    r"\b(?:apt|apartment|suite|ste|unit|floor|fl|room|can ho|phong|tang|lau|toa)\b\.? ?#?[\w-]*|^\s*#\d+\s*$"
)
_STREET = re.compile(r"(?<![#\w])\d+[A-Za-z]?(?:/\d+[A-Za-z]?)*\s+[^\W\d_][^,;\n]*")
_TAIL = re.compile(
    r" (?:not \d.*|instead|please|pls|thanks|nhé|nhe|nha|ạ|giúp .*|giup .*|dùm .*|hộ .*|với)$", re.IGNORECASE
)
_WARD = re.compile(r"^(?:phuong|p\.?\s?\d|quan|q\.?\s?\d|huyen|xa|thi xa|khu pho|ap)\b")


def address(text: str) -> dict[str, str]:
    """The parts of an address in ``text``, by their names in the shop; empty where it holds no street with a number."""
    street = _STREET.search(text)
    if street is None:
        return {}
    parts = [each.strip(" .;!?") for each in re.split(r"[,;\n]", text[street.start() :])]
    parts = [_TAIL.sub("", each) for each in parts if each]
    found = {"address1": parts[0], "address2": ""}
    places: list[str] = []
    for part in parts[1:]:
        if "zip" in found:
            _without_country(part, found)  # Nothing but a country follows a zip code.
        else:
            _sort(part, found, places)
    _inside(found)
    # What is left goes from the smaller place to the larger: in Vietnam districts, then the city.
    if places and "city" not in found:
        wards = [each for each in places if _WARD.match(fold(each))]
        others = [each for each in places if each not in wards]
        if wards:
            found["address2"] = ", ".join([*filter(None, [found["address2"]]), *wards])
        if others:
            found["city"] = others[0]
            found.setdefault("state", others[1] if len(others) > 1 else others[0])
    return found


def _sort(part: str, found: dict[str, str], places: list[str]) -> None:
    """Put one part between commas where it belongs."""
    part = _without_country(part, found)
    if part and _SECOND.search(fold(part)) and not found["address2"]:
        found["address2"] = part
        return
    if code := _ZIP.search(part):
        found["zip"] = code[0]
        part = f"{part[: code.start()]} {_without_country(part[code.end() :].strip(), found)}".strip()
    if (state := _STATE.search(part)) and state.end() == len(part):
        found["state"] = state[0]
        part = part[: state.start()].strip()
        if part:
            places.append(part)
        return
    if part:
        places.append(part)


def _without_country(part: str, found: dict[str, str]) -> str:
    """A part without the country that it begins or ends with."""
    words = part.split()
    for count in (4, 3, 2, 1):
        for place, rest in ((words[:count], words[count:]), (words[-count:], words[:-count])):
            name = fold(" ".join(place)).strip(" .?!")
            if len(place) == count and name in _COUNTRIES and (count > 1 or rest or part.isascii()):
                found["country"] = _COUNTRIES[name] or " ".join(place)
                # What follows a country is no more of the address: "USA instead".
                return "" if place == words[:count] else " ".join(rest)
    return part


def _inside(found: dict[str, str]) -> None:
    """An apartment that no comma parts from its street."""
    if (second := _SECOND.search(fold(found["address1"]))) and second.start() > 0 and not found["address2"]:
        found["address2"] = found["address1"][second.start() :].strip()
        found["address1"] = found["address1"][: second.start()].strip(" ,")
