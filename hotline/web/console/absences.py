"""Who is away and who stands in for them, entered on the page of people."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import request, url_for
from flask.typing import ResponseReturnValue

from hotline.domain.absence import Absence, moment
from hotline.domain.city import City
from hotline.domain.staff import Staff, may_deputise
from hotline.services.absences import come_back, go_away, may_manage, set_deputy
from hotline.web.access import Door, Right, me
from hotline.web.console.doing import done
from hotline.web.guard import hotline


@dataclass(frozen=True, kw_only=True, slots=True)
class Presence:
    """What the page tells of one person. ``coming``: absences that have not begun; ``deputies``: who could stand in."""

    coming: tuple[Absence, ...]
    deputy: Staff | None
    deputies: tuple[Staff, ...]
    manageable: bool


def presence(city: City, seen: Iterable[Staff], absences: Iterable[Absence]) -> dict[str, Presence]:
    now, rows = hotline().parts.clock.now(), tuple(absences)
    return {
        p.id: Presence(
            coming=tuple(a for a in rows if a.staff_id == p.id and now < a.from_at < a.until_at),
            deputy=city.person(p.deputy_id), deputies=tuple(q for q in city.staff if may_deputise(p, q)),
            manageable=may_manage(me(), p),
        )
        for p in seen
    }


def away(person_id: str) -> ResponseReturnValue:
    """Days of the city's calendar; an end without a time is the last day away."""
    parts, zone = hotline().parts, ZoneInfo(hotline().config.city.timezone)

    def go() -> object:
        now = parts.clock.now()
        begins = moment(request.form.get("from") or "now", zone, now)
        return go_away(parts, me(), person_id, begins, moment(request.form.get("until", ""), zone, now, until=True))

    return done(go, "absence_entered", url_for("console.people"))


def back(person_id: str) -> ResponseReturnValue:
    return done(lambda: come_back(hotline().parts, me(), person_id), "absence_ended", url_for("console.people"))


def deputy(person_id: str) -> ResponseReturnValue:
    chosen = request.form.get("deputy") or None
    return done(lambda: set_deputy(hotline().parts, me(), person_id, chosen), "deputy_set", url_for("console.people"))


DOORS = (
    Door(rule="/people/<person_id>/away", view=away, right=Right.PEOPLE, methods=("POST",)),
    Door(rule="/people/<person_id>/back", view=back, right=Right.PEOPLE, methods=("POST",)),
    Door(rule="/people/<person_id>/deputy", view=deputy, right=Right.PEOPLE, methods=("POST",)),
)
