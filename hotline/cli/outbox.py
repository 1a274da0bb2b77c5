"""`outbox list` and `outbox retry`: what did not get through, and one more try. Numbers are masked."""

from typing import Any

import click

from hotline.cli.context import Context, Failed, json_option, pass_context, print_json
from hotline.cli.opened import local, opened, refused
from hotline.domain.actor import Actor, ActorKind
from hotline.domain.errors import NotFound, RuleError
from hotline.services.console_problems import problems
from hotline.services.try_again import try_again

BY_COMMAND = Actor(kind=ActorKind.SYSTEM, id="command", via="command")
MENDS = {
    "uncertain": "nobody knows yet whether it went: the carrier is being asked, then it goes by itself if it must",
    "not_lost": "this message is not lost: only failed and undelivered ones are tried again",
    "stopped": "this number has opted out: no text may be sent to it",
    "survey_over": "the survey it belongs to is over: there is nothing to send",
}


@click.group()
def outbox() -> None:
    """Messages that did not get through."""


@outbox.command("list")
@json_option
@pass_context
def list_command(context: Context, *, as_json: bool) -> None:
    """Failed and undelivered, uncertain, held back: each with its reason."""
    with opened(context) as hotline:
        found = problems(hotline.parts)
    rows: list[dict[str, Any]] = [
        {
            "id": p.message.id, "state": p.message.state.value, "reason": p.why, "code": p.message.error,
            "message": p.message.template, "means": p.message.means.value, "to": p.masked, "ticket": p.number,
            "due": p.message.due_at, "may_retry": p.may_retry,
        }
        for p in found.all
    ]  # fmt: skip
    if as_json:
        print_json(rows)
        return
    for row in rows:
        code = f" ({row['code']})" if row["code"] else ""
        click.echo(f"{row['id']}  {row['state']:<11} {row['reason']}{code}  {row['message']} to {row['to']}  "
                   f"{local(context, row['due'])}")  # fmt: skip
    if found.protected:
        click.echo(f"{found.protected} more of protection tickets did not arrive: protection officers see which", err=True)
    if not rows:
        click.echo(f"nothing {'else ' if found.protected else ''}is lost, uncertain or held", err=True)


@outbox.command("retry")
@click.argument("message_id")
@pass_context
def retry_command(context: Context, message_id: str) -> None:
    """Try a lost message once more."""
    with opened(context) as hotline:
        try:
            at = try_again(hotline.parts, BY_COMMAND, message_id)
        except NotFound:
            raise Failed(f"there is no message {message_id}: `outbox list` shows the ids") from None
        except RuleError as error:
            raise refused(error, MENDS) from None
        click.echo(f"it goes at {local(context, at)}")


COMMANDS = [outbox]
