"""Whom and what stories are about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

_SHE = (
    "Mia Ava Zoe Nora Ruth Elena Priya Aisha Hannah Olivia Grace Lucy Sofia Carmen Ingrid Fatima Wanda "
    "Diana Emma Rosa Julia Maya Lena Clara Amara Chloe Tessa Bianca Yuki Leila"
).split()
_HE = (
    "Ben Omar Liam Noah Victor Hugo Samuel Raj Pedro Dylan Felix Marcus Ivan Kofi Jonas Andre Tariq "
    "Walter Oscar Ethan Diego Paul Simon Leo Arthur Mateo Stefan Kenji Anton Caleb"
).split()
_VIETNAMESE = (
    "Lan Mai Hoa Hương Linh Nga Thảo Trang Vy Yến Ngọc Hà Bình An Nam Minh Tuấn Hùng Dũng Khoa Long Phúc "
    "Quân Sơn Tâm Việt Đức Huy Khánh Châu"
).split()
_THINGS = (
    "marbles books stickers apples pencils cards shells coins balloons cookies stamps toys buttons beads "
    "crayons candles oranges postcards badges magnets ribbons cupcakes tickets notebooks plums peaches "
    "bottles puzzles erasers seeds flowers muffins"
).split()
_FOOD = "bread rice cheese soup pizza cake pasta chocolate salad jam".split()
_PLACES = "school|the park|the library|the market|the beach|the zoo|the farm|the museum|the station|the fair".split("|")
_SHOPS = (
    "bakery|toy store|bookshop|market|grocery store|florist|hardware store|pet shop|stationery shop|farm stand".split(
        "|"
    )
)
_ANIMALS = "cows sheep chickens ducks goats horses rabbits pigs geese fish".split()
_JOBS = "baker teacher gardener tailor carpenter farmer nurse painter driver waiter".split()


@dataclass
class Cast:
    """The people and things of one story."""

    words: dict[str, str]
    _chosen: dict[str, str] = field(default_factory=dict)

    def word(self, slot: str) -> str:
        """What stands in ``slot``."""
        return self.words[slot]

    def once(self, slot: str, choices: Sequence[str], random: Random) -> str:
        """One of ``choices``, the same wherever the story has the slot."""
        return self._chosen.setdefault(slot, random.choice(list(choices)))


def cast(random: Random, language: str) -> Cast:
    """People and things for a story."""
    words: dict[str, str] = {}
    if language == "vi":
        names = random.sample(_VIETNAMESE, 3)
        people = [(name, "she") for name in names]
    else:
        people = [(random.choice(_SHE), "she"), (random.choice(_HE), "he")]
        random.shuffle(people)
        people.append((random.choice([name for name in _SHE + _HE if name not in (people[0][0], people[1][0])]), "he"))
    for number, (name, who) in zip(("", "2", "3"), people, strict=True):
        subject, owner, obj = ("she", "her", "her") if who == "she" else ("he", "his", "him")
        words |= {f"name{number}": name, f"he{number}": subject, f"his{number}": owner, f"him{number}": obj}
        words |= {f"He{number}": subject.capitalize(), f"His{number}": owner.capitalize()}
    words |= dict(zip(("thing", "thing2", "thing3"), random.sample(_THINGS, 3), strict=True))
    words |= {"food": random.choice(_FOOD), "place": random.choice(_PLACES), "shop": random.choice(_SHOPS)}
    return Cast(
        words | {"animal": random.choice(_ANIMALS), "job": random.choice(_JOBS), "person": random.choice(_JOBS)}
    )
