"""`staff`: who is away, and who stands in for them."""

from zoneinfo import ZoneInfo

import click

from hotline.cli.context import Context, Failed, json_option, pass_context, print_json
from hotline.cli.opened import local, opened, refused
from hotline.cli.outbox import BY_COMMAND
from hotline.domain.absence import moment
from hotline.domain.city import City
from hotline.domain.errors import RuleError
from hotline.domain.staff import Staff
from hotline.services.absences import come_back, go_away, set_deputy
from hotline.wiring import Hotline

MENDS = {
    "bad_moment": "give FROM and UNTIL like now, 2026-12-01 or '2026-12-01 14:30', in the city's time",
    "absence_order": "UNTIL is not after FROM; a day as UNTIL is the last one away",
    "absence_over": "this absence would be over already",
    "absence_long": "nobody is away for more than 400 days: give a day before that",
    "absence_overlaps": "there is an absence of theirs at that time already: end it first with `staff back`",
    "not_away": "they are not away, and no absence of theirs is to come",
    "wrong_deputy": "a deputy is somebody else of the same department who may do the same: see docs/operations.md",
}


@click.group()
def staff() -> None:
    """Who is away, and who stands in for them."""


@staff.command("away")
@click.argument("who", metavar="NAME|LOGIN")
@click.argument("begins", metavar="FROM")
@click.argument("ends", metavar="UNTIL")
@pass_context
def away_command(context: Context, who: str, begins: str, ends: str) -> None:
    """Nothing goes to them FROM then UNTIL then: now, a day, or '2026-12-01 14:30'. A day as UNTIL is the last one away."""
    zone = ZoneInfo(context.config.city.timezone)
    with opened(context) as hotline:
        person, now = _named(_city(hotline), who), hotline.parts.clock.now()
        try:
            begin, end = moment(begins, zone, now), moment(ends, zone, now, until=True)
            absence = go_away(hotline.parts, BY_COMMAND, person.id, begin, end)
        except RuleError as error:
            raise refused(error, MENDS) from None
    click.echo(f"{person.name}: away {local(context, absence.from_at)} to {local(context, absence.until_at)}")


@staff.command("back")
@click.argument("who", metavar="NAME|LOGIN")
@pass_context
def back_command(context: Context, who: str) -> None:
    """They are here again; absences of theirs that are still to come are dropped as well."""
    with opened(context) as hotline:
        person = _named(_city(hotline), who)
        try:
            come_back(hotline.parts, BY_COMMAND, person.id)
        except RuleError as error:
            raise refused(error, MENDS) from None
    click.echo(f"{person.name}: back")


@staff.command("deputy")
@click.argument("who", metavar="NAME|LOGIN")
@click.argument("deputy", metavar="[DEPUTY]", required=False)
@pass_context
def deputy_command(context: Context, who: str, deputy: str | None) -> None:
    """DEPUTY acts while they are away; without DEPUTY nobody in particular does."""
    with opened(context) as hotline:
        city = _city(hotline)
        person, chosen = _named(city, who), _named(city, deputy) if deputy else None
        try:
            set_deputy(hotline.parts, BY_COMMAND, person.id, chosen.id if chosen else None)
        except RuleError as error:
            raise refused(error, MENDS) from None
    click.echo(f"{person.name}: {chosen.name if chosen else 'nobody'} stands in")


@staff.command("list")
@json_option
@pass_context
def list_command(context: Context, *, as_json: bool) -> None:
    """Absences that are not over, and deputies."""
    with opened(context) as hotline, hotline.database.reading() as store:
        city, absences = hotline.parts.city(store), store.absences.current(hotline.parts.clock.now())
    rows = [
        {"name": p.name, "from": local(context, a.from_at), "until": local(context, a.until_at), "deputy": _deputy(city, p)}
        for a in absences if a.from_at < a.until_at and (p := city.person(a.staff_id)) is not None
    ]
    others = [{"name": p.name, "from": None, "until": None, "deputy": _deputy(city, p)} for p in city.staff if p.deputy_id]
    rows += [row for row in others if row["name"] not in {each["name"] for each in rows}]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        when = f"away {row['from']} to {row['until']}" if row["from"] else "here"
        click.echo(f"{row['name']}: {when}" + (f", {row['deputy']} stands in" if row["deputy"] else ""))
    if not rows:
        click.echo("nobody is away, and nobody has a deputy", err=True)


def _deputy(city: City, person: Staff) -> str | None:
    found = city.person(person.deputy_id)
    return found.name if found else None


def _city(hotline: Hotline) -> City:
    with hotline.database.reading() as store:
        return hotline.parts.city(store)


def _named(city: City, who: str) -> Staff:
    """By login, else by name."""
    found = [p for p in city.staff if p.login == who] or [p for p in city.staff if p.name == who]
    if len(found) != 1:
        raise Failed(f"{'several people have' if found else 'nobody has'} the name or login {who}: see the console's page People")
    return found[0]


COMMANDS = [staff]
