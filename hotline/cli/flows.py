"""`flows check` and `flows draw`: for whoever writes a menu, before a caller hears it."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from hotline.services.handle_call.acts import published
from ivr_flows.draw import draw
from ivr_flows.load import HERE, read_flows
from ivr_flows.model import Flow

FOLDER = click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=HERE,
    show_default="the hotline's own",
    help="Holds flows/ and prompts/.",
)


@click.group()
def flows() -> None:
    """Calls as data: check them, draw them."""


@flows.command("check")
@FOLDER
@click.option("--json", "as_json", is_flag=True, help="A list of problems, each with file, line, what and mend.")
def check_command(folder: Path, *, as_json: bool) -> None:
    """Tell every fault of every flow, with file, line and mend."""
    found, problems = read_flows(folder, published())
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(str(problem))
    if problems:
        raise click.ClickException(f"{_count(len(problems), 'problem')} in the flows: mend the lines named above.")
    if not as_json:
        click.echo(f"{_count(len(found), 'flow')} checked, all sound: {', '.join(found)}")


@flows.command("draw")
@click.argument("names", nargs=-1)
@FOLDER
@click.option("--language", default=None, show_default="each language of the flow", help="zh-CN, en, yue …")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Where the SVG files go.")
def draw_command(names: tuple[str, ...], folder: Path, language: str | None, out: Path) -> None:
    """Draw flows as SVG pictures: all of them, or those named."""
    found, problems = read_flows(folder, published())
    if problems:
        raise click.ClickException("The flows have faults: run 'flows check' and mend them first.")
    for name in names or found:
        if name not in found:
            raise click.ClickException(f"There is no flow '{name}': choose from {', '.join(found)}.")
        for one in _languages(found[name], language):
            path = out / f"{name}.{one}.svg"
            try:
                out.mkdir(parents=True, exist_ok=True)
                path.write_text(draw(found[name], one), encoding="utf-8")
            except OSError as fault:
                raise click.ClickException(f"{path} can't be written: {fault.strerror}.") from fault
            click.echo(str(path))


def _languages(flow: Flow, language: str | None) -> tuple[str, ...]:
    if language is None:
        return flow.languages
    if language not in flow.languages:
        known = ", ".join(flow.languages)
        raise click.ClickException(f"Flow '{flow.name}' does not speak '{language}': choose from {known}.")
    return (language,)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


COMMANDS = [flows]
