"""Floors, walls and tanks: what covering them takes and costs, and what they hold."""

import re
from fractions import Fraction

from ..formula import Formula, times
from .told import NUMBER, Told, group, without

_METRE = r"(?:m|met(?:re|er)?s?|ft|feet)"
_LENGTH = r"(?:mm|cm|dm|m|met(?:re|er)?s?|centimet(?:re|er)s?|xang ?ti ?met|phan)"
_IN_METRES = (("mm", Fraction(1, 1000)), ("cm|centi.*|xang.*|phan", Fraction(1, 100)), ("dm", Fraction(1, 10)))
_COVERS = re.compile(
    rf"(?:covers?|does|enough for|is for|phu duoc|gieo duoc|lat duoc|son duoc|du cho|duoc) (?:about )?(?P<n>{NUMBER}) ?(?:m2|m²|sq(?:uare)? ?(?:m|met(?:re|er)s?|feet|ft)|met vuong)"
)
_SIDES = re.compile(rf"(?P<a>{NUMBER}) ?{_METRE}? ?(?:by|x|\*|×|nhan) ?(?P<b>{NUMBER}) ?{_METRE}?\b")
_PIECES = re.compile(
    r"(?:how many|bao nhieu|\bmay) (?:bags?|tins?|cans?|boxes|packs?|rolls?|bao|hop|thung|goi|lon|cuon)"
)
_WALLS = re.compile(
    rf"(?P<n>{NUMBER}) (?:walls?|rooms?|fences?|buc tuong|tuong|mat tuong|phong)\b[^.]*?\b(?:each|every|moi)\b"
)
_AREA_PRICE = re.compile(
    rf"(?P<price>{NUMBER}) ?(?:dong|vnd|d|pounds?|dollars?|euros?|quid)? ?(?:per|a|an|for each|for every|/|moi|mot|1) ?(?:sq(?:uare)? ?(?:m|met(?:re|er)|foot|ft)|m2|met vuong)\b"
)
_LONG_AND_WIDE = re.compile(
    rf"(?P<a>{NUMBER}) ?{_METRE}?(?: (?:long|in length))?(?:,| and| by| x|\s?\*| va| voi|, rong| rong)* (?:(?:chieu )?(?:rong|dai) )?(?P<b>{NUMBER}) ?{_METRE}(?: wide| in width)?\b"
)
_BESIDES = re.compile(
    rf"(?:plus|and|another|also|cong(?: them)?|va|them)(?: [a-z]+){{0,4}}? (?P<more>{NUMBER})(?: (?:dong|pounds?|euros?|dollars?))? (?:for|to have|in|as|tien|de|cho)\b|"
    rf"(?:fitting|delivery|labour|fee|cong tho|tien cong|phi)(?: [a-z]+){{0,3}}? (?P<more2>{NUMBER})"
)
_TILE = re.compile(
    rf"(?:tiles?|slabs?|gach|o vuong|tam)\b[^0-9]{{0,40}}(?P<a>{NUMBER}) ?(?:{_LENGTH})? ?(?:by|x|\*|×|nhan) ?(?P<b>{NUMBER}) ?(?P<unit>{_LENGTH})\b|"
    rf"(?P<a2>{NUMBER}) ?(?:{_LENGTH})? ?(?:by|x|\*|×|nhan) ?(?P<b2>{NUMBER}) ?(?P<unit2>{_LENGTH}) (?:[a-z]+ )?(?:tiles?|slabs?)\b|"
    rf"(?:canh|square|vuong|side)\b[^0-9]{{0,16}}(?P<side>{NUMBER}) ?(?P<unit3>{_LENGTH})\b"
)
_HOW_MANY_TILES = re.compile(
    r"(?:how many|bao nhieu|\bmay|nhieu) [^?]{0,40}?\b(?:tiles?|slabs?|vien|tam)\b|vien gach|\bvien\b"
)
_TANK = re.compile(
    rf"(?P<a>{NUMBER}) ?(?P<unit>{_LENGTH})?(?: (?:long|dai))?(?:,| and| va| by| x| \*)* (?:(?:chieu )?rong |(?:by )?)?(?P<b>{NUMBER}) ?(?P<unit2>{_LENGTH})?(?: wide| rong)?(?:,| and| va| by| x| \*)* (?:(?:chieu )?cao |sau |(?:by )?)?(?P<c>{NUMBER}) ?(?P<unit3>{_LENGTH})\b"
)
_HOLDS = re.compile(
    r"(?:how many|bao nhieu|\bmay|nhieu) (?:lit(?:re|er)s?|lit)\b|\blit(?:re|er)s?\b[^.]*\bhold|capacity in lit"
)


def coverage(problem: Told) -> Formula | None:
    """How many bags or tins an area takes: *12 m by 8 m, a bag covers 30 square metres*; *4 walls, each 4.5 m by 2.4 m*."""
    covers, sides, walls = _COVERS.search(problem.text), _SIDES.search(problem.text), _WALLS.search(problem.text)
    if covers is None or sides is None or not _PIECES.search(problem.asks):
        return None
    if len(problem.amounts) != 3 + bool(walls):
        return None
    many = f"{walls['n']} * " if walls else ""
    return Formula(f"ceil({many}{sides['a']} * {sides['b']} / {covers['n']})")


def paving(problem: Told) -> Formula | None:
    """What an area costs by its sides and the price of a square metre: *12 m long, 8.5 m wide, 4 per square metre, plus 75*."""
    price = _AREA_PRICE.search(problem.text)
    if price is None or not re.search(r"cost|how much|\bpay|tien|\bhet\b|\bton\b|total", problem.asks or problem.text):
        return None
    rest = without(problem.text, price)
    sides = _LONG_AND_WIDE.search(rest)
    if sides is None:
        return None
    formula = f"{sides['a']} * {sides['b']} * {price['price']}"
    if len(problem.amounts) == 3:
        return Formula(formula)
    besides = _BESIDES.search(rest[sides.end() :])
    return Formula(f"{formula} + {group(besides, 'more')}") if besides and len(problem.amounts) == 4 else None


def tiles(problem: Told) -> Formula | None:
    """How many tiles a floor takes: *5 m by 4 m, tiles of 50 cm by 50 cm*."""
    tile = _TILE.search(problem.text)
    if tile is None or not _HOW_MANY_TILES.search(problem.text) or re.search(r"\bft\b|feet|foot", problem.text):
        return None
    rest = without(problem.text, tile)
    floor = _SIDES.search(rest) or _LONG_AND_WIDE.search(rest)
    sides = (tile["side"], tile["side"]) if tile["side"] else (group(tile, "a"), group(tile, "b"))
    if floor is None or len(problem.amounts) != 2 + (1 if tile["side"] else 2):
        return None
    of_one = _metres(group(tile, "unit"))
    return Formula(f"{floor['a']} * {floor['b']} / ({' * '.join(sides)}){times(1 / of_one**2)}")


def tank(problem: Told) -> Formula | None:
    """How many litres a box holds: *2 m long, 1.5 m wide and 1.2 m high*."""
    box = _TANK.search(problem.text)
    if box is None or len(problem.amounts) != 3 or not _HOLDS.search(problem.text):
        return None
    units = {name for name in (box["unit"], box["unit2"], box["unit3"]) if name}
    if len(units) != 1:
        return None
    return Formula(f"{box['a']} * {box['b']} * {box['c']}{times(_metres(units.pop()) ** 3 * 1000)}")


def _metres(unit: str) -> Fraction:
    return next((metres for names, metres in _IN_METRES if re.fullmatch(names, unit)), Fraction(1))
