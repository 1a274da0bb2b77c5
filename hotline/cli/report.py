"""`report`: a month's figures as files to publish."""

from pathlib import Path

import click

from hotline.cli.context import Context, Failed, json_option, pass_context, print_json
from hotline.cli.opened import opened, refused
from hotline.domain.errors import RuleError
from hotline.report import FORMS
from hotline.services.month_report import month_report

MENDS = {
    "not_a_month": "no such month: write it as 2026-11",
    "not_yet": "this month has not begun: nothing can be told of it",
}  # fmt: skip


@click.command()
@click.argument("month")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="The folder; else this one.")
@click.option("--form", "forms", type=click.Choice(list(FORMS)), multiple=True, help="Only this; may be given again.")
@click.option("--internal", is_flag=True, help="With small numbers, not to be published.")
@json_option
@pass_context
def report(context: Context, month: str, out: Path, forms: tuple[str, ...], *, internal: bool, as_json: bool) -> None:
    """HTML, PDF and CSV of MONTH (2026-11), in each language of the city; the first has the plain name. Files that are
    there are written anew."""
    usual = context.config.usual_language
    with opened(context) as hotline:
        try:
            made = month_report(hotline.parts, month, public=not internal)
        except RuleError as error:
            raise refused(error, MENDS) from None
    written = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for language in context.config.city.languages:
            for form in forms or FORMS:
                name = f"report-{month}.{form}" if language == usual else f"report-{month}.{language}.{form}"
                (out / name).write_bytes(FORMS[form](made, language))
                written.append(str(out / name))
    except OSError as error:
        raise Failed(f"{out} can't be written: {error.strerror}") from None
    if as_json:
        print_json({"month": month, "public": not internal, "files": written})
    else:
        click.echo("\n".join(written))


COMMANDS = [report]
