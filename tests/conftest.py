"""Fixtures everybody may use: a fixed clock, a data folder, real Redis, real PostgreSQL, a browser.

Services start with the first test that asks for them, once for each process of pytest.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from hotline.clock import FixedClock
from hotline.ids import Ids
from hotline.storage import migrate
from tests.support.browser import MEND, find_browser, must_have_browser
from tests.support.lending import Lending
from tests.support.once import make_once
from tests.support.postgres import Postgres
from tests.support.redis import RedisServer
from tests.support.s3 import S3Server

# Images often set this: then every process that a test starts compiles the whole hotline again, for half a second.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A Monday, 10:20 in Shanghai: inside office hours, far from a holiday.
MORNING = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def _made_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        make_once(patch)
        yield


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer has set for a hotline of their own must not reach a test."""
    for name in [*os.environ]:
        if name.startswith("HOTLINE__") or name in ("HOTLINE_CONFIG", "PORT"):
            monkeypatch.delenv(name)


@pytest.fixture
def clock() -> FixedClock:
    """Stands still at MORNING until a test moves it."""
    return FixedClock(MORNING)


@pytest.fixture
def ids(clock: FixedClock) -> Ids:
    """The same ids and ticket numbers in every run."""
    return Ids(clock=clock, dice=Random(20261123))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "var"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server itself, for tests that make databases from a template or take it away."""
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """A database everybody shares: for what needs a PostgreSQL and leaves nothing behind."""
    return postgres.url(postgres.create())


@pytest.fixture(scope="session")
def durable_postgres() -> Iterator[Postgres]:
    """A server that keeps its promises (fsync on): measurements only."""
    with Postgres(durable=True) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh empty database of each kind: every storage test runs twice."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'hotline.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "hotline.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _postgres_template(postgres: Postgres) -> str:
    name = postgres.create()
    migrate(postgres.url(name))
    return name


@pytest.fixture(scope="session")
def lending(postgres: Postgres, _postgres_template: str) -> Lending:
    return Lending(postgres, _postgres_template)


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of today's tables, empty; every test that asks for it runs on both."""
    if request.param == "sqlite":
        path = tmp_path / "hotline.db"
        shutil.copy(request.getfixturevalue("_sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    lending: Lending = request.getfixturevalue("lending")
    name = lending.lend()
    yield lending.server.url(name)
    lending.give_back(name)


@pytest.fixture(scope="session")
def _redis() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


@pytest.fixture
def redis_server(_redis: RedisServer) -> RedisServer:
    """The server itself, emptied, for tests that take it away (`stop`) and bring it back (`start`)."""
    _redis.empty()
    return _redis


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    return redis_server.url


@pytest.fixture(scope="session")
def _s3() -> Iterator[S3Server]:
    with S3Server() as server:
        yield server


@pytest.fixture
def s3(_s3: S3Server) -> S3Server:
    """A store for recordings that speaks S3, emptied."""
    _s3.empty()
    return _s3


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        if must_have_browser():
            pytest.fail(f"no browser on a build machine: {MEND}")
        pytest.skip(f"NO BROWSER, the pages are not tested: {MEND}")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page; a script error on it fails the test."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []
