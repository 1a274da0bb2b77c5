"""`duty`: who is rung about what is urgent, and who is on at night."""

import click

from hotline.cli.context import Context, json_option, pass_context, print_json
from hotline.cli.opened import opened, refused
from hotline.cli.outbox import BY_COMMAND
from hotline.domain.errors import RuleError
from hotline.services.set_rota import set_rota

MENDS = {
    "unknown_department": "there is no such department: give its id, or * for the city's own rota",
    "unknown_person": "nobody has one of these names: write them as the console's page People does",
    "several_people": "several people have one of these names",
    "no_phone": "one of them has no phone and can't be rung",
}


@click.group()
def duty() -> None:
    """Who is rung about what is urgent besides the head and the supervisor, and who is on at night; in which order."""


@duty.command("list")
@click.option("--night", is_flag=True, help="The night duty instead.")
@json_option
@pass_context
def list_command(context: Context, *, night: bool, as_json: bool) -> None:
    """The rotas that were set; elsewhere it is whoever is on duty, by rank."""
    with opened(context) as hotline, hotline.database.reading() as store:
        city = hotline.parts.city(store)
    kept = city.night if night else city.rota
    rotas = {key: [p.name for i in ids if (p := city.person(i)) is not None] for key, ids in kept.items()}
    if as_json:
        print_json(rotas)
        return
    for department, names in rotas.items():
        click.echo(f"{department}: {' '.join(names)}")
    if not rotas and night:
        click.echo("no night duty is set: at night, too, the officers on duty get what there is, by rank", err=True)
    elif not rotas:
        click.echo("no rota is set: the officers on duty are rung, by rank", err=True)


@duty.command("set")
@click.argument("department")
@click.argument("names", nargs=-1)
@click.option("--night", is_flag=True, help="Who gets night categories outside office hours.")
@pass_context
def set_command(context: Context, department: str, names: tuple[str, ...], *, night: bool) -> None:
    """NAMES are rung for DEPARTMENT (* is the city's own) in this order; without NAMES whoever is on duty there."""
    with opened(context) as hotline:
        try:
            set_rota(hotline.parts, BY_COMMAND, department, names, night=night)
        except RuleError as error:
            raise refused(error, MENDS) from None
    click.echo(f"{department}: {' '.join(names) or 'whoever is on duty'}")


COMMANDS = [duty]
