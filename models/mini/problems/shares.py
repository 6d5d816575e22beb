"""Shares: so many of a whole, and by how many percent something rose or fell."""

import re

from ..formula import Formula
from ..lexicon import singular
from .flows import other_unit
from .told import NUMBER, Told, group

_OPPOSITES = (
    ("girl", "boy"), ("woman", "man"), ("women", "men"), ("female", "male"), ("nu", "nam"), ("gai", "trai"),
    ("right", "wrong"), ("correct", "wrong"), ("pass", "fail"), ("passed", "failed"), ("sold", "unsold"), ("full", "empty"),
    ("read", "unread"), ("dung", "sai"), ("dau", "truot"), ("do", "truot"), ("trong", "mai"), ("adult", "child"), ("adult", "children"),
)  # fmt: skip
_NOT = re.compile(
    r"\b(?:not|dont|don't|didn't|doesn't|aren't|isn't|weren't|left|remain\w*|rest|others?|khong|chua|con lai)\b"
)
_TALK = frozenset(
    "how many much people there are is was were that do does did of the a an them they who will would be have has had in on so vay hoi "
    "bao nhieu may co la thi trong cua so ban em con nguoi hoc sinh nhung cai left remain remaining remains rest not other others con lai "
    "khong chua said say says it this total all".split()
) - {each for pair in _OPPOSITES for each in pair}
_DOWN = re.compile(
    r"drop|shr[aiu]nk|lower|declin|\bf(?:a|e)ll|decrease|\bdown\b|reduc|cheaper|\boff\b|lose|lost|giam|lo\b"
)
_UP = re.compile(r"rise|rose|increase|\bup\b|grow|grew|growth|rais|gain|profit|tang|\blai\b|loi nhuan")
_FORMER = re.compile(
    r"last (?:year|month|week)|before|was|used to|nam ngoai|nam truoc|thang truoc|tuan truoc|truoc day|ban dau|von"
)
_LATTER = re.compile(r"this (?:year|month|week)|\bnow\b|today|nam nay|thang nay|tuan nay|bay gio|hien")


_THOSE = re.compile(
    r"how many (?:[a-z]+ )?(?:is|are|was|were) (?:that|those|they|this|it)\b|(?:do|vay|the) la (?:bao nhieu|may)"
)


def other_share(problem: Told) -> Formula | None:
    """Which percentage the others are: *a class of 40, 14 of them boys: what percentage are girls?*"""
    asks = problem.asks or problem.text
    if len(problem.wholes) != 2 or problem.shares or not re.search(r"percent|%|phan tram", asks) or "#" in problem.text:
        return None
    part, whole = sorted(problem.wholes, key=lambda each: float(each.text))
    told = {singular(word) for word in re.findall(r"[a-z]+", problem.after(part).split(asks)[0])[:4]}
    # Where the question tells the number, too, what is asked stands behind it.
    asked = {singular(word) for word in re.findall(r"[a-z]+", asks.rpartition(part.text)[2])}
    pairs = {(singular(one), singular(other)) for pair in _OPPOSITES for one, other in (pair, pair[::-1])}
    if not any(one in told and other in asked and one not in asked for one, other in pairs):
        return None
    return Formula(f"({whole.text} - {part.text}) / {whole.text} * 100", "%")


def share(problem: Told) -> Formula | None:
    """So many of a whole, or those that are not: *640 customers, 62.5% of them came back: how many is that?*"""
    parts, wholes = problem.shares, problem.wholes
    if len(parts) != 1 or len(wholes) != 1 or not re.search(r"how (?:many|much)|bao nhieu|\bmay\b|nhieu", problem.asks):
        return None
    part, whole = parts[0], wholes[0]
    if re.search(
        r"tax|vat|tip|discount|\boff\b|interest|commission|giam|\bbot\b|chiet khau|\btru\b.*\bcon\b|tang|thue|\blai\b|phi|boa|inclu|bao gom|hoa hong|coc|more|less|increase|raise|larger|smaller|bigger",
        problem.text,
    ):
        return None
    # "180 are women" counts a part; and a whole that comes later is told as "40% of the 50".
    if re.match(r" (?:of (?:them|these)|are|were|is|was|la)\b", problem.text[whole.end :]):
        return None
    if whole.start > part.start and not re.search(
        r"% (?:of|cua|trong|so)(?: (?:the|a|an|all|his|her|my|our|their|tong|so|total))* $", problem.before(whole)
    ):
        return None
    clause = re.split(r"[.?!;,]| (?:and|va) ", problem.text[part.end :].lstrip(" %"))[0]
    around = _telling(f"{problem.before(whole)} {whole.noun}") | {whole.noun}
    if whole.start < part.start:
        about, _, subject = (
            problem.before(part).rpartition(",")
            if "," in problem.before(part)
            else problem.before(part).rpartition(". ")
        )
        around, clause = around | _telling(about), f"{subject} {clause}"
    named, asked = _telling(clause) - around, _telling(problem.asks) - around
    turned = bool(_NOT.search(problem.asks)) != bool(_NOT.search(clause))
    formula = Formula(f"{whole.text} * {part.text}/100")
    if _THOSE.search(problem.asks) and not _NOT.search(problem.asks):
        return formula  # "5% did not reply. How many is that?"
    rest = Formula(f"{whole.text} * (1 - {part.text}/100)")
    if any({first, second} & named and {first, second} & asked and not named & asked for first, second in _OPPOSITES):
        return None if turned else rest
    if turned:
        return rest if not asked or asked <= named else None
    return formula if not asked or asked & named else None


_FRACTION = re.compile(r"(?<![\w./])(?P<top>\d)/(?P<bottom>\d{1,2})(?![\d/])")


def fraction_left(problem: Told) -> Formula | None:
    """What is left of a whole when a fraction of it is gone: *2/5 of a book of 350 pages are read: how many are left?*"""
    told = list(_FRACTION.finditer(problem.text))
    others = problem.outside(*told[0].span()) if len(told) == 1 else ()
    if len(others) != 1 or not re.search(r"how (?:many|much)|bao nhieu|\bmay\b|nhieu", problem.asks):
        return None
    (whole,), (fraction,) = others, told
    before = problem.text.replace(problem.asks, "")
    proper = int(fraction["top"]) < int(fraction["bottom"])
    if (
        whole.share
        or whole.each
        or "each" in before
        or not proper
        or other_unit(problem)
        or not _NOT.search(problem.asks)
        or _NOT.search(before)
    ):
        return None
    return Formula(f"{whole.text} * (1 - {fraction['top']}/{fraction['bottom']})")


def _telling(words: str) -> set[str]:
    return {singular(word) for word in re.findall(r"[a-z]+", words) if word not in _TALK}


_BY = re.compile(r"\bby ?$|\b(?:giam|tang|bot|ha)(?: gia)?(?: di| them| bot| mat)? ?$")


def change(problem: Told) -> Formula | None:
    """By how many percent something rose or fell: *320 candles in May and 272 in June: how many percent did sales drop?*"""
    if len(problem.amounts) != 2 or any(each.share or each.each for each in problem.amounts):
        return None
    asks = re.search(
        r"(?:how (?:many|much)|what|which|bao nhieu|\bmay) ?(?:percent|percentage|%|phan tram)|in (?:percent|%)|"
        r"[,.;] ?(?:percent|percentage|%) (?:off|drop|rise|increase|decrease|change|reduction)[ ?]*$",
        problem.text,
    )
    first, second = problem.amounts
    if asks is None or (first.noun and second.noun and first.noun != second.noun and second.noun not in ("con", "thi")):
        return None
    if all(re.fullmatch(r"(?:19|20)\d\d", each.text) for each in problem.amounts):
        return None
    if _BY.search(problem.before(second)) or re.match(r" (?:off|less|more|cheaper)\b", problem.after(second)):
        # The change itself is told: "reduced by 50".
        smaller = "#" in first.text + second.text or float(second.text) < float(first.text)
        return Formula(f"{second.text} / {first.text} * 100", "%") if smaller else None
    down, up = bool(_DOWN.search(problem.text)), bool(_UP.search(problem.text))
    if down == up or re.search(r"of the|out of|trong so|\btrong \d", problem.text):
        return None
    around = f"{problem.before(second)[-30:]} {problem.after(second)[:24]}"
    if _LATTER.search(problem.before(first)) and _FORMER.search(around):
        first, second = second, first
    # A rise to less, or a fall to more, was read in the wrong order.
    if "#" not in first.text + second.text and (float(second.text) < float(first.text)) != down:
        return None
    return Formula(f"({second.text} - {first.text}) / {first.text} * 100", "%")


_OUT_OF = re.compile(
    rf"(?P<a>{NUMBER}) (?:out of|of|in) every (?P<b>{NUMBER})|cu (?P<b2>{NUMBER})(?: [a-z]+){{1,2}} (?:thi )?co (?P<a2>{NUMBER})"
)


def out_of_every(problem: Told) -> Formula | None:
    """How many do, or do not, of a whole: *28 pupils, 4 out of every 7 walk: how many don't?*"""
    told = _OUT_OF.search(problem.text)
    if told is None or len(problem.amounts) != 3 or not re.search(r"how many|bao nhieu|\bmay\b", problem.asks):
        return None
    (whole,) = problem.outside(*told.span()) or (None,)
    some, of = group(told, "a"), group(told, "b")
    if whole is None or "#" in problem.text or float(some) >= float(of):
        return None
    # "4 of every 7 are girls. How many boys": asked for by another name than that.
    are = re.match(r"(?: [a-z]+)? (?:are|la) (?P<who>[a-z]+)", problem.text[told.end() :])
    asked = re.search(
        r"how many (?P<who>[a-z]+)|(?:bao nhieu|\bmay) (?:em |ban |hoc sinh )?(?P<who2>[a-z]+)", problem.asks
    )
    others = are and asked and singular(group(asked, "who")) != singular(are["who"])
    rest = others or _NOT.search(problem.asks)
    return Formula(f"{whole.text} * ({of} - {some}) / {of}" if rest else f"{whole.text} * {some} / {of}")


_PART_IS = re.compile(
    rf"(?P<part>{NUMBER})(?: [a-z]+){{0,2}} (?:is|are|makes?|la|bang|chiem) (?P<share>{NUMBER}) ?(?:%|percent|phan tram) (?:of|cua) (?P<of>[a-z ]+)|"
    rf"(?P<share2>{NUMBER}) ?(?:%|percent|phan tram) (?:of|cua) (?P<of2>it|what number|a number|which number|no|so nao|so do|mot so)(?: is| la| bang)+ (?P<part2>{NUMBER})"
)
_WHOLE_ASKED = re.compile(
    r"what (?:is|was|are) the (?:total|whole|full|original|number)|what(?:'s| is) (?:it|the total)|so nao|so do (?:la|bang)|tong (?:so )?(?:la|bang)|(?:bao nhieu|may)|what number|find the number"
)


def whole_of_part(problem: Told) -> Formula | None:
    """The whole by a part of it: *54 is 45% of the total: what is the total?*"""
    told = _PART_IS.search(problem.text)
    if (
        told is None
        or len(problem.amounts) != 2
        or not _WHOLE_ASKED.search(problem.text)
        or re.search(r"rest|left|con lai|other", problem.text)
    ):
        return None
    share, whole = group(told, "share"), group(told, "part")
    return Formula(f"{whole} / ({share} / 100)") if "#" not in share + whole else None
