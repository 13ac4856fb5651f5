"""Runs migrations on a connection that the command line or a test hands in."""

from alembic import context

from matchmaker.store.models.everything import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",  # SQLite alters a table by copying it
    compare_type=True,
    user_module_prefix="matchmaker.store.base.",
)
with context.begin_transaction():
    context.run_migrations()
