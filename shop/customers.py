"""Who a customer is: found by what only they and the shop should know, and remembered by a token for a while."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from .refusal import Refused
from .tables import Customer, Token, now

LASTS = timedelta(hours=2)
"""How long a verification holds."""


def by_email(session: Session, email: str) -> Customer:
    """The customer of an address; letters may be large or small.

    Raises:
        Refused: There is none, or more than one.
    """
    return _only(session, func.lower(Customer.email) == email.strip().lower())


def by_name_and_zip(session: Session, first_name: str, last_name: str, zip_code: str) -> Customer:
    """The customer of a name and a zip code.

    Raises:
        Refused: There is none, or more than one.
    """
    return _only(
        session,
        func.lower(Customer.first_name) == first_name.strip().lower(),
        func.lower(Customer.last_name) == last_name.strip().lower(),
        Customer.zip == zip_code.strip(),
    )


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


def _only(session: Session, *where: ColumnElement[bool]) -> Customer:
    found = session.scalars(select(Customer).where(*where).limit(2)).all()
    if len(found) != 1:
        raise Refused("unknown_customer")
    return found[0]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
