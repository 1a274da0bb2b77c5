"""config.yaml and the environment become one Config, or every fault of them at once."""

from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from hotline.config.checks import check
from hotline.config.complete import Keys, complete, faults_of_secrets
from hotline.config.environment import (
    CONFIG_VARIABLE,
    SECRETS,
    Overrides,
    process_environment,
    read_overrides,
    variable,
)
from hotline.config.models import Config, Secrets
from hotline.config.partial import NOTHING, is_section, readable, without
from hotline.config.problems import ENVIRONMENT, ConfigError, Problem
from hotline.config.remarks import remarks
from hotline.config.yaml_lines import Document, broken, dotted, read_yaml

# What pydantic calls a fault, in words an engineer of a city reads at once.
EXPECTED = {
    "missing": "this key",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "bool_parsing": "true or false",
    "date_from_datetime_parsing": "a day like 2026-10-01",
    "string_type": "text",
    "tuple_type": "a list",
    "too_short": "at least one",
    "dict_type": "keys with values below it",
    "model_type": "keys with values below it",
    "model_attributes_type": "keys with values below it",
}


def load_config(path: Path, environ: Mapping[str, str], *, keys: Keys = Keys.USUAL) -> Config:
    """Raises ConfigError with all faults."""
    overrides = read_overrides(environ, Config)
    reader = _Reader(path.name, _read(path), overrides)
    reader.read_sections()
    if not reader.problems:
        return complete(Config.model_construct(**reader.read), path, keys)
    unread = {variable(place) for place in overrides.unread}  # told already
    secrets = [problem for problem in faults_of_secrets(reader.read, path, keys) if problem.key not in unread]
    raise ConfigError(reader.problems + secrets, reader.read)


def config_from_environment(*, keys: Keys = Keys.USUAL) -> Config:
    """What every process of the set starts with: ./config.yaml, or the file HOTLINE_CONFIG names."""
    environ = process_environment()
    return load_config(_usual(environ), environ, keys=keys)


def remarks_on(path: Path | None, environ: Mapping[str, str], now: datetime) -> list[Problem]:
    """What a configuration that can be started with is warned of, each with its line."""
    given = path or _usual(environ)
    reader = _Reader(given.name, _read(given), read_overrides(environ, Config))
    reader.read_sections()
    for where, what, expected in remarks(Config.model_construct(**reader.read), now):
        reader.add(where, what, expected)
    return reader.problems


def _usual(environ: Mapping[str, str]) -> Path:
    return Path(environ.get(CONFIG_VARIABLE) or "config.yaml")


def _read(path: Path) -> Document:
    try:
        return read_yaml(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        return broken("not UTF-8", "a text file in UTF-8")
    except OSError as error:
        return broken(f"cannot be read: {error.strerror}", f"a readable file; {CONFIG_VARIABLE} names another")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Dear to make, and each section is read more than once by a process."""
    return TypeAdapter(kind)


class _Reader:
    """Reads section by section, and of a faulty one what it can, so that no fault hides another."""

    def __init__(self, file: str, document: Document, overrides: Overrides) -> None:
        self._file = file
        self._document = document
        self._overrides = overrides
        self.problems = list(overrides.problems)
        self.problems += [
            Problem(file=file, line=line, key=key, what=what, expected=expected)
            for line, key, what, expected in document.faults
        ]
        self.read: dict[str, Any] = {}
        self._data = self._merged()

    def read_sections(self) -> None:
        """Of a file that is broken only the environment's values can be looked at, each by itself."""
        for name in sorted(self._data.keys() - Config.model_fields.keys()):
            self.add((name,), "no such section", _near(name, Config.model_fields))
        for name, info in Config.model_fields.items():
            value = self._given_secrets() if info.annotation is Secrets else self._read_one(name, info)
            if value is not NOTHING:
                self.read[name] = value
        for section, *field in self._overrides.unread:
            if not field:
                self.read.pop(section, None)
            elif section in self.read:
                self.read[section] = without(self.read[section], field[0])
        if not self._document.broken:
            for where, what, expected in check(self.read):
                self.add(where, what, expected)

    def _read_one(self, name: str, info: FieldInfo) -> Any:
        """The section, or what of it can be read."""
        kind: Any = info.annotation
        nothing: Any = {} if is_section(kind) else []
        given = self._data.get(name, info.default if not info.is_required() else nothing)
        try:
            return _adapter(kind).validate_python(given)
        except ValidationError as error:
            faults = error.errors(include_url=False, include_context=True)
            for fault in faults:
                # Too few only because those that are there were not counted, and are told themselves.
                if fault["type"] != "too_short" or not any(_below(other["loc"], fault["loc"]) for other in faults):
                    self._add_fault((name, *fault["loc"]), fault)
        return readable(kind, given)

    def _given_secrets(self) -> dict[str, str]:
        given = self._data.get("secrets", {})
        return {name: value for name, value in given.items() if name in Secrets.model_fields}

    def _merged(self) -> dict[str, Any]:
        data = self._document.data
        if not isinstance(data, dict):
            if not self._document.broken:
                self.add((), "holds no sections", "sections like city: and people:")
            data = {}
        data = _without_nothing(data)
        for secret in sorted(SECRETS):
            section, key = secret
            if isinstance(data.get(section), dict) and key in data[section]:
                self.add(
                    secret, "a secret does not belong in this file", f"{variable(secret)}, or {variable(secret)}_FILE"
                )
                del data[section][key]
        for path, value in self._overrides.values.items():
            _put(data, path, value)
        return data

    def _add_fault(self, where: tuple[str | int, ...], fault: ErrorDetails) -> None:
        kind = fault["type"]
        if kind == "extra_forbidden":
            self.add(where, "no such key", _near(str(where[-1]), _fields_at(where[:-1])))
            return
        # The key of a mapping is marked by pydantic with a part of its own.
        where = tuple(part for part in where if part != "[key]")
        what = "missing" if kind == "missing" else self._shown(where)
        if kind == "value_error":
            expected = str(fault["ctx"]["error"])
        else:
            expected = EXPECTED.get(kind) or fault["msg"].replace("Input should be ", "")
        self.add(where, what, expected)

    def _shown(self, where: tuple[str | int, ...]) -> str:
        value: Any = self._data
        for part in where:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return "not as expected"
        hidden = where[:2] in {*SECRETS, ("database", "url"), ("redis", "url")} or where[-1:] == ("phone",)
        return "not as expected" if hidden or not isinstance(value, str) else f"{value[:60]!r} is not as expected"

    def add(self, where: tuple[str | int, ...], what: str, expected: str) -> None:
        for end in range(len(where), 0, -1):
            name = self._overrides.names.get(where[:end])  # type: ignore[arg-type]  # paths of names only are keys
            if name:
                self.problems.append(Problem(file=ENVIRONMENT, line=None, key=name, what=what, expected=expected))
                return
        if self._document.broken:
            return  # what can't be read is all there is to say of the file
        line = self._document.line_of(where)
        self.problems.append(
            Problem(file=self._file, line=line, key=dotted(where) or "(file)", what=what, expected=expected)
        )


def _below(one: tuple[str | int, ...], other: tuple[str | int, ...]) -> bool:
    return len(one) > len(other) and one[: len(other)] == other


def _fields_at(where: tuple[str | int, ...]) -> list[str]:
    kind: Any = Config
    for part in where:
        if isinstance(part, str) and is_section(kind) and part in kind.model_fields:
            kind = kind.model_fields[part].annotation
        while not is_section(kind) and getattr(kind, "__args__", None):
            kind = kind.__args__[-1] if kind.__args__[-1] is not Ellipsis else kind.__args__[0]
    return list(kind.model_fields) if is_section(kind) else []


def _near(name: str, known: Mapping[str, Any] | list[str]) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f"{close[0]}, perhaps" if close else "one of " + ", ".join(known)


def _without_nothing(value: Any) -> Any:
    """A key with nothing behind it counts as left out."""
    if isinstance(value, dict):
        return {key: _without_nothing(part) for key, part in value.items() if part is not None}
    return [_without_nothing(part) for part in value] if isinstance(value, list) else value


def _put(data: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for part in path[:-1]:
        if not isinstance(data.get(part), dict):
            data[part] = {}
        data = data[part]
    if value is None:
        data.pop(path[-1], None)
    else:
        data[path[-1]] = value
