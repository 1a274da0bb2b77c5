"""Delivery on both databases, through the real client to the simulated carrier: once, in order, and never knowingly twice."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hotline.carrier.simulated.faults import Fault
from hotline.domain.delivery import Fail, NumberFact
from hotline.domain.errors import Permanent, Temporary, Unavailable
from hotline.domain.message import Delivery
from hotline.services.deliver import ALERT
from tests.services.delivery_stage import Killed, Stage

WAIT = 21


def phone(n: int) -> str:
    """A number nothing special happens to: its end chooses its fate."""
    return f"+8613{n:06d}010"


def test_what_is_due_is_sent_once_with_its_words_kept(on: Stage) -> None:
    ids = [on.add(to=phone(n)) for n in range(10100, 10220)]
    later = on.add(due_at=on.parts.clock.now() + timedelta(hours=1))
    done = on.deliver()
    assert done.sent == len(ids)
    rows = [on.get(i) for i in ids]
    assert {r.state for r in rows} <= {Delivery.QUEUED}
    assert len({r.carrier_sid for r in rows}) == len(ids)
    assert sorted(on.sent()) == sorted(str(r.body) for r in rows)
    assert on.get(later).state is Delivery.WAITING
    assert on.deliver().sent == 0


def test_one_persons_messages_keep_their_order(on: Stage) -> None:
    for _ in range(8):
        on.add()
    assert on.deliver().sent == 8
    assert [body.split()[2] for body in on.sent()] == [str(n) for n in range(1, 9)]


def test_each_text_goes_where_it_belongs_whatever_the_threads_do(on: Stage) -> None:
    ids = [on.add(to=phone(n)) for n in range(20110, 20190)]
    on.deliver()
    kept = {str(t["sid"]): str(t["body"]) for t in on.carrier.control.sent()}
    assert all(kept[str(on.get(i).carrier_sid)] == on.get(i).body for i in ids)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_while_sending_it_is_asked_about_and_sent_exactly_once(
    on: Stage, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    message_id = on.add()
    send = on.sender.carrier.send_text

    def killed(*given: Any) -> str:
        if moment == "after":
            send(*given)
        raise Killed

    monkeypatch.setattr(on.sender.carrier, "send_text", killed)
    with pytest.raises(Killed):
        on.deliver()
    monkeypatch.undo()
    assert len(on.sent()) == (1 if moment == "after" else 0)
    assert on.deliver().sent == 0, "the lease still runs"
    assert on.get(message_id).state is Delivery.SENDING
    on.move(seconds=91)
    assert on.deliver() == on.deliver(), "seen as uncertain, left alone"
    assert on.get(message_id).state is Delivery.UNCERTAIN
    on.move(seconds=WAIT)
    done = on.deliver()
    assert (done.adopted, done.sent) == ((1, 0) if moment == "after" else (0, 1))
    row = on.get(message_id)
    assert len(on.sent()) == 1
    assert row.carrier_sid == on.carrier.control.sent()[0]["sid"]
    assert row.state in (Delivery.SENT, Delivery.QUEUED, Delivery.DELIVERED)
    on.move(hours=2)
    on.deliver()
    assert len(on.sent()) == 1


def test_killed_between_the_carriers_answer_and_the_commit(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole batch is with the carrier, and nothing of it is noted."""
    ids = [on.add(to=phone(n)) for n in range(30110, 30120)]

    def killed(*_: object) -> None:
        raise Killed

    monkeypatch.setattr("hotline.services.deliver._mark", killed)
    with pytest.raises(Killed):
        on.deliver()
    monkeypatch.undo()
    assert len(on.sent()) == 10
    on.move(seconds=91)
    on.deliver()
    on.move(seconds=WAIT)
    assert on.deliver().adopted == 10
    assert len(on.sent()) == 10
    kept = {str(t["sid"]): str(t["body"]) for t in on.carrier.control.sent()}
    assert all(kept[str(on.get(i).carrier_sid)] == on.get(i).body for i in ids)


def test_equal_words_sent_before_are_not_taken_for_the_lost_one(on: Stage) -> None:
    on.parts.texts.render = lambda *_: "好的"  # type: ignore[method-assign]
    first = on.add()
    on.deliver()
    second = on.add()
    on.carrier.control.faults.set(Fault.REFUSE_500)
    assert on.deliver().uncertain == 1
    on.deliver()
    on.move(seconds=WAIT)
    done = on.deliver()
    assert (done.adopted, done.sent) == (0, 1)
    assert len(on.sent()) == 2
    assert on.get(first).carrier_sid != on.get(second).carrier_sid


def test_an_answer_that_was_lost_is_found(on: Stage) -> None:
    message_id = on.add()
    on.carrier.control.faults.set(Fault.TIMEOUT_AFTER_ACCEPT)
    assert on.deliver().uncertain == 1
    assert on.get(message_id).state is Delivery.UNCERTAIN
    on.deliver()
    on.move(seconds=WAIT)
    assert on.deliver().adopted == 1
    assert len(on.sent()) == 1


def test_nothing_overtakes_an_uncertain_message(on: Stage) -> None:
    on.add()
    on.carrier.control.faults.set(Fault.REFUSE_500)
    on.deliver()
    on.add()
    on.add(to="+8613900010077")
    assert on.deliver().sent == 1
    on.move(seconds=WAIT)
    assert on.deliver().sent == 2
    assert [b.split()[2] for b in on.sent("+8613900010010")] == ["1", "2"]


def test_a_retry_says_the_same(on: Stage) -> None:
    message_id = on.add()
    on.carrier.control.faults.set(Fault.RATE_LIMIT_429)
    done = on.deliver()
    assert done.stopped
    row = on.get(message_id)
    assert (row.state, row.held, row.error, row.attempts) == (Delivery.WAITING, "retry", 20429, 1)
    on.move(seconds=16)
    assert on.deliver().sent == 1
    assert on.sent() == [row.body]


def test_a_carrier_that_is_busy_is_left_alone(on: Stage) -> None:
    on.sender.settings = replace(on.sender.settings, threads=1)
    for n in range(10100, 10150):
        on.add(to=phone(n))
    on.carrier.control.faults.set(Fault.RATE_LIMIT_429, count=50)
    done = on.deliver()
    assert done.stopped
    on.carrier.control.faults.clear()
    assert done.postponed + done.sent == 50
    on.move(seconds=20)
    on.deliver()
    assert len(on.sent()) == 50


def test_a_stopped_number_is_told_of(on: Stage) -> None:
    message_id = on.add(to="+8613900010005")
    done = on.deliver()
    assert done.failed == 1
    assert on.finals == [(message_id, Fail(state=Delivery.FAILED, error=21610, fact=NumberFact.STOPPED))]
    assert on.get(message_id).state is Delivery.FAILED


def test_our_own_set_up_stops_the_batch_and_is_shown(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [on.add(to=phone(n)) for n in range(10100, 10120)]

    def refuse(*_: object) -> str:
        raise Permanent(20003)

    monkeypatch.setattr(on.sender.carrier, "send_text", refuse)
    done = on.deliver()
    assert (done.alert, done.stopped, done.failed) == (20003, True, 0)
    assert {on.get(i).held for i in ids} == {"setup"}
    with on.parts.database.reading() as store:
        assert '"code": 20003' in (store.meta.get(ALERT) or "")
    monkeypatch.undo()
    on.move(minutes=6)
    assert on.deliver().sent == 20


def test_a_template_at_fault_stops_nobody_else(on: Stage, caplog: pytest.LogCaptureFixture) -> None:
    broken = on.add(template="broken", values={"n": "secret words"})
    fine = on.add(to="+8613900010020")
    done = on.deliver()
    assert (done.sent, done.failed) == (1, 1)
    assert on.get(broken).state is Delivery.FAILED
    assert on.get(fine).state is Delivery.QUEUED
    assert "secret" not in caplog.text


def test_a_carrier_that_is_away_holds_everything_and_loses_nothing(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    message_id = on.add()

    def away(*_: object) -> str:
        raise Temporary

    monkeypatch.setattr(on.sender.carrier, "send_text", away)
    for _ in range(5):
        on.deliver()
        on.move(minutes=5)
    assert on.get(message_id).attempts == 5
    monkeypatch.undo()
    assert on.deliver().sent == 1


def test_a_database_that_blinks_while_marking_is_tried_again(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    on.add()
    left = [2]
    writing = on.parts.database.writing

    def flaky() -> Any:
        if on.sent() and left[0]:
            left[0] -= 1
            raise Unavailable("database")
        return writing()

    monkeypatch.setattr(on.parts.database, "writing", flaky)
    on.sender.sleep = lambda _: None
    assert on.deliver().sent == 1
    assert left == [0]


def test_a_lease_that_ends_soon_starts_nothing_more(on: Stage) -> None:
    """Rows that could not be started go back untouched."""
    on.sender.settings = replace(on.sender.settings, request=timedelta(seconds=1000))
    message_id = on.add()
    done = on.deliver(budget=0.05)
    assert done.more
    assert done.sent == 0
    assert on.get(message_id).state is Delivery.WAITING
    assert on.sent() == []


def test_told_to_stop_it_stops(on: Stage) -> None:
    on.add()
    assert on.deliver(stop=lambda: True).more
    assert on.sent() == []
