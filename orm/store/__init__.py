"""The database: the only door to SQLAlchemy and Alembic. Enter by `orm.store.sql_store`."""
