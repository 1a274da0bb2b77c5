"""Calls per second hold over all who send: measured with two senders at once, with Redis, without it, and losing it."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from hotline.clock import SystemClock
from hotline.domain.message import Means, Message, Purpose
from hotline.services.steps.sending import Pace, Sender, Sending
from hotline.shared_pace import SharedPace
from hotline.storage import Database
from hotline.storage.migrate import migrate
from tests.storage.samples import KEYS
from tests.support.ports import free_port
from tests.support.redis import RedisServer

RATE = 20.0
NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)


@dataclass
class Switchboard:
    """A carrier that notes when each call was started."""

    at: list[float] = field(default_factory=list)

    def place_call(self, *given: object) -> str:
        self.at.append(time.monotonic())
        return f"CA{len(self.at)}"

    @property
    def most_in_a_second(self) -> int:
        return max(sum(1 for other in self.at if 0 <= other - one < 1.0) for one in self.at)


def calls(count: int) -> list[Message]:
    return [
        Message(
            id=f"m{n}", means=Means.CALL, purpose=Purpose.DUTY, template="status", values={}, language="zh-CN",
            to="+8613900010010", due_at=NOW, created_at=NOW,
        )
        for n in range(count)
    ]  # fmt: skip


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    migrate(database_url)
    opened = Database(database_url, KEYS)
    yield opened
    opened.dispose()


def paces(redis_url: str, database: Database, count: int = 2) -> list[SharedPace]:
    alone = Pace(RATE / count, time.monotonic, time.sleep)
    return [SharedPace("call", RATE, redis_url, database, SystemClock(), alone) for _ in range(count)]


def started(made: list[SharedPace], each: int, meanwhile: Callable[[], None] = lambda: None) -> Switchboard:
    """Every sender has so many calls to start, all at once."""
    board = Switchboard()
    sending = Sending(public_url="http://127.0.0.1:9", calls_per_second=RATE)
    senders = [Sender(board, sending, shared={Means.CALL: pace}) for pace in made]  # type: ignore[arg-type]
    threads = [
        threading.Thread(target=one.send, args=(calls(each), lambda: NOW, time.monotonic() + 120)) for one in senders
    ]
    for thread in threads:
        thread.start()
    meanwhile()
    for thread in threads:
        thread.join()
    for sender in senders:
        sender.close()
    for pace in made:
        pace.close()
    return board


def test_two_senders_together_keep_to_the_rate_of_one(database: Database, redis_url: str) -> None:
    board = started(paces(redis_url, database), 20)
    assert len(board.at) == 40
    assert board.most_in_a_second <= RATE + 2, "a start may be late, and then the next is nearer to it"
    assert max(board.at) - min(board.at) < 2 * 40 / RATE, "and it is not much slower either"


def test_without_redis_the_database_gives_out_the_starts(database: Database) -> None:
    board = started(paces(f"redis://127.0.0.1:{free_port()}/0", database), 15)
    assert len(board.at) == 30
    assert board.most_in_a_second <= RATE + 2


def test_losing_redis_on_the_way_stops_no_call(database: Database, redis_server: RedisServer) -> None:
    def lose() -> None:
        time.sleep(0.5)
        redis_server.stop()

    try:
        board = started(paces(redis_server.url, database), 20, lose)
    finally:
        redis_server.start()
    assert len(board.at) == 40
    assert board.most_in_a_second <= 2 * RATE, "the two do not know what the other has given out"


def test_without_both_each_keeps_to_its_share() -> None:
    nowhere = Database("sqlite:////nowhere/x.db", KEYS)
    board = started(paces(f"redis://127.0.0.1:{free_port()}/0", nowhere), 12)
    assert len(board.at) == 24
    nowhere.dispose()


def test_what_would_start_too_late_takes_no_start_from_others(database: Database, redis_url: str) -> None:
    one, other = paces(redis_url, database)
    assert one.wait(time.monotonic() + 1)
    for _ in range(50):
        assert not other.wait(time.monotonic() + 0.001)
    before = time.monotonic()
    assert other.wait(before + 1)
    assert time.monotonic() - before < timedelta(seconds=0.5).total_seconds()
    one.close()
    other.close()
