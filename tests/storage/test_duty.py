"""The rota and the calls about what is urgent, as rows; which calls are claimed first, and whose."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hotline.domain.duty import Ended, Ladder
from hotline.domain.message import Delivery, Means, Message, Purpose
from hotline.domain.staff import Role, Staff
from hotline.storage import Database
from tests.storage.samples import NOW, Samples

MINUTE = timedelta(minutes=1)
UNTIL = NOW + timedelta(minutes=5)


@pytest.fixture
def ticket_id(database: Database, make: Samples) -> str:
    with database.writing() as store:
        ticket = make.ticket()
        store.tickets.add(ticket)
        for name in ("first", "second"):
            store.city.add_staff(Staff(id=name, name=name, phone=None, role=Role.OFFICER))
    return ticket.id


def call(make: Samples, **more: Any) -> Message:
    given: dict[str, Any] = {
        "id": make.id("m"), "means": Means.CALL, "purpose": Purpose.DUTY, "template": "duty", "language": "en",
        "to": f"+86139{len(make.id('x')):08d}", "due_at": NOW, "created_at": NOW,
    }  # fmt: skip
    return Message(**{**given, **more})


def test_a_rota_is_kept_in_its_order_and_changed_as_a_whole(database: Database, ticket_id: str) -> None:
    with database.writing() as store:
        store.duty.set_rota("roads", ["second", "first"])
        store.duty.set_rota("*", ["first"])
    with database.reading() as store:
        assert store.duty.rota() == {"roads": ("second", "first"), "*": ("first",)}
    with database.writing() as store:
        store.duty.set_rota("roads", ["first"])
        assert store.duty.rota()["roads"] == ("first",), "seen at once by its own work"
    with database.writing() as store:
        store.duty.set_rota("*", [])
    with database.reading() as store:
        assert store.duty.rota() == {"roads": ("first",)}


def test_a_ladder_ends_once_but_what_nobody_answered_may_still_be_taken(database: Database, ticket_id: str) -> None:
    ladder = Ladder(id="l-1", ticket_id=ticket_id, department="roads", began_at=NOW)
    with database.writing() as store:
        store.duty.add(ladder)
        assert store.duty.latest(ticket_id) == ladder
        assert store.duty.unanswered() == ()
        assert store.duty.end("l-1", Ended.UNANSWERED, None, NOW + MINUTE)
        assert [one.id for one in store.duty.unanswered()] == ["l-1"]
        assert store.duty.end("l-1", Ended.TAKEN, "first", NOW + 2 * MINUTE)
        assert store.duty.unanswered() == ()
        assert not store.duty.end("l-1", Ended.TAKEN, "second", NOW + 3 * MINUTE)
        kept = replace(ladder, ended_at=NOW + MINUTE, how=Ended.TAKEN, taken_by="first")
        assert store.duty.latest(ticket_id) == kept


def test_of_one_ticket_only_the_first_call_is_claimed_however_many_are_due(
    database: Database, make: Samples, ticket_id: str
) -> None:
    rows = [call(make, ticket_id=ticket_id, to=f"+8613900000{n:03d}", due_at=NOW - (5 - n) * MINUTE) for n in range(4)]
    with database.writing() as store:
        for row in rows:
            store.outbox.add(row)
    with database.writing() as store:
        assert [m.id for m in store.outbox.claim(NOW, UNTIL, 9, Means.CALL, duty=True)] == [rows[0].id]
        assert store.outbox.claim(NOW, UNTIL, 9, Means.CALL) == (), "no other way either"


def test_a_duty_call_waits_behind_no_text_and_no_news(database: Database, make: Samples, ticket_id: str) -> None:
    to = "+8613900000001"
    older = {"due_at": NOW - timedelta(hours=1), "purpose": Purpose.STATUS}
    with database.writing() as store:
        store.outbox.add(call(make, to=to, means=Means.TEXT, template="officer_dispatch", **older))
        for n in range(20):
            store.outbox.add(call(make, template="survey", to=f"+86138000000{n:02d}", **older))
        row = call(make, ticket_id=ticket_id, to=to)
        store.outbox.add(row)
        assert store.outbox.duty_due(NOW)
        assert not store.outbox.duty_due(NOW - MINUTE)
    with database.writing() as store:
        assert [m.id for m in store.outbox.claim(NOW, UNTIL, 5, Means.CALL, duty=True)] == [row.id]
        assert not store.outbox.duty_due(NOW)
        assert len(store.outbox.claim(NOW, UNTIL, 5, Means.CALL)) == 5


def test_who_is_on_the_phone_is_known_by_number(database: Database, make: Samples) -> None:
    rows = [call(make, to=to) for to in ("+8613900000001", "+8613900000001", "+8613900000002")]
    with database.writing() as store:
        for row in rows:
            store.outbox.add(row)
    with database.writing() as store:
        store.outbox.claim(NOW, UNTIL, 1, Means.CALL, duty=True)
        store.outbox.note_sent(rows[0].id, "CA1", Delivery.QUEUED, NOW)
    ids = [rows[1].id, rows[2].id]
    with database.writing() as store:
        assert store.outbox.on_the_phone(ids, NOW) == {rows[1].id: True}
        store.outbox.forward(rows[0].id, Delivery.DELIVERED, NOW + MINUTE)
        assert store.outbox.on_the_phone(ids, NOW) == {rows[1].id: False}
        assert store.outbox.on_the_phone(ids, NOW + 2 * MINUTE) == {}
        assert store.outbox.on_the_phone([], NOW) == {}


def test_what_is_put_back_was_no_try(database: Database, make: Samples) -> None:
    row = call(make, purpose=Purpose.STATUS, template="status")
    with database.writing() as store:
        store.outbox.add(row)
    with database.writing() as store:
        [claimed] = store.outbox.claim(NOW, UNTIL, 1, Means.CALL)
        store.outbox.put_back(row.id, NOW + MINUTE, "call_hours", claimed.attempts)
        kept = store.outbox.get(row.id)
        assert kept is not None
        assert (kept.state, kept.attempts, kept.held, kept.due_at) == (Delivery.WAITING, 0, "call_hours", NOW + MINUTE)
        store.outbox.put_back(row.id, NOW, "late", claimed.attempts)
        assert store.outbox.get(row.id) == kept, "whoever was overtaken changes nothing"


def test_older_news_by_call_gives_way_and_nothing_else_does(database: Database, make: Samples, ticket_id: str) -> None:
    with database.writing() as store:
        reporters = [make.reporter(), make.reporter()]
        for reporter in reporters:
            store.reporters.add(reporter)
        me = {"reporter_id": reporters[0].id, "purpose": Purpose.STATUS, "ticket_id": ticket_id, "due_at": NOW + MINUTE}
        news = call(make, template="status", **me)
        others = [
            call(make, template="survey", **me), call(make, template="status", **me | {"reporter_id": reporters[1].id}),
            call(make, template="status", **me | {"means": Means.TEXT}),
            call(make, template="status", **me | {"ticket_id": None}),
        ]  # fmt: skip
        for row in (news, *others):
            store.outbox.add(row)
        assert store.outbox.supersede_news(reporters[0].id, ticket_id, NOW) == 1
        states = {m.id: m.state for m in store.outbox.get_many([news.id, *(o.id for o in others)]).values()}
    assert states == {news.id: Delivery.CANCELLED} | {o.id: Delivery.WAITING for o in others}
