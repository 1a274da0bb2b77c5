"""The migrations make exactly the tables the code knows, on both databases, and a second run does nothing."""

import threading
import time
from collections.abc import Iterable

import sqlalchemy as sa
from alembic.script import ScriptDirectory

from hotline.storage import is_current, migrate
from hotline.storage.migrate import _config
from hotline.storage.tables import metadata


def shape(engine: sa.Engine) -> dict[str, set[str]]:
    """Every table, column, key and index as the database tells of them."""
    if engine.dialect.name == "sqlite":
        return sqlite_shape(engine)
    queries = {
        "columns": "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '"
        " || coalesce(column_default, '') FROM information_schema.columns WHERE table_schema = 'public'",
        "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "constraints": "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    }
    with engine.connect() as connection:
        return {name: without_alembic(connection.scalars(sa.text(query))) for name, query in queries.items()}


def sqlite_shape(engine: sa.Engine) -> dict[str, set[str]]:
    inspector = sa.inspect(engine)
    tables = [name for name in inspector.get_table_names() if name != "alembic_version"]
    found: dict[str, set[str]] = {"indexes": set()}
    with engine.connect() as connection:
        statements = connection.scalars(sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
        found["indexes"] = without_alembic(" ".join(sql.split()) for sql in statements)
        for table in tables:
            rows = connection.execute(sa.text(f'PRAGMA table_info("{table}")'))
            found[table] = {str(tuple(row)[1:]) for row in rows}
            found[table] |= {str(sorted(key.items(), key=str)) for key in inspector.get_foreign_keys(table)}
            found[table] |= {str(sorted(key.items(), key=str)) for key in inspector.get_unique_constraints(table)}
    return found


def without_alembic(lines: Iterable[str]) -> set[str]:
    return {line for line in lines if "alembic_version" not in line}


def test_the_migrations_make_the_tables_the_code_knows(database_url: str) -> None:
    engine = sa.create_engine(database_url)
    metadata.create_all(engine)
    wanted = shape(engine)
    metadata.drop_all(engine)
    migrate(database_url)
    made = shape(engine)
    engine.dispose()
    assert made == wanted
    assert sum(map(len, wanted.values())) > 200


def test_a_database_is_current_after_migrating_and_a_second_run_is_quick(database_url: str) -> None:
    assert not is_current(database_url)
    started = time.perf_counter()
    migrate(database_url)
    first = time.perf_counter() - started
    assert is_current(database_url)
    started = time.perf_counter()
    migrate(database_url)
    assert time.perf_counter() - started < first


def test_processes_that_start_at_once_migrate_one_after_the_other(database_url: str) -> None:
    faults: list[BaseException] = []

    def run() -> None:
        try:
            migrate(database_url)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test tells it
            faults.append(error)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert is_current(database_url)


def test_the_migrations_are_one_line_without_branches() -> None:
    assert len(ScriptDirectory.from_config(_config()).get_heads()) == 1
