"""Finding products by words."""

import unicodedata
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from .form import product_form
from .money import text
from .tables import Product

_MOST = 10


def found(session: Session, words: str) -> list[dict[str, Any]]:
    """Products that speak of any of ``words``, those that speak of most first; a name counts twice."""
    asked = set(_plain(words).split())
    scored = []
    for product in session.scalars(select(Product).options(selectinload(Product.variants)).order_by(Product.place)):
        options = " ".join(str(value) for variant in product.variants for value in variant.options.values())
        name, rest = _plain(product.name), _plain(f"{product.description} {options}")
        score = sum(2 * (word in name.split()) + (word in rest.split()) for word in asked)
        if score:
            scored.append((-score, product.place, product))
    return [product_form(product, text) for _, _, product in sorted(scored)[:_MOST]]


def _plain(text: str) -> str:
    """Small letters, words alone; an English plural is its singular."""
    text = unicodedata.normalize("NFC", text.lower())
    words = "".join(letter if letter.isalnum() else " " for letter in text).split()
    return " ".join(word[:-1] if word.isascii() and len(word) > 3 and word.endswith("s") else word for word in words)
