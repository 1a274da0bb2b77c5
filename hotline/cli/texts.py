"""`texts check`: for whoever words a message, before a resident reads it."""

from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from hotline.cli.context import Context, Failed, json_option, pass_context, print_json
from hotline.config import Keys
from hotline.texts import Texts, check_texts
from sms.catalog import CATALOG, TEMPLATES


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


COMMANDS = (texts,)
