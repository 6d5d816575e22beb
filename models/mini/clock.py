"""Questions about times of day, as a formula in minutes: from when to when, or so much after a time."""

import re
from collections.abc import Sequence

from reckoner.core import Language, fold

from .dimensional import duration
from .formula import Formula
from .numbers import spelt_out
from .problems.told import group
from .times import any_of, hour_of

_TIME = re.compile(
    r"(?<![\d:.,/])(?P<h>[01]?\d|2[0-4]) ?(?:[:h]|gio) ?(?P<m>[0-5]\d)? ?(?:phut)?(?P<half> ruoi)? ?"
    r"(?P<part>am|a\.m\.?|pm|p\.m\.?|sang|trua|chieu|toi|dem)?(?![\d:/]|\w| ?min)|"
    r"(?<![\d:.,/])(?P<h2>1[0-2]|\d) ?(?P<part2>am|a\.m\.?|pm|p\.m\.?)(?!\w)|\b(?P<named>noon|midnight)\b"
)
_FROM_TO = re.compile(
    r"how long|how many (?P<en>min(?:ute)?s|h(?:ou)?rs)|in (?P<in>min(?:ute)?s|h(?:ou)?rs)|duration|bao lau|mat (?=bao|may)|(?<!luc )(?:bao nhieu|may) (?P<vi>phut|gio|tieng)"
)
_NEXT_DAY = re.compile(r"next (?:day|morning)|the following (?:day|morning)|overnight|hom sau|sang mai|ngay mai")
_SEVERAL_DAYS = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\bthu (?:hai|ba|tu|nam|sau|bay)\b|chu nhat|(?:a|per|each|every|moi|mot) (?:week|tuan|month|thang)"
)
_EVENING = 17 * 60


def clock(text: str, language: Language) -> Formula | None:
    """The time from one time of day to another that ``text`` asks for, in minutes or hours; or ``None``."""
    plain = _without_homonyms(_AT_DOTTED.sub(r"\1:\2", spelt_out(text, language)), language)
    folded = fold(plain)
    asked = list(_FROM_TO.finditer(folded))
    times = _times_of_day(folded)
    # "1 giờ" and "2 hours" may be spans: a time of day shows its minutes, its part of the day, or stands beside one that does.
    if not asked or len(times) != 2 or not any(map(_sure, times)):
        return None
    if _SEVERAL_DAYS.search(folded) or re.search(r"\d ?[-–] ?\d", folded):
        return None
    rest = folded
    for each in reversed(times):
        rest = rest[: each.start()] + rest[each.end() :]
    off = _BREAK.search(rest)
    if re.search(r"\d", rest[: off.start()] + rest[off.end() :] if off else rest):
        return None
    span = _from_to(times[0], times[1], folded)
    if span is None:
        return None
    pause = int(group(off, "m") or 0) + round(60 * float(group(off, "h") or 0)) if off else 0
    return _between(span, asked, pause)


_PAUSE = r"(?:break|lunch|unpaid|off for|nghi|an trua)"
_BREAK = re.compile(
    rf"(?:minus|less|with|tru|co)?(?: an?| 1)? ?(?:(?P<m>\d{{1,3}})[- ]?(?:{any_of('minute')}|p)\b|(?P<h>\d(?:\.\d)?)[- ]?(?:{any_of('hour')})\b)[a-z ,']{{0,16}}{_PAUSE}|"
    rf"{_PAUSE}[a-z ]{{0,16}}(?:(?P<m2>\d{{1,3}}) ?(?:{any_of('minute')}|p)\b|(?P<h2>\d(?:\.\d)?) ?(?:{any_of('hour')})\b)"
)
"""What is not worked within a span."""


_DOTTED = re.compile(
    r"(?<![\d.,])([01]?\d|2[0-3])\.([0-5]\d)(?![\d.,])(?=.*(?:\bto\b|until|till|[-–]|am\b|pm\b|\bend))"
)


def told_span(asked: str, sentence: str, language: Language) -> Formula | None:
    """How long lies between the two times of day that ``sentence`` tells, where ``asked`` wants that; or ``None``."""
    wanted = list(_FROM_TO.finditer(asked))
    folded = _DOTTED.sub(r"\1:\2", fold(_without_homonyms(sentence, language)))
    times = list(_TIME.finditer(folded))
    if not wanted or len(times) != 2 or not any(map(_sure, times)):
        return None
    span = _from_to(times[0], times[1], folded)
    return _between(span, wanted) if span else None


def tells_length(sentence: str, language: Language) -> bool:
    """Whether ``sentence`` says beside its times of day how long something takes: *at 11:15 and 14:30, 50 minutes each*."""
    folded = _TIME.sub(" ", _DOTTED.sub(r"\1:\2", fold(_without_homonyms(sentence, language))))
    return bool(re.search(rf"\d ?(?:{any_of('hour', 'minute')})\b", folded))


def _between(span: tuple[int, int], wanted: Sequence[re.Match[str]], pause: int = 0) -> Formula:
    """The time of ``span`` but for a ``pause`` in the unit that is asked for."""
    start, end = span
    unit = next((told for each in wanted for told in each.groups() if told), "")
    spelt = f"({end // 60} * 60 + {end % 60}) - ({start // 60} * 60 + {start % 60})" + (f" - {pause}" if pause else "")
    if unit in ("minutes", "mins", "phut"):
        return Formula(spelt, " min")
    return Formula(f"({spelt}) / 60", " h")


_SPAN = re.compile(
    rf"(?<![\w.])(?:(?P<h>\d+(?:\.\d+)?) ?(?:{any_of('hour')})\b(?P<half> ruoi| and a half)?(?: (?:and|va)\b)? ?)?(?:(?P<m>\d{{1,3}}) ?(?:{any_of('minute')}|(?=[,.?]|$))\b)?"
)
_ENDS = re.compile(
    r"what time (?:is|was|will|would)(?: it)?(?: be)? \d[^?]* after|\b(?:lands?|arrives?|ends?|finish(?:es)?|gets? in) (?:at )?(?:when|what time)\b|"
    r"\b(?:plus|them|cong)(?: them)? \d[^?]*(?:what time|may gio|luc nao)|what time[^?]*\d[^?]* plus \d|"
    r"(?:what time|when)\b[^?]*\b(?:arrive|get (?:in|there|home|back)|end|ends|finish(?:es)?|over|done|ready|land|lands|be there|back|stop)\b|"
    r"(?:may gio|luc nao|khi nao)[^?]*\b(?:toi|den|xong|ket thuc|ve|tan|chin|het|ha canh)\b|\b(?:toi|den|xong|ket thuc|ve|tan|chin|het|ha canh)\b[^?]*(?:luc )?(?:may gio|luc nao|khi nao)"
)
_BEGINS = re.compile(
    r"(?:what time|when)\b[^?]*\b(?:leave|set off|start|go|set out|depart|put it in|begin)\b|"
    r"(?:may gio|luc nao|khi nao)[^?]*\b(?:di|xuat phat|khoi hanh|bat dau|roi|ra khoi)\b|\b(?:di|xuat phat|khoi hanh|bat dau)\b[^?0-9]*(?:may gio|luc nao)[^a-z]*$"
)
_BEFORE_IT = re.compile(
    r"what time (?:is|was|will|would)(?: it)?(?: be)? \d[^?]* before|may gio[^?]*\d[^?]* truoc (?:luc )?\d"
)
_BY = re.compile(
    r"\b(?:is|starts|begins) at\b|be there|\bby\b|arrive|need to be|have to be|has to be|ready (?:at|by|for)|eat at|serve|co mat|den noi|toi noi|\bphai (?:toi|den|xong|co)|kip|truoc"
)

_ARRIVES = re.compile(
    r"\b(?:arrive[sd]?|got (?:in|there|home|back)|ended|finished|landed|was (?:over|done|ready))\b[^?]*\d|\b(?:toi|den|ve)(?: [a-z]+)?(?: luc)? \d"
)
"""What tells when something ended, where it is asked when it began."""

_TOLD: dict[Language, str] = {
    "en": """\
def told(minutes):
    day, minutes = divmod(minutes, 24 * 60)
    hour, minute = divmod(minutes, 60)
    half = f'{(hour - 1) % 12 + 1}:{minute:02d} {"am" if hour < 12 else "pm"}'
    away = f', {abs(day)} days {"later" if day > 0 else "before"})'
    return f'{hour}:{minute:02d} ({half}' + {0: ')', 1: ', the next day)', -1: ', the day before)'}.get(day, away)
""",
    "vi": """\
def told(minutes):
    day, minutes = divmod(minutes, 24 * 60)
    hour, minute = divmod(minutes, 60)
    away = f' ({abs(day)} ngày {"sau" if day > 0 else "trước"})'
    return f'{hour}:{minute:02d}' + {0: '', 1: ' (hôm sau)', -1: ' (hôm trước)'}.get(day, away)
""",
}
"""How a program tells a number of minutes since midnight as a time of day."""


_CLOCK_OF = re.compile(
    r",? (?:on|in|as|theo) (?:the |a )?(?:24|12)[- ]?(?:h|hour|gio)(?: clock| format| time)?\b|"
    r",? \(?(?:24|12)[- ]?(?:h|hr|hour|gio) (?:clock|format|time)\)?",
    re.IGNORECASE,
)


_LASTS = re.compile(
    r"\b(?:takes?|took|lasts?|runs?|needs?|for|mat|keo dai|dai|trong|them|sau)(?: about| around| khoang| gan| het)? $"
)
"""Before what looks like a time of day it says that it is how long something lasts: *takes 2h20*."""
_AT = re.compile(r"\b(?:luc|at|from|tu|until|till|den|toi|by|truoc|before|after)(?: khoang)? $")
_GOING = re.compile(
    r"\b(?:drove|drive|flight|flew|walk(?:ed)?|ran|slept|worked|chay|bay|ngu|lam|cho|gom|va|di|nghi(?: trua| giua gio)?|break|lunch)(?: (?:o to|xe|for|them))? $"
)
_MORE = re.compile(r" (?:more|longer|flight|drive|walk|wait|them|nua|di|bay|cho)\b")


def _times_of_day(folded: str) -> list[re.Match[str]]:
    """The times of day of ``folded``; *9 giờ 50 phút* is one behind *lúc*, and how long something lasts elsewhere."""
    return [each for each in _TIME.finditer(folded) if not _lasts(each, folded)]


def _lasts(time: re.Match[str], folded: str) -> bool:
    before, after = folded[: time.start()], folded[time.end() :]
    if _LASTS.search(before):
        return True
    if any(time[name] for name in ("part", "part2", "named")) or ":" in time[0] or _AT.search(before):
        return False
    return "phut" in time[0] or bool(_GOING.search(before)) or bool(time["m"] and _MORE.match(after))


_SPOKEN = tuple(
    (re.compile(rf"\b{said}\b", re.IGNORECASE), minutes)
    for said, minutes in (
        ("an hour and a half", "90 min"),
        ("an hour and a quarter", "75 min"),
        ("half an hour", "30 min"),
        ("quarter of an hour", "15 min"),
        ("three quarters of an hour", "45 min"),
        ("nửa (?:tiếng|giờ|tieng|gio)", "30 phút"),
        ("nua (?:tiếng|giờ|tieng|gio)", "30 phut"),
    )
)
"""Lengths that are told without a number."""
_SHORT = re.compile(r"(?<=\d) ?h ?(\d{1,2})(?: ?m\b|(?= more\b))", re.IGNORECASE)
_AT_DOTTED = re.compile(r"(?<=\bat )(\d{1,2})\.([0-5]\d)(?!\d|\.\d)", re.IGNORECASE)


def _plainly(text: str) -> str:
    """``text`` with the lengths that are told without a number in minutes, and times of day with a colon."""
    for said, minutes in _SPOKEN:
        text = said.sub(minutes, text)
    text = _SHORT.sub(r"h \1 min", text)
    return _AT_DOTTED.sub(r"\1:\2", text)


def time_after(text: str, language: Language) -> str | None:
    """The program that tells the time of day so long after another, or so long before it: *leaves 14:35 and takes 2 h 48*."""
    spelt = _plainly(spelt_out(_CLOCK_OF.sub("", text), language))
    folded, plain = fold(_without_homonyms(spelt, language)), fold(spelt)
    times = [each for each in _times_of_day(folded) if _sure(each)]
    if len(times) != 1 or _SEVERAL_DAYS.search(plain):
        return None
    at, rest = _minutes(times[0]), folded[: times[0].start()] + "," + folded[times[0].end() :]
    rest = re.sub(r"(?<=\d)h(\d\d)(?!\d)", r" h \1 min", rest)
    spans = [each for each in _SPAN.finditer(rest) if each["h"] or each["m"]]
    if at is None:
        return None
    if len(spans) != 1 or re.search(r"\d", rest[: spans[0].start()] + rest[spans[0].end() :]):
        # Several parts of a way, lessons with breaks, so many kilometres at a speed.
        length = duration(spelt[: times[0].start()] + "," + spelt[times[0].end() :], language)
    else:
        length = str(round(float(spans[0]["h"] or 0) * 60) + 30 * bool(spans[0]["half"]) + int(spans[0]["m"] or 0))
    if length is None:
        return None
    back = bool(_BEFORE_IT.search(plain)) or bool(
        _BEGINS.search(plain) and (_BY.search(plain) or _ARRIVES.search(plain))
    )
    if not back and not _ENDS.search(plain):
        return None
    length = length if length.isdigit() else f"round({length})"
    return f"{_TOLD[language]}\ntold({at} {'-' if back else '+'} {length})"


def _sure(time: re.Match[str]) -> bool:
    """Whether it can be nothing but a time of day."""
    return any(time[name] for name in ("m", "part", "part2", "named"))


def _from_to(first: re.Match[str], second: re.Match[str], folded: str) -> tuple[int, int] | None:
    """Two times of day in minutes, the second after the first; ``None`` where the day of the second is not sure."""
    start, end = (_minutes(first), _minutes(second))
    if start is None or end is None:
        return None
    # "From 1:30 to 5 pm": the part of the day is said once.
    part = second["part"] or second["part2"]
    if part and not (first["part"] or first["part2"]) and start <= 12 * 60:
        shared = _minutes(first, part)
        start = shared if shared is not None and shared < end else start
    if end <= start:
        if not (_NEXT_DAY.search(folded) or first["part"] or first["part2"] or start >= _EVENING > end):
            return None  # "From 9:30 to 5:15" may mean the afternoon, or the next morning.
        end += 24 * 60
    elif _NEXT_DAY.search(folded):
        end += 24 * 60
    return start, end


def _without_homonyms(text: str, language: Language) -> str:
    """``text`` without the words that look like a part of the day when their diacritics are gone: *tới*, *tôi*, *đêm*."""
    marked = language == "vi" and text.lower() != fold(text)
    words = r"\b(?:tới|tôi|toi|đến|sang|đem|dem)\b" if marked else r"\btoi\b(?= \w)|\b(?:sang|dem)\b(?= [a-z])"
    return re.sub(words, ",", text, flags=re.IGNORECASE) if language == "vi" else text


def _minutes(match: re.Match[str], part: str = "") -> int | None:
    """Minutes since midnight; ``part`` is the part of the day where the time does not say it itself."""
    if match["named"]:
        return 12 * 60 if match["named"] == "noon" else 24 * 60
    part = (match["part"] or match["part2"] or part).replace(".", "")
    hour = hour_of(int(match["h"] or match["h2"]), part)
    minute = int(match["m"] or 0) + 30 * bool(match["half"])
    return hour * 60 + minute if hour <= 24 else None
