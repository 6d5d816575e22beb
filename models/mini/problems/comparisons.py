"""How two are compared: *6 more girls than boys*, *3 times as old as Ann*, *5 seconds faster than Emil*, *gấp đôi*."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..lexicon import singular
from ..times import any_of
from .told import NUMBER

_NAME = r"[a-z'][a-z' ]{0,28}?"
_A, _B = rf"(?<![a-z'])(?P<a>{_NAME})", rf"(?P<b>{_NAME})"
_IS = (
    r"(?:is|are|was|were|has|have|had|weighs?|costs?|scored|got|gets?|owns?|sold|made|picked|collected|saved|earns?|earned|ran|runs|finished|"
    r"took|takes|swam|reads?|drove|cycled|walked|baked|caught|found|ate|won|wrote|bought|jumped|planted|threw|arrived)"
)
_TIMES = rf"(?:(?P<n>{NUMBER}) times|(?P<word>twice|double|triple|thrice))"
_WAY = (
    r"(?P<way>more|fewer|less|older|younger|heavier|lighter|longer|shorter|taller|faster|quicker|slower|cheaper|dearer|bigger|smaller|"
    r"higher|lower|deeper|wider)"
)
_MORE = rf"(?P<n>{NUMBER})(?: (?P<unit>(?!more|less|times)[a-z]+))? {_WAY}"
_HON = r"(?P<way>nhieu|it|lon|be|nho|dai|ngan|nang|nhe|cao|thap|gia|tre|dat|re|mac|nhanh|cham|sau|rong)"
_END = r"(?: in | on | at | live | and |[.,;?]|$)"
_DOES = r"(?: does| do| did| is| has| was)?"
_WAYS = tuple(
    map(
        re.compile,
        (
            rf"{_TIMES} as (?:many|much) (?P<a>{_NAME}) as {_B}{_END}",
            rf"{_A} {_IS} {_TIMES} (?:as [a-z]+(?: (?P<thing>[a-z]+))? as|older than|the (?:age|price|weight|length|number) of|more than) {_B}{_DOES}{_END}",
            rf"{_MORE} (?P<a>{_NAME}) than {_B}{_END}",
            rf"{_A} {_IS} {_MORE}(?: (?P<thing>[a-z]+))? than {_B}{_DOES}{_END}",
            # Who is meant is told before: *Sam has 42 marbles, 6 more than Tom*.
            rf", (?:which (?:is|was) |that is )?{_MORE} than {_B}{_DOES}{_END}",
            rf"{_A} (?:nhieu )?gap (?:(?P<n>{NUMBER})(?: lan)?|(?P<word>doi|ba))(?: so)? {_B}(?: va |[.,;?]|$)",
            rf"(?<![a-z'])(?P<a>(?!{_HON.replace('?P<way>', '?:')} hon){_NAME}) (?:{_HON} )?(?:hon|(?P<kem>kem)) {_B} (?:la )?(?P<n>{NUMBER})(?: (?P<unit>[a-z]+))?",
            rf"[,;] (?:va )?{_HON} hon {_B} (?:la )?(?P<n>{NUMBER})(?: (?P<unit>[a-z]+))?",
        ),
    )
)
_WORDS = {"twice": "2", "double": "2", "doi": "2", "triple": "3", "thrice": "3", "ba": "3"}
_PRONOUNS = frozenset({"he", "she", "it", "they", "this", "that", "which"})
_LESS = frozenset("fewer less younger lighter shorter cheaper smaller lower it be nho ngan nhe thap tre re kem".split())
_FAST, _SLOW = frozenset({"faster", "quicker", "nhanh"}), frozenset({"slower", "cham"})
_TIME = re.compile(any_of("second", "minute", "hour"))
_ARTICLE = re.compile(r"^(?:(?:the|an?|some|his|her|my|our|their|so) )+")
_IDLE = frozenset(
    "of there are is were was in on at and if has have had number so cac nhung ban em hoc sinh nguoi la co thi ma biet rang trong "
    "tuoi cua chiec cai qua con to quyen s lop how many old much what each does may bao nhieu hoi".split()
)


@dataclass(frozen=True)
class Compared:
    """The first is so many times the second, or so much more."""

    first: frozenset[str]
    second: frozenset[str]
    things: frozenset[str] = frozenset()
    """What the first has more of: *a class has 4 more boys than girls*."""
    times: str = ""
    more: str = ""
    start: int = 0
    end: int = 0


def compared(text: str) -> Iterator[Compared]:
    """The comparisons that ``text`` tells, in their order; it ends at one that is not clear."""
    start, former = 0, frozenset[str]()
    while found := min(
        (each for way in _WAYS if (each := way.search(text, start))), key=lambda each: each.start(), default=None
    ):
        groups = found.groupdict()
        number = groups.get("n") or _WORDS.get(groups.get("word") or "", "")
        first = key(groups["a"]) if "a" in groups else key(_subject(text[: found.start()]))
        second, things = key(groups["b"]), key(groups.get("thing") or "")
        if first <= _PRONOUNS:
            first = former or key(_subject(text[: found.start()]))
        former = first
        if not number or not first - second or not second - first:
            return
        if _is_less(groups):
            first, second, things = second, first, frozenset()
        size = {"more" if "way" in groups else "times": number}
        yield Compared(first, second, things, **size, start=found.start(), end=found.end())
        start = max(found.end() - 1, start + 1)


def _subject(before: str) -> str:
    """Who is told of in the last sentence here, before its first number."""
    told = [each for each in re.split(r"[.?!;] ", before) if each.strip(" ,")]
    return re.split(NUMBER, told[-1])[0] if told else ""


def _is_less(groups: dict[str, str | None]) -> bool:
    """Whether the first has less of what is counted; who is faster takes less time, and makes more way in one."""
    way = groups.get("way") or groups.get("kem") or ""
    if way in _FAST | _SLOW:
        return (way in _FAST) == bool(_TIME.fullmatch(groups.get("unit") or ""))
    return way in _LESS


def key(name: str) -> frozenset[str]:
    """What tells a part from the other: its words without those that say nothing."""
    if not name:
        return frozenset()
    own = _ARTICLE.sub("", re.split(r" (?:and|that|who|which|co|ma) ", f" {name.strip()}")[-1].strip())
    words = re.findall(r"[a-z]+", own)
    # *Con* counts animals, and is a child where nothing else is named.
    telling = [word for word in words if word not in _IDLE] or words
    return frozenset(each for word in telling for each in (word, singular(word)))
