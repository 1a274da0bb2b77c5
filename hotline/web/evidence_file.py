"""The list of who saw what, for a program: codes, and times in the city's zone."""

import csv
from io import StringIO
from zoneinfo import ZoneInfo

from hotline.services.evidence import EvidenceList, Row

COLUMNS = ("at", "what", "detail", "name", "role", "department", "ticket", "via")


def plain(row: Row, zone: ZoneInfo) -> dict[str, str]:
    values = (row.at, row.what.value, row.detail, row.name, row.role, row.department, row.number, row.via)
    return dict(zip(COLUMNS, map(str, values), strict=True)) | {"at": row.at.astimezone(zone).isoformat(timespec="seconds")}


def as_csv(found: EvidenceList, zone: ZoneInfo) -> str:
    """With the mark that makes a table program read it as UTF-8; nothing in it is taken for a formula."""
    written = StringIO()
    table = csv.DictWriter(written, COLUMNS)
    table.writeheader()
    table.writerows({name: _no_formula(value) for name, value in plain(row, zone).items()} for row in found.rows)
    return "\ufeff" + written.getvalue()


def _no_formula(value: str) -> str:
    return "'" + value if value[:1] in ("=", "+", "-", "@") else value
