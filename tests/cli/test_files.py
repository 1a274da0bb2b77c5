"""Commands are found by their file's name alone: the table says of every file what is in it, and only that file is read."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from hotline import cli
from hotline.cli import FILES, group

HERE = Path(cli.__file__).parent
NO_COMMANDS = {"__init__", "context", "opened"}


def test_the_table_holds_every_command_of_every_file() -> None:
    there = {file.stem for file in HERE.glob("*.py")} - NO_COMMANDS
    read = {name: import_module(f"hotline.cli.{name}") for name in there}
    found = {name: module.COMMANDS for name, module in read.items() if hasattr(module, "COMMANDS")}
    assert {name: tuple(one.name for one in commands) for name, commands in found.items()} == dict(FILES)
    assert all(isinstance(one, click.Command) for commands in found.values() for one in commands)


def test_all_are_listed_and_a_slip_is_told() -> None:
    context = click.Context(group)
    assert group.list_commands(context) == sorted(one for commands in FILES.values() for one in commands)
    assert group.get_command(context, "ticket") is None


@pytest.mark.parametrize("words", [("tickets", "list"), ("outbox", "list")])
def test_a_list_is_printed_without_what_makes_pages(words: tuple[str, ...]) -> None:
    asked = "import sys; from hotline.cli import group; group([*sys.argv[1:], '--help'], standalone_mode=False)"
    asked += "; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", asked, *words], cwd=HERE.parents[1], capture_output=True, text=True, check=True, timeout=60,
    )
    read = set(done.stdout.splitlines()[-1].split())
    assert "hotline.cli.tickets" in read or "hotline.cli.outbox" in read
    assert not read & {"flask", "fpdf", "PIL.Image"}
