"""`export evidence`: for a reporter who was exposed, who saw what of theirs, when."""

import json
import os
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from hotline.cli.context import Context, Failed, pass_context
from hotline.cli.opened import opened
from hotline.cli.outbox import BY_COMMAND
from hotline.domain.errors import NotFound
from hotline.domain.number import is_valid, read_number
from hotline.services.evidence import EvidenceList, evidence_by_command
from hotline.web.evidence_file import as_csv, plain
from hotline.web.evidence_page import as_html
from hotline.wiring import Hotline

FORMATS = ("csv", "json", "html")


@click.command("evidence")
@click.argument("number")
@click.option("--out", "file", type=click.Path(dir_okay=False, path_type=Path), help="A new file; else it is printed.")
@click.option("--format", "how", type=click.Choice(FORMATS), default="csv", show_default=True)
@pass_context
def evidence_command(context: Context, number: str, file: Path | None, how: str) -> None:
    """Who saw something of the reporter of ticket NUMBER, on all of their tickets. That it was given out is audited."""
    digits = read_number(number)
    if digits is None or not is_valid(digits):
        raise Failed(f"{number}: the check digit does not hold, or this is no ticket number")
    if file is not None and file.exists():
        raise Failed(f"{file} is there already: name another file")
    with opened(context) as hotline:
        try:
            found = evidence_by_command(hotline.parts, BY_COMMAND, digits)
        except NotFound:
            raise Failed(f"{number}: no ticket has this number") from None
        text = _written(hotline, found, how, context.config.usual_language)
    if file is None:
        sys.stdout.write(text)
        return
    _write(file, text)
    click.echo(f"{len(found.rows)} lines in {file}", err=True)


def _written(hotline: Hotline, found: EvidenceList, how: str, language: str) -> str:
    if how == "html":
        return as_html(hotline, found, language)
    zone = ZoneInfo(hotline.config.city.timezone)
    if how == "csv":
        return as_csv(found, zone)
    return json.dumps([plain(row, zone) for row in found.rows], ensure_ascii=False, indent=2) + "\n"


def _write(file: Path, text: str) -> None:
    """Never over a file that is there, never readable by others."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise Failed(f"{file} can't be written: {error.strerror}") from None
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as written:
        written.write(text)
