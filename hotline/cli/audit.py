"""`audit verify` and `audit anchor`: what an auditor runs, and what he keeps."""

from dataclasses import asdict
from pathlib import Path

import click

from hotline.cli.context import Context, Failed, json_option, pass_context, print_json
from hotline.cli.opened import opened
from hotline.clock import SystemClock
from hotline.domain.audit import Anchor, Fault, Problem, anchor_line, read_anchor
from hotline.services.anchor_audit import append_anchor

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("audit")
def audit() -> None:
    """The audit log: that nobody changed it, and an anchor to keep elsewhere."""


@audit.command("verify")
@click.option("--anchors", "file", type=_FILE, help="The file of anchors an auditor kept.")
@json_option
@pass_context
def verify(context: Context, file: Path | None, *, as_json: bool) -> None:
    """Reads the whole log and names every entry, head and anchor that was changed, and every ticket whose row is not what its
    story leads to; each anchor of the file, and of the hourly one in data_dir/audit, is computed anew."""
    kept, torn = ([], []) if file is None else _read(file)
    if torn:
        raise Failed(f"{file}:{torn[0]} is no anchor: give the file `audit anchor --out` wrote")
    hourly = context.config.data_dir / "audit" / "anchors.jsonl"
    beside, torn = _read(hourly, may_be_none=True)
    with opened(context) as hotline, hotline.database.reading(frozen=True) as store:
        problems = [*store.audit.verify(kept, beside), *store.audit.replayed()]
    # It is a part of the log: a line spoiled there must not hide what the rest of it shows.
    problems += [Problem(fault=Fault.ALTERED_ANCHOR, chain=str(hourly), seq=line) for line in torn]
    if as_json:
        print_json([{k: v for k, v in asdict(problem).items() if v or k != "ticket"} for problem in problems])
    for problem in () if as_json else problems:
        where = f"ticket {problem.ticket}: {problem.chain}" if problem.ticket else problem.chain
        click.echo(f"{where} {problem.seq or ''}".rstrip() + f": {problem.fault.value}")
    if problems:
        raise Failed(f"{len(problems)} places of the audit log were changed: keep this database as it is, call the auditor")
    if not as_json:
        click.echo(f"OK: the audit log is whole, {_against(file, len(kept), hourly, len(beside))}")


def _against(file: Path | None, kept: int, hourly: Path, beside: int) -> str:
    """What it was compared with, and so what it could not show."""
    against = [f"the {kept} anchors of {file}"] if file is not None else []
    against += [f"the {beside} of {hourly}"] if beside else []
    if not against:
        return "as far as it can tell of itself: no anchor outside the database was there to compare with"
    return "also against " + " and ".join(against)


@audit.command("anchor")
@click.option("--out", "file", type=_FILE, help="A line is added to this file; keep it where the hotline can't write.")
@json_option
@pass_context
def anchor(context: Context, file: Path | None, *, as_json: bool) -> None:
    """Joins the heads of all chains in one root, which no later change of the past can give again."""
    with opened(context) as hotline, hotline.database.writing() as store:
        cast = store.audit.anchor(SystemClock().now())
    try:
        if file is not None:
            append_anchor(file, cast)
    except OSError as error:
        raise Failed(f"anchor {cast.number} is in the database, but {file} can't be written: {error.strerror}") from error
    if as_json:
        print_json(asdict(cast))
    else:
        click.echo(anchor_line(cast))


def _read(file: Path, *, may_be_none: bool = False) -> tuple[list[Anchor], list[int]]:
    """The anchors of a file, and the numbers of the lines that are none."""
    anchors, torn = [], []
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        if may_be_none and isinstance(error, FileNotFoundError | NotADirectoryError):
            return [], []
        raise Failed(f"{file} can't be read: give the file `audit anchor --out` wrote") from error
    for number, line in enumerate(lines, start=1):
        try:
            anchors.append(read_anchor(line))
        except ValueError:
            torn.append(number)
    return anchors, torn


COMMANDS = (audit,)
