"""The queue for a person: two hands at one caller or one operator, and exactly one of them has it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.domain.errors import Conflict
from hotline.domain.message import Delivery, Means, Message, Purpose
from hotline.domain.staff import Role, Staff
from hotline.domain.waiting import Turn, Wait, WaitState, offered, taken_back
from hotline.storage import Database
from tests.storage.samples import HOUR, KEYS, NOW, Samples
from tests.storage.test_guards import racing

SECOND = timedelta(seconds=1)


@pytest.fixture
def other(migrated_url: str) -> Iterator[Database]:
    """A second process, as far as the database can tell."""
    opened = Database(migrated_url, KEYS)
    yield opened
    opened.dispose()


class Queue:
    """Rows for a queue: each wait has its call, each operator is a person, each offer a message."""

    def __init__(self, database: Database, make: Samples) -> None:
        self.database, self.make = database, make

    def operator(self, **given: object) -> Staff:
        person = Staff(id=self.make.id("o"), name="沈洁", phone=None, role=Role.OPERATOR, **given)  # type: ignore[arg-type]
        with self.database.writing() as store:
            store.city.add_staff(person)
        return person

    def wait(self, **given: object) -> Wait:
        call = self.make.call(sid=self.make.id("CA"))
        base = {"id": self.make.id("w"), "call_id": call.id, "reporter_id": None, "language": "zh-CN", "since": NOW}
        made = Wait(**base | given)  # type: ignore[arg-type]
        with self.database.writing() as store:
            store.calls.add(call)
            store.waits.add(made)
        return made

    def ring(self, operator: Staff, **given: object) -> Message:
        made = self.make.message(means=Means.CALL, purpose=Purpose.DUTY, template="operator", staff_id=operator.id, **given)
        with self.database.writing() as store:
            store.outbox.add(made)
        return made

    def offer(self, wait: Wait, operator: Staff) -> Wait:
        return offered(wait, operator.id, self.ring(operator).id, NOW)


@pytest.fixture
def queue(database: Database, make: Samples) -> Queue:
    return Queue(database, make)


def saving(one: Database, wait: Wait, before: WaitState) -> Callable[[], object]:
    def save() -> None:
        with one.writing() as store:
            store.waits.save(wait, before)

    return save


def won(outcome: list[object]) -> int:
    return sum(not isinstance(one, Conflict) for one in outcome)


def test_a_wait_comes_back_as_it_was_kept(queue: Queue, database: Database) -> None:
    kept = queue.wait(turn=Turn.SIMPLE)
    told = queue.offer(kept, queue.operator())
    saving(database, told, WaitState.WAITING)()
    with database.reading() as store:
        assert store.waits.of_call(kept.call_id) == told
        assert store.waits.of_message(told.message_id or "") == told
        assert store.waits.open() == (told,)
        assert store.waits.since(NOW) == (told,)
        assert store.waits.since(NOW + SECOND) == ()


def test_one_caller_is_offered_to_one_operator_whoever_decides_at_the_same_instant(
    queue: Queue, database: Database, other: Database
) -> None:
    caller = queue.wait()
    tellings = [queue.offer(caller, queue.operator()) for _ in range(4)]
    outcome = racing(*[saving(one, told, WaitState.WAITING) for one, told in zip((database, other) * 2, tellings, strict=True)])
    assert won(outcome) == 1
    with database.reading() as store:
        [kept] = store.waits.open()
    assert kept in tellings


def test_one_operator_gets_one_caller_whoever_decides_at_the_same_instant(
    queue: Queue, database: Database, other: Database
) -> None:
    operator = queue.operator()
    tellings = [queue.offer(queue.wait(), operator) for _ in range(4)]
    outcome = racing(*[saving(one, told, WaitState.WAITING) for one, told in zip((database, other) * 2, tellings, strict=True)])
    assert won(outcome) == 1
    with database.reading() as store:
        assert [w.operator_id for w in store.waits.open()].count(operator.id) == 1


def test_taken_at_the_instant_the_caller_goes_is_one_of_the_two(queue: Queue, database: Database, other: Database) -> None:
    told = queue.offer(queue.wait(), queue.operator())
    saving(database, told, WaitState.WAITING)()
    taken, gone = replace(told, state=WaitState.TALKING), replace(told, state=WaitState.ABANDONED, ended_at=NOW)
    assert won(racing(saving(database, taken, WaitState.OFFERED), saving(other, gone, WaitState.OFFERED))) == 1
    with database.reading() as store:
        assert store.waits.of_call(told.call_id) in (taken, gone)


def test_an_operator_whose_talk_is_over_can_be_given_the_next(queue: Queue, database: Database) -> None:
    operator = queue.operator()
    first, second = (queue.offer(queue.wait(), operator) for _ in range(2))
    saving(database, first, WaitState.WAITING)()
    saving(database, replace(first, state=WaitState.DONE, ended_at=NOW), WaitState.OFFERED)()
    saving(database, second, WaitState.WAITING)()
    saving(database, taken_back(second), WaitState.OFFERED)()
    with database.reading() as store:
        [kept] = store.waits.open()
    assert (kept.state, kept.operator_id) == (WaitState.WAITING, None)


def test_who_is_rung_again_has_missed_nothing_yet(queue: Queue, database: Database) -> None:
    operator = queue.operator()
    with database.writing() as store:
        store.waits.rung(operator.id, NOW)
        store.waits.missed(operator.id, NOW + SECOND)
    with database.reading() as store:
        assert store.waits.rings([operator.id, "nobody"]) == {operator.id: (NOW, NOW + SECOND)}
    with database.writing() as store:
        store.waits.rung(operator.id, NOW + HOUR)
    with database.reading() as store:
        assert store.waits.rings([operator.id]) == {operator.id: (NOW + HOUR, None)}


@pytest.mark.parametrize("state", Delivery)
def test_on_the_phone_until_the_call_is_over(queue: Queue, database: Database, state: Delivery) -> None:
    operator = queue.operator()
    queue.ring(operator, state=state, carrier_sid="CA1", due_at=NOW)
    with database.reading() as store:
        found = store.outbox.staff_on_calls(NOW)
    still = {Delivery.WAITING, Delivery.SENDING, Delivery.UNCERTAIN, Delivery.QUEUED, Delivery.SENT}
    assert found == ({operator.id} if state in still else set())


def test_a_call_planned_for_later_and_a_text_keep_nobody_from_the_phone(queue: Queue, database: Database, make: Samples) -> None:
    operator = queue.operator()
    queue.ring(operator, due_at=NOW + HOUR)
    with database.writing() as store:
        store.outbox.add(make.message(staff_id=operator.id, due_at=NOW))
    with database.reading() as store:
        assert store.outbox.staff_on_calls(NOW) == set()
        assert store.outbox.staff_on_calls(NOW + HOUR) == {operator.id}
