"""What the store's endpoints ask FastAPI for: the data, and what a request says of itself."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from sqlalchemy.orm import Session

from .database import Database
from .keys import holds
from .once import Result, once
from .refusal import Refused


def database(request: Request) -> Database:
    """The store's."""
    found: Database = request.app.state.database
    return found


def service(request: Request, authorization: Annotated[str, Header()] = "") -> None:
    """That whoever asks bears the shop's key.

    Raises:
        Refused: They do not.
    """
    if not holds(authorization, request.app.state.config.key):
        raise Refused("service_key")


def staff(request: Request, authorization: Annotated[str, Header()] = "") -> None:
    """That whoever asks bears the staff's key.

    Raises:
        Refused: They do not, or there is none.
    """
    if not holds(authorization, request.app.state.config.staff_key):
        raise Refused("staff_key")


Store = Annotated[Database, Depends(database)]
CustomerToken = Annotated[str | None, Header(alias="X-Customer-Token")]
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=200)]


def once_or_now(store: Database, key: str | None, asked: object, act: Callable[[Session], Result]) -> dict[str, Any]:
    """What ``act`` gives; under a key, what it gave the first time."""
    if key:
        return once(store, key, asked, act)
    with store.changing() as session:
        return act(session)
