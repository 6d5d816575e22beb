"""The schema that migrations make is the one that the tables say; what is opened twice is one store."""

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from reckoner.shop.database import Database
from reckoner.shop.tables import Base


def test_migrations_make_what_the_tables_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []


async def test_opened_at_once_it_is_made_once(database: Database) -> None:
    others = await asyncio.gather(*[asyncio.to_thread(Database, database.url) for _ in range(4)])
    for each in others:
        with each.engine.connect() as connection:
            assert MigrationContext.configure(connection).get_current_revision() == "0001"
        each.close()


def test_one_task_is_done_by_one(database: Database) -> None:
    other = Database(database.url)
    with database.alone("mail") as mine, other.alone("mail") as theirs:
        assert mine()
        assert not theirs()
        with other.alone("another task") as else_:
            assert else_()
    with other.alone("mail") as theirs:
        assert theirs()
    other.close()
