"""`sweep`: deadlines, surveys and receipts, once, now or as if it were another time."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click

from hotline.cli.context import Context, Failed, json_option, pass_context, print_json
from hotline.cli.opened import opened, read_time
from hotline.clock import FixedClock
from hotline.domain.number import display
from hotline.domain.ticket import Kind, Ticket
from hotline.services.sweep import sweep as sweep_once
from hotline.services.sweep import would_sweep
from hotline.services.trial import Would


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
            if done["failed"]:
                raise Failed(f"{done['failed']} due things could not be done: the log names each fault")
            return
        would = would_sweep(hotline.parts)
        with hotline.database.reading() as store:
            tickets = store.tickets.get_many(one.chain.removeprefix("ticket:") for one in would)
    rows = [_row(one, tickets) for one in would]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        told = f"  would write: {', '.join(row['messages'])}" if row["messages"] else ""
        click.echo(f"{row['about']}  would be: {', '.join(row['actions'])}{told}")
    if not rows:
        click.echo("nothing is due", err=True)


def _row(one: Would, tickets: Mapping[str, Ticket]) -> dict[str, Any]:
    """A ticket by its number; anything else (a reporter, a call-back) by what it is, and so a ticket of protection."""
    ticket = tickets.get(one.chain.removeprefix("ticket:"))
    if ticket is not None and ticket.kind is Kind.PROTECTION:
        return {"about": "protection", "number": None, "actions": list(one.actions), "messages": []}
    about = display(ticket.number) if ticket is not None else one.chain.partition(":")[0]
    number = ticket.number if ticket is not None else None
    return {"about": about, "number": number, "actions": list(one.actions), "messages": list(one.messages)}


COMMANDS = [sweep]
