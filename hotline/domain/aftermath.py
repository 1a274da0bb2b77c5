"""What is noticed beside a ticket: whether others report the same, whether its closing holds, whether it came back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import cos, hypot, radians
from typing import TypeVar

from hotline.domain.ticket import Ticket

HOLDS, BACK = 1, 2  # the answers to a lookback
RECURS_WITHIN = timedelta(days=90)  # product: Lookback
SAME_WITHIN = timedelta(days=7)  # reports of one event come within days
NEAR = 150.0  # metres; product: Lookback
A_HOUSE = 10.0  # metres from one number of a street to the next, rather too many than too few
METRES_A_DEGREE = 111_320.0


class NoticedBy(StrEnum):
    AGAIN = "again"        # the resident said so
    LOOKBACK = "lookback"  # asked after 30 days
    PLACE = "place"        # the same category at the same address
    SPOT = "spot"          # the same category within 150 m


@dataclass(frozen=True, kw_only=True, slots=True)
class Recurrence:
    """A closing that did not last. One per closing, however noticed; ``again_id``: the ticket that tells of it."""

    ticket_id: str
    round: int
    noticed_by: NoticedBy
    again_id: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Lookback:
    """Is it still good 30 days later? Asked once per closing."""

    ticket_id: str
    round: int
    due_at: datetime
    asked_at: datetime | None = None
    answer: int | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    """One end of a ticket; a ticket that is reopened has several. ``closed_as`` and ``outcome`` as on the ticket."""

    ticket_id: str
    round: int
    resolved_at: datetime | None
    closed_at: datetime
    closed_as: str
    outcome: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """A closed ticket of the same category nearby, as far as a recurrence is judged by it."""

    ticket_id: str
    number: str
    round: int
    closed_at: datetime
    same_place: bool
    lat: float | None
    lon: float | None
    place: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Alike:
    """Somebody else's report in work, of the same category, that may tell of the same event. ``same_place``: at its very
    address."""

    ticket_id: str
    received_at: datetime
    same_place: bool
    lat: float | None
    lon: float | None
    place: str | None = field(default=None, repr=False)


Other = TypeVar("Other", Past, Alike)


def closing_of(ticket: Ticket, at: datetime, how: str) -> Closing:
    """Of a ticket that has just been closed."""
    return Closing(
        ticket_id=ticket.id, round=ticket.round, resolved_at=ticket.resolved_at, closed_at=at, closed_as=how,
        outcome=ticket.outcome.value if ticket.outcome else None,
    )


def by_house(
    others: Iterable[Other], place: str | None, spot: tuple[float | None, float | None],
    house: Callable[[str | None], int | None],
) -> tuple[Other, ...]:
    """A stretch of street has one spot in the gazetteer, whatever the house: there the number tells. The same number is the
    same address, in whatever language it was written; how far others lie apart is reckoned from their numbers."""
    own, kept = house(place), []
    for one in others:
        theirs = None if one.same_place else house(one.place)
        if one.same_place or (one.lat, one.lon) != spot or (own is None and theirs is None):
            kept.append(one)
        elif own is not None and theirs is not None and abs(own - theirs) * A_HOUSE <= NEAR:
            kept.append(replace(one, same_place=own == theirs))
    return tuple(kept)


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance on the ground, good to a metre at the size of a city."""
    north = (other_lat - lat) * METRES_A_DEGREE
    east = (other_lon - lon) * METRES_A_DEGREE * cos(radians((lat + other_lat) / 2))
    return hypot(north, east)


def _near(one: Past | Alike, lat: float | None, lon: float | None) -> bool:
    if lat is None or lon is None or one.lat is None or one.lon is None:
        return False
    return metres(lat, lon, one.lat, one.lon) <= NEAR


def recurs(past: Iterable[Past], lat: float | None, lon: float | None, at: datetime) -> tuple[Past, NoticedBy] | None:
    """The newest closing that a new report of the same category speaks against."""
    for one in sorted(past, key=lambda each: each.closed_at, reverse=True):
        if at - one.closed_at > RECURS_WITHIN:
            continue
        if one.same_place:
            return one, NoticedBy.PLACE
        if _near(one, lat, lon):
            return one, NoticedBy.SPOT
    return None


def same_event(others: Iterable[Alike], lat: float | None, lon: float | None) -> Alike | None:
    """The first report of the event, as far as place and category tell: at the very address, else within 150 m."""
    near = (one for one in others if one.same_place or _near(one, lat, lon))
    return min(near, key=lambda one: (not one.same_place, one.received_at, one.ticket_id), default=None)
