"""What several things come to whose prices stand in documents: *3 ryes and 2 cheese straws*, *gas and electricity together*.

A question is read as a list: each part a thing, so many of it, added or taken off. What only asks, or says who buys, is cut
off at both ends by the words of ``patterns/bill.toml``; a part with a number of its own, or of another kind, makes the whole
no list.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from reckoner.core import Language, fold

from .lexicon import singular, terms
from .patterns import patterns
from .times import any_of, unit_of
from .units import unit_at

_COUNT = re.compile(r"(?P<before>[a-z' ]*?)(?<![\w.])(?:(?P<n>\d{1,4}) ?(?:x )?|(?:an?|one|mot) )(?P<what>[a-z].*)")
_BEHIND = re.compile(
    r"(?P<what>[a-z].*?) (?:x ?(?P<n>\d{1,3})|(?:for|cho) (?P<m>\d{1,3}) (?:people|persons|guests|of us|nguoi|khach))"
)
_ABOUT = re.compile(r" (?:(?:from|at|in|on|o|tai|di|cua) (?P<about>[a-z' ]+)|(?:for|cho) [a-z' ]+)$")
_FOR_TIME = re.compile(
    rf",? (?:(?:for|over|in|trong|suot|ca) )?(?P<n>\d{{1,3}}) (?P<span>{any_of('night', 'day', 'week', 'month', 'year', 'hour')})$"
)
_WITHIN = re.compile(r"^(?:trong|tren|theo|o|tai|in|on|at|from|of|for) (?:the |my |our )?(?P<about>[a-z' ]{3,40}), ")
_SIZE = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?P<behind> ?[a-z]+)?")
_BILLED = re.compile(
    r",? thi (?P<about>(?:tien|phi|gia) [a-z ]{2,24}?)(?: (?:1 thang|mot thang|moi thang))?(?: (?:la|het|thi|se))* (?:bao nhieu|may|nhieu)(?: tien)?$"
)
_SAYS_LESS = re.compile(r"discount|giam|uu dai|chiet khau")
_PERCENT = re.compile(r"(?<![\w.])(?P<n>\d+(?:\.\d+)?) ?%")
_HEAD = re.compile(r"[a-z' ]+ (?:cost|costs|price|prices|fee|fees|charges?|bill)|(?:phi|gia|tien|chi phi) [a-z ]+")
_MOST, _WORDS, _BEFORE = 6, 6, 3
"""Parts of a list, words of a part, and words before its number."""
_COMPARES = re.compile(
    r"\b(?:than|more|fewer|difference|save|saved|saving|each|every|percent|average|change|left|share|split|hon|chenh|lech|tiet kiem|do duoc|"
    r"moi nguoi|moi ban|trung binh|thoi lai|con lai bao|chia|cac|nhung|all the)\b"
)
_ASKS = re.compile(
    r"\b(?:what|which|who|when|where|how|why|if|nao|gi|ai|bao nhieu|each|every|per|moi|than|hon|not|khong|is|are|was)\b"
)


@dataclass(frozen=True)
class Part:
    """A thing of a list."""

    what: str
    count: str = ""
    about: str = ""
    """Where it is from, or who it is for: something to search by that its price need not say."""
    taken: bool = False
    """Whether it is taken off."""


@dataclass(frozen=True)
class Bill:
    """What is bought or added up."""

    parts: tuple[Part, ...]
    factor: str = ""
    """What the whole is multiplied by: `` * (1 - 20/100)``."""
    within: str = ""
    """Of what these are parts, told before them."""
    times: str = ""
    """For how many of ``span`` one thing is paid; nothing where it is paid once."""
    span: str = ""
    """The unit of time that it is paid for: ``nights``."""
    discounted: bool = False
    """Whether a discount comes off whose share stands in a document, too."""
    discount: str = ""
    """Its name, where it has one."""

    @property
    def gives(self) -> str:
        """The formula, each thing by its letter from ``p`` on."""
        signed = ""
        for letter, part in zip(LETTERS, self.parts, strict=False):
            signed += " - " if part.taken else " + "
            signed += f"{part.count} * {letter}" if part.count else letter
        whole = signed.removeprefix(" + ") + (f" * {self.times}" if self.times else "")
        return f"({whole}){self.factor}" if self.factor and len(self.parts) > 1 else whole + self.factor


_JOINTS = ("với", "và", "cộng", "thêm", "kèm", "cùng", "trừ")
LETTERS = "pqrstuv"


def bill(asked: str, language: Language, written: str = "") -> Bill | None:
    """The list whose prices ``asked`` adds up, in small letters without diacritics and numbers in plain digits; or ``None``.

    Args:
        asked: The question, folded.
        language: Its language.
        written: The question as it was put: with diacritics *vôi* joins nothing, though *với* does.
    """
    words = _words()
    if not words["pays"].search(asked) or _COMPARES.search(asked):
        return None
    rest, factor = share_of(re.sub(r"\s+", " ", re.sub(r"\([^()]*\)", "", asked)))
    discount = without_discount(rest) if not factor else None
    rest = discount[0] if discount else rest
    rest, within = _within(rest.strip(" ,.?!"))
    rest = _cut(rest)
    rest, times, span = _for_time(rest)
    if "%" in rest or not rest:
        return None
    parts = _parts(rest, language, _no_joints(written))
    changes = factor or times or discount
    if not parts or parts[0].taken or len(parts) > _MOST or (times and (len(parts) > 1 or discount)):
        return None
    plain = len(parts) > 1 and (words["sums"].search(asked) or any(part.taken for part in parts))
    if not (any(part.count for part in parts) or plain or (changes and len(parts) == 1)):
        return None
    return Bill(tuple(parts), factor, within, times, span, discount is not None, discount[1] if discount else "")


def _within(rest: str) -> tuple[str, str]:
    """``rest`` without what it says that the things are parts of, before them or with the question behind, and that."""
    for pattern in (_WITHIN, _BILLED):
        if found := pattern.search(rest):
            return f"{rest[: found.start()]}{rest[found.end() :]}", found["about"]
    return rest, ""


def _parts(rest: str, language: Language, others: frozenset[str]) -> list[Part]:
    """The parts of the list ``rest``; none where one of them is no thing."""
    parts: list[Part] = []
    heads = False
    for taken, written in _split(rest, others):
        if not parts and not heads and _HEAD.fullmatch(written):
            heads = True  # "The catering cost, adults and children": it says what the prices are.
            continue
        part = _part(written, language, taken=taken)
        if part is None:
            return []
        parts.append(part)
    return parts


def without_discount(asked: str) -> tuple[str, str] | None:
    """``asked`` without the discount that it only names, and that name; or ``None``."""
    places = list(_words()["discount"].finditer(fold(asked)))
    if not places:
        return None
    # "As a full member … after the discount": who pays is told, too.
    found = next((each for each in places if _SAYS_LESS.search(each[0])), places[0])
    name = next((value for value in found.groups() if value), "")
    return f"{asked[: found.start()]} {asked[found.end() :]}".strip(), name.strip()


def _for_time(rest: str) -> tuple[str, str, str]:
    """``rest`` without the time that it is paid for, how many of what that is."""
    found = _FOR_TIME.search(rest)
    return (rest[: found.start()].strip(" ,"), found["n"], found["span"]) if found else (rest, "", "")


def share_of(asked: str) -> tuple[str, str]:
    """``asked`` without the one share that is taken off or put on, and what that multiplies the whole by."""
    for name, sign in (("off", "-"), ("on", "+")):
        if found := _words()[name].search(asked):
            number = _PERCENT.search(found[0])
            assert number is not None
            return f"{asked[: found.start()]} {asked[found.end() :]}", f" * (1 {sign} {number['n']}/100)"
    return asked, ""


def _cut(rest: str) -> str:
    """``rest`` without what asks and who buys, at both of its ends."""
    before = None
    while before != rest:
        before = rest
        rest = _words()["lead"].sub("", rest).strip(" ,.?!:")
        rest = _words()["tail"].sub("", rest).strip(" ,.?!:")
    return re.sub(r"\s+", " ", rest)


def _no_joints(written: str) -> frozenset[str]:
    """The words that look like a joint once their diacritics are gone, of a question that has diacritics and no such joint."""
    words = set(re.findall(r"\w+", unicodedata.normalize("NFC", written).lower()))
    marked = any(word != fold(word) for word in words)
    return frozenset(fold(joint) for joint in _JOINTS if marked and joint not in words)


def _split(rest: str, others: frozenset[str]) -> list[tuple[bool, str]]:
    """The parts of a list, each with whether it is taken off."""
    parts, taken, start = [], False, 0
    for match in _words()["joint"].finditer(rest):
        # A number begins the next part where this one has its own: "2 lattes 1 muffin".
        own = re.search(r"\d", rest[start : match.start()])
        if others & set(match[0].split()) or (match["next"] and not own):
            continue
        parts.append((taken, rest[start : match.start()]))
        taken, start = match["less"] is not None, match.end()
    parts.append((taken, rest[start:]))
    return [(taken, part.strip(" ,")) for taken, part in parts if part.strip(" ,")]


def _part(written: str, language: Language, *, taken: bool) -> Part | None:
    written = _words()["lead"].sub("", written)
    counted = _BEHIND.fullmatch(written) or _COUNT.fullmatch(written)
    groups = counted.groupdict() if counted else {}
    count = groups.get("n") or groups.get("m") or ""
    before = (groups.get("before") or "").strip()
    what = _words()["kind"].sub("", counted["what"] if counted else written).strip(" -")
    plain = _words()[f"idle_{language}"].sub("", what).strip()
    what = plain if terms(plain, language) else what
    # "Trám 3 cái răng": what is done stands before the number; in English it is who buys.
    if before and language == "vi":
        if counted is None or not _words()["kind"].match(counted["what"]):
            return None
        what = f"{before} {what}"
    about = _ABOUT.search(what)
    what = what[: about.start()] if about else what
    if count and language == "en":
        what = " ".join((*what.split()[:-1], singular(what.split()[-1])))
    if not _is_thing(what, language) or len(before.split()) > _BEFORE:
        return None
    # So many hours or grams are no pieces.
    if count and (unit_of(what.split()[0]) or unit_at(f" {what}")):
        return None
    return Part(what, "" if count == "1" else count, (about["about"] or "") if about else "", taken)


def _is_thing(what: str, language: Language) -> bool:
    """Whether ``what`` names something; a number in a name is the size of it."""
    if re.search(r"[a-z]{2,}-?\d{2,}|[a-z]-?\d{3,}", what):
        return False  # The name of one order or room.
    for size in _SIZE.finditer(what):
        if not size["behind"] or not (
            unit_at(size["behind"]) or size["behind"].strip() in ("trang", "pages", "page", "gsm")
        ):
            return False
    return bool(terms(what, language)) and not _ASKS.search(what) and len(what.split()) <= _WORDS


@cache
def _words() -> dict[str, re.Pattern[str]]:
    told = patterns("bill")
    bounds = {
        "lead": rf"^(?:{{}})(?![\w'])(?! ?(?:{told['joint']})| ?$)[, ]*",
        "tail": r"[,.;:?]? ?(?<![\w])(?:{})$",
        "kind": r"^(?:{}) ",
        # A number begins the next part of a list that nothing else joins.
        "joint": r"{}|(?P<next> )(?=[1-9] [a-z])",
    }
    bounds |= dict.fromkeys(("idle_en", "idle_vi"), r"^(?:(?:{}) )+")
    return {name: re.compile(bounds.get(name, "{}").replace("{}", when)) for name, when in told.items()}
