"""The people of the city, and who of them is on duty, or away."""

from itertools import groupby

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from hotline.domain.phone import PhoneNumber
from hotline.services.set_languages import may_set, set_languages
from hotline.services.steps.sight import department_of
from hotline.services.switch_duty import may_switch, switch_duty
from hotline.web.access import Door, Right, me
from hotline.web.console.absences import presence
from hotline.web.console.doing import done
from hotline.web.guard import hotline


def people() -> ResponseReturnValue:
    """By department; a head sees the own one."""
    here, own = hotline(), department_of(me())
    with here.database.reading() as store:
        city, absences = here.parts.city(store), store.absences.current(here.parts.clock.now())
    seen = [p for p in city.staff if own is None or p.department == own]
    order = {name: place for place, name in enumerate(city.departments)}
    seen.sort(key=lambda p: (order.get(p.department or "", len(order)), p.rank))
    groups = [(department, list(group)) for department, group in groupby(seen, key=lambda p: p.department)]
    masks = {p.id: PhoneNumber(p.phone).masked for p in seen if p.phone}
    switchable = {p.id for p in seen if may_switch(me(), p)}
    may = {p.id for p in seen if may_set(me(), p)}
    return render_template(
        "console/people.html", groups=groups, city=city, masks=masks, switchable=switchable, may_set=may,
        spoken=here.parts.languages, presence=presence(city, seen, absences),
    )


def duty(person_id: str) -> ResponseReturnValue:
    on = request.form.get("on") == "yes"
    said = "on_duty" if on else "off_duty"
    return done(lambda: switch_duty(hotline().parts, me(), person_id, on), said, url_for("console.people"))


def languages_of(person_id: str) -> ResponseReturnValue:
    chosen = request.form.getlist("speaks")
    return done(lambda: set_languages(hotline().parts, me(), person_id, chosen), "languages_set", url_for("console.people"))


DOORS = (
    Door(rule="/people", view=people, right=Right.PEOPLE),
    Door(rule="/people/<person_id>/duty", view=duty, right=Right.PEOPLE, methods=("POST",)),
    Door(rule="/people/<person_id>/languages", view=languages_of, right=Right.PEOPLE, methods=("POST",)),
)
