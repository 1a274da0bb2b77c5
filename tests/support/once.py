"""What is the same for every hotline of a process is made once: some thousand are opened by the tests, a process opens one.

Only what follows from files that never change is kept: nothing that a test writes, sends or configures.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from werkzeug.routing import Rule

from hotline import passwords, wiring
from hotline.config import Config
from hotline.domain.category import Category

DEAR = passwords.METHOD
_QUICK = "scrypt:1024:8:1"  # real scrypt with a real check; a thirtieth of the work
_MOST = 8


def make_once(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(wiring, "categories_of", _categories_once(wiring.categories_of))
    patch.setattr(Environment, "__init__", _with_compiled(Environment.__init__))
    patch.setattr(Rule, "_compile_builder", _builder_once(Rule._compile_builder))
    patch.setattr(passwords, "METHOD", _QUICK)


def _categories_once(make: Callable[[Config], tuple[Category, ...]]) -> Callable[[Config], tuple[Category, ...]]:
    kept: list[tuple[Sequence[Any], str, tuple[Category, ...]]] = []

    def categories(config: Config) -> tuple[Category, ...]:
        for rows, catalogue, made in kept:
            if rows == config.categories and catalogue == config.city.catalogue:
                return made
        made = make(config)
        kept.insert(0, (config.categories, config.city.catalogue, made))
        del kept[_MOST:]
        return made

    return categories


class _Compiled(BytecodeCache):
    """Templates as code: the same file with the same content, by the same options and the same names of filters."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], Any] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        escapes = environment.autoescape(name) if callable(environment.autoescape) else environment.autoescape
        how = (
            filename, escapes, environment.trim_blocks, environment.lstrip_blocks, environment.undefined.__name__,
            *sorted(environment.filters), *sorted(environment.tests), *sorted(environment.globals),
        )
        bucket = Bucket(environment, repr(how), self.get_source_checksum(source))
        self.load_bytecode(bucket)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


def _with_compiled(make: Callable[..., None]) -> Callable[..., None]:
    compiled = _Compiled()

    def init(self: Environment, *given: Any, **options: Any) -> None:
        make(self, *given, **options)
        self.bytecode_cache = self.bytecode_cache or compiled

    return init


def _builder_once(make: Callable[..., Any]) -> Callable[..., Any]:
    """How an address is built from its parts is compiled for each rule of each application, for 30 ms an application."""
    kept: dict[tuple[object, ...], Any] = {}

    def compiled(self: Rule, append_unknown: bool = True) -> Any:
        name = (tuple(self._trace), repr(sorted((self.defaults or {}).items())), frozenset(self.arguments), append_unknown)
        if name not in kept:
            kept[name] = make(self, append_unknown)
        return kept[name]

    return compiled
