"""`export`: what the city must be able to hand over."""

import csv
import os
from pathlib import Path

import click

from hotline.cli.context import Context, Failed, json_option, pass_context, print_json
from hotline.cli.evidence import evidence_command
from hotline.cli.opened import local, opened
from hotline.cli.outbox import BY_COMMAND
from hotline.services.consent_record import consent_record, note_export


@click.group()
def export() -> None:
    """Files to hand over. They hold personal data: only their owner may read them."""


@export.command("consent")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
@pass_context
def consent_command(context: Context, file: Path, *, as_json: bool) -> None:
    """The consent record as CSV: number, time, purpose, given or refused, by which way."""
    try:
        # Never over a file that is there, never readable by others.
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Failed(f"{file} is there already: name another file") from None
    except OSError as error:
        raise Failed(f"{file} can't be written: {error.strerror}") from None
    count = 0
    with opened(context) as hotline, os.fdopen(handle, "w", encoding="utf-8", newline="") as written:
        note_export(hotline.parts, BY_COMMAND)
        table = csv.writer(written)
        table.writerow(["number", "at", "purpose", "given", "via"])
        for each in sorted(consent_record(hotline.parts), key=lambda act: (act.phone, act.at, act.purpose)):
            table.writerow([each.phone, local(context, each.at), each.purpose, "given" if each.given else "refused", each.via])
            count += 1
    if as_json:
        print_json({"file": str(file), "acts": count})
    else:
        click.echo(f"{count} acts of consent in {file}")


export.add_command(evidence_command)
COMMANDS = [export]
