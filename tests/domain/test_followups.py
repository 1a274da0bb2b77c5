"""What follows from a change: whom it tells what, which clocks run. And that every text it asks for can be said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hotline.domain import handling
from hotline.domain.actor import SWEEP, Actor, ActorKind
from hotline.domain.city import City
from hotline.domain.clock_row import Clock, ClockKind
from hotline.domain.effects import (
    AskReporter,
    CallReporter,
    DueCallBack,
    Effect,
    MeetClocks,
    StartClock,
    StartSurvey,
    StopClocks,
    TellReporter,
    TellStaff,
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
from sms.catalog import CATALOG
from tests.domain.sample import CATEGORIES

NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
TEXTS = Texts({"zh-CN": "【示范市12345】", "en": ""}, ZoneInfo("Asia/Shanghai"))


def _staff(id_: str, role: Role, department: str | None) -> Staff:
    return Staff(id=id_, name=id_, phone=f"+861390001{len(id_):04d}", role=role, department=department)


CITY = City(
    departments={d: Department(id=d, name={"zh-CN": n, "en": e}) for d, n, e in (
        ("roads", "市政维护处", "Road Maintenance"), ("order", "城管执法队", "Street Order"))},
    grids={"east-1": GridRow(id="east-1", name={"zh-CN": "城东1格", "en": "East 1"}, kind="urban")},
    routes=(Route(grid=None, prefix="c01", department="roads"),),
    staff=(
        _staff("head", Role.HEAD, "roads"), _staff("officer", Role.OFFICER, "roads"),
        _staff("coordinator", Role.COORDINATOR, None), _staff("other", Role.OFFICER, "order"),
    ),
    categories={c.id: c for c in CATEGORIES},
)
RULES = Rules(
    promises=Promises(), city=CITY,
    calendar=WorkCalendar(region="CN", office=OfficeHours.parse("mon-fri 09:00-17:00", "Asia/Shanghai")),
)
MOBILE = Reporter(id="r", phone="+8613800138000", language="zh-CN", created_at=NOW)
LANDLINE = replace(MOBILE, line=Line.LANDLINE)
RESIDENT = Actor(kind=ActorKind.RESIDENT, id="r", via="sms")
OFFICER = Actor(kind=ActorKind.STAFF, id="officer", via="sms")
NEW = Ticket(
    id="t", number="26417301", channel=Channel.SMS, language="zh-CN", received_at=NOW, reporter_id="r",
    category="c01-cover", place="人民路12号", grid="east-1",
)
HELD = replace(NEW, state=State.DISPATCHED, owner="roads", handler="roads", officer_id="officer", dispatched_at=NOW)
DONE = replace(HELD, state=State.RESOLVED, resolved_at=NOW)


def _follow(before: Ticket | None, step: Step, actor: Actor, reporter: Reporter | None = MOBILE) -> tuple[Effect, ...]:
    after, events = step
    clocks = tuple(
        Clock(id=k, ticket_id="t", kind=k, round=after.round, started_at=NOW, due_at=NOW + timedelta(hours=9), warn_at=None,
              committee_at=None)
        for k in (ClockKind.RESPONSE, ClockKind.RESULT)
    ) if before is not None else ()
    around = Around(reporter=reporter, clocks=clocks, new_survey_id="s", survey_id="s")
    return followups(Change(before=before, after=after, events=events, actor=actor, at=NOW), around, RULES)


def _event(kind: EventKind, **facts: str | int | bool) -> Step:
    return HELD, (Event(kind=kind, facts=facts),)


CLOCK = {"clock": "result", "due": NOW.isoformat(), "next_by": NOW.isoformat()}
STORY: dict[str, tuple[Ticket | None, Callable[[], Step], Actor]] = {
    "received": (None, lambda: take_in(NEW, "井盖坏了", CITY, NOW), RESIDENT),
    "without place": (None, lambda: take_in(replace(NEW, place=None, grid=None), "井盖坏了", CITY, NOW), RESIDENT),
    "without matter": (None, lambda: take_in(replace(NEW, category=None), "人民路12号", CITY, NOW), RESIDENT),
    "in danger": (None, lambda: take_in(replace(NEW, urgent=True, place=None), "救命", CITY, NOW), RESIDENT),
    "by voice": (None, lambda: take_in(replace(NEW, channel=Channel.VOICE, place=None), "", CITY, NOW), RESIDENT),
    "follows an old one": (None, lambda: take_in(NEW, "又坏了", CITY, NOW, "12345671"), RESIDENT),
    "place answered": (replace(NEW, place=None), lambda: locate(replace(NEW, place=None), "人民路", (None, None, None), CITY, NOW), RESIDENT),
    "place not answered": (replace(NEW, place=None), lambda: send_on(replace(NEW, place=None), CITY, NOW), SWEEP),
    "placed later": (HELD, lambda: locate(HELD, "人民路", ("east-1", None, None), CITY, NOW), RESIDENT),
    "accepted": (HELD, lambda: handling.accept(HELD, "officer"), OFFICER),
    "progress": (HELD, lambda: handling.progress(HELD, "officer", "去看了"), OFFICER),
    "done": (HELD, lambda: handling.resolve(HELD, "officer", "换好了", NOW), OFFICER),
    "returned": (HELD, lambda: handling.ask_return(HELD, "officer", "不归我们", NOW, NOW), OFFICER),
    "upheld": (replace(HELD, return_pending=True), lambda: handling.uphold_return(
        replace(HELD, return_pending=True), "order", "other", NOW), OFFICER),
    "refused": (replace(HELD, return_pending=True), lambda: handling.refuse_return(replace(HELD, return_pending=True)), OFFICER),
    "given to another": (HELD, lambda: handling.dispatch(HELD, "order", "other", NOW), OFFICER),
    "nobody there": (NEW, lambda: handling.dispatch(NEW, "roads", None, NOW), SWEEP),
    "chased": (HELD, lambda: handling.chase(HELD), RESIDENT),
    "chased twice": (HELD, lambda: handling.chase(replace(HELD, chases=1)), RESIDENT),
    "chased thrice": (HELD, lambda: handling.chase(replace(HELD, chases=2)), RESIDENT),
    "added": (HELD, lambda: handling.add(HELD, "晚上看不清"), RESIDENT),
    "not solved": (DONE, lambda: handling.reopen(DONE, "not_solved", "officer", NOW), RESIDENT),
    "partly": (DONE, lambda: handling.reopen(DONE, "partly", "officer", NOW), RESIDENT),
    "for the third time": (replace(DONE, round=2), lambda: handling.reopen(replace(DONE, round=2), "not_solved", "officer", NOW), RESIDENT),
    "silent": (DONE, lambda: handling.close(DONE, ClosedAs.SILENCE, NOW), SWEEP),
    "warned": (HELD, lambda: _event(EventKind.WARNED, **CLOCK), SWEEP),
    "late": (HELD, lambda: _event(EventKind.LATE, **CLOCK), SWEEP),
    "committee": (HELD, lambda: _event(EventKind.COMMITTEE, **CLOCK), SWEEP),
    "answered": (DONE, lambda: _event(EventKind.ANSWERED, question="solved", value=1, way="sms", solved=1, next="contacted"), RESIDENT),
    "unhappy": (DONE, lambda: _event(EventKind.ANSWERED, question="satisfied", value=5, way="sms", solved=1), RESIDENT),
}
TOLD = {
    "received": ("received", {"officer_dispatch"}), "without place": ("ask_place", set()),
    "without matter": ("received_no_category", {"coordinator_no_route"}), "in danger": ("danger", {"officer_dispatch"}),
    "by voice": ("voice_received", {"officer_dispatch"}), "follows an old one": ("again_closed_too_late", {"officer_dispatch"}),
    "place answered": ("place_noted", {"officer_dispatch"}), "place not answered": ("sent_without_place", {"officer_dispatch"}),
    "placed later": ("place_noted", {"officer_place"}), "accepted": ("accepted", {"officer_confirm"}),
    "progress": ("progress", {"officer_confirm"}), "done": ("done_ask", {"officer_confirm"}),
    "returned": (None, {"coordinator_return", "officer_confirm"}), "upheld": ("moved", {"return_upheld", "officer_dispatch"}),
    "refused": (None, {"return_refused"}), "given to another": ("moved", {"officer_moved", "officer_dispatch"}),
    "nobody there": ("sent_without_place", {"coordinator_no_route"}), "chased": ("chased", {"officer_chased"}),
    "chased twice": ("chased_again", {"officer_chased", "head_chased"}),
    "chased thrice": ("chased_person", {"officer_chased", "head_chased"}), "added": ("added", {"officer_added"}),
    "not solved": ("reopened", {"officer_reopened", "head_reopened"}), "partly": ("partly_back", {"officer_reopened"}),
    "for the third time": ("reopened", {"officer_reopened", "head_reopened", "coordinator_committee"}),
    "silent": ("closed_silence", set()), "warned": (None, {"officer_warn"}), "late": ("late", {"head_late"}),
    "committee": ("late_committee", {"coordinator_committee"}), "answered": ("ask_contacted", set()),
    "unhappy": ("survey_unhappy", set()),
}


@pytest.mark.parametrize("name", STORY)
def test_who_is_told_what(name: str) -> None:
    before, step, actor = STORY[name]
    effects = _follow(before, step(), actor)
    resident, staff = TOLD[name]
    assert [e.template for e in effects if isinstance(e, TellReporter)] == ([resident] if resident else [])
    assert {e.template for e in effects if isinstance(e, TellStaff)} == staff


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("name", STORY)
def test_every_text_it_asks_for_can_be_said_in_every_language(name: str, language: str) -> None:
    before, step, actor = STORY[name]
    for effect in _follow(before, step(), actor, replace(MOBILE, language=language)):
        if isinstance(effect, TellReporter | TellStaff):
            assert effect.template in CATALOG
            assert set(effect.values) <= set(CATALOG[effect.template].values), effect.template
            assert TEXTS.render(effect.template, language, effect.values, NOW)


@pytest.mark.parametrize("name", STORY)
def test_whom_a_text_cannot_reach_is_never_texted_and_called_only_with_a_result_or_when_late(name: str) -> None:
    before, step, actor = STORY[name]
    effects = _follow(before, step(), actor, LANDLINE)
    assert not [e for e in effects if isinstance(e, TellReporter)]
    flows = [e.flow for e in effects if isinstance(e, CallReporter)]
    assert flows == {"done": ["survey"], "late": ["status"]}.get(name, [])


@pytest.mark.parametrize("name", STORY)
def test_a_caller_without_a_number_is_nobody_to_tell(name: str) -> None:
    before, step, actor = STORY[name]
    assert not [e for e in _follow(before, step(), actor, None) if isinstance(e, TellReporter | CallReporter)]


@pytest.mark.parametrize(
    ("name", "started"),
    [
        ("received", {"response", "result", "accept"}), ("without place", {"response", "result", "place"}),
        ("without matter", {"response", "result"}), ("place answered", {"accept"}), ("not solved", {"response", "result", "accept"}),
        ("returned", {"ruling"}), ("refused", {"accept"}), ("chased", {"chase"}), ("accepted", set()), ("late", set()),
    ],
)
def test_which_clocks_start(name: str, started: set[str]) -> None:
    before, step, actor = STORY[name]
    effects = _follow(before, step(), actor)
    assert {e.kind.value for e in effects if isinstance(e, StartClock)} == started


def test_danger_is_answered_within_two_hours() -> None:
    def response(name: str) -> datetime:
        before, step, actor = STORY[name]
        clocks = (e for e in _follow(before, step(), actor) if isinstance(e, StartClock))
        return next(e.due_at for e in clocks if e.kind is ClockKind.RESPONSE)

    assert response("in danger") - NOW == timedelta(hours=2)
    assert response("received") - NOW == timedelta(hours=24)


def test_done_meets_its_clocks_opens_the_survey_and_asks() -> None:
    before, step, actor = STORY["done"]
    effects = _follow(before, step(), actor)
    met = next(e.kinds for e in effects if isinstance(e, MeetClocks))
    assert {ClockKind.ACCEPT, ClockKind.RESULT} <= set(met)
    assert ClockKind.RESPONSE not in met, "only words that arrived are a response"
    survey = next(e for e in effects if isinstance(e, StartSurvey))
    assert (survey.call_at - NOW, survey.close_at - NOW) == (timedelta(hours=24), timedelta(days=7))
    assert [e.kind for e in effects if isinstance(e, AskReporter)] == ["solved"]
    assert [e.proves for e in effects if isinstance(e, TellReporter)] == ["result"]


def test_with_a_delay_the_result_comes_first_and_the_question_later() -> None:
    before, step, actor = STORY["done"]
    after, events = step()
    rules = replace(RULES, promises=replace(Promises(), survey_after=type(Promises().response).parse("2h")))
    change = Change(before=before, after=after, events=events, actor=actor, at=NOW)
    told = [e for e in followups(change, Around(reporter=MOBILE, new_survey_id="s"), rules) if isinstance(e, TellReporter)]
    assert [(e.template, e.at) for e in told] == [("done", None), ("ask_solved", NOW + timedelta(hours=2))]


@pytest.mark.parametrize(
    ("name", "reasons"),
    [("not solved", ["not_solved"]), ("partly", []), ("chased twice", []), ("chased thrice", ["third_contact"]), ("unhappy", ["unhappy"])],
)
def test_who_is_rung_up(name: str, reasons: list[str]) -> None:
    before, step, actor = STORY[name]
    assert [e.reason for e in _follow(before, step(), actor) if isinstance(e, DueCallBack)] == reasons


@pytest.mark.parametrize("name", ["not solved", "partly", "silent"])
def test_the_clocks_of_a_round_stop_with_it(name: str) -> None:
    before, step, actor = STORY[name]
    assert isinstance(_follow(before, step(), actor)[0], StopClocks)
