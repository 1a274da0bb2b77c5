"""`texts check`: for whoever words a message, before a resident reads it."""

from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from hotline.cli.context import Context, Failed, json_option, pass_context, print_json
from hotline.cli.opened import local, opened
from hotline.config import Keys
from hotline.domain.phone import PhoneNumber
from hotline.services.take_text import take_limited
from hotline.texts import Texts, check_texts
from sms.catalog import CATALOG, TEMPLATES

MOST_LISTED = 500


@click.group("texts")
def texts() -> None:
    """The texts residents and officers get."""


@texts.command("check")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=TEMPLATES,
              show_default="the hotline's own", help="Holds a folder of templates for each language.")
@json_option
@pass_context
def check(context: Context, folder: Path, *, as_json: bool) -> None:
    """Renders every message in every language at its longest, and tells every fault with file and line."""
    city = context.read_config(Keys.LOOK).city
    signature = {language: city.signature.get(language, "") for language in city.languages}
    problems = check_texts(Texts(signature, ZoneInfo(city.timezone), city.shown_number, folder))
    if as_json:
        print_json([asdict(problem) for problem in problems])
    else:
        for problem in problems:
            click.echo(str(problem))
    if problems:
        raise Failed(f"{len(problems)} to mend in the texts: see the lines named above")
    if not as_json:
        click.echo(f"OK: {len(CATALOG)} messages in {', '.join(city.languages)}")


@texts.command("limited")
@json_option
@pass_context
def limited(context: Context, *, as_json: bool) -> None:
    """Texts that were too many when they came: kept, not acted on. Oldest first; nobody's number or words."""
    with opened(context) as hotline, hotline.database.reading() as store:
        kept = store.inbound.limited(MOST_LISTED)
        known = store.reporters.get_many(one.reporter_id for one in kept if one.reporter_id)
    rows = [
        {"at": one.at, "from": PhoneNumber(known[one.reporter_id].phone).masked if one.reporter_id in known else "-",
         "characters": len(one.words)}
        for one in kept
    ]  # fmt: skip
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{local(context, row['at'])}  {row['from']}  {row['characters']} characters")  # type: ignore[arg-type]
    if not rows:
        click.echo("no text was too much", err=True)


@texts.command("take")
@pass_context
def take(context: Context) -> None:
    """Take those texts in now, as if they had just come."""
    with opened(context) as hotline:
        click.echo(f"{take_limited(hotline.parts)} texts taken in")


COMMANDS = (texts,)
