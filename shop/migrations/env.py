"""What Alembic runs: on the connection that ``Database`` hands over, or on ``sqlalchemy.url`` for new migrations."""

from alembic import context
from sqlalchemy import create_engine

from reckoner.shop.tables import Base

connection = context.config.attributes.get("connection")
if connection is None:
    connection = create_engine(context.config.get_main_option("sqlalchemy.url") or "").connect()
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
