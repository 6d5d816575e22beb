"""What costs or pays another rate beyond some amount: electricity, overtime, parcels."""

import re

from ..formula import Formula
from .told import NUMBER, Told, group, place

_UNIT = r"(?:kwh|so|khoi|m3|km|kg|hours?|gio|minutes?|phut|gb|units?|miles?|items?|pages?|trang|copies|ban)"
_FIRST = re.compile(
    rf"(?:first (?P<n>{NUMBER}) ?{_UNIT}|(?P<n2>{NUMBER}) ?{_UNIT} (?:dau(?: tien)?))\b[^0-9]{{0,24}}(?P<rate>{NUMBER})"
)
_RATE_FIRST = re.compile(
    rf"(?P<rate>{NUMBER}) ?(?:(?:dollars?|pounds?|euros?|cents?|dong|an|a|per|each|/|mot|moi) ?)?(?:[a-z]+ )?(?:for|cho|on) (?:each of )?(?:the )?first (?P<n>{NUMBER}) ?{_UNIT}\b"
)
_BEYOND = re.compile(
    rf"(?:beyond|over(?: that)?|above(?: that)?|after(?: that)?|additional|extra|more|further|rest|phan vuot|vuot|tu so|phan con lai|con lai|tro di|sau do)\b[^0-9]{{0,24}}(?P<rate>{NUMBER})|"
    rf"(?P<rate2>{NUMBER})[^0-9]{{0,30}}?(?:beyond|over that|above that|after that|for each (?:additional|extra|further)|for (?:each|every|any) (?:[a-z]+ )?(?:beyond|over|above|more))"
)
_OVERTIME = re.compile(
    rf"(?P<rate>{NUMBER}) ?(?:dong|pounds?|dollars?|euros?)? ?(?:an|per|a|/|moi|mot|1) ?(?:hour|h|gio)\b.*?(?P<times>time and a half|double time|{NUMBER} times|gap ruoi|gap doi)[^0-9]{{0,40}}?(?:over|above|beyond|after|more than|tren|vuot|sau|qua)(?: the)?(?: first)? (?P<n>{NUMBER})"
)
_TIMES = {"time and a half": "1.5", "double time": "2", "gap ruoi": "1.5", "gap doi": "2"}


def tiers(problem: Told) -> Formula | None:
    """A bill of two rates: *the first 100 kWh at 1900, 2500 for what is over: 180 kWh*."""
    first = _RATE_FIRST.search(problem.text) or _FIRST.search(problem.text)
    if first is None or len(problem.amounts) != 4 or any(each.share for each in problem.amounts):
        return None
    rest = problem.text[first.end() :]
    beyond = _BEYOND.search(rest)
    if beyond is None:
        return None
    most, rate = group(first, "n"), group(beyond, "rate")
    used = [each for each in problem.outside(*first.span()) if each.start != first.end() + place(beyond, "rate")]
    if len(used) != 1 or "#" in problem.text or float(used[0].text) < float(most):
        return None
    return Formula(f"{most} * {first['rate']} + ({used[0].text} - {most}) * {rate}")


_FIRST_ONE = re.compile(rf"\b(?:first {_UNIT}|{_UNIT} (?:dau tien|dau|thu nhat))\b[^0-9]{{0,24}}(?P<first>{NUMBER})")
_EACH_NEXT = re.compile(
    rf"\b(?:(?:tu )?{_UNIT} thu (?:2|hai)(?: tro di)?|(?:each|every) (?:further|additional|extra|other)(?: {_UNIT})?|(?:moi |cac )?{_UNIT} (?:tiep theo|sau do|sau))[^0-9]{{0,24}}(?P<next>{NUMBER})"
)


_MONEY = r"(?: (?:dollars?|pounds?|euros?|cents?|dong))?"
_FIRST_BEHIND = re.compile(
    rf"(?P<first>{NUMBER}){_MONEY} ?(?:for |cho )?(?:the )?(?:first {_UNIT}|{_UNIT} (?:dau tien|dau|thu nhat))\b"
)
_NEXT_BEHIND = re.compile(
    rf"(?P<next>{NUMBER}){_MONEY} ?(?:for |cho )?(?:(?:each|every|any) (?:further|additional|extra|other|next)|moi {_UNIT} (?:tiep theo|sau))\b"
)
"""Prices that are told before what they are for."""


def first_one(problem: Told) -> Formula | None:
    """A fare whose first kilometre costs another rate: *12 for the first, 15 for each further, 9 km*."""
    first = _FIRST_BEHIND.search(problem.text) or _FIRST_ONE.search(problem.text)
    following = _NEXT_BEHIND.search(problem.text) or _EACH_NEXT.search(problem.text)
    if first is None or following is None or first.end() > following.start():
        return None
    used = [each for each in problem.outside(first.start(), following.end()) if not each.share]
    if len(used) != 1 or "#" in problem.text or float(used[0].text) < 1:
        return None
    return Formula(f"{first['first']} + {following['next']} * ({used[0].text} - 1)")


def overtime(problem: Told) -> Formula | None:
    """A wage with hours that count for more: *13.20 an hour, time and a half over 38 hours, 44 hours*."""
    told = _OVERTIME.search(problem.text)
    if told is None or "#" in problem.text:
        return None
    times = _TIMES.get(told["times"]) or told["times"].removesuffix(" times")
    worked = problem.outside(*told.span())
    if (
        len(worked) != 1
        or worked[0].noun not in ("hour", "h", "gio", "tieng")
        or float(worked[0].text) < float(told["n"])
    ):
        return None
    return Formula(f"{told['n']} * {told['rate']} + ({worked[0].text} - {told['n']}) * {told['rate']} * {times}")


_PAID = re.compile(
    rf"(?P<rate>{NUMBER}) ?(?:dong|pounds?|dollars?|euros?)? ?(?:an|per|a|/|moi|mot|1) ?(?:hour|hr|h|gio|tieng)\b"
)
_NORMAL = re.compile(rf"(?P<n>{NUMBER}) (?:(?:normal|regular|ordinary|standard|basic) )?(?:hours?|hrs?|h|gio|tieng)\b")
_EXTRA = re.compile(
    rf"(?P<n>{NUMBER}) (?:hours?|hrs?|h|gio|tieng)?(?: of)? ?(?:overtime|extra|lam them|tang ca)[^0-9]{{0,24}}?(?P<times>time and a half|double time|double pay|double|{NUMBER} times|gap ruoi|gap doi)"
)


def extra_hours(problem: Told) -> Formula | None:
    """A wage with so many hours of overtime besides: *13.20 an hour, 38 hours and 4 of overtime at time and a half*."""
    rate, extra = _PAID.search(problem.text), _EXTRA.search(problem.text)
    if rate is None or extra is None or "#" in problem.text:
        return None
    normal = [each for each in _NORMAL.finditer(problem.text) if each.start() not in (rate.start(), extra.start())]
    if len(normal) != 1 or len(problem.amounts) != 3 + bool(re.match(NUMBER, extra["times"])):
        return None
    times = {**_TIMES, "double": "2", "double pay": "2"}.get(extra["times"]) or extra["times"].removesuffix(" times")
    return Formula(f"{normal[0]['n']} * {rate['rate']} + {extra['n']} * {rate['rate']} * {times}")
