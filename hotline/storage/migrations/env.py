"""What Alembic runs: it is handed a connection whose transaction the caller ends."""

from alembic import context

from hotline.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
