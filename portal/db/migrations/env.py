"""Run by Alembic, on the connection that `migrate` hands over with its transaction open."""

from alembic import context

from portal.db.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
