"""docs/configuration.md, written from the models themselves, so that no key is without its line."""

import types
from collections.abc import Iterator
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from hotline.config.environment import MAY_BE_FILES, SECRETS, variable
from hotline.config.models import Config
from hotline.domain.duration import Duration

HEAD = """\
# Configuration

Written by `make docs-config` from the models in `hotline/config/`; a test holds it to them.

One file, `config.yaml` (another: `--config PATH`, or the variable `HOTLINE_CONFIG`), read at start only. Every key can
be set from the environment as the table says; its value is YAML. `PORT` is short for `HOTLINE__SERVER__PORT`. Unknown
keys and names, wrong types and missing secrets are refused at the start of every process, all at once and together with
the faults of flows and texts, with file and line: `python -m hotline config check`. Secrets stand only in the
environment, or in a file named by the variable with `_FILE` behind it. Left out, they are made once in
`data_dir/secrets` where the carrier is simulated; with a real one `python -m hotline config secrets` makes them. To
exchange a key put the new one before the old, a comma between.

Durations: `30s` `10m` `24h` `7d`, `7wd` working days, `4wh` working hours; `0s` only where its line says what it means.
`departments`, `grids`, `people`, `categories` and `routing` seed an empty database once; after that the database is the
truth.
"""


def as_markdown() -> str:
    parts = [HEAD]
    top = [(name, info) for name, info in Config.model_fields.items() if not _model(info)]
    parts.append(
        _table("The file itself", [row for name, info in top if not _rows(info) for row in [_row((name,), info)]])
    )
    for name, info in Config.model_fields.items():
        section = _model(info)
        if section is not None:
            rows = [_row((name, key), field) for key, field in section.model_fields.items()]
            parts.append(_table(f"`{name}`", rows))
    for name, info in top:
        row_model = _rows(info)
        if row_model is not None:
            parts.append(_keys(name, row_model))
    return "\n".join(parts)


def _table(title: str, rows: list[str]) -> str:
    return "\n".join([f"## {title}\n", "| key | default | what it is |", "| --- | --- | --- |", *rows, ""])


def _row(path: tuple[str, ...], info: FieldInfo) -> str:
    name = f"`{variable(path)}`"
    if path in SECRETS:
        name += ", secret"
    elif path in MAY_BE_FILES:
        name += ", or `_FILE`"
    return f"| `{'.'.join(path)}`<br>{name} | {_default(info)} | {info.description or ''} |"


def _keys(name: str, model: type[BaseModel]) -> str:
    return f"## `{name}`\n\nA list. Each has: {', '.join(_inner(model))}.\n"


def _inner(model: type[BaseModel]) -> Iterator[str]:
    for key, info in model.model_fields.items():
        below = _rows(info)
        yield f"`{key}`" + (f" (a list, each with {', '.join(_inner(below))})" if below else "")


def _default(info: FieldInfo) -> str:
    value: Any = info.get_default(call_default_factory=True) if not info.is_required() else None
    if info.is_required():
        return "made once" if info.repr is False else "needed"
    if value in (None, "", (), {}):
        return ""
    shown = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value).lower() if isinstance(value, bool) else value
    return f"`{shown}`" if isinstance(shown, str | int | float | Duration) else f"`{shown!s}`"


def _model(info: FieldInfo) -> type[BaseModel] | None:
    kind = info.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _rows(info: FieldInfo) -> type[BaseModel] | None:
    """The model of a list's rows."""
    if get_origin(info.annotation) in (Union, types.UnionType):
        return None
    first = next(iter(get_args(info.annotation)), None)
    return first if isinstance(first, type) and issubclass(first, BaseModel) else None
