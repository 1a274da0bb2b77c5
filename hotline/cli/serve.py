"""`web`, `worker`, `cron`: one process of the set alone, as a production machine starts them."""

import os
import sys

import click

from hotline.cli.context import Context, pass_context
from hotline.config.environment import process_environment
from hotline.embedded.programs import cron_command, environment_of_set, web_command, worker_command


@click.command()
@pass_context
def web(context: Context) -> None:
    """The web server: webhooks, console, public page."""
    _become(context, web_command(context.sound_config()))


@click.command()
@pass_context
def worker(context: Context) -> None:
    """One worker: sends what is due."""
    context.sound_config()
    _become(context, worker_command())


@click.command()
@pass_context
def cron(context: Context) -> None:
    """What repeats: the sweep, and delivery while Redis is away."""
    context.sound_config()
    _become(context, cron_command())


def _become(context: Context, command: list[str]) -> None:
    """The process is replaced, so that signals reach the server itself; what was asked of this one goes along."""
    sys.stdout.flush()
    os.execve(command[0], command, environment_of_set(process_environment(), context.path))  # noqa: S606


COMMANDS = [web, worker, cron]
