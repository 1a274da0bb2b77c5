"""Points as rows: paid once, never below zero, and books that tell when something was changed behind the ledger's back."""

import pytest
import sqlalchemy as sa

from hotline.domain.errors import Conflict
from hotline.domain.ledger import Act, Earning, Fate, Observer, Reward, Scheme, cancel, earn, hand_over, redeem
from hotline.storage import Database
from tests.storage.samples import HOUR, NOW, Samples

CAP = Reward(id="cap", name={"zh-CN": "帽子"}, points=10, words={})
SCHEME = Scheme(rewards=(CAP,))


@pytest.fixture
def who(database: Database, make: Samples) -> Observer:
    with database.writing() as store:
        reporter = make.reporter()
        store.reporters.add(reporter)
        assert store.observers.join(reporter.id, NOW)
        assert not store.observers.join(reporter.id, NOW + HOUR)
        found = store.observers.get(reporter.id)
        assert found is not None
    return found


def pay(database: Database, make: Samples, who: Observer, ticket_id: str) -> None:
    _, posting = earn(who, Earning(act=Act.REPORT, ticket_id=ticket_id), SCHEME)
    assert posting is not None
    with database.writing() as store:
        store.observers.post(make.id("p"), posting, NOW)


def ticket(database: Database, make: Samples) -> str:
    with database.writing() as store:
        made = make.ticket()
        store.tickets.add(made)
    return made.id


def balance(database: Database, who: Observer) -> tuple[int, int]:
    with database.reading() as store:
        found = store.observers.get(who.id)
        assert found is not None
        return found.balance, found.earned


def test_a_thing_is_paid_once_whoever_tries_again(database: Database, make: Samples, who: Observer) -> None:
    one = ticket(database, make)
    pay(database, make, who, one)
    with database.reading() as store:
        assert store.observers.was_paid(who.id, Act.REPORT, one, 0)
        assert not store.observers.was_paid(who.id, Act.REPORT, one, 1)
        assert not store.observers.was_paid(who.id, Act.VERDICT, one, 0)
    with pytest.raises(Conflict):
        pay(database, make, who, one)
    assert balance(database, who) == (10, 10)
    pay(database, make, who, ticket(database, make))
    assert balance(database, who) == (20, 20)


def test_two_who_spend_the_same_points_do_not_both_get_it(database: Database, make: Samples, who: Observer) -> None:
    pay(database, make, who, ticket(database, make))
    rich = Observer(id=who.id, joined_at=NOW, balance=10, earned=10)
    first, second = (redeem(rich, CAP, make.id("d"), NOW, NOW + HOUR) for _ in range(2))
    with database.writing() as store:
        store.observers.add_redemption(first[2])
        store.observers.post(make.id("p"), first[1], NOW)
    with database.writing() as store, pytest.raises(Conflict):
        store.observers.post(make.id("p"), second[1], NOW)
    assert balance(database, who) == (0, 10)
    with database.reading() as store:
        assert [one.id for one in store.observers.due()] == [first[2].id]


def test_a_redemption_ends_once(database: Database, make: Samples, who: Observer) -> None:
    for _ in range(2):
        pay(database, make, who, ticket(database, make))
    rich = Observer(id=who.id, joined_at=NOW, balance=20, earned=20)
    after, posting, late = redeem(rich, CAP, make.id("d"), NOW, NOW + 2 * HOUR)
    _, other, soon = redeem(after, CAP, make.id("d"), NOW, NOW + HOUR)
    with database.writing() as store:
        for one, entry in ((late, posting), (soon, other)):
            store.observers.add_redemption(one)
            store.observers.post(make.id("p"), entry, NOW)
        assert store.observers.due() == (soon, late)
        store.observers.finish(hand_over(soon, "boss", NOW))
    with pytest.raises(Conflict), database.writing() as store:
        store.observers.finish(hand_over(soon, "boss", NOW))
    over, _, back = cancel(late, Observer(id=who.id, joined_at=NOW, balance=0, earned=20), "boss", NOW)
    with database.writing() as store:
        store.observers.finish(over)
        store.observers.post(make.id("p"), back, NOW)
        assert store.observers.due() == ()
        kept = store.observers.redemption(soon.id)
        assert kept is not None
        assert (kept.fate, kept.done_by) == (Fate.HANDED, "boss")
        books = store.observers.books()
    assert (books.city, books.redeemed, books.observers, books.total, books.sound) == (-20, 10, 10, 0, True)
    assert balance(database, who) == (10, 20)


@pytest.mark.parametrize(
    ("meddling", "unbalanced", "wrong"),
    [
        ("UPDATE postings SET points = points + 1 WHERE account = 'city'", 1, 0),
        ("UPDATE observers SET balance = balance + 100", 0, 1),
        ("DELETE FROM postings WHERE observer_id IS NOT NULL", 1, 1),
    ],
)
def test_the_books_tell_when_they_were_cooked(
    database: Database, make: Samples, who: Observer, migrated_url: str, meddling: str, unbalanced: int, wrong: int
) -> None:
    pay(database, make, who, ticket(database, make))
    engine = sa.create_engine(migrated_url)
    with engine.begin() as connection:
        connection.execute(sa.text(meddling))
    engine.dispose()
    with database.reading() as store:
        books = store.observers.books()
    assert (len(books.unbalanced), len(books.wrong), books.sound) == (unbalanced, wrong, False)
