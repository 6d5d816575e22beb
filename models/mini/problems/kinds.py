"""So many of two kinds, told by how many they are and by their legs or wheels: *17 hens and dogs, 50 legs*.

Known in China since *Sunzi Suanjing* (about the fourth century) as the pheasants and rabbits in one cage.
"""

import re

from ..formula import Formula
from .told import Told

_LEGS = {
    2: "hens?|chickens?|ducks?|geese|goose|turkeys?|birds?|ostrich(?:es)?|pheasants?|ga|vit|ngan|ngong|chim|da dieu",
    4: "dogs?|cats?|cows?|pigs?|rabbits?|goats?|sheep|horses?|donkeys?|cho|meo|bo|lon|heo|tho|trau|de|cuu|ngua",
}
_WHEELS = {
    2: "bikes?|bicycles?|motorbikes?|motorcycles?|scooters?|xe dap|xe may",
    3: "tricycles?|trikes?|xe ba banh|xe 3 banh|xich lo",
    4: "cars?|vans?|quads?|o to|oto|xe hoi|xe 4 banh",
}
_COUNTED = (
    (re.compile(r"\b(?:legs|feet|chan|cai chan)\b"), _LEGS),
    (re.compile(r"\b(?:wheels|tyres|tires|banh(?: xe)?)\b"), _WHEELS),
)
_MORE = re.compile(r"\b(?:more|fewer|than|hon|kem|twice|gap|each|moi)\b")


def two_kinds(problem: Told) -> Formula | None:
    """How many there are of one of two kinds that differ by their legs or wheels."""
    if len(problem.amounts) != 2 or _MORE.search(problem.text):
        return None
    for counted, kinds in _COUNTED:
        limbs = next((each for each in problem.amounts if counted.match(problem.text[each.end :].lstrip())), None)
        if limbs is None:
            continue
        named = {count: re.findall(rf"\b(?:{words})\b", problem.text) for count, words in kinds.items()}
        there = {count: words for count, words in named.items() if words}
        asked = [count for count in there if re.search(rf"\b(?:{kinds[count]})\b", problem.asks)]
        if len(there) != 2 or len(asked) != 1:
            return None
        (whole,) = (each for each in problem.amounts if each is not limbs)
        (wanted,), (other,) = asked, (count for count in there if count not in asked)
        return Formula(f"({limbs.text} - {other} * {whole.text}) / ({wanted} - {other})")
    return None
