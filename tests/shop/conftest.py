"""A store on each database: SQLite, and PostgreSQL where it is installed."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import postgres

from reckoner.shop.database import Database
from reckoner.shop.demo import demo
from reckoner.shop.transfer import import_

_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server's URL with a place for the database's name."""
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty store."""
    if request.param == "sqlite":
        url = str(tmp_path / "shop.sqlite")
    else:
        url = _created(request.getfixturevalue("postgres_url"))
    made = Database(url)
    yield made
    made.close()


@pytest.fixture
def shop(database: Database) -> dict[str, Any]:
    """The demo shop, in the database."""
    made = demo()
    import_(database, made)
    return made


def _created(url: str) -> str:
    import psycopg

    name = f"shop{next(_NUMBERS)}"
    host = url.partition("host=")[2]
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return url.format(name=name)
