"""Two hands at one row: exactly one wins, and the other is told."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from hotline.domain.clock_row import ClockKind
from hotline.domain.errors import Conflict
from hotline.domain.staff import Role, Staff
from hotline.domain.survey import Survey
from hotline.domain.ticket import State, Ticket
from hotline.storage import Database
from tests.storage.samples import HOUR, KEYS, NOW, PHONE, RESIDENT, Samples


@pytest.fixture
def other(migrated_url: str) -> Iterator[Database]:
    """A second process, as far as the database can tell."""
    opened = Database(migrated_url, KEYS)
    yield opened
    opened.dispose()


def racing(*hands: Callable[[], object]) -> list[object]:
    """Runs the hands at once; what each gave back, or the error it met."""
    outcome: list[object] = [None] * len(hands)
    start = threading.Barrier(len(hands))

    def run(place: int, hand: Callable[[], object]) -> None:
        start.wait()
        try:
            outcome[place] = hand()
        except Conflict as error:
            outcome[place] = error

    threads = [threading.Thread(target=run, args=item) for item in enumerate(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome


def test_a_webhook_is_taken_once(database: Database, other: Database) -> None:
    def take(one: Database) -> bool:
        with one.writing() as store:
            return store.webhooks.take("AC1", "sms", "SM1", "", NOW)

    assert sorted(map(str, racing(*[lambda one=one: take(one) for one in (database, other) * 3]))) == ["False"] * 5 + ["True"]


@pytest.mark.parametrize("changed", ["account", "kind", "sid", "step"])
def test_every_part_of_the_key_counts(database: Database, changed: str) -> None:
    key = {"account": "AC1", "kind": "voice", "sid": "CA1", "step": "1"}
    with database.writing() as store:
        assert store.webhooks.take(**key, at=NOW)
        assert store.webhooks.take(**key | {changed: "x"}, at=NOW)
        assert not store.webhooks.take(**key, at=NOW)


def test_what_was_rolled_back_can_be_taken_again(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as store:  # noqa: PT012 - the transaction is what raises
        assert store.webhooks.take("AC1", "sms", "SM1", "", NOW)
        raise RuntimeError
    with database.writing() as store:
        assert store.webhooks.take("AC1", "sms", "SM1", "", NOW)


def test_a_ticket_changed_twice_from_one_version(database: Database, other: Database, make: Samples) -> None:
    ticket = make.ticket()
    with database.writing() as store:
        store.tickets.add(ticket)

    def dispatch(one: Database) -> Ticket:
        with one.writing() as store:
            return store.tickets.save(replace(ticket, state=State.DISPATCHED))

    outcomes = racing(lambda: dispatch(database), lambda: dispatch(other))
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    with database.reading() as store:
        found = store.tickets.get(ticket.id)
    assert found == replace(ticket, state=State.DISPATCHED, version=1)
    assert found in outcomes


def test_a_survey_and_a_reporter_guard_their_version(database: Database, make: Samples) -> None:
    ticket, reporter = make.ticket(), make.reporter()
    survey = make.survey(ticket.id)
    with database.writing() as store:
        store.tickets.add(ticket)
        store.reporters.add(reporter)
        store.surveys.add(survey)
        saved = store.surveys.save(replace(survey, solved=1))
        assert saved == replace(survey, solved=1, version=1)
        assert store.reporters.save(replace(reporter, language="en")).version == 1
    for save in (
        lambda store: store.surveys.save(replace(survey, solved=3)),
        lambda store: store.reporters.save(replace(reporter, language="zh-CN")),
    ):
        with pytest.raises(Conflict), database.writing() as store:
            save(store)
    with database.reading() as store:
        kept = store.surveys.get(survey.id)
    assert isinstance(kept, Survey)
    assert kept.solved == 1


UNIQUE = {
    "reporter": lambda store, make: store.reporters.add(make.reporter(phone=PHONE)),
    "ticket number": lambda store, make: store.tickets.add(make.ticket(number="26417301")),
    "call": lambda store, make: store.calls.add(make.call(sid="CA1")),
    "login": lambda store, make: store.city.add_staff(Staff(id=make.id("s"), name="王", phone=None, role=Role.HEAD, login="w")),
}


@pytest.mark.parametrize("add", UNIQUE.values(), ids=UNIQUE.keys())
def test_what_must_be_one_of_its_kind(database: Database, make: Samples, add: Callable[..., None]) -> None:
    with database.writing() as store:
        add(store, make)
    with pytest.raises(Conflict), database.writing() as store:
        add(store, make)


def test_a_turn_of_a_call_is_saved_once(database: Database, other: Database, make: Samples) -> None:
    call = make.call()
    with database.writing() as store:
        store.calls.add(call)

    def answer(one: Database, word: str) -> bool:
        with one.writing() as store:
            store.calls.save_turn(replace(call, turn=1, session={"heard": word}), expected_turn=0)
        return True

    outcomes = racing(lambda: answer(database, "一"), lambda: answer(other, "二"))
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    with database.writing() as store:
        kept = store.calls.by_sid(call.sid)
        assert kept is not None
        assert kept.session == {"heard": ["一", "二"][outcomes.index(True)]}
        ended = store.calls.end(call.sid, NOW + HOUR)
        assert ended is not None
        assert ended.ended_at == NOW + HOUR
        assert store.calls.end(call.sid, NOW + HOUR) is None
        store.calls.save_turn(replace(kept, turn=2), expected_turn=1)
    with pytest.raises(Conflict), database.writing() as store:
        store.calls.save_turn(replace(kept, turn=2), expected_turn=0)


def test_each_rung_of_a_clock_is_set_once(database: Database, other: Database, make: Samples) -> None:
    ticket = make.ticket()
    clock = make.clock(ticket.id)
    with database.writing() as store:
        store.tickets.add(ticket)
        store.clocks.add(clock)

    def warn(one: Database) -> bool:
        with one.writing() as store:
            return store.clocks.save(replace(clock, warned_at=NOW))

    assert sorted(racing(lambda: warn(database), lambda: warn(other)), key=str) == [False, True]
    with database.writing() as store:
        assert store.clocks.save(replace(clock, late_at=NOW + HOUR))
        assert not store.clocks.save(clock)
        assert store.clocks.of_ticket(ticket.id) == (replace(clock, warned_at=NOW, late_at=NOW + HOUR),)
        assert store.clocks.meet(ticket.id, [ClockKind.RESPONSE], NOW) == 1
        assert not store.clocks.save(replace(clock, committee_told_at=NOW))


def test_a_call_back_is_done_once_and_a_question_closed_once(database: Database, make: Samples) -> None:
    callback, question = make.callback(), make.question()
    with database.writing() as store:
        store.callbacks.add(callback)
        store.questions.add(question)
        assert store.callbacks.done(callback.id, "o-1", NOW)
        assert not store.callbacks.done(callback.id, "o-2", NOW)
        assert store.callbacks.get(callback.id) == replace(callback, done_at=NOW, done_by="o-1")
        assert store.questions.close(question.id, NOW)
        assert not store.questions.close(question.id, NOW)


def test_a_draft_that_became_a_ticket_stays_one(database: Database, make: Samples) -> None:
    call, ticket = make.call(), make.ticket()
    draft = make.draft(call.id)
    with database.writing() as store:
        store.calls.add(call)
        store.drafts.add(draft)
        store.tickets.add(ticket)
        store.drafts.save(replace(draft, state="received", ticket_id=ticket.id))
    with pytest.raises(Conflict), database.writing() as store:
        store.drafts.save(replace(draft, state="expired"))


def test_a_chain_grown_by_two_at_once(database: Database, other: Database) -> None:
    with database.writing() as store:
        store.audit.append("ticket:1", "received", RESIDENT, {}, None, NOW, new=True)

    def grow(one: Database) -> bool:
        with one.writing() as store:
            store.audit.append("ticket:1", "chased", RESIDENT, {}, None, NOW)
        return True

    outcomes = racing(lambda: grow(database), lambda: grow(other))
    grown = sum(outcome is True for outcome in outcomes)
    assert grown >= 1
    with database.reading(frozen=True) as store:
        assert len(store.audit.of_chain("ticket:1")) == 1 + grown
        assert store.audit.verify() == ()


def test_a_lease_has_one_holder_until_it_runs_out(database: Database) -> None:
    with database.writing() as store:
        assert store.leases.take("sweep", "a", NOW, NOW + HOUR)
        assert not store.leases.take("sweep", "b", NOW, NOW + HOUR)
        assert store.leases.take("sweep", "a", NOW, NOW + 2 * HOUR)
        assert not store.leases.take("sweep", "b", NOW + HOUR, NOW + 3 * HOUR)
        assert store.leases.take("sweep", "b", NOW + 2 * HOUR, NOW + 3 * HOUR)
        store.leases.release("sweep", "a")
        assert not store.leases.take("sweep", "a", NOW, NOW + HOUR)
        store.leases.release("sweep", "b")
        assert store.leases.take("sweep", "a", NOW, NOW + HOUR)
