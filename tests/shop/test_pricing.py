"""Carts against an independent calculation, in fractions."""

import random
from fractions import Fraction
from typing import Any

from reckoner.shop.pricing import Line, Rate, Rule, quote


def half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2)) if value >= 0 else -half_up(-value)


class Reckoning:
    """The same rules, thing by thing and in exact fractions."""

    def __init__(self, lines: list[tuple[str, int, int]]) -> None:
        self.lines = lines
        self.left = [price * quantity for _, price, quantity in lines]

    def take(self, kind: str, terms: dict[str, Any]) -> None:
        if kind == "threshold":
            if sum(self.left) < terms["over"]:
                return
            kind = "percent" if "percent" in terms else "amount"
        {"percent": self._percent, "amount": self._amount, "buy_get": self._buy_get}[kind](terms)

    def _percent(self, terms: dict[str, Any]) -> None:
        for place, (product, _, _) in enumerate(self.lines):
            if terms.get("product_id", product) == product:
                self.left[place] -= half_up(Fraction(self.left[place]) * Fraction(terms["percent"]) / 100)

    def _amount(self, terms: dict[str, Any]) -> None:
        whole = sum(self.left)
        off = min(terms["amount"], whole)
        exact = [Fraction(off * each, whole) if whole else Fraction(0) for each in self.left]
        given = [int(each) for each in exact]
        while sum(given) < off:
            place = max(
                range(len(exact)), key=lambda at: (exact[at] - given[at] if given[at] <= exact[at] else -1, -at)
            )
            given[place] += 1
        self.left = [each - part for each, part in zip(self.left, given, strict=True)]

    def _buy_get(self, terms: dict[str, Any]) -> None:
        things = [
            (price, place)
            for place, (product, price, quantity) in enumerate(self.lines)
            if terms.get("product_id", product) == product
            for _ in range(quantity)
        ]
        things.sort(key=lambda each: -each[0])
        size = terms["buy"] + terms["get"]
        while len(things) >= size:
            for price, place in things[terms["buy"] : size]:
                self.left[place] -= min(half_up(Fraction(price) * Fraction(terms["percent"]) / 100), self.left[place])
            things = things[size:]

    def tax(self, millionths: int, included: bool) -> int:
        part = Fraction(millionths, 1_000_000)
        if included:
            return sum(each - half_up(Fraction(each) / (1 + part)) for each in self.left)
        return sum(half_up(each * part) for each in self.left)


def cart(draw: random.Random) -> tuple[list[tuple[str, int, int]], list[Rule], Rate | None, int]:
    lines = [
        (
            f"p{draw.randrange(4)}",
            draw.choice([draw.randint(1, 99_999), draw.randint(1, 40) * 1_000]),
            draw.randint(1, 9),
        )
        for _ in range(draw.randint(1, 6))
    ]
    some: list[tuple[str, dict[str, Any]]] = [
        ("percent", {"percent": draw.choice(["10", "12.5", "33.3", "100", "0"])}),
        ("percent", {"percent": "15", "product_id": "p1"}),
        ("amount", {"amount": draw.choice([1, 500, 99_999, 10_000_000])}),
        ("threshold", {"over": draw.randint(1, 200_000), "percent": "5"}),
        ("threshold", {"over": draw.randint(1, 200_000), "amount": 777}),
        (
            "buy_get",
            {"buy": draw.randint(1, 3), "get": draw.randint(1, 2), "percent": draw.choice(["100", "50", "33"])},
        ),
        ("buy_get", {"buy": 1, "get": 1, "percent": "100", "product_id": "p2"}),
    ]
    rules = [Rule(f"C{place}", *each) for place, each in enumerate(draw.sample(some, draw.randint(0, 4)))]
    rate = draw.choice([None, Rate(62_500, False), Rate(100_000, True), Rate(80_000, True), Rate(29_000, False)])
    return lines, rules, rate, draw.choice([0, 550, 22_000])


def test_a_thousand_carts() -> None:
    for seed in range(1_000):
        lines, rules, rate, shipping = cart(random.Random(seed))
        things = [Line(str(at), product, "", price, count) for at, (product, price, count) in enumerate(lines)]
        made = quote(things, rules, rate, shipping)
        own = Reckoning(lines)
        for kind in ("buy_get", "percent", "amount", "threshold"):
            for rule in rules:
                if rule.kind == kind:
                    own.take(kind, dict(rule.terms))
        tax = own.tax(rate.millionths, rate.included) if rate else 0
        added = 0 if rate is None or rate.included else tax
        found = ([line.net for line in made.lines], made.tax, made.total)
        assert found == (own.left, tax, sum(own.left) + shipping + added), seed
        assert sum(made.discounts.values()) == made.subtotal - sum(own.left)
        assert all(line.net >= 0 for line in made.lines)
