"""Settings from the environment: HOTLINE__SECTION__KEY, its value YAML, or _FILE for a secret's file."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from hotline.config.problems import ENVIRONMENT, Problem
from hotline.config.yaml_lines import read_yaml

PREFIX = "HOTLINE__"
CONFIG_VARIABLE = "HOTLINE_CONFIG"

# Keys that must not stand in config.yaml, and those whose value may hold a password.
SECRETS = frozenset({
    ("carrier", "auth_token"), ("recordings", "access_key"), ("recordings", "secret_key"),
    ("secrets", "data_key"), ("secrets", "hash_key"), ("secrets", "audit_key"), ("secrets", "session_key"),
})  # fmt: skip
MAY_BE_FILES = SECRETS | {("carrier", "account_sid"), ("database", "url"), ("redis", "url")}


@dataclass(slots=True)
class Overrides:
    """`values` by key path; `names` tells which variable each came from; `unread` are those that can't be read."""

    values: dict[tuple[str, ...], Any] = field(default_factory=dict)
    names: dict[tuple[str, ...], str] = field(default_factory=dict)
    unread: set[tuple[str, ...]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def process_environment() -> Mapping[str, str]:
    """The environment of this process."""
    return os.environ


def variable(path: tuple[str, ...]) -> str:
    return PREFIX + "__".join(part.upper() for part in path)


def key_paths(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    """Every key a variable can set, sections and lists as a whole too."""
    for name, info in model.model_fields.items():
        yield (name,)
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from ((name, *rest) for rest in key_paths(info.annotation))


def read_overrides(environ: Mapping[str, str], model: type[BaseModel]) -> Overrides:
    found = Overrides()
    known = {variable(path): path for path in key_paths(model)}
    if environ.get("PORT") and variable(("server", "port")) not in environ:
        _add(found, ("server", "port"), "PORT", environ["PORT"])
    for name in sorted(name for name in environ if name.startswith(PREFIX)):
        path = known.get(name)
        from_file = known.get(name.removesuffix("_FILE")) if path is None and name.endswith("_FILE") else None
        if path is not None:
            _add(found, path, name, environ[name])
        elif from_file in MAY_BE_FILES and from_file is not None:
            _add_file(found, from_file, name, environ[name])
        else:
            near = get_close_matches(name, known, n=1)
            expected = f"a key of config.yaml{f', perhaps {near[0]}' if near else ''}"
            found.problems.append(_problem(name, "no such setting", expected))
    return found


def _add(found: Overrides, path: tuple[str, ...], name: str, written: str) -> None:
    if path in found.values:
        found.problems.append(_problem(name, f"{found.names[path]} sets the same", "one of the two"))
        return
    found.names[path] = name
    # A secret or an address is taken as it is: it may hold what YAML would read as something else.
    if path in MAY_BE_FILES:
        found.values[path] = written or None
        return
    document = read_yaml(written)
    for _, _, what, expected in document.faults:
        found.problems.append(_problem(name, what, expected))
    if document.faults:
        found.unread.add(path)
    else:
        found.values[path] = document.data


def _add_file(found: Overrides, path: tuple[str, ...], name: str, file: str) -> None:
    try:
        written = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not text"
        found.problems.append(_problem(name, f"its file cannot be read: {reason}", "the path of a readable file"))
        found.unread.add(path)
        return
    _add(found, path, name, written)


def _problem(name: str, what: str, expected: str) -> Problem:
    return Problem(file=ENVIRONMENT, line=None, key=name, what=what, expected=expected)
