"""`web`, `worker`, `cron`: one process of the set alone, as a production machine starts them."""

import os
import sys

import click

from hotline.cli.context import Context, pass_context
from hotline.embedded.programs import cron_command, web_command, worker_command


@click.command()
@pass_context
def web(context: Context) -> None:
    """The web server: webhooks, console, public page."""
    _become(web_command(context.config))


@click.command()
def worker() -> None:
    """One worker: sends what is due."""
    _become(worker_command())


@click.command()
def cron() -> None:
    """What repeats: the sweep, and delivery while Redis is away."""
    _become(cron_command())


def _become(command: list[str]) -> None:
    # The process is replaced, so that signals reach the server itself.
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606


COMMANDS = [web, worker, cron]
