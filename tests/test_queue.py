"""The door to RQ, against a real Redis that goes away and comes back."""

import json
import logging
import time
from datetime import UTC, datetime

import pytest
from redis import Redis
from rq import Queue as RqQueue
from rq.serializers import JSONSerializer

from hotline.queue import JOBS, QUEUE_OF, REFUSALS_KEPT, Lane, Queue, Refusal
from tests.support.ports import free_port
from tests.support.redis import RedisServer

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


class Watch:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def jobs(redis_url: str, lane: Lane) -> list[str]:
    with Redis.from_url(redis_url) as line:
        return [job.func_name for job in RqQueue(QUEUE_OF[lane], connection=line, serializer=JSONSerializer).jobs]


@pytest.mark.parametrize("lane", list(Lane))
def test_many_nudges_are_one_job(redis_url: str, lane: Lane) -> None:
    queue = Queue(redis_url)
    assert [queue.nudge(lane.value) for _ in range(5)] == [True] * 5
    assert jobs(redis_url, lane) == [JOBS[lane]]
    queue.close()


def test_a_worker_that_looks_makes_room_for_the_next_nudge(redis_url: str) -> None:
    queue = Queue(redis_url)
    queue.nudge(Lane.TEXT)
    queue.looking(Lane.TEXT)
    queue.nudge(Lane.TEXT)
    assert len(jobs(redis_url, Lane.TEXT)) == 2
    queue.close()


def test_a_job_holds_no_personal_data_and_is_not_pickled(redis_url: str) -> None:
    queue = Queue(redis_url)
    queue.nudge(Lane.TEXT)
    with Redis.from_url(redis_url) as line:
        (job,) = RqQueue(QUEUE_OF[Lane.TEXT], connection=line, serializer=JSONSerializer).jobs
        assert json.loads(line.hget(job.key, "data") and JSONSerializer.dumps(job.args)) == []
        assert job.result_ttl == 0
        assert 0 < line.ttl("hotline:nudged:text") <= 30
    queue.close()


def test_a_lane_nobody_knows_is_a_mistake(redis_url: str) -> None:
    queue = Queue(redis_url)
    with pytest.raises(ValueError, match="fax"):
        queue.nudge("fax")
    queue.close()


def test_refusals_are_the_last_200(redis_url: str) -> None:
    queue = Queue(redis_url)
    for n in range(REFUSALS_KEPT + 5):
        queue.refuse(NOON, f"/sms/{n}", "signature")
    kept = queue.refusals()
    assert len(kept) == REFUSALS_KEPT
    assert kept[0] == Refusal(at="2026-11-23T04:00:00+00:00", path="/sms/204", reason="signature")
    with Redis.from_url(redis_url) as line:
        assert line.ttl("hotline:refusals") > 0
    queue.close()


def test_without_redis_nothing_is_raised_and_nobody_waits(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    watch = Watch()
    queue = Queue(f"redis://127.0.0.1:{free_port()}", monotonic=watch)
    began = time.monotonic()
    for _ in range(200):
        assert queue.nudge(Lane.TEXT) is False
        queue.refuse(NOON, "/sms", "signature")
        assert queue.refusals() == ()
        watch.now += 0.1
    assert queue.ping() is False
    assert time.monotonic() - began < 1.0
    assert len([r for r in caplog.records if "Redis is away" in r.message]) == 1
    watch.now += 61
    queue.nudge(Lane.TEXT)
    assert len([r for r in caplog.records if "Redis is away" in r.message]) == 2


def test_a_redis_that_hangs_holds_a_webhook_up_only_once(redis_server: RedisServer) -> None:
    queue = Queue(redis_server.url)
    queue.nudge(Lane.TEXT)
    process = redis_server._process
    assert process is not None
    process.send_signal(19)
    try:
        began = time.monotonic()
        for _ in range(50):
            assert queue.nudge(Lane.CALL) is False
        assert time.monotonic() - began < 1.5
    finally:
        process.send_signal(18)
    queue.close()


def test_redis_comes_back(redis_server: RedisServer) -> None:
    watch = Watch()
    queue = Queue(redis_server.url, monotonic=watch)
    assert queue.nudge(Lane.TEXT)
    redis_server.stop()
    assert queue.nudge(Lane.CALL) is False
    redis_server.start()
    assert queue.ping()
    assert queue.nudge(Lane.CALL)
    assert jobs(redis_server.url, Lane.CALL) == [JOBS[Lane.CALL]]
    queue.close()


def test_a_failed_announcement_does_not_keep_the_next_away(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    queue = Queue(redis_url)
    with Redis.from_url(redis_url) as line:
        line.set("rq:queue:hotline-text", "not a list")
        assert queue.nudge(Lane.TEXT) is False
        assert line.exists("hotline:nudged:text") == 0
    queue.close()
