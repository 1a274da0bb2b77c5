"""`tickets list` and `tickets show`: what is open, and one ticket's story. Nobody's number or words."""

from typing import Any

import click

from hotline.cli.context import Context, Failed, json_option, pass_context, print_json
from hotline.cli.opened import local, opened
from hotline.domain.city import City
from hotline.domain.number import display, is_valid, read_number
from hotline.domain.ticket import Kind, State
from hotline.services.console_lists import OPEN, Row, rows_of
from hotline.services.steps.cost import cost_of_all
from hotline.services.steps.story import told

STATES = ["open", "all", *(state.value for state in State)]


@click.group()
def tickets() -> None:
    """Tickets: list them, show one."""


@tickets.command("list")
@click.option("--state", type=click.Choice(STATES), default="open", show_default=True)
@click.option("--department", help="Only what this department handles (its id).")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@json_option
@pass_context
def list_command(context: Context, state: str, department: str | None, limit: int, *, as_json: bool) -> None:
    """The newest first, each with its next deadline."""
    states = None if state == "all" else OPEN if state == "open" else {State(state)}
    with opened(context) as hotline, hotline.database.reading() as store:
        city, now = hotline.parts.city(store), hotline.parts.clock.now()
        if department is not None and department not in city.departments:
            raise Failed(f"there is no department {department}: choose from {', '.join(city.departments)}")
        found = store.tickets.listing(states=states, department=department, limit=limit)
        rows = [_plain(row, city, context.config.usual_language) for row in rows_of(store, found, now)]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        late = " LATE" if row["late"] else ""
        due = f"{row['next']} {local(context, row['due'])}{late}" if row["next"] else ""
        click.echo(f"{display(row['number'])}  {row['state']:<12} {row['department'] or '-':<12} {row['category'] or '-'}  {due}")
    if not rows:
        click.echo("no ticket fits", err=True)


@tickets.command("show")
@click.argument("number")
@json_option
@pass_context
def show_command(context: Context, number: str, *, as_json: bool) -> None:
    """One ticket: its state, its promises, what happened to it. A protection ticket is shown to its officers only."""
    digits = read_number(number)
    if digits is None or not is_valid(digits):
        raise Failed(f"{number}: the check digit does not hold, or this is no ticket number")
    with opened(context) as hotline, hotline.database.reading() as store:
        ticket = store.tickets.by_number(digits)
        if ticket is None or ticket.kind is Kind.PROTECTION:
            raise Failed(f"{number}: no ticket has this number")
        city, now = hotline.parts.city(store), hotline.parts.clock.now()
        row = _plain(rows_of(store, [ticket], now)[0], city, context.config.usual_language)
        clocks = store.clocks.of_ticket(ticket.id, open_only=False)
        cost = cost_of_all(store.outbox.of_ticket(ticket.id), context.config.carrier.segment_price)
        lines = told(store.audit.of_chain(f"ticket:{ticket.id}"), ())
    row["texts"] = {"sent": cost.texts, "segments": cost.segments, "price": str(cost.price)}
    row["promises"] = [{"kind": c.kind.value, "round": c.round, "due": c.due_at, "met": c.met_at} for c in clocks]
    row["story"] = [{"at": e.at, "action": e.action, "by": e.actor.kind.value, "facts": dict(e.facts)} for e in lines]
    if as_json:
        print_json(row)
    else:
        _print(context, row)


def _plain(row: Row, city: City, language: str) -> dict[str, Any]:
    ticket, clock = row.ticket, row.clock
    return {
        "number": ticket.number, "state": ticket.state.value, "category": city.category_name(ticket.category, language),
        "department": ticket.handler, "grid": ticket.grid, "channel": ticket.channel.value, "urgent": ticket.urgent,
        "round": ticket.round, "return_pending": ticket.return_pending, "received": ticket.received_at,
        "next": clock.kind.value if clock else None, "due": clock.due_at if clock else None, "late": row.late,
    }  # fmt: skip


def _print(context: Context, row: dict[str, Any]) -> None:
    click.echo(f"{display(row['number'])}  {row['state']}  {row['category'] or '-'}  {row['department'] or 'nobody yet'}")
    texts = row["texts"]
    click.echo(f"  texts     {texts['sent']} sent, {texts['segments']} segments, {texts['price']}")
    for promise in row["promises"]:
        met = f"met {local(context, promise['met'])}" if promise["met"] else "not met"
        click.echo(f"  {promise['kind']:<9} by {local(context, promise['due'])}  {met}")
    for line in row["story"]:
        facts = " ".join(f"{name}={value}" for name, value in line["facts"].items() if value is not None)
        click.echo(f"  {local(context, line['at'])}  {line['action']:<14} {line['by']:<9} {facts}")


COMMANDS = [tickets]
