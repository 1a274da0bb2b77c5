"""Rows in the shapes of the real carrier's JSON: resources, lists with their pages, RFC 2822 dates."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlencode

from hotline.carrier.simulated.http import Request
from hotline.carrier.simulated.problems import Refused
from hotline.carrier.simulated.segments import segments
from hotline.carrier.simulated.settings import API_VERSION, Settings
from hotline.carrier.simulated.store import Store

Json = dict[str, object]
MOST_PER_PAGE = 1000


def rfc2822(at: float | None) -> str | None:
    return None if at is None else format_datetime(datetime.fromtimestamp(int(at), UTC))


def message(settings: Settings, row: sqlite3.Row) -> Json:
    uri = f"{settings.account_path()}/Messages/{row['sid']}"
    direction, error = row["direction"], row["error"]
    return {
        "sid": row["sid"],
        "account_sid": settings.account_sid,
        "api_version": API_VERSION,
        "messaging_service_sid": None,
        "from": row["sender"],
        "to": row["recipient"],
        "body": row["body"],
        "direction": direction,
        "status": row["status"],
        "num_segments": str(segments(row["body"])),
        "num_media": str(row["media"]),
        "error_code": error,
        "error_message": None,
        "date_created": rfc2822(row["created"]),
        "date_sent": rfc2822(row["created"]),
        "date_updated": rfc2822(row["changed"]),
        "price": None,
        "price_unit": "USD",
        "uri": uri + ".json",
        "subresource_uris": {"media": uri + "/Media.json", "feedback": uri + "/Feedback.json"},
    }


def call(settings: Settings, row: sqlite3.Row) -> Json:
    uri = f"{settings.account_path()}/Calls/{row['sid']}"
    spent = str(int(row["ended"] - (row["started"] or row["ended"]))) if row["ended"] else None
    return {
        "sid": row["sid"],
        "account_sid": settings.account_sid,
        "api_version": API_VERSION,
        "parent_call_sid": row["parent"] or None,
        "from": row["sender"],
        "from_formatted": row["sender"],
        "to": row["recipient"],
        "to_formatted": row["recipient"],
        "direction": row["direction"],
        "status": row["status"],
        "answered_by": row["answered_by"],
        "start_time": rfc2822(row["started"]),
        "end_time": rfc2822(row["ended"]),
        "duration": spent,
        "date_created": rfc2822(row["created"]),
        "date_updated": rfc2822(row["ended"] or row["started"] or row["created"]),
        **dict.fromkeys(("caller_name", "forwarded_from", "group_sid", "phone_number_sid", "price", "trunk_sid")),
        "price_unit": "USD",
        "queue_time": "0",
        "uri": uri + ".json",
        "subresource_uris": {"recordings": uri + "/Recordings.json"},
    }


def recording(settings: Settings, row: sqlite3.Row) -> Json:
    uri = f"{settings.account_path()}/Recordings/{row['sid']}.json"
    return {
        "sid": row["sid"],
        "account_sid": settings.account_sid,
        "api_version": API_VERSION,
        "call_sid": row["call_sid"],
        "duration": str(row["seconds"]),
        "channels": row["channels"],
        "source": row["source"],
        "status": "completed",
        "start_time": rfc2822(row["created"]),
        "date_created": rfc2822(row["created"]),
        "date_updated": rfc2822(row["created"]),
        "uri": uri,
        "media_url": uri.removesuffix(".json"),
        **dict.fromkeys(("conference_sid", "encryption_details", "error_code", "price", "price_unit")),
        "subresource_uris": {},
    }


def queue(settings: Settings, row: sqlite3.Row, size: int, average: int) -> Json:
    uri = f"{settings.account_path()}/Queues/{row['sid']}"
    return {
        "sid": row["sid"],
        "account_sid": settings.account_sid,
        "friendly_name": row["name"],
        "current_size": size,
        "max_size": row["max_size"],
        "average_wait_time": average,
        "date_created": rfc2822(row["created"]),
        "date_updated": rfc2822(row["created"]),
        "uri": uri + ".json",
        "subresource_uris": {"members": uri + "/Members.json"},
    }


def moment(text: str) -> float:
    """A date, or a date with a time, as the lists are asked for them."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(400, 20001, "Invalid date") from error
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def dated(request: Request, name: str, column: str) -> tuple[list[str], list[object]]:
    """The three ways a list may be narrowed by date: the day itself, since, until."""
    conditions: list[str] = []
    values: list[object] = []
    for suffix, sign in ((">", ">="), ("<", "<=")):
        if text := request.asked(name + suffix):
            conditions.append(f"{column} {sign} ?")
            # The real lists count in whole seconds.
            values.append(moment(text) + (1 if suffix == "<" else 0))
    if text := request.asked(name):
        start = moment(text)
        conditions.append(f"{column} >= ? AND {column} < ?")
        values += [start, start + timedelta(days=1).total_seconds()]
    return conditions, values


def page(
    store: Store,
    request: Request,
    table: str,
    where: tuple[list[str], list[object]],
    key: str,
    shape: Callable[[sqlite3.Row], Json],
) -> Json:
    """Newest first, in pages that hold still while new rows arrive."""
    size, number = _whole(request, "PageSize", 50), _whole(request, "Page", 0)
    size = max(1, min(size, MOST_PER_PAGE))
    conditions, values = list(where[0]), list(where[1])
    if token := request.asked("PageToken"):
        conditions.append("n < ?")
        values.append(_whole(request, "PageToken", 0))
    condition = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    # Tables, columns and signs are words of this package; every value is bound.
    rows = store.rows(f"SELECT * FROM {table}{condition} ORDER BY n DESC LIMIT ?", (*values, size + 1))  # noqa: S608
    following = None
    if len(rows) > size:
        asked = {name: given for name, given in request.query.items() if name not in ("Page", "PageToken", "PageSize")}
        asked |= {"PageSize": [str(size)], "Page": [str(number + 1)], "PageToken": [str(rows[size - 1]["n"])]}
        following = f"{request.path}?{urlencode(asked, doseq=True)}"
    own = f"{request.path}?{urlencode({'PageSize': size, 'Page': number} | ({'PageToken': token} if token else {}))}"
    first = f"{request.path}?PageSize={size}&Page=0"
    about: Json = {
        "page": number,
        "page_size": size,
        "uri": own,
        "first_page_uri": first,
        "next_page_uri": following,
        "previous_page_uri": None,
    }
    return {
        key: [shape(row) for row in rows[:size]],
        **about,
        "start": number * size,
        "end": number * size + len(rows[:size]) - 1,
    }


def _whole(request: Request, name: str, default: int) -> int:
    text = request.asked(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise Refused(400, 20001, f"{name} is not a number")
    return int(text)
