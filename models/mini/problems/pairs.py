"""Two of whom one is told by the other: so many times as much, so much more."""

import re

from ..formula import Formula
from ..lexicon import singular
from .told import NUMBER, Told, group, part

_OLDER = re.compile(
    rf"(?P<who>[a-z' ]+?),? (?P<n>{NUMBER}) (?:years? |yrs? )?(?P<way>older|younger)"
    r"(?: than (?P<than>[a-z' ]+?)(?= and | but |[^a-z' ]|$))?"
)
_HOLDER = re.compile(r"(?P<holder>[a-z' ]+?)(?: (?:is|am|has|just|now|turned)|'m|'s)* $")
_AGE_ASKED = re.compile(
    r"(?:so |then |and |now )?how old (?:is|am|are) (?P<whose>(?!(?:they|we|both|together)\b)[a-z' ]+)"
)
_THEN = re.compile(r"\b(?:ago|next|last|when|was|were|will|twice|half|together|both)\b")
_PRONOUNS = {"he", "she", "him", "her"}
_IDLE = frozenset("and but if is am are m s does now years old the a an".split())


_CONSECUTIVE = re.compile(r"(?:\b2\b|two|hai)? ?(?:consecutive|so (?:tu nhien |nguyen |chan |le )*lien tiep)")
_GROWS = re.compile(
    rf"(?P<older>{NUMBER})[^0-9]{{1,40}}?(?P<younger>{NUMBER})[^0-9]*?(?:how many (?:more )?years|in how many years|(?:sau |trong )?(?:may|bao nhieu) nam)[^0-9]*?"
    r"(?:(?P<twice>twice|double|gap doi)|(?:gap )?(?P<n>\d) (?:times|lan))"
)


def years_until(problem: Told) -> Formula | None:
    """In how many years one of two is so many times as old as the other: *38 and 10: when twice?*"""
    told = _GROWS.search(problem.text)
    if (
        told is None
        or not re.search(r"\bage|\bold\b|tuoi", problem.text)
        or re.search(r"\bago\b|truoc\b", problem.text)
    ):
        return None
    if len(problem.amounts) != (2 if told["twice"] else 3) or "#" in problem.text:
        return None
    times = told["n"] or "2"
    if float(told["older"]) <= float(times) * float(told["younger"]):
        return None
    return Formula(f"({told['older']} - {times} * {told['younger']}) / ({times} - 1)")


_THREE = re.compile(r"\b(?:3|three|ba) (?:so )?(?:consecutive|(?:tu nhien |nguyen |chan |le )*lien tiep)")


def _of_three(text: str, three: re.Match[str]) -> Formula | None:
    """The largest, the middle or the smallest of three numbers in a row, by their sum."""
    whole = re.findall(rf"-?{NUMBER}", f"{text[: three.start()]}{text[three.end() :]}")
    if any(each.startswith("-") for each in whole):
        return None
    step = 2 if re.search(r"\b(?:even|odd|chan|le)\b", text) else 1
    signs = (
        (r"larg|bigg|great|highest|last|so lon|so cuoi", f" + {step}"),
        (r"small|least|lowest|first|so be|so nho|so dau", f" - {step}"),
        (r"middle|second|so giua|o giua", ""),
    )
    meant = [sign for words, sign in signs if re.search(words, text)]
    return Formula(f"{whole[0]} / 3{meant[0]}") if len(whole) == 1 and len(meant) == 1 else None


def sum_and_difference(problem: Told) -> Formula | None:
    """Two numbers by their sum and their difference."""
    text = problem.text
    if three := _THREE.search(text):
        return _of_three(text, three)
    if _CONSECUTIVE.search(text):
        whole = [each for each in re.findall(NUMBER, text) if each != "2"]
        apart_by = "2" if re.search(r"\b(?:even|odd|chan|le)\b", text) else "1"
        larger = re.search(r"larger|bigger|greater|second|so lon|so sau", text)
        smaller = re.search(r"smaller|lesser|first|so be|so nho|so dau|so truoc", text)
        if len(whole) != 1 or bool(larger) == bool(smaller):
            return None
        return Formula(f"({whole[0]} {'+' if larger else '-'} {apart_by}) / 2")
    total = part(r"(?:sum|total|add up|adds? to|tong)(?: is| of| to| la| bang| bang la|:)* N", text)
    apart = part(r"(?:difference|differ by|hieu|chenh(?: lech)?|hon kem nhau)(?: is| of| la| bang|:)* N", text)
    if not total or not apart or len(re.findall(NUMBER, text)) > 2:
        return None
    if re.search(r"larger|bigger|greater|so lon", text):
        return Formula(f"({total} + {apart}) / 2")
    return Formula(f"({total} - {apart}) / 2") if re.search(r"smaller|lesser|so be|so nho", text) else None


_MORE_OF = re.compile(
    rf"(?P<apart>{NUMBER}) (?P<way>more|fewer|less) (?P<first>[a-z]+) than (?P<second>[a-z]+)|"
    rf"(?:so )?(?P<first2>(?:hoc sinh |ban )?[a-z]+) (?P<way2>nhieu hon|it hon|hon|kem) (?:so )?(?P<second2>(?:hoc sinh |ban )?[a-z]+)(?: la)? (?P<apart2>{NUMBER})"
)


def two_groups(problem: Told) -> Formula | None:
    """How many one of two groups has, by how many both have: *28 pupils, 6 more girls than boys: how many boys?*"""
    told = _MORE_OF.search(problem.text)
    if told is None or len(problem.amounts) != 2 or any(each.share or each.each for each in problem.amounts):
        return None
    first, second = (singular(group(told, name).split()[-1]) for name in ("first", "second"))
    if group(told, "way") in ("fewer", "less", "it hon", "kem"):
        first, second = second, first
    asked = _wanted(problem)
    whole = problem.outside(*told.span())
    # The whole is of neither: "12 boys, and 3 more girls than boys" tells another story.
    if len(whole) != 1 or (first in asked) == (second in asked):
        return None
    told_of = {whole[0].noun, *map(singular, re.findall(r"[a-z]+", problem.before(whole[0])))}
    if not whole[0].noun or told_of & {first, second, "cent", "dollar"}:
        return None
    sign = "+" if first in asked else "-"
    return Formula(f"({whole[0].text} {sign} {group(told, 'apart')}) / 2")


def _wanted(problem: Told) -> set[str]:
    """The words behind *how many*."""
    found = re.findall(r"(?:how many(?! more| fewer)|bao nhieu|\bmay) ([a-z ]+)", problem.asks)
    return {singular(word) for word in found[-1].split()} if found else set()


_RATIO = re.compile(
    rf"(?P<a>{NUMBER}) (?P<first>[a-z]+) (?:for|to) every (?P<b>{NUMBER}) (?P<second>[a-z]+)|cu (?P<a2>{NUMBER}) (?P<first2>[a-z]+) (?:thi )?co (?P<b2>{NUMBER}) (?P<second2>[a-z]+)"
)


def ratio_part(problem: Told) -> Formula | None:
    """How many one part has of a whole that is parted in a ratio: *32 pupils, 3 girls for every 5 boys: how many girls?*"""
    told = _RATIO.search(problem.text)
    if told is None or len(problem.amounts) != 3:
        return None
    first, second = (singular(group(told, name)) for name in ("first", "second"))
    asked = _wanted(problem)
    (whole,) = problem.outside(*told.span()) or (None,)
    if whole is None or whole.noun in (first, second, "") or (first in asked) == (second in asked):
        return None
    one, other = group(told, "a"), group(told, "b")
    return Formula(f"{whole.text} * {one if first in asked else other} / ({one} + {other})")


_PARTS = re.compile(r"(?<![\d:.])(\d{1,3}) ?: ?(\d{1,3})(?: ?: ?(\d{1,3}))?(?![\d:])")
_LARGEST = re.compile(r"\b(?:most|largest|biggest|greatest|highest|longest|nhieu nhat|lon nhat|cao nhat|dai nhat)\b")
_LEAST = re.compile(r"\b(?:least|smallest|fewest|lowest|shortest|it nhat|nho nhat|be nhat|thap nhat|ngan nhat)\b")


_SHARERS = re.compile(r"(?:between|among|cho) (?P<names>[a-z]+(?:, [a-z]+)*,? (?:and|va) [a-z]+)\b")


def _part_of(problem: Told, parts: list[str]) -> str:
    """The part of the one who is asked for, of those who are named in the order of the ratio; or nothing."""
    told = _SHARERS.search(problem.text)
    names = re.findall(r"[a-z]+", re.sub(r"\b(?:and|va)\b", ",", told["names"])) if told else []
    asked = [part for name, part in zip(names, parts, strict=False) if re.search(rf"\b{name}\b", problem.asks)]
    return asked[0] if len(names) == len(parts) and len(asked) == 1 else ""


def in_ratio(problem: Told) -> Formula | None:
    """One part of a whole that is shared in a ratio: *1,080 shared 2 : 3 : 4: the most?*, *between Amy and Ben: Ben's?*"""
    ratio = _PARTS.search(problem.text)
    if ratio is None:
        return None
    parts = [each for each in ratio.groups() if each]
    whole = problem.outside(*ratio.span())
    if len(whole) != 1:
        return None
    if bool(_LARGEST.search(problem.asks)) != bool(_LEAST.search(problem.asks)):
        part = (max if _LARGEST.search(problem.asks) else min)(parts, key=int)
    else:
        part = _part_of(problem, parts)
    if not part:
        return None
    return Formula(f"{whole[0].text} * {part} / ({' + '.join(parts)})")


def age(problem: Told) -> Formula | None:
    """How old one of two is, by the other's age: *Tom is 12. His sister is 4 years older. How old is she?*"""
    told, asked = _OLDER.search(problem.text), _AGE_ASKED.fullmatch(problem.asks)
    if told is None or asked is None or len(problem.amounts) != 2 or _THEN.search(problem.text):
        return None
    known = next(each for each in problem.amounts if not told.start("n") <= each.start < told.end("n"))
    # The other's age is told of whom it is told, or behind "older than Tom, who is 12".
    found = _HOLDER.search(re.split(r"[.,;?!]| and | but ", problem.before(known))[-1])
    holder = _words(found["holder"]) if found else set()
    who, than = _words(told["who"]), _words(told["than"] or "")
    if not holder or holder <= _PRONOUNS or holder == _words(asked["whose"]):
        return None
    if holder == who:
        first = False
    elif holder in (than, {"who"}) or than <= _PRONOUNS:
        first = True
    else:
        return None
    more = (told["way"] == "older") == first
    return Formula(f"{known.text} {'+' if more else '-'} {told['n']}")


_MY_AGE = re.compile(
    rf"(?:is|am|are|la)? ?(?:(?P<twice>twice|double|gap doi)|(?P<n>{NUMBER}) times|gap (?P<n2>{NUMBER}) lan)(?: as old as)?(?: tuoi)? (?P<than>[a-z' ]*?)(?:'s)?(?: age)?(?= and |,|\.|;|$| va )"
)
_AGES = re.compile(
    rf"(?:together|in total|combined|sum|add up|tong|cong lai|ca hai|ca 2)[^0-9]{{0,30}}(?P<n>{NUMBER})|(?P<n2>{NUMBER})[^0-9.]{{0,16}}(?:together|in total|combined|between us)"
)


def ages_by_sum(problem: Told) -> Formula | None:
    """How old one of two is, by how many times the other is as old and what both come to: *twice my age, together 39*."""
    told, total = _MY_AGE.search(problem.text), _AGES.search(problem.text)
    if told is None or total is None or not re.search(r"\bage|\bold\b|tuoi", problem.text):
        return None
    if re.search(r"\b(?:ago|in \d+ years|will|was|were|years? (?:time|from)|truoc|sau|nua)\b", problem.text):
        return None
    times, whole = group(told, "n") or "2", group(total, "n")
    if len(problem.amounts) != (1 if told["twice"] else 2):
        return None
    asked, than = _words(problem.asks), _words(told["than"])
    of_first = _words(problem.text[: told.start()].split(",")[-1]) - than
    pronouns = {"i": {"my", "me", "i"}, "minh": {"minh"}, "em": {"em"}}
    meant = {each for word in asked for each in pronouns.get(word, {word})}
    younger, older = bool(meant & than), bool(meant & of_first)
    if younger == older:
        return None
    return Formula(f"{whole} / ({times} + 1)" + (f" * {times}" if older else ""))


def _words(text: str) -> set[str]:
    return {"i" if each == "me" else each for each in re.findall(r"[a-z]+", text)} - _IDLE
