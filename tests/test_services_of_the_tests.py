"""The fixtures themselves: what they hand out is real, fresh and, where promised, comes back."""

import psycopg
import pytest
from playwright.sync_api import Page
from redis import Redis
from redis.exceptions import ConnectionError as RedisAway
from sqlalchemy import create_engine, inspect, text

from tests.support.postgres import Postgres
from tests.support.redis import RedisServer


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_gets_an_empty_database(database_url: str, time: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as line:
        assert inspect(line).get_table_names() == []
        line.execute(text("CREATE TABLE kept (word TEXT)"))
        line.execute(text("INSERT INTO kept VALUES ('井盖')"))
        assert line.execute(text("SELECT word FROM kept")).scalar_one() == "井盖"
    engine.dispose()


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_gets_an_empty_redis(redis_url: str, time: str) -> None:
    with Redis.from_url(redis_url) as line:
        assert line.dbsize() == 0
        line.set("lane", time)


def test_redis_can_go_and_come_back(redis_server: RedisServer) -> None:
    redis_server.stop()
    with Redis.from_url(redis_server.url) as line, pytest.raises(RedisAway):
        line.ping()
    redis_server.start()
    with Redis.from_url(redis_server.url) as line:
        assert line.ping()


def test_a_database_made_from_a_template_holds_its_rows(postgres: Postgres) -> None:
    template = postgres.create()
    with psycopg.connect(_plain(postgres.url(template)), autocommit=True) as line:
        line.execute("CREATE TABLE kept AS SELECT 7 AS number")
    copy = postgres.create(template)
    with psycopg.connect(_plain(postgres.url(copy))) as line:
        found = line.execute("SELECT number FROM kept").fetchone()
    postgres.drop(copy)
    postgres.drop(template)
    assert found == (7,)


@pytest.mark.browser
def test_the_browser_shows_chinese(page: Page) -> None:
    page.set_content("<p>井盖坏了</p>")
    assert page.locator("p").inner_text() == "井盖坏了"


def _plain(url: str) -> str:
    return url.replace("+psycopg", "")
