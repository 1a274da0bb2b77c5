"""The stories of a ticket that the follow-ups are tested with: a small city, and each change that can happen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hotline.domain import handling
from hotline.domain.actor import SWEEP, Actor, ActorKind
from hotline.domain.city import City
from hotline.domain.clock_row import Clock, ClockKind
from hotline.domain.effects import (
    Effect,
)
from hotline.domain.event import Change, Event, EventKind
from hotline.domain.followups import Around, Rules, followups
from hotline.domain.handling import Step
from hotline.domain.hours import OfficeHours, WorkCalendar
from hotline.domain.intake import locate, send_on, take_in
from hotline.domain.promises import Promises
from hotline.domain.reporter import Line, Reporter
from hotline.domain.staff import Department, GridRow, Role, Route, Staff
from hotline.domain.ticket import Channel, ClosedAs, State, Ticket
from hotline.texts import Texts
from tests.domain.sample import CATEGORIES

NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
TEXTS = Texts({"zh-CN": "【示范市12345】", "en": ""}, ZoneInfo("Asia/Shanghai"))


def _staff(id_: str, role: Role, department: str | None) -> Staff:
    return Staff(id=id_, name=id_, phone=f"+861390001{len(id_):04d}", role=role, department=department)


CITY = City(
    departments={
        d: Department(id=d, name={"zh-CN": n, "en": e})
        for d, n, e in (("roads", "市政维护处", "Road Maintenance"), ("order", "城管执法队", "Street Order"))
    },
    grids={"east-1": GridRow(id="east-1", name={"zh-CN": "城东1格", "en": "East 1"}, kind="urban")},
    routes=(Route(grid=None, prefix="c01", department="roads"),),
    staff=(
        _staff("head", Role.HEAD, "roads"),
        _staff("officer", Role.OFFICER, "roads"),
        _staff("coordinator", Role.COORDINATOR, None),
        _staff("other", Role.OFFICER, "order"),
    ),
    categories={c.id: c for c in CATEGORIES},
)
RULES = Rules(
    promises=Promises(),
    city=CITY,
    calendar=WorkCalendar(region="CN", office=OfficeHours.parse("mon-fri 09:00-17:00", "Asia/Shanghai")),
)
MOBILE = Reporter(id="r", phone="+8613800138000", language="zh-CN", created_at=NOW)
LANDLINE = replace(MOBILE, line=Line.LANDLINE)
RESIDENT = Actor(kind=ActorKind.RESIDENT, id="r", via="sms")
OFFICER = Actor(kind=ActorKind.STAFF, id="officer", via="sms")
NEW = Ticket(
    id="t",
    number="26417301",
    channel=Channel.SMS,
    language="zh-CN",
    received_at=NOW,
    reporter_id="r",
    category="c01-cover",
    place="人民路12号",
    grid="east-1",
)
HELD = replace(NEW, state=State.DISPATCHED, owner="roads", handler="roads", officer_id="officer", dispatched_at=NOW)
DONE = replace(HELD, state=State.RESOLVED, resolved_at=NOW)


def follow(before: Ticket | None, step: Step, actor: Actor, reporter: Reporter | None = MOBILE) -> tuple[Effect, ...]:
    after, events = step
    clocks = (
        tuple(
            Clock(
                id=k,
                ticket_id="t",
                kind=k,
                round=after.round,
                started_at=NOW,
                due_at=NOW + timedelta(hours=9),
                warn_at=None,
                committee_at=None,
            )
            for k in (ClockKind.RESPONSE, ClockKind.RESULT)
        )
        if before is not None
        else ()
    )
    around = Around(reporter=reporter, clocks=clocks, new_survey_id="s", survey_id="s")
    return followups(Change(before=before, after=after, events=events, actor=actor, at=NOW), around, RULES)


def _event(kind: EventKind, **facts: str | int | bool) -> Step:
    return HELD, (Event(kind=kind, facts=facts),)


CLOCK = {"clock": "result", "due": NOW.isoformat(), "next_by": NOW.isoformat()}
def _both(ticket: Ticket, words: str) -> handling.Step:
    """The words of a recording, and that they tell of danger."""
    worded, events = handling.word(ticket, words)
    alarmed, more = handling.alarm(worded)
    return alarmed, (*events, *more)


STORY: dict[str, tuple[Ticket | None, Callable[[], Step], Actor]] = {
    "received": (None, lambda: take_in(NEW, "井盖坏了", CITY, NOW), RESIDENT),
    "without place": (None, lambda: take_in(replace(NEW, place=None, grid=None), "井盖坏了", CITY, NOW), RESIDENT),
    "without matter": (None, lambda: take_in(replace(NEW, category=None), "人民路12号", CITY, NOW), RESIDENT),
    "in danger": (None, lambda: take_in(replace(NEW, urgent=True, place=None), "救命", CITY, NOW), RESIDENT),
    "by voice": (None, lambda: take_in(replace(NEW, channel=Channel.VOICE, place=None), "", CITY, NOW), RESIDENT),
    "follows an old one": (None, lambda: take_in(NEW, "又坏了", CITY, NOW, "12345671"), RESIDENT),
    "place answered": (
        replace(NEW, place=None),
        lambda: locate(replace(NEW, place=None), "人民路", (None, None, None), CITY, NOW),
        RESIDENT,
    ),
    "place not answered": (replace(NEW, place=None), lambda: send_on(replace(NEW, place=None), CITY, NOW), SWEEP),
    "placed later": (HELD, lambda: locate(HELD, "人民路", ("east-1", None, None), CITY, NOW), RESIDENT),
    "accepted": (HELD, lambda: handling.accept(HELD, "officer"), OFFICER),
    "progress": (HELD, lambda: handling.progress(HELD, "officer", "去看了"), OFFICER),
    "done": (HELD, lambda: handling.resolve(HELD, "officer", "换好了", NOW), OFFICER),
    "returned": (HELD, lambda: handling.ask_return(HELD, "officer", "不归我们", NOW, NOW), OFFICER),
    "upheld": (
        replace(HELD, return_pending=True),
        lambda: handling.uphold_return(replace(HELD, return_pending=True), "order", "other", NOW),
        OFFICER,
    ),
    "refused": (replace(HELD, return_pending=True), lambda: handling.refuse_return(replace(HELD, return_pending=True)), OFFICER),
    "given to another": (HELD, lambda: handling.dispatch(HELD, "order", "other", NOW), OFFICER),
    "nobody there": (NEW, lambda: handling.dispatch(NEW, "roads", None, NOW), SWEEP),
    "chased": (HELD, lambda: handling.chase(HELD), RESIDENT),
    "chased twice": (HELD, lambda: handling.chase(replace(HELD, chases=1)), RESIDENT),
    "chased thrice": (HELD, lambda: handling.chase(replace(HELD, chases=2)), RESIDENT),
    "danger in the recording": (HELD, lambda: _both(HELD, "着火了，快来人"), RESIDENT),
    "added": (HELD, lambda: handling.add(HELD, "晚上看不清"), RESIDENT),
    "not solved": (DONE, lambda: handling.reopen(DONE, "not_solved", "officer", NOW), RESIDENT),
    "partly": (DONE, lambda: handling.reopen(DONE, "partly", "officer", NOW), RESIDENT),
    "for the third time": (
        replace(DONE, round=2, reopenings=2),
        lambda: handling.reopen(replace(DONE, round=2, reopenings=2), "not_solved", "officer", NOW),
        RESIDENT,
    ),
    "silent": (DONE, lambda: handling.close(DONE, ClosedAs.SILENCE, NOW), SWEEP),
    "warned": (HELD, lambda: _event(EventKind.WARNED, **CLOCK), SWEEP),
    "late": (HELD, lambda: _event(EventKind.LATE, **CLOCK), SWEEP),
    "committee": (HELD, lambda: _event(EventKind.COMMITTEE, **CLOCK), SWEEP),
    "answered": (
        DONE,
        lambda: _event(EventKind.ANSWERED, question="solved", value=1, way="sms", solved=1, next="contacted"),
        RESIDENT,
    ),
    "unhappy": (DONE, lambda: _event(EventKind.ANSWERED, question="satisfied", value=5, way="sms", solved=1), RESIDENT),
}
