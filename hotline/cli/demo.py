"""`demo`: fills the sample city, on this machine's simulated carrier only."""

import click

from hotline.cli.context import Context, Failed, pass_context
from hotline.cli.opened import opened
from hotline.clock import FixedClock, SystemClock
from hotline.demo.walk import Walk
from hotline.ids import Ids


@click.command()
@pass_context
def demo(context: Context) -> None:
    """Some dozens of tickets of the last two weeks, in every state, walked through as residents and officers would."""
    config = context.config
    if not config.carrier.simulated:
        raise Failed("a real carrier is set up: the demo would put invented tickets among real ones")
    now = SystemClock().now()
    clock = FixedClock(now)
    with opened(context, clock=clock, ids=Ids(clock=clock, digits=config.numbers.digits)) as hotline:
        with hotline.database.reading() as store:
            if any(store.tickets.counts().values()):
                raise Failed("there are tickets already: the demo fills an empty hotline only (another HOTLINE__DATA_DIR)")
        made = Walk(parts=hotline.parts, clock=clock, media=hotline.media).run(now)
    click.echo(f"{made} tickets of the last two weeks")


COMMANDS = [demo]
