"""What a way takes of fuel, what that costs, and how far a tank goes."""

import re

from ..formula import Formula
from .told import NUMBER, Told, group

_COST = re.compile(r"cost|how much|\bpay|spend|tien|\bhet\b|\bton\b")
_PER_HUNDRED = re.compile(
    rf"(?P<burns>{NUMBER}) ?(?:lit(?:re|er)s?|lit|l)? ?(?:per|/|for every|every|moi|cho|tren) ?100 ?(?:km|kilomet(?:re|er)s?|cay)"
)
_A_LITRE = re.compile(rf"(?P<price>{NUMBER}) ?(?:dong|vnd|d)? ?(?:per|a|/|moi|mot) ?(?:lit(?:re|er)|lit|l)\b")
_FAR = re.compile(rf"(?P<far>{NUMBER}) ?(?:km|kilomet(?:re|er)s?|cay so)\b")


def fuel(problem: Told) -> Formula | None:
    """What a way costs: *6.5 litres per 100 km, 1.80 a litre, 240 km*."""
    burns, price = _PER_HUNDRED.search(problem.text), _A_LITRE.search(problem.text)
    if burns is None or price is None or len(problem.amounts) != 4:
        return None
    rest = _PER_HUNDRED.sub(" ", problem.text)
    far = _FAR.search(rest)
    if far is None or not _COST.search(problem.asks):
        return None
    return Formula(f"{far['far']} * {burns['burns']} / 100 * {price['price']}")


_A_VOLUME = r"(?:lit(?:re|er)s?|lit|l|gallons?)"
_A_WAY = r"(?:km|kilomet(?:re|er)s?|miles?|cay so|cay|dam)"
_MILEAGE = re.compile(
    rf"(?P<far>{NUMBER}) ?(?P<way>{_A_WAY}) ?(?:per|/|to (?:the|a|one|1)|on (?:a|one|1)|a|an|moi|mot|1) ?{_A_VOLUME}\b|"
    rf"\b(?:1|mot|moi|one|a|an|each|every) {_A_VOLUME} (?:[a-z]+ ){{0,4}}?(?P<far2>{NUMBER}) ?(?P<way2>{_A_WAY})\b"
)


def mileage(problem: Told) -> Formula | None:
    """How much fuel a way takes, or how far a tank goes: *18 km per litre: how many litres for 405 km?*"""
    told = _MILEAGE.search(problem.text)
    if told is None:
        return None
    others = [each for each in problem.outside(*told.span()) if each.text != "1"]
    if len(others) != 1:
        return None
    (other,) = others
    behind, far = problem.text[other.end :], group(told, "far")
    if re.match(rf" ?{told['way'] or told['way2']}\b", behind) and re.search(
        rf"(?:how (?:many|much)|bao nhieu|\bmay) (?:{_A_VOLUME}|fuel|petrol|gas|xang)", problem.asks
    ):
        return Formula(f"{other.text} / {far}")
    if re.match(rf" ?{_A_VOLUME}\b", behind) and re.search(
        rf"how far|(?:how many|bao nhieu|\bmay) {_A_WAY}|bao xa", problem.asks
    ):
        return Formula(f"{far} * {other.text}")
    return None


_VOLUMES = r"(?:gallons?|gal|lit(?:re|er)s?|lit|l)"
_WAYS = r"(?:miles?|mi|km|kilomet(?:re|er)s?|cay so|cay)"
_MPG = re.compile(rf"(?P<far>{NUMBER}) ?(?:mpg\b|{_WAYS} ?(?:per|/|to the|to a|on a|an?|moi|mot|1) ?{_VOLUMES}\b)")
_PRICE = re.compile(
    rf"(?P<price>{NUMBER}) ?(?:dollars?|pounds?|euros?|dong)? ?(?:per|an?|/|moi|mot|1) ?{_VOLUMES}\b|"
    rf"(?:gas|petrol|fuel|xang)(?: is| at| costs?| gia| la)* (?P<price2>{NUMBER})"
)
_ANY_WAY = re.compile(rf"(?P<far>{NUMBER}) ?{_WAYS}\b")


def by_mileage(problem: Told) -> Formula | None:
    """What the fuel for a way costs: *32 miles per gallon, 480 miles, 3.60 a gallon*."""
    told, price = _MPG.search(problem.text), _PRICE.search(problem.text)
    if told is None or price is None or len(problem.amounts) != 3:
        return None
    far = _ANY_WAY.search(_MPG.sub(" _ ", problem.text))
    if far is None or not _COST.search(problem.asks or problem.text):
        return None
    return Formula(f"{far['far']} / {told['far']} * {group(price, 'price')}")


_BURNS = re.compile(rf"(?P<burns>{NUMBER}) ?{_VOLUMES} ?(?:per|/|for(?: every)?|cho|moi|tren) ?100 ?(?:km|cay)\b")
_TANK = re.compile(rf"(?P<tank>{NUMBER}) ?{_VOLUMES}\b")


def tank_range(problem: Told) -> Formula | None:
    """How far a tank goes: *55 litres, 7.2 per 100 km*."""
    burns = _BURNS.search(problem.text)
    tank = _TANK.search(_BURNS.sub(" _ ", problem.text)) if burns else None
    asks = r"how far|range|(?:how many|bao nhieu|may) (?:km|kilomet|miles)|bao xa"
    if burns is None or tank is None or len(problem.amounts) != 3 or not re.search(asks, problem.asks or problem.text):
        return None
    return Formula(f"{tank['tank']} / {burns['burns']} * 100")
