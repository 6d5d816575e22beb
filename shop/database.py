"""The store's database: SQLite by default, PostgreSQL by a URL; its schema is made and kept by Alembic."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, create_engine, event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from reckoner.core import SettingsError, StorageError

_AT_ONCE = 20
"""Connections to a database server."""
_WAIT = 30
"""Seconds that a write waits for others."""


class Database:
    """One store's database.

    Args:
        url: As SQLAlchemy writes it, ``postgresql+psycopg://…``, or the path of an SQLite file.

    Raises:
        SettingsError: The URL names no database that this reads.
        StorageError: It cannot be opened.
    """

    def __init__(self, url: str | Path) -> None:
        self.url = located(url)
        self.engine = opened(self.url)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        try:
            self._migrate()
        except SQLAlchemyError as error:
            raise StorageError("storage.database", url=self.shown, why=_why(error)) from error

    @property
    def shown(self) -> str:
        """The URL without its password."""
        return make_url(self.url).render_as_string(hide_password=True)

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """A transaction that is done as a whole or not at all."""
        with self._sessions.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A look at one moment's state, beside whoever writes."""
        with self.engine.connect() as connection:
            connection.info["reading"] = True
            try:
                with Session(connection, expire_on_commit=False) as session:
                    yield session
            finally:
                connection.info.pop("reading", None)

    @contextmanager
    def alone(self, task: str) -> Iterator[Callable[[], bool]]:
        """Tells whether no other process does ``task``; none can until this ends, or the process dies.

        Raises:
            SQLAlchemyError: When asked, if the connection that holds the lock is gone.
        """
        if self.engine.dialect.name == "postgresql":
            number = int.from_bytes(hashlib.sha256(task.encode()).digest()[:4])
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                mine = bool(connection.scalar(select(func.pg_try_advisory_lock(number))))
                try:
                    yield lambda: mine and bool(connection.scalar(select(1)))
                finally:
                    # The lock would go with the connection, but only when the server has noticed.
                    with suppress(SQLAlchemyError):
                        connection.execute(select(func.pg_advisory_unlock(number)))
                    connection.invalidate()
            return
        lock = FileLock(f"{self.engine.url.database}.{task}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            yield lambda: False
            return
        try:
            yield lambda: True
        finally:
            lock.release()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def _migrate(self) -> None:
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(files("reckoner.shop") / "migrations"))
        with self.engine.begin() as connection:
            if self.engine.dialect.name == "postgresql":
                # Of several that start at once, one makes the tables.
                connection.execute(text("SELECT pg_advisory_xact_lock(7266)"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def located(url: str | Path) -> str:
    """A database's URL; of a file, its own."""
    return str(url) if "://" in str(url) else f"sqlite:///{Path(url).resolve()}"


def opened(url: str) -> Engine:
    """Connections to a database.

    Raises:
        SettingsError: The URL names no database that this reads.
    """
    url = located(url)
    try:
        kind = make_url(url).get_backend_name()
        if kind == "sqlite":
            return _sqlite(url)
        if kind == "postgresql":
            return create_engine(
                url, pool_size=_AT_ONCE, max_overflow=0, pool_timeout=_WAIT, pool_pre_ping=True, hide_parameters=True
            )
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        raise SettingsError("settings.database", url=url.partition("://")[0], why=_why(error)) from error
    raise SettingsError("settings.database", url=kind, why="neither SQLite nor PostgreSQL")


def _sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": _WAIT, "check_same_thread": False}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def connected(connection, _record) -> None:  # type: ignore[no-untyped-def]  # SQLAlchemy's events are untyped
        connection.isolation_level = None  # Transactions begin where we say, not where the driver guesses.
        # SQLite's own knows the letters of English alone.
        connection.create_function("lower", 1, lambda text: text.lower() if text else text, deterministic=True)
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = wal")
        cursor.execute("PRAGMA synchronous = normal")
        cursor.execute("PRAGMA foreign_keys = on")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begun(connection) -> None:  # type: ignore[no-untyped-def]
        # Who means to write says so at once: a reader that turns writer could lose to another.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if not connection.info.get("reading") else "BEGIN")

    return engine


def _why(error: Exception) -> str:
    inner = error.orig if isinstance(error, OperationalError) and error.orig else error
    return str(inner).strip().splitlines()[0][:200]
