"""Takes in the texts that were spooled while the database was away, in the order they came."""

import logging
from collections.abc import Mapping
from pathlib import Path

from hotline.domain.errors import Conflict, Unavailable
from hotline.services.parts import Parts
from hotline.services.take_text import TextIn, take_text
from hotline.spool import Spool

log = logging.getLogger(__name__)


def drain_spool(parts: Parts, spool: Spool) -> int:
    """How many were taken in. A text that was stored before the file could be removed changes nothing the second time.
    Raises Unavailable while the database is away: then all of them wait."""
    taken = sum(_take(parts, spool, place, fields) for place, fields in spool.take())
    if taken:
        log.info("%d spooled texts taken in", taken)
    return taken


def _take(parts: Parts, spool: Spool, place: Path, fields: Mapping[str, object]) -> bool:
    """One text that meets a fault must not hold up those behind it."""
    try:
        take_text(parts, _text_in(fields))
    except Conflict:
        return False  # somebody else writes about the same ticket at this moment: it waits for the next round
    except Unavailable as error:
        parts.database.ready()  # raises while the database is away; else it is this text that can't be stored
        spool.put_aside(place, error)
        return False
    except Exception as error:  # noqa: BLE001 - a fault of ours, or a file of an older version
        spool.put_aside(place, error)
        return False
    place.unlink()
    return True


def _files(kept: object) -> tuple[str, ...]:
    return tuple(str(each) for each in kept) if isinstance(kept, list | tuple) else ()  # older files hold only how many


def _text_in(fields: Mapping[str, object]) -> TextIn:
    return TextIn(
        account=str(fields["account"]), sid=str(fields["sid"]), sender=str(fields["sender"]), body=str(fields["body"]),
        media=_files(fields.get("media")), opt_out=str(fields["opt_out"]) if fields.get("opt_out") else None,
    )
