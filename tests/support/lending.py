"""Migrated databases of PostgreSQL, lent to one test after another: to empty one costs a twentieth of making one.

One that a test has changed in anything but its rows is not lent again, nor one that can't be emptied: it is dropped.
"""

from dataclasses import dataclass, field

import psycopg
from psycopg import sql

from tests.support.postgres import USER, Postgres

_OFTEN = 60  # then a fresh one: what was deleted still takes room, and what was counted of it still leads the planner

# All that makes one database different from another, but for the rows: columns, keys, indexes, triggers, functions, settings.
_SHAPE = """
SELECT md5(string_agg(line, chr(10) ORDER BY line)) FROM (
    SELECT concat_ws('|', 'column', c.relname, c.relkind, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull,
        a.attisdropped, pg_get_expr(d.adbin, d.adrelid)) AS line
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws('|', 'key', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT concat_ws('|', 'trigger', pg_get_triggerdef(oid), tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT concat_ws('|', 'function', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws('|', 'rule', rulename, ev_class::regclass) FROM pg_rewrite JOIN pg_class c ON c.oid = ev_class
        WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws('|', 'schema', nspname) FROM pg_namespace WHERE nspname !~ '^pg_'
    UNION ALL SELECT concat_ws('|', 'setting', setconfig) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
        WHERE d.datname = current_database()
    UNION ALL SELECT concat_ws('|', 'version', version_num) FROM alembic_version
) AS lines"""


@dataclass
class Lending:
    """``template`` is a migrated database without rows."""

    server: Postgres
    template: str
    _free: list[str] = field(default_factory=list)
    _times: dict[str, int] = field(default_factory=dict)
    _shape: str = field(init=False)
    _empty: sql.Composable = field(init=False)

    def __post_init__(self) -> None:
        with self._line(self.template) as line:
            tables = [row[0] for row in line.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            )]
            # A sequence would go on counting where the last test stopped.
            assert line.execute("SELECT count(*) FROM pg_sequences").fetchone() == (0,)
            self._shape = _shape_of(line)
        deletes = (sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in tables)
        # As a replica does: rows go in any order, and no key is looked up for them.
        self._empty = sql.SQL("; ").join([sql.SQL("SET session_replication_role = replica"), *deletes])

    def lend(self) -> str:
        """The name of a database that is as migrated, and nobody else's until it is given back."""
        name = self._free.pop() if self._free else self.server.create(template=self.template)
        self._times[name] = self._times.get(name, 0) + 1
        return name

    def give_back(self, name: str) -> None:
        if self._times[name] < _OFTEN and self._emptied(name):
            self._free.append(name)
        else:
            self.server.drop(name)

    def _emptied(self, name: str) -> bool:
        """Whoever still holds a connection loses it first: what they would write belongs to no test any more."""
        try:
            with self._line(name) as line:
                line.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                )
                if _shape_of(line) != self._shape:
                    return False
                line.execute(self._empty)
        except psycopg.Error:
            return False
        return True

    def _line(self, name: str) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(f"host=127.0.0.1 port={self.server.port} user={USER} dbname={name}", autocommit=True)


def _shape_of(line: "psycopg.Connection[tuple[object, ...]]") -> str:
    found = line.execute(_SHAPE).fetchone()
    assert found is not None
    return str(found[0])
