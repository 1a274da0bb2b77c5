"""Messages, calls, recordings and opt-outs in one small SQLite file, so that nothing is lost between runs."""

import secrets
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
  n INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, direction TEXT NOT NULL, sender TEXT NOT NULL,
  recipient TEXT NOT NULL, body TEXT NOT NULL, status TEXT NOT NULL, error INTEGER, callback TEXT NOT NULL,
  media INTEGER NOT NULL, created REAL NOT NULL, changed REAL NOT NULL);
CREATE INDEX IF NOT EXISTS messages_recipient ON messages (recipient, n);
CREATE INDEX IF NOT EXISTS messages_sender ON messages (sender, n);
CREATE TABLE IF NOT EXISTS calls (
  n INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, parent TEXT, direction TEXT NOT NULL, sender TEXT NOT NULL,
  recipient TEXT NOT NULL, status TEXT NOT NULL, answered_by TEXT, created REAL NOT NULL, started REAL, ended REAL,
  callback TEXT NOT NULL, callback_events TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS recordings (
  n INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, call_sid TEXT NOT NULL, words TEXT NOT NULL,
  seconds INTEGER NOT NULL, created REAL NOT NULL, source TEXT NOT NULL DEFAULT 'RecordVerb',
  channels INTEGER NOT NULL DEFAULT 1);
CREATE TABLE IF NOT EXISTS left_at (
  n INTEGER PRIMARY KEY, number TEXT NOT NULL, call_sid TEXT NOT NULL, sender TEXT NOT NULL, words TEXT NOT NULL,
  created REAL NOT NULL);
CREATE INDEX IF NOT EXISTS left_at_number ON left_at (number, n);
CREATE TABLE IF NOT EXISTS queues (
  n INTEGER PRIMARY KEY, sid TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, max_size INTEGER NOT NULL, created REAL NOT NULL);
CREATE TABLE IF NOT EXISTS media (sid TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gone (sid TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS subscriptions (number TEXT PRIMARY KEY, subscribed INTEGER NOT NULL) WITHOUT ROWID;
"""
# Columns that came later than their table: a file of an earlier run gets them.
LATER_COLUMNS = (
    ("recordings", "source", "TEXT NOT NULL DEFAULT 'RecordVerb'"),
    ("recordings", "channels", "INTEGER NOT NULL DEFAULT 1"),
)


class Store:
    def __init__(self, path: str) -> None:
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(SCHEMA)
        for table, column, kind in LATER_COLUMNS:
            if column not in {row["name"] for row in self._db.execute(f"PRAGMA table_info({table})")}:
                self._db.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")

    def write(self, sql: str, values: Sequence[object] = ()) -> int:
        with self._lock:
            return self._db.execute(sql, values).rowcount

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Row | None:
        found = self.rows(sql, values)
        return found[0] if found else None

    def one(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Row:
        """A row that is known to be there."""
        return self.rows(sql, values)[0]

    def throw_away(self, sid: str) -> None:
        self.write("INSERT OR IGNORE INTO gone VALUES (?)", (sid,))

    def is_gone(self, sid: str) -> bool:
        return self.row("SELECT 1 FROM gone WHERE sid = ?", (sid,)) is not None

    def close(self) -> None:
        with self._lock:
            self._db.close()


def new_sid(kind: str) -> str:
    return kind + secrets.token_hex(16)


def storable(text: str) -> str:
    """Lone surrogates reach us in JSON and can be stored nowhere."""
    return text.encode("utf-8", "replace").decode("utf-8")
