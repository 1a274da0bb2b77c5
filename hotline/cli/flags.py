"""`flags list` and `flags see`: what looks gamed, and who has looked at it."""

from typing import Any

import click

from hotline.cli.context import Context, Failed, json_option, pass_context, print_json
from hotline.cli.opened import local, opened, refused
from hotline.domain.actor import Actor, ActorKind
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.flag import FlagKind
from hotline.domain.number import display
from hotline.services.flags_seen import FlagRow, FlagWish, flag_list, see_flag

MENDS = {
    "watchers_only": "only a supervisor or an auditor looks at signs: give the login of one",
    "seen_before": "somebody has looked at it already: `flags list` names them",
}


@click.group()
def flags() -> None:
    """Signs that figures are made to look better than the work."""


@flags.command("list")
@click.option("--kind", type=click.Choice([each.value for each in FlagKind]), help="Only of this kind.")
@click.option("--unseen", is_flag=True, help="Only what nobody has looked at.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@json_option
@pass_context
def list_command(context: Context, *, kind: str | None, unseen: bool, limit: int, as_json: bool) -> None:
    """The newest first."""
    wish = FlagWish(kind=FlagKind(kind) if kind else None, seen=False if unseen else None)
    with opened(context) as hotline:
        found = flag_list(hotline.parts, None, wish, limit)
    rows = [_plain(row) for row in found.rows]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        facts = " ".join(f"{name}={value}" for name, value in row["facts"].items() if value is not None)
        about = display(row["ticket"]) if row["ticket"] else row["staff"] or row["department"] or "line"
        seen = "seen" if row["seen_at"] else "new"
        click.echo(f"{row['id']}  {local(context, row['at'])}  {row['kind']:<20} {seen:<4} {about}  {facts}".rstrip())
    if not rows:
        click.echo("no sign fits", err=True)


@flags.command("see")
@click.argument("flag_id")
@click.option("--by", "login", required=True, help="The login of the supervisor or auditor who has looked at it.")
@pass_context
def see_command(context: Context, flag_id: str, login: str) -> None:
    """Note that somebody has looked at a sign."""
    with opened(context) as hotline:
        with hotline.database.reading() as store:
            person = store.city.staff_by_login(login)
        if person is None:
            raise Failed(f"nobody has the login {login}")
        try:
            see_flag(hotline.parts, person, flag_id, Actor(kind=ActorKind.STAFF, id=person.id, via="command"))
        except NotFound:
            raise Failed(f"no sign has the id {flag_id}: `flags list` shows them") from None
        except RuleError as error:
            raise refused(error, MENDS) from None
    click.echo(f"{flag_id}: seen by {login}")


def _plain(row: FlagRow) -> dict[str, Any]:
    flag = row.flag
    return {
        "id": flag.id, "kind": flag.kind.value, "at": flag.at, "ticket": row.number, "staff": flag.staff_id,
        "department": flag.department, "facts": dict(flag.facts), "seen_by": flag.seen_by, "seen_at": flag.seen_at,
    }  # fmt: skip


COMMANDS = [flags]
