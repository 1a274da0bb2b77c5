"""The shelves: rows of the database in, domain values out. Rows and SQLAlchemy never leave this folder."""

from hotline.storage.crypto import Keys
from hotline.storage.db import Database
from hotline.storage.migrate import is_current, migrate

__all__ = ["Database", "Keys", "is_current", "migrate"]
