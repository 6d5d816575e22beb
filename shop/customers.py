"""Who a customer is: found by what only they and the shop should know, and remembered by a token for a while."""

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from reckoner.core import fold

from .refusal import Refused
from .tables import Customer, Token, now

LASTS = timedelta(hours=2)
"""How long a verification holds."""


def by_email(session: Session, email: str) -> Customer:
    """The customer of an address; letters may be large or small.

    Raises:
        Refused: There is none, or more than one.
    """
    wanted = email.strip().lower()
    if not wanted:
        raise Refused("unknown_customer")
    return _only(session.scalars(select(Customer).where(func.lower(Customer.email) == wanted).limit(2)))


def by_name_and_zip(session: Session, first_name: str, last_name: str, zip_code: str) -> Customer:
    """The customer of a name and a zip code; letters may be large or small, with their diacritics or without.

    Raises:
        Refused: There is none, or more than one.
    """
    name = folded_name(first_name, last_name)
    # SQLite knows the small letters of English alone.
    near = session.scalars(select(Customer).where(Customer.zip == zip_code.strip()))
    return _only([each for each in near if folded_name(each.first_name, each.last_name) == name])


def token_for(session: Session, customer: Customer) -> str:
    """A new token that stands for this customer until it expires."""
    session.execute(delete(Token).where(Token.expires < now()))
    token = secrets.token_urlsafe(32)
    session.add(Token(hash=_hash(token), customer_id=customer.id, expires=now() + LASTS))
    return token


def customer_by(session: Session, token: str | None) -> str:
    """The id of the customer that a token stands for.

    Raises:
        Refused: There is no such token, or it has expired.
    """
    if not token:
        raise Refused("not_verified")
    found = session.get(Token, _hash(token))
    if found is None or found.expires < now():
        raise Refused("expired")
    return found.customer_id


def _only(found: Iterable[Customer]) -> Customer:
    customers = list(found)
    if len(customers) != 1:
        raise Refused("unknown_customer")
    return customers[0]


def folded_name(first: str, last: str) -> tuple[str, str]:
    """A name as names are compared."""
    # Many type Vietnamese names without their diacritics; the zip code tells them apart.
    plain = (fold(unicodedata.normalize("NFC", part).casefold()) for part in (first, last))
    one, other = (" ".join(part.split()) for part in plain)
    return one, other


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
