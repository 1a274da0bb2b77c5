"""Jobs through a real Redis, by the worker that production runs, on real databases."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from rq import Queue as RqQueue
from rq.registry import FailedJobRegistry
from rq.serializers import JSONSerializer

from hotline.clock import FixedClock
from hotline.domain.message import Delivery, Means
from hotline.queue import QUEUE_OF, Lane, Queue
from hotline.services.fetch_recordings import Media
from tests.services.delivery_stage import Stage, stage
from tests.support.redis import RedisServer
from workers.jobs import deliver_texts
from workers.kept import Session, use
from workers.repeating import Repeating
from workers.schedule import Repeated, look, schedule
from workers.worker import Working


@pytest.fixture
def on(tmp_path: Path, clock: FixedClock) -> Iterator[Stage]:
    with stage(f"sqlite:///{tmp_path / 'hotline.db'}", clock) as made:
        yield made


def session_of(on: Stage, redis_url: str, folder: Path) -> Session:
    return use(Session(
        parts=on.parts, queue=Queue(redis_url), sender=on.sender, media=Media(folder=folder, seal=lambda b: b),
        on_final=on._final, sweep=lambda: None, drain=lambda: None, ask_calls=lambda: None, mend_queue=lambda: None,
        anchors=folder / "anchors.jsonl",
    ))  # fmt: skip


@pytest.fixture
def session(on: Stage, redis_url: str, tmp_path: Path) -> Iterator[Session]:
    made = session_of(on, redis_url, tmp_path)
    yield made
    made.queue.close()


def test_a_nudge_is_worked_off(on: Stage, session: Session, redis_url: str) -> None:
    text, call = on.add(), on.add(to="+8613900010020", means=Means.CALL)
    for lane in Lane:
        assert session.queue.nudge(lane)
    Working(session, redis_url).run(burst=True)
    assert on.get(text).state is Delivery.QUEUED
    assert on.get(call).state is not Delivery.WAITING
    with Redis.from_url(redis_url) as line:
        assert list(line.scan_iter("rq:job:*")) == []
        assert list(line.scan_iter("hotline:nudged:*")) == []


def test_what_the_time_does_not_suffice_for_is_announced_again(on: Stage, session: Session, redis_url: str) -> None:
    on.add()
    session.budget = 0.0
    use(session)
    deliver_texts()
    assert on.sent() == []
    session.budget = 20.0
    Working(session, redis_url).run(burst=True)
    assert len(on.sent()) == 1


def test_a_job_that_fails_is_listed_without_what_it_was_about(
    on: Stage, session: Session, redis_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def boom(*_: object) -> None:
        raise ValueError("+8613900010010 said something")

    monkeypatch.setattr("workers.jobs.deliver", boom)
    session.queue.nudge(Lane.TEXT)
    Working(session, redis_url).run(burst=True)
    with Redis.from_url(redis_url) as line:
        registry = FailedJobRegistry(QUEUE_OF[Lane.TEXT], connection=line, serializer=JSONSerializer)
        (failed,) = registry.get_job_ids()
        queue = RqQueue(QUEUE_OF[Lane.TEXT], connection=line, serializer=JSONSerializer)
        job = queue.fetch_job(failed)
        assert job is not None
        told = str(job.latest_result() and job.latest_result().exc_string)
    assert "JobFailed: deliver_texts: ValueError" in told
    assert "deliver_texts failed: ValueError at" in caplog.text
    assert "8613900010010" not in told + caplog.text


def test_redis_goes_away_and_comes_back(
    on: Stage, redis_server: RedisServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    session = session_of(on, redis_server.url, tmp_path)
    working = Working(session, redis_server.url, sleep=lambda _: time.sleep(0.1))
    redis_server.stop()
    thread = threading.Thread(target=working.run, daemon=True)
    thread.start()
    for _ in range(2):
        time.sleep(0.3)
        redis_server.start()
        message_id = on.add()
        _until(session.queue.ping)
        assert session.queue.nudge(Lane.TEXT)
        _until(lambda m=message_id: on.get(m).state is Delivery.QUEUED)
        redis_server.stop()
    assert "waits for it" in caplog.text
    session.stopping = True
    redis_server.start()
    if working._worker is not None:
        working._worker._stop_requested = True
    session.queue.ping()
    session.queue.nudge(Lane.TEXT)
    thread.join(20)
    assert not thread.is_alive()
    session.queue.close()


def test_without_redis_the_cron_process_delivers(on: Stage, redis_server: RedisServer, tmp_path: Path) -> None:
    session = session_of(on, redis_server.url, tmp_path)
    redis_server.stop()
    text, call = on.add(), on.add(to="+8613900010020", means=Means.CALL)
    on.move(seconds=1)
    look(session)
    assert on.get(text).state is Delivery.QUEUED
    assert on.get(call).state is Delivery.QUEUED
    redis_server.start()
    session.queue.close()


def test_with_redis_it_only_tells_and_helps_where_nobody_works(on: Stage, session: Session) -> None:
    message_id = on.add()
    on.move(seconds=5)
    look(session)
    assert on.get(message_id).state is Delivery.WAITING
    on.move(seconds=40)
    look(session)
    assert on.get(message_id).state is Delivery.QUEUED


def test_a_lease_that_ran_out_is_found(on: Stage, session: Session) -> None:
    message_id = on.add()
    now = on.parts.clock.now()
    with on.parts.database.writing() as store:
        store.outbox.claim(now, now, 10)
    on.move(seconds=1)
    look(session)
    assert on.get(message_id).state is Delivery.UNCERTAIN
    assert session.queue.nudge(Lane.TEXT)


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_each_thing_in_its_time_and_by_one_process(on: Stage, session: Session) -> None:
    done: list[str] = []
    things = (
        Repeated(name="often", every=5, act=lambda _: done.append("often")),
        Repeated(name="broken", every=5, act=lambda _: 1 / 0),
        Repeated(name="seldom", every=60, act=lambda _: done.append("seldom")),
    )
    watch = Watch()
    one = Repeating(session, things, watch, holder="one")
    two = Repeating(session, things, watch, holder="two")
    for _ in range(13):
        one.tick()
        two.tick()
        watch.now += 5
        on.move(seconds=5)
    assert done.count("often") == 13
    assert done.count("seldom") == 2


def test_what_repeats(session: Session, on: Stage) -> None:
    swept: list[int] = []
    session.sweep = lambda: swept.append(1)
    Repeating(session, schedule(session)).tick()
    assert swept == [1]
    assert session.anchors.read_text().count("\n") == 1


PROCESS = """
import sys
from hotline.clock import SystemClock
from pathlib import Path
from tests.services.delivery_stage import KEYS, Parts
from hotline.storage import Database
from hotline.services.deliver import deliver
from workers.jobs import deliver_texts
from workers.kept import Session, use
from workers.worker import Working
from hotline.queue import Queue
from hotline.services.fetch_recordings import Media
from hotline.services.steps.sending import Sender, Sending

parts = Parts(database=Database(sys.argv[1], KEYS), clock=SystemClock())
sender = Sender(None, Sending(public_url="http://x"))
session = use(Session(parts=parts, queue=Queue(sys.argv[2]), sender=sender, media=Media(folder=Path("."), seal=bytes),
    on_final=lambda *_: None, sweep=lambda: None, drain=lambda: None, ask_calls=lambda: None,
    mend_queue=lambda: None, anchors=Path("a")))
working = Working(session, sys.argv[2])
working.listen_to_signals()
print("up", flush=True)
working.run()
print("clean", flush=True)
"""


@pytest.mark.parametrize("away", [False, True])
def test_told_to_stop_the_process_ends_at_once(redis_server: RedisServer, tmp_path: Path, away: bool) -> None:
    if away:
        redis_server.stop()
    root = str(Path(__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-c", PROCESS, f"sqlite:///{tmp_path / 'x.db'}", redis_server.url],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root}, cwd=tmp_path, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    time.sleep(1.0)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=10)
    assert (out, process.returncode, time.monotonic() - began < 3) == ("clean\n", 0, True), err
    assert "Traceback" not in err
    if away:
        redis_server.start()


def _until(true: object, within: float = 15.0) -> None:
    last = time.monotonic() + within
    while not true():  # type: ignore[operator]
        assert time.monotonic() < last
        time.sleep(0.05)
