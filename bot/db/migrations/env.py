"""Run by Alembic. The connection is the caller's: `bot.db.session.migrate`."""

from alembic import context

from bot.db.models import Base

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    # Replicas start together; one migrates while the others wait.
    connection.exec_driver_sql("select pg_advisory_xact_lock(4172001)")
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
