"""Patterns are looked for once an hour, however many processes sweep, and each is flagged once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from hotline.domain import patterns as rules
from hotline.domain.errors import Conflict
from hotline.domain.flag import Flag
from hotline.domain.patterns import Sign
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.work import working

LEASE, EVERY = "patterns", timedelta(hours=1)
LOOK = timedelta(days=1)  # what was missed while nothing ran is found for a day
SETTLED = timedelta(hours=1)  # so long an operator has to write down what a call was about
MOST = 2000  # pictures that are compared


def find_patterns(parts: Parts, now: datetime) -> tuple[str, ...]:
    """"flagged", once for each that is new. Nothing where somebody looked within the hour."""
    try:
        with working(parts) as work:
            before = work.store.leases.until(LEASE)
            # Further ahead than an hour somebody only tried (``sweep --now``).
            if (before is not None and now < before <= now + EVERY) or not work.store.leases.move(LEASE, before, now + EVERY):
                return ()
    except Conflict:
        return ()
    with parts.database.reading() as store:
        found = tuple(_signs(parts, store, now))
    return tuple("flagged" for sign in found if _raised(parts, sign, now))


def _raised(parts: Parts, sign: Sign, now: datetime) -> bool:
    try:
        with working(parts) as work:
            return work.store.flags.raise_(Flag(
                id=parts.ids.new(), key=sign.key, kind=sign.kind, at=now, ticket_id=sign.ticket_id, staff_id=sign.staff_id,
                department=sign.department, facts=sign.facts,
            ))
    except Conflict:
        return False  # it stands already


def _signs(parts: Parts, store: Store, now: datetime) -> Iterator[Sign]:
    wanted, day_of = parts.integrity, parts.calendar.local_day
    today = day_of(now)
    week = rules.week_of(today)
    shelf = store.patterns
    yield from rules.bulk_closing(shelf.results(now - LOOK - wanted.bulk_within), wanted, day_of)
    yield from rules.many_extensions(shelf.extensions(now - wanted.extensions_within), wanted, week)
    yield from rules.praise_cluster(shelf.praise(now - wanted.praise_within), wanted, week)
    pictures = shelf.pictures(now - wanted.photos_within, MOST)
    yield from rules.same_photo([one for one in pictures if one.at >= now - LOOK], pictures)
    since = now - wanted.calls_within
    yield from rules.calls_without_ticket(shelf.left_nothing(since, now - SETTLED), wanted, today)
    calls = (*shelf.ended_early(since, now, wanted.hung_up_within), shelf.line_ended_early(since, wanted.hung_up_within))
    yield from rules.hung_up(calls, wanted, today)
    yield from rules.reveals(shelf.revealed(now - LOOK), wanted, today)
