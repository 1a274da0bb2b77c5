"""`line`: how the line answers, and the emergency switch."""

import click

from hotline.cli.context import Context, json_option, pass_context, print_json
from hotline.cli.opened import opened, refused
from hotline.domain.actor import Actor, ActorKind
from hotline.domain.errors import RuleError
from hotline.services.line_state import switch_answering, switch_emergency, switchboard

BY_COMMAND = Actor(kind=ActorKind.SYSTEM, id="command", via="command")
MENDS = {"too_long": "the notice is too long to be heard: at most 60 汉字, or 120 letters"}
HOWS = ("person_first", "menu_first", "as_configured")


@click.group()
def line() -> None:
    """How the line answers now. Every process sees a change within 5 seconds."""


@line.command("show")
@json_option
@pass_context
def show_command(context: Context, *, as_json: bool) -> None:
    """What callers meet at this moment."""
    with opened(context) as hotline:
        found = switchboard(hotline.parts)
    switched = found.switches.answering
    now = switched or found.configured
    if as_json:
        print_json({
            "answering": now.value, "switched": switched is not None, "configured": found.configured.value,
            "emergency": found.switches.emergency, "notice": dict(found.switches.notice),
        })
        return
    click.echo(f"answering: {now.value} ({'switched' if switched else 'as configured'})")
    click.echo(f"emergency: {'on' if found.switches.emergency else 'off'}")
    for language, words in sorted(found.switches.notice.items()):
        click.echo(f"  {language}: {words}")


@line.command("answering")
@click.argument("how", type=click.Choice(HOWS))
@pass_context
def answering_command(context: Context, how: str) -> None:
    """A person first, the menu first, or as the hours in config.yaml say."""
    with opened(context) as hotline:
        switch_answering(hotline.parts, BY_COMMAND, how)
    click.echo(f"answering: {how}")


@line.group("emergency")
def emergency() -> None:
    """The short emergency greeting, with what every caller hears first."""


@emergency.command("on")
@click.option("--zh", default="", help="What every caller hears first, in Chinese.")
@click.option("--en", default="", help="The same in English; without it those callers hear the greeting alone.")
@pass_context
def on_command(context: Context, zh: str, en: str) -> None:
    """Switch it on, or say something else while it is on."""
    with opened(context) as hotline:
        try:
            switch_emergency(hotline.parts, BY_COMMAND, on=True, notice={"zh-CN": zh, "en": en})
        except RuleError as error:
            raise refused(error, MENDS) from None
    click.echo("emergency: on")


@emergency.command("off")
@pass_context
def off_command(context: Context) -> None:
    """The usual greeting again."""
    with opened(context) as hotline:
        switch_emergency(hotline.parts, BY_COMMAND, on=False, notice={})
    click.echo("emergency: off")


COMMANDS = [line]
