"""The command line, put together from one file for each group of commands; only the file that is asked for is read."""

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import click

from hotline.cli.context import Context
from hotline.config import ConfigError
from ivr_flows.model import LoadError

# A new file of commands names them in its COMMANDS and stands here with them.
FILES: Mapping[str, tuple[str, ...]] = {
    "up": ("up",), "database": ("migrate",), "serve": ("web", "worker", "cron"), "demo": ("demo",), "tickets": ("tickets",),
    "outbox": ("outbox",), "staff": ("users",), "absences": ("staff",), "duty": ("duty",), "line": ("line",),
    "observers": ("observers",), "broadcast": ("broadcast",), "sweep": ("sweep",), "phone": ("call", "text"),
    "flags": ("flags",), "flows": ("flows",), "texts": ("texts",), "learn": ("learn",), "kpi": ("kpi",), "report": ("report",),
    "export": ("export",), "audit": ("audit",), "config": ("config",),
}
_FILE_OF = {command: file for file, commands in FILES.items() for command in commands}


class _Commands(click.Group):
    """Reading every file for one command would take longer than most commands do: pages, pictures and PDF among them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's own signature
        return sorted(_FILE_OF)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _FILE_OF:
            return None
        commands: Mapping[str, click.Command] = {
            one.name: one for one in import_module(f"hotline.cli.{_FILE_OF[cmd_name]}").COMMANDS
        }
        return commands[cmd_name]


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--config", "path", type=click.Path(path_type=Path), help="Instead of ./config.yaml.")
@click.pass_context
def group(context: click.Context, path: Path | None) -> None:
    """The hotline of a city: calls and texts become tickets."""
    context.obj = Context(path=path)


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
