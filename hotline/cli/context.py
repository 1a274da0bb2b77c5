"""What every command gets: the configuration, read when first asked for."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from hotline.clock import SystemClock
from hotline.config import Config, Keys, config_from_environment, load_config, remarks_on
from hotline.config.environment import process_environment
from hotline.soundness import Unsound, sound_config


class Failed(click.ClickException):
    """One line on standard error that says what to do, and exit status 1."""

    def show(self, file: Any = None) -> None:  # noqa: ARG002  # click's own signature
        click.echo(self.format_message(), err=True)


@dataclass
class Context:
    path: Path | None = field(default=None)

    @cached_property
    def config(self) -> Config:
        return self.read_config()

    def sound_config(self, keys: Keys = Keys.USUAL) -> Config:
        """For what starts something: every fault of configuration, flows and texts is told at once."""
        try:
            return sound_config(lambda: self.read_config(keys))
        except Unsound as error:
            raise Failed(str(error)) from None

    def read_config(self, keys: Keys = Keys.USUAL) -> Config:
        if self.path is not None:
            return load_config(self.path, process_environment(), keys=keys)
        return config_from_environment(keys=keys)


    def remarks(self) -> list[str]:
        """What a sound configuration is warned of."""
        return [str(remark) for remark in remarks_on(self.path, process_environment(), SystemClock().now())]


def print_json(value: Any) -> None:
    """What `--json` prints: one document, readable, Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document instead of text.")
pass_context = click.make_pass_decorator(Context, ensure=True)
