"""Small problems of every day that need one fact besides: posts at both ends, a share of two parts, a profit on each of many."""

import re

from ..formula import Formula
from ..lexicon import singular
from .told import NUMBER, Told

_POSTS = re.compile(r"\b(?:posts?|trees?|lamps?|poles?|stakes?|bollards?|flags?|cay|coc|cot|tru|den)\b")
_APART = re.compile(
    rf"\b(?:every|cach nhau|cu(?: moi)?|moi)(?: nhau)? (?P<n>{NUMBER}) ?(?:m|met(?:re|er)?s?|feet|ft|yards?)\b|(?P<n2>{NUMBER}) ?(?:m|met(?:re|er)?s?|feet|ft|yards?) apart"
)
_ROUND = re.compile(r"\b(?:around|round|circle|circular|perimeter|square|rectang|ho|vong quanh|xung quanh|chu vi|ca hai|both sides|2 (?:sides|ben))\b|hai ben")
_PERCENT = re.compile(r"(?:what|how many|which|bao nhieu|\bmay) ?(?:percent|percentage|%|phan tram)(?: of (?:it|them|the \w+))?(?: (?:are|is|were|was) (?P<who>[a-z]+))?")
_COST_AND_PRICE = re.compile(
    rf"(?:buys?|bought|costs?|made|makes?)(?: [a-z]+)?? (?:(?:them|it|each|for|at|him|her|me|us|to make) )*(?P<cost>{NUMBER})[^0-9]{{1,30}}?(?:sells?|sold|selling)(?: (?:them|it|each|for|at|on))* (?P<price>{NUMBER})|"
    rf"(?:mua|nhap|von)(?: [a-z]+){{0,3}}? (?P<cost2>{NUMBER})[^0-9]{{1,24}}? ?ban(?: lai| ra| gia| duoc)* (?P<price2>{NUMBER})"
)
_GAIN = re.compile(r"profit|make on|gain|\bloi\b|\blai\b")
_COVERS = re.compile(
    rf"(?:covers?|does|enough for|is for|phu duoc|gieo duoc|lat duoc|son duoc|du cho|duoc) (?:about )?(?P<n>{NUMBER}) ?(?:m2|m²|sq(?:uare)? ?(?:m|met(?:re|er)s?|feet|ft)|met vuong)"
)
_SIDES = re.compile(
    rf"(?P<a>{NUMBER}) ?(?:m|met(?:re|er)?s?|ft|feet)? ?(?:by|x|\*|×|nhan) ?(?P<b>{NUMBER}) ?(?:m|met(?:re|er)?s?|ft|feet)?\b"
)
_PIECES = re.compile(r"(?:how many|bao nhieu|\bmay) (?:bags?|tins?|cans?|boxes|packs?|rolls?|bao|hop|thung|goi|lon|cuon)")
_HOTTER = re.compile(r"degrees?|temperature|\bdo\b|nhiet do|°")
_RISE = re.compile(
    rf"(?P<from>-?{NUMBER}) ?(?:degrees?|do|°c?|c)?\b[^0-9]{{0,40}}?(?:(?P<up>rose|rises|went up|warmed(?: up)?|climbed|got warmer|tang(?: them)?|am len)|(?P<down>fell|drops?|dropped|went down|cooled|ha(?: xuong)?|giam(?: di)?|xuong))(?: by)? (?:(?:another|them) )?(?P<by>{NUMBER})"
)


def posts(problem: Told) -> Formula | None:
    """Posts along a line, one at each end: *every 2 m along 30 m*."""
    apart = _APART.search(problem.text)
    if apart is None or len(problem.amounts) != 2 or not _POSTS.search(problem.asks) or _ROUND.search(problem.text):
        return None
    others = problem.outside(*apart.span())
    return Formula(f"{others[0].text} / {apart['n'] or apart['n2']} + 1") if len(others) == 1 else None


def part_of_both(problem: Told) -> Formula | None:
    """What percentage one of two parts is of both: *14 boys and 16 girls: what percent are girls?*"""
    asked = _PERCENT.search(problem.text)
    if asked is None or len(problem.amounts) != 2 or any(each.share or each.each for each in problem.amounts):
        return None
    first, second = problem.amounts
    if not (first.noun and second.noun) or first.noun == second.noun:
        return None
    before = re.search(r"(?P<who>[a-z]+) (?:chiem|la|lam)(?: khoang)? $", problem.text[: asked.start()])
    who = singular(asked["who"] or (before["who"] if before else ""))
    wanted = [each for each in (first, second) if each.noun == who]
    between = problem.text[first.end : second.start]
    if len(wanted) != 1 or re.search(r"\bof\b|out of|trong|total|tong|more|hon|left|con lai", between):
        return None
    return Formula(f"{wanted[0].text} / ({first.text} + {second.text}) * 100", "%")


def profit(problem: Told) -> Formula | None:
    """What is gained on many, by what one costs and sells for: *bought at 2.20, sold at 5: the profit on 60?*"""
    told = _COST_AND_PRICE.search(problem.text)
    if told is None or not _GAIN.search(problem.text) or re.search(r"%|percent|phan tram", problem.text):
        return None
    cost, price = (told[name] or told[f"{name}2"] for name in ("cost", "price"))
    others = problem.outside(*told.span())
    if len(others) != 1 or "#" in cost + price or float(price) <= float(cost):
        return None
    return Formula(f"({price} - {cost}) * {others[0].text}")


def coverage(problem: Told) -> Formula | None:
    """How many bags or tins an area takes: *12 m by 8 m, a bag covers 30 square metres*."""
    covers, sides = _COVERS.search(problem.text), _SIDES.search(problem.text)
    if covers is None or sides is None or len(problem.amounts) != 3 or not _PIECES.search(problem.asks):
        return None
    return Formula(f"ceil({sides['a']} * {sides['b']} / {covers['n']})")


def warmer(problem: Told) -> Formula | None:
    """A temperature after it rose or fell: *-4, and up 11 degrees*."""
    told = _RISE.search(problem.text)
    if told is None or len(problem.amounts) != 2 or not _HOTTER.search(problem.text) or "%" in problem.text:
        return None
    if not re.search(r"what|how|bao nhieu|\bmay\b", problem.asks):
        return None
    return Formula(f"{told['from']} {'+' if told['up'] else '-'} {told['by']}")
