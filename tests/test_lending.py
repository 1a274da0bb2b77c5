"""A database lent again is as migrated: no row, no line, no change of an earlier test is in it."""

import psycopg
import pytest

from tests.support.lending import Lending
from tests.support.postgres import USER, Postgres


def ask(server: Postgres, name: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(f"host=127.0.0.1 port={server.port} user={USER} dbname={name}", autocommit=True) as line:
        done = line.execute(statement)  # type: ignore[call-overload]
        return done.fetchall() if done.description else []


def test_rows_and_lines_of_one_test_are_gone_for_the_next(lending: Lending) -> None:
    server, name = lending.server, lending.lend()
    held = psycopg.connect(f"host=127.0.0.1 port={server.port} user={USER} dbname={name}")
    held.execute("INSERT INTO meta (key, value) VALUES ('x', '1')")
    held.execute("SELECT pg_advisory_lock(1)")
    ask(server, name, "INSERT INTO meta (key, value) VALUES ('y', '1')")
    lending.give_back(name)
    assert lending.lend() == name
    assert ask(server, name, "SELECT * FROM meta") == []
    assert ask(server, name, "SELECT pg_try_advisory_lock(1)") == [(True,)]
    with pytest.raises(psycopg.OperationalError):
        held.execute("SELECT 1")
    held.close()
    lending.give_back(name)


@pytest.mark.parametrize("change", [
    "ALTER TABLE meta ADD COLUMN more text",
    "DROP TABLE meta CASCADE",
    "CREATE TABLE other (x int)",
    "CREATE INDEX ix_other ON meta (value)",
    "UPDATE alembic_version SET version_num = '0001'",
    "CREATE FUNCTION f() RETURNS int AS 'SELECT 1' LANGUAGE SQL",
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = 1000', current_database()); END $$",
    "CREATE SCHEMA other",
])
def test_one_that_was_changed_is_not_lent_again(lending: Lending, change: str) -> None:
    name = lending.lend()
    ask(lending.server, name, change)
    lending.give_back(name)
    other = lending.lend()
    assert other != name
    lending.give_back(other)
