"""`config check`, `config docs`, `config secrets`."""

import click

from hotline.cli.context import Context, pass_context
from hotline.config import ConfigError, Keys
from hotline.config.docs import as_markdown


@click.group("config")
def config() -> None:
    """The configuration: checks it, describes it, makes its keys."""


@config.command("check")
@pass_context
def check(context: Context) -> None:
    """Says OK, or every fault with its file and line."""
    try:
        found = context.read_config(Keys.LOOK)
    except ConfigError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{len(error.problems)} to mend", err=True)
        raise SystemExit(1) from error
    click.echo(f"OK: {found.city.name[found.city.languages[0]]}, {len(found.departments)} departments, "
               f"{len(found.grids)} grids, {len(found.people)} people, {len(found.categories)} categories")  # fmt: skip


@config.command("docs")
def docs() -> None:
    """Prints docs/configuration.md."""
    click.echo(as_markdown(), nl=False)


@config.command("secrets")
@pass_context
def secrets(context: Context) -> None:
    """Makes the keys that are missing in data_dir/secrets; for a hotline with a real carrier."""
    found = context.read_config(Keys.MAKE)
    click.echo(f"the keys are in the environment or in {found.data_dir / 'secrets'}")
    for name, ring in found.secrets:
        click.echo(f"{name}: {', '.join(key.id for key in ring.keys)}")


COMMANDS = [config]
