"""`broadcast`: the city's words to everybody of some grids; `broadcast list` and `broadcast stop`."""

from typing import Any

import click

from hotline.cli.context import Context, Failed, json_option, pass_context, print_json
from hotline.cli.opened import local, opened, refused
from hotline.cli.outbox import BY_COMMAND
from hotline.domain.broadcast import Broadcast
from hotline.domain.errors import Conflict, NotFound, RuleError
from hotline.services.broadcast import Wanted, go_on, preview, progress, start
from hotline.services.broadcast import stop as stop_it
from hotline.services.parts import Parts

MENDS = {
    "unknown_grid": "there is no such grid: give an id as config.yaml does",
    "words_missing": "words in the city's first language are needed: the others fall back to them",
    "words_too_long": "too long: at most 40 汉字 or 100 letters in each language",
    "words_not_readable": "readers could not read it: no 汉字 in English, and some in Chinese",
    "unknown_language": "nobody is texted in that language: see city.languages",
    "nobody_there": "nobody there can be told",
    "broadcast_stopped": "it was stopped already",
}


@click.group(invoke_without_command=True)
@click.option("--grid", "grids", multiple=True, help="To whom: by the grid of their newest ticket. May be given several times.")
@click.option("--everywhere", is_flag=True, help="To the whole city.")
@click.option("--zh", default="", help="The words in Chinese, at most 40 汉字.")
@click.option("--en", default="", help="The words in English, at most 100 letters.")
@click.option("--emergency", is_flag=True, help="Goes also in the quiet hours.")
@click.option("--dry-run", is_flag=True, help="Only counts who would get it.")
@click.pass_context
def broadcast(
    click_context: click.Context, *, grids: tuple[str, ...], everywhere: bool, zh: str, en: str, emergency: bool, dry_run: bool,
) -> None:
    """Texts everybody of these grids once, and nobody who said STOP or refuses broadcasts."""
    if click_context.invoked_subcommand is not None:
        return
    if bool(grids) == everywhere:
        raise Failed("say to whom: --grid ID, as often as needed, or --everywhere")
    context = click_context.ensure_object(Context)
    words = {language: said for language, said in (("zh-CN", zh), ("en", en)) if said}
    wanted = Wanted(grids=grids, words=words, emergency=emergency)
    with opened(context) as hotline:
        try:
            counted = preview(hotline.parts, wanted)
            shares = ", ".join(f"{number} in {language}" for language, number in sorted(counted.people.items()))
            click.echo(f"{counted.total} people" + (f": {shares}" if shares else ""))
            if not dry_run:
                _send(hotline.parts, start(hotline.parts, BY_COMMAND, wanted))
        except RuleError as error:
            raise refused(error, MENDS) from None


def _send(parts: Parts, made: Broadcast) -> None:
    """Interrupted, it is gone on with by the running hotline."""
    click.echo(f"broadcast {made.id}")
    with click.progressbar(length=made.people, label="written") as bar:
        while made.is_open:
            made, before = _one_more(parts, made), made.written
            bar.update(made.written - before)
    click.echo(f"{made.written} texts stand in the outbox; `broadcast list` tells how far they have come")


def _one_more(parts: Parts, made: Broadcast) -> Broadcast:
    try:
        return go_on(parts, made.id)
    except Conflict:  # the running hotline writes it too: what it wrote is done
        with parts.database.reading() as store:
            return store.broadcasts.get(made.id) or made


@broadcast.command("list")
@json_option
@pass_context
def list_command(context: Context, *, as_json: bool) -> None:
    """The newest in front, and how far each has come."""
    with opened(context) as hotline:
        found = progress(hotline.parts)
    rows: list[dict[str, Any]] = [
        {
            "id": p.broadcast.id, "made": p.broadcast.made_at, "grids": list(p.broadcast.grids),
            "emergency": p.broadcast.emergency, "words": dict(p.broadcast.words), "people": p.broadcast.people,
            "written": p.broadcast.written, "left": p.left, "lost": p.lost,
            "waiting": p.waiting, "cancelled": p.cancelled, "stopped": p.broadcast.stopped_at,
        }
        for p in found
    ]  # fmt: skip
    if as_json:
        print_json(rows)
        return
    for row in rows:
        where = " ".join(row["grids"]) or "everywhere"
        state = f"stopped, {row['cancelled']} withdrawn" if row["stopped"] else f"{row['waiting']} waiting"
        click.echo(f"{row['id']}  {local(context, row['made'])}  {where}  {row['left']} of {row['people']} sent, "
                   f"{row['lost']} lost, {state}")  # fmt: skip
    if not rows:
        click.echo("nothing was broadcast yet", err=True)


@broadcast.command("stop")
@click.argument("broadcast_id")
@pass_context
def stop_command(context: Context, broadcast_id: str) -> None:
    """Withdraw what has not left."""
    with opened(context) as hotline:
        try:
            withdrawn = stop_it(hotline.parts, BY_COMMAND, broadcast_id)
        except NotFound:
            raise Failed(f"there is no broadcast {broadcast_id}: `broadcast list` shows the ids") from None
        except RuleError as error:
            raise refused(error, MENDS) from None
    click.echo(f"stopped: {withdrawn} texts withdrawn")


COMMANDS = (broadcast,)
