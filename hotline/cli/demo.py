"""`demo`: fills the sample city, on this machine's simulated carrier only: two weeks lived through, or a whole year drawn."""

import json
import sys
from pathlib import Path

import click

from hotline.cli.context import Context, Failed, pass_context
from hotline.cli.opened import opened
from hotline.clock import FixedClock, SystemClock
from hotline.demo.walk import Walk
from hotline.demo.year import Year
from hotline.ids import Ids
from hotline.wiring import Hotline


@click.command()
@click.option("--year", is_flag=True, help="A whole year instead, written in bulk; what happened in it is told as JSON.")
@click.option("--tickets", type=click.IntRange(1, 2_000_000), default=100_000, show_default=True, help="With --year: how many.")
@click.option("--seed", type=int, default=1, show_default=True, help="With --year: another seed is another year.")
@click.option("--truth", type=click.Path(dir_okay=False, path_type=Path), help="With --year: write what happened to this file.")
@pass_context
def demo(context: Context, tickets: int, seed: int, truth: Path | None, *, year: bool) -> None:
    """Some dozens of tickets of the last two weeks, in every state, walked through as residents and officers would."""
    config = context.config
    if not config.carrier.simulated:
        raise Failed("a real carrier is set up: the demo would put invented tickets among real ones")
    now = SystemClock().now()
    clock = FixedClock(now)
    with opened(context, clock=clock, ids=Ids(clock=clock, digits=config.numbers.digits)) as hotline:
        _must_be_empty(hotline)
        if year:
            _fill_year(hotline, Year(hotline.parts, hotline.database, seed, now, config.numbers.digits), tickets, truth)
            return
        made = Walk(parts=hotline.parts, clock=clock, media=hotline.media).run(now)
    click.echo(f"{made} tickets of the last two weeks")


def _must_be_empty(hotline: Hotline) -> None:
    with hotline.database.reading() as store:
        if any(store.tickets.counts().values()):
            raise Failed("there are tickets already: the demo fills an empty hotline only (another HOTLINE__DATA_DIR)")


def _fill_year(hotline: Hotline, year: Year, tickets: int, file: Path | None) -> None:
    """The bar goes to standard error: what happened goes to standard output, or to its file."""
    with click.progressbar(length=tickets, label=f"{tickets} tickets", file=sys.stderr) as bar:
        for written in year.fill(tickets):
            bar.update(written)
    told = json.dumps(year.truth.told(), indent=1, ensure_ascii=False)
    if file is None:
        click.echo(told)
        return
    try:
        file.write_text(told + "\n", encoding="utf-8")
    except OSError as error:
        raise Failed(f"the year is in the database, but {file} can't be written: {error.strerror}") from error
    click.echo(f"{tickets} tickets of a year; what happened in it stands in {file}")


COMMANDS = [demo]
