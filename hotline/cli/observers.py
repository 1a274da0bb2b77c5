"""`observers list` and `observers ledger`: who observes, by masked number, and whether the points add up."""

from typing import Any

import click

from hotline.cli.context import Context, Failed, json_option, pass_context, print_json
from hotline.cli.opened import local, opened
from hotline.services.observers import observers as seen


@click.group()
def observers() -> None:
    """Volunteer observers, their points and what they redeem."""


@observers.command("list")
@json_option
@pass_context
def list_command(context: Context, *, as_json: bool) -> None:
    """Who earned most in front; then what is to be handed over."""
    with opened(context) as hotline:
        found = seen(hotline.parts)
    people: list[dict[str, Any]] = [
        {"number": one.masked, "stars": one.stars, "points": one.observer.balance, "earned": one.observer.earned,
         "joined": one.observer.joined_at}
        for one in found.observers
    ]  # fmt: skip
    due: list[dict[str, Any]] = [
        {"id": one.redemption.id, "number": one.masked, "reward": one.redemption.reward, "points": one.redemption.points,
         "due": one.redemption.due_at, "late": one.late}
        for one in found.due
    ]  # fmt: skip
    if as_json:
        print_json({"observers": people, "due": due})
        return
    for row in people:
        click.echo(f"{row['number']}  stars: {row['stars']}  {row['points']} points of {row['earned']}  "
                   f"since {local(context, row['joined'])}")  # fmt: skip
    for row in due:
        late = "  late" if row["late"] else ""
        click.echo(f"{row['id']}  {row['reward']} for {row['number']}  by {local(context, row['due'])}{late}")
    if not people:
        click.echo("nobody observes yet", err=True)


@observers.command("ledger")
@json_option
@pass_context
def ledger_command(context: Context, *, as_json: bool) -> None:
    """What the accounts hold. Fails where an entry does not balance or a balance is not what its entries sum to."""
    with opened(context) as hotline:
        books = seen(hotline.parts).books
    told = {
        "city": books.city, "observers": books.observers, "redeemed": books.redeemed, "total": books.total,
        "unbalanced": list(books.unbalanced), "wrong": list(books.wrong),
    }  # fmt: skip
    if as_json:
        print_json(told)
    else:
        for name in ("city", "observers", "redeemed", "total"):
            click.echo(f"{name:<10}{told[name]:>10}")
    if not books.sound:
        raise Failed(f"the ledger is not sound: {len(books.unbalanced)} entries do not balance, "
                     f"{len(books.wrong)} balances are wrong; `--json` names them")  # fmt: skip


COMMANDS = (observers,)
