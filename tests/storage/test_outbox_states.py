"""Delivery moves forward only, whatever comes twice, late or out of order."""

from dataclasses import replace
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.domain.message import FINAL, RANK, Delivery, Means, Message
from hotline.storage import Database
from tests.storage.samples import HOUR, NOW, PHONE, Samples

D = Delivery
TOLD = [state for state in D if RANK[state] >= RANK[D.QUEUED]]


def kept(database: Database, message: Message) -> Message:
    with database.writing() as store:
        store.outbox.add(message)
    return message


def found(database: Database, message: Message) -> Message:
    with database.reading() as store:
        row = store.outbox.get(message.id)
    assert row is not None
    return row


def test_forward_goes_up_and_never_leaves_an_end(database: Database, make: Samples) -> None:
    for start, target in product(D, TOLD):
        row = kept(database, make.message(state=start))
        with database.writing() as store:
            moved = store.outbox.forward(row.id, target, NOW + HOUR, 30003)
        may = RANK[target] > RANK[start] and start not in FINAL
        assert (moved is not None) == may, (start, target)
        assert found(database, row) == (moved or row)
        if moved is not None:
            assert (moved.state, moved.error) == (target, 30003)
            assert moved.final_at == (NOW + HOUR if target in FINAL else None)
            assert moved.sent_at == (None if target is D.CANCELLED else NOW + HOUR)


@given(news=st.lists(st.sampled_from([*TOLD, "noted", "uncertain", "postpone"]), max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_order_of_news_takes_a_final_state_back(database: Database, news: list[D | str]) -> None:
    message = kept(database, replace(Samples().message(), id=f"m-{next(_SERIAL)}", state=D.SENDING, attempts=1))
    ended: D | None = None
    noted = False
    for one in news:
        with database.writing() as store:
            match one:
                case "noted":
                    store.outbox.note_sent(message.id, "SM1", D.QUEUED, NOW)
                case "uncertain":
                    store.outbox.note_uncertain(message.id, attempt=1)
                case "postpone":
                    store.outbox.postpone(message.id, NOW, "retry", attempt=1)
                case Delivery():
                    store.outbox.forward(message.id, one, NOW)
        now = found(database, message)
        if ended is not None:
            assert now.state is ended
        ended = now.state if now.state in FINAL else None
        noted = noted or one == "noted"
        assert now.carrier_sid == ("SM1" if noted else None)


_SERIAL = iter(range(10**9))


def test_a_receipt_that_overtakes_the_answer_is_kept_and_so_is_the_reference(database: Database, make: Samples) -> None:
    row = kept(database, make.message(state=D.SENDING))
    with database.writing() as store:
        store.outbox.note_sid(row.id, "SM1")
        assert store.outbox.forward(row.id, D.DELIVERED, NOW) is not None
        store.outbox.note_sent(row.id, "SM1", D.QUEUED, NOW + HOUR)
    now = found(database, row)
    assert (now.state, now.carrier_sid, now.sent_at) == (D.DELIVERED, "SM1", NOW)


def test_a_reference_is_not_replaced_by_a_stray_receipt(database: Database, make: Samples) -> None:
    row = kept(database, make.message(carrier_sid="SM1", state=D.QUEUED))
    with database.writing() as store:
        store.outbox.note_sid(row.id, "SM2")
    assert found(database, row).carrier_sid == "SM1"


def test_the_words_are_kept_for_a_retry(database: Database, make: Samples) -> None:
    rows = [kept(database, make.message()) for _ in range(3)]
    with database.writing() as store:
        store.outbox.note_body({row.id: f"第{n}条" for n, row in enumerate(rows)})
        assert [store.outbox.get_many([row.id])[row.id].body for row in rows] == ["第0条", "第1条", "第2条"]


def test_equal_words_are_counted_by_what_the_carrier_took(database: Database, make: Samples) -> None:
    """Whether an uncertain text was sent is judged by counting: every acceptance counts, also of one row twice."""
    first, second = (kept(database, make.message(to=PHONE, body="已登记")) for _ in range(2))
    elsewhere = kept(database, make.message(body="已登记"))
    with database.writing() as store:
        assert store.outbox.same_body_count(PHONE, "已登记") == 0
        store.outbox.note_sent(first.id, "SM1", D.QUEUED, NOW)
        store.outbox.note_sent(first.id, "SM1", D.QUEUED, NOW)
        store.outbox.note_sent(elsewhere.id, "SM9", D.QUEUED, NOW)
        assert store.outbox.same_body_count(PHONE, "已登记") == 1
        store.outbox.forward(first.id, D.FAILED, NOW)
        assert store.outbox.retry(first.id, NOW)
        store.outbox.note_sent(first.id, "SM2", D.QUEUED, NOW)
        store.outbox.note_sent(second.id, "SM3", D.QUEUED, NOW)
        assert store.outbox.same_body_count(PHONE, "已登记") == 3
        assert store.outbox.same_body_count(PHONE, "已登记。") == 0


def test_retry_takes_only_what_failed_or_is_uncertain(database: Database, make: Samples) -> None:
    for state in D:
        row = kept(database, make.message(state=state, attempts=4, held="x", body="已登记", final_at=NOW))
        with database.writing() as store:
            done = store.outbox.retry(row.id, NOW + HOUR)
        assert done == (state in {D.FAILED, D.UNDELIVERED, D.UNCERTAIN}), state
        again = replace(row, state=D.WAITING, attempts=0, held="", due_at=NOW + HOUR, final_at=None)
        assert found(database, row) == (again if done else row)


def test_only_what_waits_can_be_cancelled(database: Database, make: Samples) -> None:
    reporter, ticket = make.reporter(), make.ticket()
    with database.writing() as store:
        store.reporters.add(reporter)
        store.tickets.add(ticket)
    about = {"reporter_id": reporter.id, "survey_id": "s-1", "ticket_id": ticket.id}
    waiting = [kept(database, make.message(**about)) for _ in range(3)]
    sending = kept(database, make.message(**about, state=D.SENDING))
    with database.writing() as store:
        assert store.outbox.cancel(ids=[waiting[0].id, sending.id], reason="answered", at=NOW) == 1
        assert store.outbox.cancel(ids=[], reason="answered") == 0
        assert store.outbox.cancel(survey_id="s-2", reason="answered") == 0
        assert store.outbox.cancel(survey_id="s-1", reason="answered") == 2
        assert store.outbox.cancel(reporter_id=reporter.id, reason="stopped") == 0
        states = [message.state for message in store.outbox.of_ticket(ticket.id)]
    assert states == [D.CANCELLED] * 3 + [D.SENDING]
    now = found(database, waiting[0])
    assert (now.held, now.final_at) == ("answered", NOW)


def test_silence_after_sending_counts_as_presumed_for_texts_only(database: Database, make: Samples) -> None:
    old, new = NOW - HOUR, NOW + HOUR
    sent = kept(database, make.message(state=D.SENT, sent_at=old))
    kept(database, make.message(state=D.SENT, sent_at=new))
    kept(database, make.message(state=D.QUEUED, sent_at=old, means=Means.CALL))
    kept(database, make.message(state=D.DELIVERED, sent_at=old))
    with database.writing() as store:
        assert store.outbox.presume(NOW) == (replace(sent, state=D.PRESUMED),)
        assert store.outbox.presume(NOW) == ()
        assert store.outbox.listing([D.PRESUMED, D.WAITING]) == (replace(sent, state=D.PRESUMED),)


def test_how_often_texts_to_a_reporter_came_back(database: Database, make: Samples) -> None:
    reporter = make.reporter()
    with database.writing() as store:
        store.reporters.add(reporter)
    for state, at in ((D.FAILED, NOW), (D.UNDELIVERED, NOW), (D.DELIVERED, NOW), (D.FAILED, NOW - HOUR)):
        kept(database, make.message(reporter_id=reporter.id, state=state, created_at=at))
    kept(database, make.message(reporter_id=reporter.id, state=D.FAILED, means=Means.CALL))
    with database.reading() as store:
        assert store.outbox.reporter_failed(reporter.id, NOW) == 2


def test_how_many_stand_in_each_state(database: Database, make: Samples) -> None:
    for state in (D.WAITING, D.WAITING, D.FAILED):
        kept(database, make.message(state=state))
    with database.reading() as store:
        assert store.outbox.counts() == {D.WAITING: 2, D.FAILED: 1}
