"""`migrate`: today's tables, the city's rows, the first login."""

import click

from hotline.cli.context import Context, pass_context
from hotline.cli.opened import opened, secrets_folder
from hotline.services.first_login import ensure_first_login, remember
from hotline.services.seed import seed
from hotline.storage import is_current
from hotline.storage import migrate as bring_up_to_date
from hotline.wiring import city_seed


@click.command()
@pass_context
def migrate(context: Context) -> None:
    """Brings the tables up to date; fills an empty database with the configured city; makes the first login."""
    context.sound_config()
    with opened(context, migrated=False) as hotline:
        url = context.config.database.url
        fresh = not is_current(url)
        bring_up_to_date(url)
        click.echo("tables brought up to date" if fresh else "tables are up to date")
        if seed(hotline.parts, city_seed(context.config)):
            click.echo("filled with the configured city")
        login = ensure_first_login(hotline.parts)
        if login is not None:
            remember(secrets_folder(context), *login)
            click.echo(f"first login for the console: {login[0]} / {login[1]}")


COMMANDS = [migrate]
