"""`sweep`: deadlines, surveys and receipts, once, now or as if it were another time."""

from dataclasses import asdict

import click

from hotline.cli.context import Context, json_option, pass_context, print_json
from hotline.cli.opened import local, opened, read_time
from hotline.clock import FixedClock
from hotline.domain.number import display
from hotline.services.sweep import due_now, next_rung
from hotline.services.sweep import sweep as sweep_once


@click.command()
@click.option("--now", "written", help="As if it were this time, like 2026-11-30T09:00.")
@click.option("--dry-run", is_flag=True, help="Say what rings, change nothing.")
@json_option
@pass_context
def sweep(context: Context, written: str | None, *, dry_run: bool, as_json: bool) -> None:
    """What must happen because time has passed."""
    clock = FixedClock(read_time(context, written)) if written else None
    with opened(context, clock=clock) as hotline:
        if not dry_run:
            done = asdict(sweep_once(hotline.parts))
            if as_json:
                print_json(done)
            else:
                said = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in done.items() if count)
                click.echo(said or "nothing was due")
            return
        now = hotline.parts.clock.now()
        clocks = due_now(hotline.parts)
        with hotline.database.reading() as store:
            tickets = store.tickets.get_many(c.ticket_id for c in clocks)
    rows = [
        {"number": tickets[c.ticket_id].number, "clock": c.kind.value, "due": c.due_at, "rung": rung.value}
        for c in clocks
        if c.ticket_id in tickets and (rung := next_rung(c, now)) is not None
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{display(str(row['number']))}  {row['clock']}  due {local(context, row['due'])}  would be: {row['rung']}")  # type: ignore[arg-type]
    if not rows:
        click.echo("no deadline rings", err=True)


COMMANDS = [sweep]
