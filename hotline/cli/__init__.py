"""The command line, put together from one file for each group of commands."""

import sys
from pathlib import Path

import click

from hotline.cli import (
    absences,
    audit,
    broadcast,
    config,
    database,
    demo,
    duty,
    export,
    flags,
    flows,
    kpi,
    learn,
    line,
    observers,
    outbox,
    phone,
    report,
    serve,
    staff,
    sweep,
    texts,
    tickets,
    up,
)
from hotline.cli.context import Context
from hotline.config import ConfigError
from ivr_flows.model import LoadError

# A new file of commands names them in its COMMANDS and stands here.
MODULES = (
    up, database, serve, demo, tickets, outbox, staff, absences, duty, line, observers, broadcast, sweep, phone, flags, flows,
    texts,
    learn, kpi, report, export, audit, config,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--config", "path", type=click.Path(path_type=Path), help="Instead of ./config.yaml.")
@click.pass_context
def group(context: click.Context, path: Path | None) -> None:
    """The hotline of a city: calls and texts become tickets."""
    context.obj = Context(path=path)


for module in MODULES:
    for command in module.COMMANDS:
        group.add_command(command)


def main() -> int:
    """Errors go to standard error with what mends them; the exit status is 0 only when it was done."""
    try:
        group.main(prog_name="python -m hotline")
    except (ConfigError, LoadError) as error:
        # Each fault on a line of its own, with its file and line.
        click.echo(str(error), err=True)
        return 1
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: nothing is wrong.
        sys.stderr.close()
        return 0
    return 0
