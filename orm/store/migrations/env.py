"""How Alembic runs the steps: on the connection it is given, all of them in one transaction."""

from alembic import context

from orm.store.tables.columns import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
context.run_migrations()
