"""What the rules of patterns count, as it really lies in the rows; and where the traces of a reporter are."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.call import Direction
from hotline.domain.clock_row import ClockKind
from hotline.domain.evidence import Talk, Traces
from hotline.domain.flag import Flag, FlagKind
from hotline.domain.message import Means
from hotline.domain.patterns import Answered, Asked, Looked, Praise, Result
from hotline.domain.photo import Photo, PhotoState
from hotline.domain.request import Request, RequestKind
from hotline.domain.staff import Department, Role, Staff
from hotline.domain.ticket import Kind
from hotline.domain.waiting import Wait, WaitState
from hotline.storage import Database
from hotline.storage.store import Store
from tests.storage.samples import HOUR, NOW, Samples

SINCE, SECOND = NOW - HOUR, timedelta(seconds=1)
OPERATOR, OTHER, OFFICER = "p-op", "p-op2", "p-of"


@pytest.fixture
def people(database: Database) -> Database:
    with database.writing() as store:
        for each in ("roads", "parks"):
            store.city.add_department(Department(id=each, name={"en": each}))
        for each in (OPERATOR, OTHER):
            store.city.add_staff(Staff(id=each, name=each, phone=None, role=Role.OPERATOR))
        store.city.add_staff(Staff(id=OFFICER, name="o", phone=None, role=Role.OFFICER, department="roads"))
    return database


def test_results_are_clocks_that_were_met(people: Database, make: Samples) -> None:
    met = {"kind": ClockKind.RESULT, "due_at": NOW + HOUR, "started_at": NOW - 24 * HOUR}
    with people.writing() as store:
        mine, nobodys = make.ticket(officer_id=OFFICER, handler="roads"), make.ticket()
        secret = make.ticket(officer_id=OFFICER, kind=Kind.PROTECTION)
        for each in (mine, nobodys, secret):
            store.tickets.add(each)
            store.clocks.add(make.clock(each.id, met_at=NOW, **met))
        store.clocks.add(make.clock(mine.id, met_at=NOW, due_at=NOW + HOUR, kind=ClockKind.ACCEPT))
        store.clocks.add(make.clock(mine.id, met_at=None, **met))
        store.clocks.add(make.clock(mine.id, met_at=SINCE - SECOND, **met))
    with people.reading() as store:
        assert store.patterns.results(SINCE) == (
            Result(officer_id=OFFICER, department="roads", at=NOW, due_at=NOW + HOUR),
        )


def test_extensions_count_for_the_department_of_who_asked(people: Database, make: Samples) -> None:
    with people.writing() as store:
        for handler in ("roads", "roads", "parks", None):
            store.tickets.add(make.ticket(handler=handler))
        store.tickets.add(make.ticket(handler="parks", received_at=SINCE - SECOND))
        ticket = make.ticket(handler="roads")
        store.tickets.add(ticket)
        for kind, at in ((RequestKind.EXTENSION, NOW), (RequestKind.PLAN, NOW)):
            store.handling.ask(Request(id=make.id("q"), ticket_id=ticket.id, kind=kind, asked_by=OFFICER, asked_at=at))
    with people.reading() as store:
        assert store.patterns.extensions(SINCE) == (
            Asked(department="parks", asked=0, tickets=1), Asked(department="roads", asked=1, tickets=3),
        )  # fmt: skip


def test_praise_is_tickets_that_praise_and_the_best_of_verdicts(people: Database, make: Samples) -> None:
    with people.writing() as store:
        fan, other = make.reporter(), make.reporter()
        for each in (fan, other):
            store.reporters.add(each)
        for reporter, satisfied, closed in ((fan, 1, NOW), (fan, 2, NOW), (other, 1, NOW), (fan, 1, SINCE - SECOND)):
            ticket = make.ticket(officer_id=OFFICER, reporter_id=reporter.id)
            store.tickets.add(ticket)
            store.surveys.add(make.survey(ticket.id, satisfied=satisfied, solved=1, closed_at=closed))
        store.tickets.add(make.ticket(officer_id=OFFICER, reporter_id=fan.id, kind=Kind.PRAISE))
    with people.reading() as store:
        assert set(store.patterns.praise(SINCE)) == {
            Praise(officer_id=OFFICER, reporter_id=fan.id, times=2), Praise(officer_id=OFFICER, reporter_id=other.id, times=1),
        }  # fmt: skip


def test_pictures_are_those_on_tickets_newest_first_and_none_of_protection(people: Database, make: Samples) -> None:
    with people.writing() as store:
        kinds = (Kind.REPORT, Kind.REPORT, Kind.PROTECTION)
        tickets = [make.ticket(kind=kind) for kind in kinds]
        for minute, each in enumerate(tickets):
            store.tickets.add(each)
            store.photos.add(_photo(make, each.id, NOW + timedelta(minutes=minute)))
        store.photos.add(_photo(make, None, NOW))
        store.photos.add(replace(_photo(make, tickets[0].id, NOW), looks=None))
    with people.reading() as store:
        found = store.patterns.pictures(SINCE, 10)
        assert [each.ticket_id for each in found] == [tickets[1].id, tickets[0].id]
        assert store.patterns.pictures(SINCE, 1) == found[:1]


def _photo(make: Samples, ticket_id: str | None, at: object) -> Photo:
    return Photo(
        id=make.id("f"), message="SM1", sid=make.id("ME"), ticket_id=ticket_id, state=PhotoState.STORED, sha256="0",
        looks="f" * 16, next_at=NOW, created_at=at,  # type: ignore[arg-type]
    )  # fmt: skip


LEFT = (
    "a ticket", "a draft that became one", "a call-back", "a note of the operator's", "a note of somebody else",
    "a draft let go", "nothing",
)  # fmt: skip


def _leave(store: Store, make: Samples, left: str, call_id: str, reporter_id: str) -> None:
    if "ticket" in left or "became" in left or "note" in left:
        store.tickets.add(make.ticket(id=f"t-{call_id}", reporter_id=reporter_id))
    if "became" in left:
        store.drafts.add(make.draft(call_id, ticket_id=f"t-{call_id}", state="received"))
    if "let go" in left:
        store.drafts.add(make.draft(call_id, state="expired"))
    if "call-back" in left:
        store.callbacks.add(make.callback(reporter_id=reporter_id, created_at=NOW))
    if "note" in left:
        by = OPERATOR if "operator" in left else OTHER
        store.entries.add(make.entry(f"t-{call_id}", by=by, at=NOW))


@pytest.mark.parametrize("left", LEFT)
def test_a_talk_leaves_a_ticket_a_call_back_or_a_note(people: Database, make: Samples, left: str) -> None:
    with people.writing() as store:
        reporter = make.reporter()
        store.reporters.add(reporter)
        call = make.call(reporter_id=reporter.id)
        _leave(store, make, left, call.id, reporter.id)
        store.calls.add(replace(call, ticket_id=f"t-{call.id}") if left == "a ticket" else call)
        _talk(store, make, call.id, reporter.id)
        # Before the talk nothing counts; and who never came to talk is no answered call.
        store.callbacks.add(make.callback(reporter_id=reporter.id, created_at=NOW - 2 * HOUR))
        waiting = make.call()
        store.calls.add(waiting)
        store.waits.add(Wait(id=make.id("w"), call_id=waiting.id, reporter_id=None, language="zh-CN", since=NOW))
    odd = left in ("nothing", "a draft let go", "a note of somebody else")
    with people.reading() as store:
        assert store.patterns.left_nothing(SINCE, NOW + HOUR) == (Answered(staff_id=OPERATOR, calls=1, odd=odd),)
        assert store.patterns.left_nothing(SINCE, NOW) == ()  # not settled yet


def _talk(store: Store, make: Samples, call_id: str, reporter_id: str | None, message: str | None = None) -> None:
    store.waits.add(Wait(
        id=make.id("w"), call_id=call_id, reporter_id=reporter_id, language="zh-CN", since=NOW - SECOND, joined_at=NOW,
        operator_id=OPERATOR, ended_at=NOW + 30 * SECOND, state=WaitState.DONE, message_id=message,
    ))  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs", "early"),
    [(10, 15, True), (10, 11, True), (10, 10.5, False), (15, 10, False), (21, 40, False)],
)
def test_whose_line_ended_first_tells_who_put_down(
    people: Database, make: Samples, ours: float, theirs: float, early: bool
) -> None:
    with people.writing() as store:
        message = make.message(means=Means.CALL, staff_id=OPERATOR)
        store.outbox.add(message)
        theirs_call = make.call(ended_at=NOW + theirs * SECOND)
        store.calls.add(theirs_call)
        store.calls.add(make.call(message_id=message.id, direction=Direction.OUTBOUND, ended_at=NOW + ours * SECOND))
        _talk(store, make, theirs_call.id, None, message.id)
    with people.reading() as store:
        found = store.patterns.ended_early(SINCE, NOW + HOUR, 20 * SECOND)
        assert found == (Answered(staff_id=OPERATOR, calls=1, odd=early),)


def test_the_line_hung_up_where_the_menu_itself_ended_a_short_call(people: Database, make: Samples) -> None:
    told, asked = [{"kind": "Say"}, {"kind": "HangUp"}], [{"kind": "Gather"}]
    with people.writing() as store:
        store.tickets.add(make.ticket(id="t-1"))
        for seconds, answer, more in (
            (5, told, {}), (5, asked, {}), (30, told, {}), (5, told, {"ticket_id": "t-1"}), (5, told, {"ended_at": None}),
            (5, told, {"staff_id": OFFICER}), (5, told, {"direction": Direction.OUTBOUND}),
        ):  # fmt: skip
            store.calls.add(make.call(**{"answer": answer, "ended_at": NOW + seconds * SECOND} | more))
    with people.reading() as store:
        assert store.patterns.line_ended_early(SINCE, 20 * SECOND) == Answered(staff_id=None, calls=4, odd=1)


def test_reveals_are_counted_by_reporter_not_by_look(people: Database) -> None:
    def look(store: Store, who: str, whom: str, at: object = NOW, action: str = "revealed") -> None:
        store.audit.append(
            f"ticket:{whom}", action, Actor(kind=ActorKind.STAFF, id=who), {"reporter": whom, "reason": "danger"}, None,
            at,  # type: ignore[arg-type]
        )  # fmt: skip

    with people.writing() as store:
        for whom in ("r-1", "r-1", "r-2"):
            look(store, OPERATOR, whom)
        look(store, OTHER, "r-1")
        look(store, OTHER, "r-3", SINCE - SECOND)
        look(store, OTHER, "r-4", action="heard")
    with people.reading() as store:
        assert store.patterns.revealed(SINCE) == (Looked(staff_id=OPERATOR, reporters=2), Looked(staff_id=OTHER, reporters=1))


def test_the_traces_of_a_reporter_are_their_own_and_nobody_elses(people: Database, make: Samples) -> None:
    with people.writing() as store:
        me, other = make.reporter(), make.reporter()
        for each in (me, other):
            store.reporters.add(each)
            store.tickets.add(make.ticket(id=f"t-{each.id}", reporter_id=each.id))
            store.calls.add(make.call(id=f"k-{each.id}", reporter_id=each.id, ticket_id=f"t-{each.id}"))
            store.callbacks.add(make.callback(id=f"b-{each.id}", reporter_id=each.id, done_at=NOW))
            store.drafts.add(make.draft(f"k-{each.id}", id=f"d-{each.id}", state="expired"))
            _talk(store, make, f"k-{each.id}", each.id)
    with people.reading() as store:
        assert store.evidence.traces_of(me.id) == Traces(
            tickets=(f"t-{me.id}",), calls=(f"k-{me.id}",), callbacks=(f"b-{me.id}",), drafts=(f"d-{me.id}",),
            talks=(Talk(at=NOW, operator_id=OPERATOR),),
        )
        forgotten = store.evidence.traces_of_ticket(f"t-{me.id}")
        assert (forgotten.tickets, forgotten.calls, forgotten.callbacks) == ((f"t-{me.id}",), (f"k-{me.id}",), ())


def test_signs_are_listed_page_by_page_though_many_are_of_one_moment(database: Database, make: Samples) -> None:
    with database.writing() as store:
        for n in range(5):
            kind = FlagKind.REVEALS if n % 2 else FlagKind.RECURRED
            store.flags.raise_(Flag(id=f"g-{n}", key=f"k-{n}", kind=kind, at=NOW))
        assert not store.flags.raise_(Flag(id="g-9", key="k-0", kind=FlagKind.REVEALS, at=NOW))
        assert store.flags.see("g-4", OPERATOR, NOW)
        assert not store.flags.see("g-4", OTHER, NOW)
    with database.reading() as store:
        seen: list[str] = []
        while page := store.flags.listing(limit=2, before=seen[-1] if seen else None):
            seen += [each.id for each in page]
        assert seen == ["g-4", "g-3", "g-2", "g-1", "g-0"]
        assert [each.id for each in store.flags.listing(kind=FlagKind.REVEALS, seen=False)] == ["g-3", "g-1"]
        assert [each.id for each in store.flags.listing(seen=True)] == ["g-4"]
        assert store.flags.unseen() == {FlagKind.REVEALS: 2, FlagKind.RECURRED: 2}
        assert store.flags.get("g-4") == Flag(
            id="g-4", key="k-4", kind=FlagKind.RECURRED, at=NOW, seen_by=OPERATOR, seen_at=NOW,
        )
