"""Writes that happen once: whoever repeats one under the same key is told the first result."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from .database import Database
from .refusal import Refused
from .tables import Done

Result = dict[str, Any]


def once(database: Database, key: str, asked: object, act: Callable[[Session], Result]) -> Result:
    """What ``act`` gives, or gave the first time; the key, the act and its result are stored together or not at all.

    Args:
        database: The store's.
        key: Chosen by the caller, one for each write.
        asked: What is asked and for whom, as JSON has it; under one key it must not change.
        act: Does it. A refusal is not stored: nothing happened.

    Raises:
        Refused: By ``act``, or because the key was used for something else.
    """
    request = _hashed(asked)
    try:
        with database.changing() as session:
            done = Done(key=key, request=request)
            session.add(done)
            session.flush()  # Whoever comes second with this key waits here, and then fails.
            result = act(session)
            session.flush()
            done.result = result
            return result
    except IntegrityError:
        if (first := former(database, key, asked)) is None:
            raise
        return first


def former(database: Database, key: str, asked: object) -> Result | None:
    """What was given under a key before; ``None``: it is new.

    Raises:
        Refused: It was used for something else.
    """
    with database.reading() as session:
        first = session.get(Done, key)
    if first is None:
        return None
    if first.request != _hashed(asked):
        raise Refused("key_reused")
    return first.result or {}


def _hashed(asked: object) -> str:
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
