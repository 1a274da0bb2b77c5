"""Claiming: nobody gets a row twice, a person's messages keep their order, a lost lease becomes a question."""

import threading
from dataclasses import replace
from datetime import timedelta

from hotline.domain.message import Delivery, Means, Message
from hotline.storage import Database
from tests.storage.samples import HOUR, KEYS, NOW, Samples

LEASE = NOW + timedelta(minutes=1)


def keep(database: Database, *messages: Message) -> None:
    with database.writing() as store:
        for message in messages:
            store.outbox.add(message)


def claim(database: Database, limit: int = 50, means: Means | None = None) -> tuple[str, ...]:
    with database.writing() as store:
        return tuple(message.id for message in store.outbox.claim(NOW, LEASE, limit, means))


def test_due_rows_oldest_first_with_lease_and_attempt(database: Database, make: Samples) -> None:
    late, early, future = make.message(), make.message(due_at=NOW - HOUR), make.message(due_at=NOW + HOUR)
    keep(database, late, early, future)
    with database.writing() as store:
        claimed = store.outbox.claim(NOW, LEASE, 50)
    expected = [replace(m, state=Delivery.SENDING, attempts=1, lease_until=LEASE) for m in (early, late)]
    assert list(claimed) == expected
    with database.reading() as store:
        assert store.outbox.get_many([early.id, late.id, future.id]) == {m.id: m for m in (*expected, future)}


def test_the_limit_and_the_means_are_kept(database: Database, make: Samples) -> None:
    texts = [make.message() for _ in range(3)]
    call = make.message(means=Means.CALL, due_at=NOW - HOUR)
    keep(database, call, *texts)
    assert claim(database, 2, Means.TEXT) == (texts[0].id, texts[1].id)
    assert claim(database, 9, Means.CALL) == (call.id,)
    assert claim(database, 9) == (texts[2].id,)


def test_one_persons_messages_keep_their_order(database: Database, make: Samples) -> None:
    to = "+8613800138000"
    first, second = make.message(to=to), make.message(to=to)
    other = make.message()
    keep(database, first, second, other)
    assert claim(database) == (first.id, other.id)
    assert claim(database) == ()
    with database.writing() as store:
        store.outbox.note_uncertain(first.id)
    assert claim(database) == (), "nobody knows yet whether the first one went"
    with database.writing() as store:
        store.outbox.note_sent(first.id, "SM1", Delivery.QUEUED, NOW)
    assert claim(database) == (second.id,)


def test_a_message_put_off_does_not_hold_up_the_next(database: Database, make: Samples) -> None:
    to = "+8613800138000"
    first, second = make.message(to=to), make.message(to=to)
    keep(database, first, second)
    assert claim(database) == (first.id,)
    with database.writing() as store:
        store.outbox.postpone(first.id, NOW + HOUR, "retry", 20429, attempt=1)
    assert claim(database) == (second.id,)
    with database.reading() as store:
        put_off = store.outbox.get(first.id)
    assert put_off == replace(first, due_at=NOW + HOUR, held="retry", error=20429, attempts=1)


def test_many_hands_claim_nothing_twice(migrated_url: str, database: Database, make: Samples) -> None:
    rows = [make.message(due_at=NOW - timedelta(seconds=n % 7)) for n in range(120)]
    keep(database, *rows)
    hands = [database, database, Database(migrated_url, KEYS), Database(migrated_url, KEYS)]
    got: list[str] = []

    def work(one: Database) -> None:
        while ids := claim(one, 7):
            got.extend(ids)

    threads = [threading.Thread(target=work, args=(hand,)) for hand in hands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for hand in hands[2:]:
        hand.dispose()
    assert len(got) == len(set(got))
    # A claimer that skipped rows another one was holding may have stopped early: what is left is still waiting.
    got.extend(claim(database, 200))
    assert sorted(got) == sorted(row.id for row in rows)


def test_many_hands_keep_one_persons_order(migrated_url: str, database: Database, make: Samples) -> None:
    rows = [make.message(to="+8613800138000") for _ in range(12)]
    keep(database, *rows)
    hands = [database, Database(migrated_url, KEYS)]
    sent: list[str] = []

    def work(one: Database) -> None:
        while len(sent) < len(rows):
            for message_id in claim(one, 5):
                sent.append(message_id)
                with one.writing() as store:
                    store.outbox.note_sent(message_id, f"SM-{message_id}", Delivery.QUEUED, NOW)

    threads = [threading.Thread(target=work, args=(hand,)) for hand in hands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    hands[1].dispose()
    assert sent == [row.id for row in rows]


def test_a_lost_lease_makes_a_row_uncertain_once(database: Database, make: Samples) -> None:
    row = make.message()
    keep(database, row)
    claim(database)
    with database.writing() as store:
        assert store.outbox.expire(LEASE) == ()
        after = LEASE + timedelta(seconds=1)
        unknown = replace(row, state=Delivery.UNCERTAIN, attempts=1)
        assert store.outbox.expire(after) == (unknown,)
        assert store.outbox.expire(after) == ()
        assert store.outbox.uncertain(after, 5) == (unknown,)


def test_an_uncertain_row_is_asked_about_by_one_at_a_time(database: Database, make: Samples) -> None:
    keep(database, make.message(state=Delivery.UNCERTAIN))
    with database.writing() as store:
        assert len(store.outbox.uncertain(NOW, 5, LEASE)) == 1
        assert store.outbox.uncertain(NOW, 5, LEASE) == ()
        assert len(store.outbox.uncertain(LEASE, 5, LEASE + HOUR)) == 1


def test_a_late_loser_does_not_undo_a_newer_attempt(database: Database, make: Samples) -> None:
    """The first sender's lease ran out and a second one claimed the row: only the second has a say."""
    row = make.message()
    keep(database, row)
    claim(database)
    with database.writing() as store:
        store.outbox.expire(LEASE + HOUR)
        store.outbox.postpone(row.id, NOW, "retry")
    assert claim(database) == (row.id,)
    with database.writing() as store:
        store.outbox.postpone(row.id, NOW, "retry", attempt=1)
        store.outbox.note_uncertain(row.id, attempt=1)
        found = store.outbox.get(row.id)
    assert found is not None
    assert (found.state, found.attempts) == (Delivery.SENDING, 2)


def test_what_a_killed_worker_claimed_without_commit_is_still_waiting(database: Database, make: Samples) -> None:
    row = make.message()
    keep(database, row)

    class KilledError(BaseException):
        """Like a signal: no handler of ours catches it."""

    try:
        with database.writing() as store:
            assert store.outbox.claim(NOW, LEASE, 5)
            store.outbox.note_body({row.id: "已登记"})
            raise KilledError
    except KilledError:
        pass
    assert claim(database) == (row.id,)


def test_how_long_the_oldest_waits(database: Database, make: Samples) -> None:
    with database.reading() as store:
        assert store.outbox.queue_age(NOW) == 0.0
    keep(
        database, make.message(due_at=NOW - timedelta(seconds=90)), make.message(due_at=NOW + HOUR),
        make.message(due_at=NOW - HOUR, state=Delivery.SENT),
    )  # fmt: skip
    with database.reading() as store:
        assert store.outbox.queue_age(NOW) == 90.0
