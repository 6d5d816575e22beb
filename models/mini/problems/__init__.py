"""Everyday problems whose numbers play parts: shares, rates, prices, motion, interest, areas.

Each kind knows its parts by their units and by the words around them; a part that is missing, or a word that changes what a
number means and that the kind does not read, means that it is another problem.
"""

import re
from collections import Counter
from collections.abc import Callable

from reckoner.core import fold

from ..arithmetic import Formula, other_time
from ..reach import A_DATE, is_story, unread
from .interest import interest
from .motion import motion
from .rates import one, product, proportion, rate
from .shapes import leg, shape
from .shares import altogether, change, left, share, sum_and_difference, times_and_total
from .told import NUMBER, Told, told

__all__ = ["problem"]

_LEAVES = "left rest remain remains remaining con lai lost mat gives give gave spent spend spends ate eat eats sold sell already thua bot tang lan trung binh other others only"
_KINDS: dict[Callable[[Told], Formula | None], str] = {
    interest: "sau save saves lan them", motion: "mat", leg: "", shape: "longer shorter",
    sum_and_difference: "difference hieu", times_and_total: "times gap lan hon than", left: _LEAVES,
    share: _LEAVES, one: "nhau split splits share shares shared", rate: "save saves saved sau mat", proportion: "mat", product: "tang",
    change: "off less sold sell sells lost truoc giam tang ban dau lan mat da ban now",
    altogether: "another extra additional them",
}  # fmt: skip
"""Each kind of problem, with the words that change what a number means and that it reads."""


def problem(text: str) -> Formula | None:
    """The formula of the problem that ``text`` tells, its numbers in plain digits; or ``None``."""
    folded = fold(text)
    if is_story(folded) or A_DATE.search(folded):
        return None
    read = told(folded)
    kinds = {
        kind: knows for kind, knows in _KINDS.items() if kind in (rate, interest, motion) or not other_time(folded)
    }
    fitting = (kind(read) for kind, knows in kinds.items() if not unread(text, set(knows.split())))
    found = next((found for found in fitting if found is not None), None)
    # A number that has no part shows that the problem is another one.
    counts = Counter(re.findall(NUMBER, re.sub(r"\b(?:of the )?2 (?:numbers|so)\b|\bof the 2\b", "", folded)))
    return found if found and not counts - Counter(re.findall(NUMBER, found.expression)) else None
