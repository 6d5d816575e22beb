"""Sides, areas and volumes."""

import re

from ..formula import Formula
from .told import NUMBER, Told, group, part

_PART_OF_ONE = re.compile(r"semi-?circle|half (?:of )?(?:a|the) circle|trapez|nua hinh|nua duong|hinh thang")

_LENGTHS = frozenset(
    "mm cm dm m km ft foot feet inch in yard met meter metre centimeter centimetre millimeter millimetre kilometer mile".split()
)


_LADDER = re.compile(
    rf"(?:ladder|thang)\b[^0-9]{{0,24}}(?P<long>{NUMBER}) ?(?:m|met(?:re|er)?s?|ft|feet)\b.*?(?:foot|base|bottom|away|chan|cach)\b[^0-9]{{0,24}}(?P<away>{NUMBER}).*(?:how high|how far up|reach|cao bao|bao cao|cao may)"
)


def leg(problem: Told) -> Formula | None:
    """The other leg of a right triangle whose hypotenuse is known."""
    text = problem.text
    if ladder := _LADDER.search(text):
        return Formula(f"sqrt({ladder['long']}**2 - {ladder['away']}**2)") if len(problem.amounts) == 2 else None
    known = part(r"(?:hypotenuse|canh huyen)(?: is| of| la| bang|:| =)* N", text)
    legs = re.findall(NUMBER, text)
    if not known or len(legs) != 2:
        return None
    return Formula(f"sqrt({known}**2 - {legs[1] if legs[0] == known else legs[0]}**2)")


def shape(problem: Told) -> Formula | None:
    """An area, a way around or a volume."""
    text = problem.text
    if _PART_OF_ONE.search(text):
        return None
    if re.search(r"hypotenuse|canh huyen", text) and len(legs := re.findall(NUMBER, text)) == 2:
        return Formula(f"sqrt({legs[0]}**2 + {legs[1]}**2)")
    if not (
        asked := re.search(
            r"area|perimeter|circumference|volume|dien tich|chu vi|the tich|square (?:met|feet|yard|cent)|met vuong",
            text,
        )
    ):
        return None
    if len({each.noun for each in problem.amounts} & _LENGTHS) > 1:
        return None  # Sides in different units.
    around = asked[0] in ("perimeter", "circumference", "chu vi")
    length = part(
        r"(?:length|long|chieu dai|dai)(?: of| is| la| bang|:)* N|N ?(?:cm|m|km|ft|feet|inches|met)? (?:long|in length)|N ?(?:m|cm|km|ft|feet|met)? ?(?:by|x|\*|×) ?[\d.]+",
        text,
    )
    width = part(
        r"(?:width|wide|chieu rong|rong)(?: of| is| la| bang|:)* N|N ?(?:cm|m|km|ft|feet|inches|met)? (?:wide|in width)|[\d.]+ ?(?:m|cm|km|ft|feet|met)? ?(?:by|x|\*|×) ?N",
        text,
    )
    height = part(r"(?:height|high|tall|chieu cao|cao)(?: of| is| la| bang|:)* N", text)
    base = part(r"(?:base|day|canh day)(?: of| is| la| bang|:)* N", text)
    radius = part(r"(?:radius|ban kinh|\br)(?: of| is| la| bang|:| =)* N", text)
    diameter = part(r"(?:diameter|duong kinh)(?: of| is| la| bang|:)* N", text)
    side = part(
        r"(?:sides?|edge|canh)(?: length)?(?: of| is| la| bang|:| hinh vuong| the square| a square| hinh lap phuong)* N",
        text,
    )
    if asked[0] in ("volume", "the tich"):
        if three := re.search(
            r"N ?(?:cm|m)? ?(?:by|x|\*) ?N ?(?:cm|m)? ?(?:by|x|\*) ?N".replace("N", f"({NUMBER})"), text
        ):
            return Formula(" * ".join(three.groups()))
        return _volume(text, length, width, height, radius, side)
    if re.search(r"circle|hinh tron|duong tron|circumference", text) and (radius or diameter):
        radius = radius or f"({diameter}/2)"
        return Formula(f"2 * pi * {radius}" if around else f"pi * {radius}**2")
    found = _polygon(text, around, length, width, base, height, side)
    return found and _in_unit_asked(found, text, around)


_METRES = {
    **dict.fromkeys(("ft", "feet", "foot"), "0.3048"), **dict.fromkeys(("inch", "inches"), "0.0254"),
    **dict.fromkeys(("yd", "yard", "yards"), "0.9144"), **dict.fromkeys(("cm", "centimet", "centimeters", "centimetres"), "0.01"),
    **dict.fromkeys(("m", "met", "meter", "meters", "metre", "metres"), "1"),
}  # fmt: skip
_SQUARES = {
    "m": re.compile(r"square met|\bsq ?m\b|\bm2\b|m²|met vuong"), "ft": re.compile(r"square f[eo]|\bsq ?ft\b|ft²"),
    "cm": re.compile(r"square cent|cm2|cm²|xentimet vuong"), "yd": re.compile(r"square yard|\bsq ?yd\b"),
}  # fmt: skip


def _in_unit_asked(found: Formula, text: str, around: bool) -> Formula:
    """An area in the square unit that is asked for, where the sides are told in another."""
    told = {_METRES[each] for each in re.findall(rf"{NUMBER} ?([a-z]+)", text) if each in _METRES}
    asked = [unit for unit, pattern in _SQUARES.items() if pattern.search(text)]
    if around or len(told) != 1 or len(asked) != 1 or told == {_METRES[asked[0]]}:
        return found
    into = "" if asked == ["m"] else f" / {_METRES[asked[0]]}**2"
    return Formula(f"({found.expression}) * {told.pop()}**2{into}")


def _polygon(text: str, around: bool, length: str, width: str, base: str, height: str, side: str) -> Formula | None:
    if re.search(r"triangle|tam giac", text):
        return Formula(f"{base} * {height} / 2") if base and height and not around else None
    if re.search(r"square|hinh vuong", text) and side:
        return Formula(f"4 * {side}" if around else f"{side}**2")
    if length and width:
        return Formula(f"2 * ({length} + {width})" if around else f"{length} * {width}")
    return None


def _volume(text: str, length: str, width: str, height: str, radius: str, side: str) -> Formula | None:
    if re.search(r"cube|lap phuong", text) and side:
        return Formula(f"{side}**3")
    if re.search(r"sphere|hinh cau", text) and radius:
        return Formula(f"4 / 3 * pi * {radius}**3")
    if re.search(r"cylinder|hinh tru", text) and radius and height:
        return Formula(f"pi * {radius}**2 * {height}")
    return Formula(f"{length} * {width} * {height}") if length and width and height else None


_PERIMETER = re.compile(
    rf"(?:perimeter|chu vi)[^0-9.?]{{0,36}} (?P<n>{NUMBER})|(?P<n2>{NUMBER}) ?(?:m|cm|met|met(?:re|er)s?)? (?:perimeter|around)"
)
_LONGER = re.compile(
    rf"(?:(?P<apart>{NUMBER}) ?(?:m|cm|met|met(?:re|er)s?)? (?:longer|more) than|dai (?:lon )?hon (?:chieu )?rong (?:la )?(?P<apart2>{NUMBER})|rong (?:kem|ngan hon|it hon|nho hon) (?:chieu )?dai (?:la )?(?P<apart3>{NUMBER})|(?P<apart4>{NUMBER}) ?(?:m|cm|met|met(?:re|er)s?)? (?:shorter|less|narrower) than)"
)
_AREA = re.compile(r"\barea\b|dien tich")


_SIDE = re.compile(
    rf"(?P<n>{NUMBER}) ?(?:m|cm|met|met(?:re|er)s?)? (?:long|wide)|(?:length|width|chieu dai|chieu rong)(?: (?:is|of|la|bang))* (?P<n2>{NUMBER})"
)


def _by_one_side(around: str, text: str) -> Formula | None:
    side = _SIDE.search(text)
    one = group(side, "n") if side and "rectang" in text + ("rectang" if "chu nhat" in text else "") else ""
    return Formula(f"({around} / 2 - {one}) * {one}") if one else None


def by_perimeter(problem: Told) -> Formula | None:
    """The area of a rectangle by its perimeter and by how much longer than wide it is, or how long or wide."""
    around, longer = _PERIMETER.search(problem.text), _LONGER.search(problem.text)
    if around is None or len(problem.amounts) != 2 or not _AREA.search(problem.asks or problem.text):
        return None
    if longer is None:
        return _by_one_side(group(around, "n"), problem.text)
    whole, apart = group(around, "n"), group(longer, "apart")
    return Formula(f"(({whole} / 2 - {apart}) / 2) * (({whole} / 2 + {apart}) / 2)")
