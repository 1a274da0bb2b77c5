"""`config check`, `config docs`, `config secrets`."""

import click

from hotline.cli.context import Context, pass_context
from hotline.config import Config, Keys
from hotline.config.docs import as_markdown
from hotline.domain.errors import Unavailable
from hotline.services.compare_city import compare_city
from hotline.storage import is_current
from hotline.wiring import build, city_seed, media_of


@click.group("config")
def config() -> None:
    """The configuration: checks it, describes it, makes its keys."""


@config.command("check")
@pass_context
def check(context: Context) -> None:
    """Says OK and what to be warned of, or every fault of configuration, flows and texts; each with its file and line."""
    found = context.sound_config(Keys.LOOK)
    click.echo(f"OK: {found.city.name[found.city.languages[0]]}, {len(found.departments)} departments, "
               f"{len(found.grids)} grids, {len(found.people)} people, {len(found.categories)} categories")  # fmt: skip
    for line in [*(f"warning: {remark}" for remark in context.remarks()), *_differences(found), *_out_of_reach(found)]:
        click.echo(line)


def _differences(found: Config) -> list[str]:
    """Nothing where no database has been made yet, or it is away: a configuration is checked without one as well."""
    try:
        if not is_current(found.database.url):
            return []
        hotline = build(found)
    except Unavailable:
        return ["no database yet, or it is away: not compared with it"]
    try:
        return compare_city(hotline.parts, city_seed(found))
    finally:
        hotline.database.dispose()


def _out_of_reach(found: Config) -> list[str]:
    """A bucket that takes nothing is found now, and not by the first recording."""
    if found.recordings.storage == "local" or media_of(found).ready():
        return []
    return [f"recordings: nothing can be kept in {found.recordings.storage}: look at its endpoint, its keys and their rights"]


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
