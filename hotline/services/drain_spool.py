"""Takes in the texts that were spooled while the database was away, in the order they came."""

import logging
from collections.abc import Mapping

from hotline.domain.errors import Unavailable
from hotline.services.parts import Parts
from hotline.services.take_text import TextIn, take_text
from hotline.spool import Spool

log = logging.getLogger(__name__)


def drain_spool(parts: Parts, spool: Spool) -> int:
    """How many were taken in. A text that was stored before the file could be removed changes nothing the second time."""
    taken = 0
    for place, fields in spool.take():
        try:
            take_text(parts, _text_in(fields))
        except Unavailable:
            raise  # still away: all of them wait
        except Exception as error:  # noqa: BLE001 - one text that meets a fault of ours must not hold up those behind it
            # Without the traceback, whose text may hold what was written.
            log.error("spooled text %s was not taken in (%s); it is tried again", place.name, type(error).__name__)
            continue
        place.unlink()
        taken += 1
    if taken:
        log.info("%d spooled texts taken in", taken)
    return taken


def _text_in(fields: Mapping[str, object]) -> TextIn:
    return TextIn(
        account=str(fields["account"]), sid=str(fields["sid"]), sender=str(fields["sender"]), body=str(fields["body"]),
        media=int(str(fields.get("media", 0))), opt_out=str(fields["opt_out"]) if fields.get("opt_out") else None,
    )
