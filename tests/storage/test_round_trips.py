"""Every shelf gives back what it was given, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from hotline.domain.call import CallState, RecordingState
from hotline.domain.clock_row import ClockKind
from hotline.domain.message import Means, Purpose
from hotline.domain.reporter import Line
from hotline.domain.staff import Department, GridRow, Role, Route, Staff
from hotline.domain.ticket import Channel, ClosedAs, Kind, State
from hotline.storage import Database
from hotline.storage.store import Store
from tests.storage.samples import HOUR, NOW, PHONE, Samples


def test_a_reporter(database: Database, make: Samples) -> None:
    full = make.reporter(phone=PHONE, line=Line.LANDLINE, stopped_at=NOW + HOUR, language="en")
    with database.writing() as store:
        store.reporters.add(full)
    with database.reading() as store:
        assert store.reporters.get(full.id) == full
        assert store.reporters.by_phone(PHONE) == full
        assert store.reporters.by_phone("+8613800138001") is None
        assert store.reporters.get_many([full.id, "nobody"]) == {full.id: full}
        assert store.reporters.get_many([]) == {}


def test_a_ticket_with_everything(database: Database, make: Samples) -> None:
    reporter = make.reporter()
    full = make.ticket(
        kind=Kind.COMPLAINT, state=State.CLOSED, channel=Channel.VOICE, reporter_id=reporter.id, code_hash="c",
        category="c01-cover", place="人民路12号", grid="east-1", lat=39.9042, lon=116.4074, urgent=True,
        owner="roads", handler="sanitation", officer_id="o-1", dispatched_at=NOW, resolved_at=NOW + HOUR,
        closed_at=NOW + 2 * HOUR, closed_as=ClosedAs.SILENCE, return_pending=True, round=2, chases=3, linked_id="t-0",
        version=7,
    )  # fmt: skip
    bare = make.ticket()
    with database.writing() as store:
        store.tickets.add(full)
        store.tickets.add(bare)
        store.reporters.add(reporter)  # after its ticket: parents are written first whatever the order
    with database.reading() as store:
        assert store.tickets.get(full.id) == full
        assert store.tickets.get(bare.id) == bare
        assert store.tickets.get("nobody") is None
        assert store.tickets.by_number(full.number) == full
        assert store.tickets.get_many([bare.id, full.id]) == {bare.id: bare, full.id: full}


def test_times_come_back_in_utc_to_the_microsecond_whatever_zone_they_came_in(database: Database, make: Samples) -> None:
    shanghai = datetime(2026, 11, 23, 10, 20, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    ticket = make.ticket(received_at=shanghai)
    with database.writing() as store:
        store.tickets.add(ticket)
    with database.reading() as store:
        found = store.tickets.get(ticket.id)
    assert found is not None
    assert found.received_at == shanghai
    assert found.received_at.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(database: Database, make: Samples) -> None:
    with pytest.raises(ValueError, match="time zone"), database.writing() as store:
        store.tickets.add(make.ticket(received_at=NOW.replace(tzinfo=None)))


def test_the_story_of_a_ticket_in_its_order(database: Database, make: Samples) -> None:
    ticket = make.ticket()
    later, first = make.entry(ticket.id, at=NOW + HOUR, words="第二句\0\ud800"), make.entry(ticket.id)
    with database.writing() as store:
        store.tickets.add(ticket)
        store.entries.add(later)
        store.entries.add(first)
        store.inbound.add("i-1", "SM1", None, None, "井盖坏了", "", None, NOW)
        store.inbound.set_understood("i-1", "Report", ticket.id)
        assert store.entries.of_ticket(ticket.id) == (first, later)
        assert [(line.id, line.words) for line in store.inbound.of_ticket(ticket.id)] == [("i-1", "井盖坏了")]


def test_a_message_with_everything(database: Database, make: Samples) -> None:
    ticket = make.ticket()
    full = make.message(
        means=Means.CALL, purpose=Purpose.SURVEY, values={"words": "已修好", "n": 3}, language="en",
        ticket_id=ticket.id, survey_id="s-1", proves="result", held="quiet_hours", attempts=2, lease_until=NOW + HOUR,
        carrier_sid="SM1", error=30003, body="办好了", sent_at=NOW, final_at=NOW + HOUR,
    )  # fmt: skip
    with database.writing() as store:
        store.tickets.add(ticket)
        store.outbox.add(full)
    with database.reading() as store:
        assert store.outbox.get(full.id) == full
        assert store.outbox.by_sid("SM1") == full
        assert store.outbox.of_ticket(ticket.id) == (full,)
        assert store.outbox.get_many([full.id, "nobody"]) == {full.id: full}
        assert store.outbox.listing() == (full,)


def test_clocks_and_surveys(database: Database, make: Samples) -> None:
    ticket = make.ticket()
    clock = make.clock(ticket.id, kind=ClockKind.PLACE, warn_at=None, committee_at=None)
    met = make.clock(ticket.id, met_at=NOW, warned_at=NOW, late_at=NOW, committee_told_at=NOW, started_at=NOW + HOUR)
    survey = make.survey(ticket.id, called_at=NOW, solved=1, contacted=2, satisfied=5, way="sms", judged_at=NOW, closed_at=NOW)
    with database.writing() as store:
        store.tickets.add(ticket)
        store.clocks.add(clock)
        store.clocks.add(met)
        store.surveys.add(survey)
    with database.reading() as store:
        assert store.clocks.of_ticket(ticket.id) == (clock,)
        assert store.clocks.of_ticket(ticket.id, open_only=False) == (clock, met)
        assert store.surveys.get(survey.id) == survey
        assert store.surveys.latest_of(ticket.id) == survey
        assert store.surveys.open_of(ticket.id) is None


def test_a_call_its_draft_recording_and_call_back(database: Database, make: Samples) -> None:
    ticket = make.ticket()
    call, hidden = make.call(), make.call(phone=None, answer=None, state=CallState.ENDED, ended_at=NOW, session={})
    draft = make.draft(call.id)
    recording = make.recording(call.id, seconds=12)
    callback = make.callback(draft_id=draft.id)
    with database.writing() as store:
        for shelf, row in (
            (store.callbacks, callback), (store.recordings, recording), (store.drafts, draft), (store.calls, call),
            (store.calls, hidden), (store.tickets, ticket),
        ):  # fmt: skip
            shelf.add(row)  # type: ignore[arg-type]
    with database.writing() as store:
        assert store.calls.by_sid(call.sid) == call
        assert store.calls.get(hidden.id) == hidden
        assert store.drafts.get(draft.id) == draft
        assert store.drafts.open() == (draft,)
        assert store.callbacks.get(callback.id) == callback
        assert store.recordings.due(NOW, 5) == (recording,)
        store.recordings.attach(call.id, ticket.id)
        stored = replace(recording, ticket_id=ticket.id, state=RecordingState.STORED, sha256="ab", attempts=1)
        store.recordings.save(stored)
        assert store.recordings.by_sid(recording.sid) == stored
        assert store.recordings.get(recording.id) == stored
        assert store.recordings.of_ticket(ticket.id) == store.recordings.of_call(call.id) == (stored,)
        assert store.recordings.due(NOW, 5) == ()


CITY: list[tuple[Callable[[Store, Samples], None], Callable[[Store], object], object]] = [
    (
        lambda store, _: store.city.add_department(Department(id="roads", name={"zh-CN": "市政维护处", "en": "Roads"})),
        lambda store: store.city.departments(),
        (Department(id="roads", name={"zh-CN": "市政维护处", "en": "Roads"}),),
    ),
    (
        lambda store, _: store.city.add_grid(GridRow(id="east-1", name={"zh-CN": "城东1格"}, kind="urban")),
        lambda store: store.city.grids(),
        (GridRow(id="east-1", name={"zh-CN": "城东1格"}, kind="urban"),),
    ),
]


@pytest.mark.parametrize(("add", "read", "expected"), CITY, ids=["departments", "grids"])
def test_the_city(
    database: Database, make: Samples, add: Callable[[Store, Samples], None], read: Callable[[Store], object],
    expected: object,
) -> None:  # fmt: skip
    with database.writing() as store:
        add(store, make)
    with database.reading() as store:
        assert read(store) == expected


def test_routes_and_people(database: Database) -> None:
    roads = Department(id="roads", name={"en": "Roads"})
    routes = (Route(grid=None, prefix="c01", department="roads"), Route(grid="east-1", prefix="", department="roads"))
    head = Staff(
        id="s-1", name="王处长", phone="+8613900010111", role=Role.HEAD, department="roads", language="en", rank=0,
        login="wang", password_hash="scrypt:1",
    )  # fmt: skip
    officer = Staff(id="s-2", name="李", phone=None, role=Role.OFFICER, department="roads", rank=1, on_duty=False)
    with database.writing() as store:
        assert store.city.is_empty()
        store.city.add_department(roads)
        for route in routes:
            store.city.add_route(route)
        store.city.add_staff(officer)
        store.city.add_staff(head)
        assert not store.city.is_empty()
    with database.writing() as store:
        assert store.city.routes() == routes
        assert store.city.staff() == (head, officer)
        assert store.city.staff_by_phone("+8613900010111") == head
        assert store.city.staff_by_login("wang") == head
        store.city.save_staff(replace(head, stopped=True, phone="+8613900010112"))
    with database.reading() as store:
        assert store.city.staff_by_phone("+8613900010112") == replace(head, stopped=True, phone="+8613900010112")
        assert store.city.staff_by_phone("+8613900010111") is None


def test_small_facts(database: Database) -> None:
    with database.writing() as store:
        assert store.meta.get("seeded") is None
        store.meta.set("seeded", "1")
        store.meta.set("seeded", "2")
        assert store.meta.get("seeded") == "2"
