"""`learn`: a text classifier from the city's own closed tickets, used only where it beats the words of the configuration."""

import csv
from collections.abc import Mapping
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hotline.cli.context import Context, Failed, json_option, pass_context, print_json
from hotline.clock import SystemClock
from hotline.domain.category import categorise
from hotline.domain.learned import guess, settle
from hotline.learning import kept
from hotline.learning.rows import BadRows, read_rows
from hotline.wiring import categories_of

if TYPE_CHECKING:
    from hotline.learning.train import Judged

MOST_SHOWN = 12


@click.command("learn")
@click.argument("tickets", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--confusion", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole confusion table there (CSV).")
@click.option("--seed", type=int, default=1, show_default=True, help="How the held-out part is drawn.")
@click.option("--drop", is_flag=True, help="Use no model any more.")
@json_option
@pass_context
def learn(context: Context, tickets: Path | None, confusion: Path | None, seed: int, *, drop: bool, as_json: bool) -> None:
    """Learn from TICKETS, a CSV with the columns text and label (a category's id), and say how well it reads.

    Processes that start afterwards read with it, where it beats the scorer on the held-out fifth.
    """
    if drop:
        click.echo("no model is used any more" if kept.drop(context.config.data_dir) else "no model was in use")
        return
    if tickets is None:
        raise Failed("name the CSV of closed tickets: learn TICKETS.csv")
    if find_spec("sklearn") is None:
        raise Failed("learning needs scikit-learn: .venv/bin/python -m pip install -r requirements-learn.txt")
    # An extra that the two commands do without, and a second to import: no other command waits for it.
    train = import_module("hotline.learning.train").learn
    try:
        rows = read_rows(tickets)
    except BadRows as error:
        raise Failed(str(error)) from None
    click.echo(f"{len(rows.texts)} tickets, {len(set(rows.labels))} labels, {rows.skipped} rows left out; learning …", err=True)
    known, day = categories_of(context.config), SystemClock().now().strftime("%Y%m%d")

    def scorer(text: str) -> str | None:
        best = categorise(text, known).best
        return best.id if best is not None else None

    def both(text: str, model: object) -> str | None:
        best = settle(categorise(text, known), text, model, ids).best  # type: ignore[arg-type]
        return best.id if best is not None else None

    ids = {each.id: each for each in known}
    foreign = sorted(set(rows.labels) - set(ids))
    judged = train(rows.texts, rows.labels, scorer, both if not foreign else _alone, day, seed)
    use = judged.better and not foreign
    figures = {"rows": judged.rows, "held_out": judged.held_out, "labels": len(judged.model.labels), "used": use,
               "scorer": asdict(judged.scorer), "model": asdict(judged.learnt), "both": asdict(judged.both)}
    path = kept.save(judged.model, figures, context.config.data_dir, use=use)
    if confusion is not None:
        _write_confusion(confusion, judged.confusion)
    wrong = [(true, read, n) for (true, read), n in judged.confusion.most_common() if true != read][:MOST_SHOWN]
    if as_json:
        print_json(figures | {"version": judged.model.version, "file": str(path), "confused": wrong, "foreign": foreign})
        return
    _show(judged, wrong, foreign, path, use=use)


def _alone(text: str, model: object) -> str | None:
    """Labels that are no categories of this city: the model's own word, to be looked at and not used."""
    found = guess(model, text)  # type: ignore[arg-type]
    return found.label if found is not None else None


def _show(judged: "Judged", wrong: list[tuple[str, str, int]], foreign: list[str], path: Path, *, use: bool) -> None:
    click.echo(f"on {judged.held_out} held-out tickets   accuracy   macro-F1   answered")
    for name, each in (("scorer", judged.scorer), ("model", judged.learnt), ("both", judged.both)):
        click.echo(f"  {name:<32} {each.accuracy:8.3f} {each.macro_f1:10.3f} {each.answered:10.3f}")
    if wrong:
        click.echo("most often confused (true, read as, times)")
        for true, read, times in wrong:
            click.echo(f"  {true:<18} {read:<18} {times}")
    if foreign:
        click.echo(f"not used: {len(foreign)} labels are no category of this city, such as {', '.join(foreign[:3])}")
    elif use:
        click.echo(f"used from the next start on: {judged.model.version}")
    else:
        click.echo("not used: it does not beat the scorer")
    click.echo(f"kept as {path}")


def _write_confusion(path: Path, confusion: Mapping[tuple[str, str], int]) -> None:
    labels = sorted({each for pair in confusion for each in pair})
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["true \\ read", *labels])
        for true in labels:
            table.writerow([true, *(confusion.get((true, read), 0) for read in labels)])


COMMANDS = [learn]
