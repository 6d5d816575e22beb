"""Steps that leave out what they work on: *then multiply by 3*, *halve it*, *and 12 of them?*"""

import re
from typing import Final

from .formula import Formula

_BACK: Final = r"(?: (?:it|that|this|the result|ket qua(?: do)?|so do|no|di|them|nua))*"
_SIGNED: Final = tuple(
    (
        rf"(?:and |now |then |roi |tiep tuc |bay gio |hay |lay ket qua )*(?:{verbs}){_BACK}(?: by| with| to| from| voi| cho)?{_BACK} (?P<n>\d+(?:\.\d+)?)(?: from (?:it|that))?(?: nua| them| vao)?",
        sign,
    )
    for verbs, sign in (
        ("multiply|times|multiplied|nhan", "*"),
        ("divide|divided|over|chia", "/"),
        ("add|plus|cong|them", "+"),
        ("subtract|minus|take away|take|deduct|tru|bot", "-"),
    )
)
_HALVED: Final = (
    r"(?:and |now |then |roi |vay )*(?:halve|chia doi|lay mot nua|half of|mot nua(?: cua)?)(?: (?:it|that|this|ket qua|so|do|nay|no|ra))*"
    r"(?: (?:thi |la |duoc |con |bang )*(?:bao nhieu|may))?"
)
_SQUARED: Final = (
    r"(?:and |now |then |roi |vay )*(?:square|binh phuong)(?: (?:it|that|this|the result|ket qua|so|do|nay|no|len))*"
)
_SO_MANY: Final = re.compile(
    r"(?:and |so |then |vay |the |con )*(?:how much |what )?(?:is |for |are |would |about |do |that |all |if i buy |mua |neu |ca )*(?P<n>\d+) "
    r"(?:of (?:them|those|these)|people|persons|tickets|pieces|nguoi|cai|chiec|qua|ve|suat|em|ban|quyen|hop|goi|chai|ly)"
    r"(?: (?:thi|het|la|cost|be|bao nhieu|tong cong|tien|phai tra|come to|mat))*"
)


def going_on(folded: str, last: str, *, first: bool) -> Formula | None:
    """The formula of such a step.

    Args:
        folded: The clause in small letters without diacritics, its numbers in plain digits.
        last: Stands for what was found just before.
        first: Whether no step of the same question comes before it.
    """
    bare = folded.strip(" ?.!,")
    for pattern, sign in _SIGNED:
        if match := re.fullmatch(rf"{pattern}(?: (?:thi sao|(?:thi |la |duoc |con |bang )*(?:bao nhieu|may)))?", bare):
            # "Take it from 100" takes what was found; "take 100 from it" takes from that.
            turned = sign == "-" and re.search(r"\b(?:it|that|this|the result) from \d", bare)
            return Formula(f"{match['n']} - ({last})" if turned else f"({last}) {sign} {match['n']}")
    if re.fullmatch(_SQUARED, bare):
        return Formula(f"({last}) ** 2")
    if re.fullmatch(_HALVED, bare):
        return Formula(f"({last}) / 2")
    if (counted := _SO_MANY.fullmatch(bare)) and first:
        return Formula(f"{counted['n']} * {last}")
    return None
