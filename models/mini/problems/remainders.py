"""What is left after one part and then another: parts of a rest, whole packs given away."""

import re

from ..formula import Formula
from ..lexicon import singular
from ..solver.parts import with_fractions
from .told import FRACTIONS, NUMBER, Amount, Told, told

_PART = re.compile(
    rf"(?<![\w./])(?P<top>\d)/(?P<bottom>\d{{1,2}})(?![\d/])|(?P<share>\d+(?:\.\d+)?) ?%|"
    rf"\b(?:(?:an?|one|1|mot) )?(?P<word>{'|'.join(FRACTIONS)})\b(?! (?:day|week|month|one|time|year)\b)"
)
_OF_REST = re.compile(
    r"^(?: of)? (?:what(?:'?s)?(?: (?:was|is|were|remained|i had))?(?: still)? ?(?:left|remaining)?|(?:the |that )?(?:rest|remainder|remaining|others)\b|"
    r"(?:[a-z]+ ){0,4}con lai\b)"
)
_GONE = re.compile(
    r"spen[dt]|\bgoes\b|\bwent\b|pa(?:y|id)|g[ai]ve|\bate\b|sold|lost|used?\b|read\b|cut|took|taken|eaten|donat|poured|drank|"
    r"\b(?:tieu|mua|cho|an|ban|mat|dung|tra|bieu|doc|cat|rot|uong|tang|lay)\b"
)
_RESTS = re.compile(r"\b(?:left|con lai)\b")
_LEFT = re.compile(r"\bleft\b|remain|\bowes?\b|still have|\bcon\b|\bno\b|unread|chua")


def parts_in_turn(problem: Told) -> Formula | None:
    """What is left of a whole after a part of it and a part of the rest: *180 pages, 1/3 and then half of the remaining pages*."""
    said = told(with_fractions(problem.text))
    parts = list(_PART.finditer(said.text))
    asks = said.asks or said.text
    if len(parts) != 2 or not _OF_REST.match(said.text[parts[1].end() :]) or not _LEFT.search(asks):
        return None
    first, second = parts
    others = [
        each
        for each in said.outside(*first.span())
        if not second.start() <= each.start < second.end() and not each.share
    ]
    if len(others) != 1 or others[0].start > first.start() or others[0].each:
        return None
    (whole,) = others
    if not _GONE.search(said.text[whole.end : second.start()]):
        return None
    if _OF_REST.match(said.text[first.end() :]) or _RESTS.search(said.text[whole.end : first.start()]):
        return None
    return Formula(f"{whole.text} * (1 - {_worth(first)}) * (1 - {_worth(second)})")


def _worth(part: re.Match[str]) -> str:
    if part["share"]:
        return f"{part['share']}/100"
    return f"{part['top']}/{part['bottom']}" if part["top"] else FRACTIONS[part["word"]]


_PART_OF_REST = re.compile(
    r"(?P<part>half|a half|a third|one third|1 third|a quarter|one quarter|1 quarter|nua|1/2|1/3|1/4)(?: so)?(?: (?:of )?(?:what (?:was|is|were) left|the (?:rest|remainder|remaining)|con lai|tien con lai|phan con lai))"
)
_SPENT = re.compile(r"spen[dt]|paid|pay|gave|give|\bate\b|sold|lost|used|\b(?:tieu|mua|cho|an|ban|mat|dung|tra|bieu)\b")
_DIVISORS = {"third": 3, "1/3": 3, "quarter": 4, "1/4": 4}


def half_of_rest(problem: Told) -> Formula | None:
    """What is left after so much, and then a part of what was left: *500, spent 86 and then half of what was left*."""
    part = _PART_OF_REST.search(problem.text)
    if part is None or not re.search(r"left|have|remain|con\b", problem.asks):
        return None
    amounts = problem.outside(*part.span())
    if len(amounts) != 2 or any(each.share for each in amounts) or "#" in problem.text:
        return None
    first, gone = amounts
    if gone.start > part.start() or float(gone.text) >= float(first.text) or not _SPENT.search(problem.before(gone)):
        return None
    of = next((number for word, number in _DIVISORS.items() if word in part["part"]), 2)
    rest = f"({first.text} - {gone.text})"
    return Formula(f"{rest} / 2" if of == 2 else f"{rest} * {of - 1} / {of}")


_PACKS_ASKED = re.compile(
    r"how many (?:of the |full |whole )?(?P<what>[a-z]+)[^?]*\b(?:left|remain\w*|still|have)\b|\bcon(?: lai)? (?:bao nhieu|may) (?P<what2>[a-z]+)"
)
_AWAY = re.compile(
    r"g[ai]ve|given|sold|sells?|lost|loses?|drops?|dropped|eat|\bate\b|used?\b|broke|donat|took|taken|\b(?:ban|cho|tang|mat|hong|bieu|an|vo|lay)\b"
)


def packs_left(problem: Told) -> Formula | None:
    """Packs of so many, of which some are gone: *84 eggs in boxes of 6; 3 of the boxes fall: how many boxes are left?*"""
    asked = _PACKS_ASKED.search(problem.asks)
    if asked is None or len(problem.amounts) != 3 or "#" in problem.text or any(each.share for each in problem.amounts):
        return None
    what = singular(asked["what"] or asked["what2"])
    things, size, gone = problem.amounts
    packed = re.search(
        rf"\b{what}(?:e?s)? (?:of|holding|with) {NUMBER}|\b(?:cac |moi |in each ){what} (?:co |la |dung |chua |gom )?{NUMBER}",
        problem.text[: size.end],
    )
    away = bool(_AWAY.search(problem.before(gone) + problem.after(gone).replace(problem.asks, "")))
    if packed is None or packed.end() != size.end or not away or not _counts(problem, gone, what):
        return None
    whole, rest = divmod(float(things.text), float(size.text))
    return Formula(f"{things.text} / {size.text} - {gone.text}") if not rest and whole > float(gone.text) else None


def _counts(problem: Told, amount: Amount, what: str) -> bool:
    """Whether ``amount`` counts such packs: *3 boxes*, *3 of the boxes*."""
    return bool(
        re.match(rf" (?:of (?:the|these|them)\b(?: {what})?|(?:[a-z]+ )?{what}(?:e?s)?\b)", problem.after(amount))
    )
