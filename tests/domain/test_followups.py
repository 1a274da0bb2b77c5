"""What follows from a change: whom it tells what, which clocks run. And that every text it asks for can be said."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hotline.domain.clock_row import ClockKind
from hotline.domain.effects import (
    AskReporter,
    CallReporter,
    DueCallBack,
    MeetClocks,
    StartClock,
    StartSurvey,
    StopClocks,
    TellReporter,
    TellStaff,
)
from hotline.domain.event import Change
from hotline.domain.followups import Around, followups
from hotline.domain.promises import Promises
from sms.catalog import CATALOG
from tests.domain.stories import LANDLINE, MOBILE, NOW, RULES, STORY, TEXTS, follow

TOLD = {
    "received": ("received", {"officer_dispatch"}),
    "without place": ("ask_place", set()),
    "without matter": ("received_no_category", {"coordinator_no_route"}),
    "in danger": ("danger", {"officer_dispatch"}),
    "by voice": ("voice_received", {"officer_dispatch"}),
    "follows an old one": ("again_closed_too_late", {"officer_dispatch"}),
    "place answered": ("place_noted", {"officer_dispatch"}),
    "place not answered": ("sent_without_place", {"officer_dispatch"}),
    "placed later": ("place_noted", {"officer_place"}),
    "accepted": ("accepted", {"officer_confirm"}),
    "progress": ("progress", {"officer_confirm"}),
    "done": ("done_ask", {"officer_confirm"}),
    "returned": (None, {"coordinator_return", "officer_confirm"}),
    "upheld": ("moved", {"return_upheld", "officer_dispatch"}),
    "refused": (None, {"return_refused"}),
    "given to another": ("moved", {"officer_moved", "officer_dispatch"}),
    "nobody there": ("sent_without_place", {"coordinator_no_route"}),
    "chased": ("chased", {"officer_chased"}),
    "chased twice": ("chased_again", {"officer_chased", "head_chased"}),
    "chased thrice": ("chased_person", {"officer_chased", "head_chased"}),
    "danger in the recording": ("danger", {"officer_alarmed"}),
    "added": ("added", {"officer_added"}),
    "not solved": ("reopened", {"officer_reopened", "head_reopened"}),
    "partly": ("partly_back", {"officer_reopened"}),
    "for the third time": ("final_coming", {"officer_reopened", "head_reopened", "committee_final"}),
    "silent": ("closed_silence", set()),
    "warned": (None, {"officer_warn"}),
    "late": ("late", {"head_late"}),
    "committee": ("late_committee", {"coordinator_committee"}),
    "answered": ("ask_contacted", set()),
    "unhappy": ("survey_unhappy", set()),
}


@pytest.mark.parametrize("name", STORY)
def test_who_is_told_what(name: str) -> None:
    before, step, actor = STORY[name]
    effects = follow(before, step(), actor)
    resident, staff = TOLD[name]
    assert [e.template for e in effects if isinstance(e, TellReporter)] == ([resident] if resident else [])
    assert {e.template for e in effects if isinstance(e, TellStaff)} == staff


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("name", STORY)
def test_every_text_it_asks_for_can_be_said_in_every_language(name: str, language: str) -> None:
    before, step, actor = STORY[name]
    for effect in follow(before, step(), actor, replace(MOBILE, language=language)):
        if isinstance(effect, TellReporter | TellStaff):
            assert effect.template in CATALOG
            assert set(effect.values) <= set(CATALOG[effect.template].values), effect.template
            assert TEXTS.render(effect.template, language, effect.values, NOW)


@pytest.mark.parametrize("name", STORY)
def test_whom_a_text_cannot_reach_is_never_texted_and_called_only_with_a_result_or_when_late(name: str) -> None:
    before, step, actor = STORY[name]
    effects = follow(before, step(), actor, LANDLINE)
    assert not [e for e in effects if isinstance(e, TellReporter)]
    flows = [e.flow for e in effects if isinstance(e, CallReporter)]
    assert flows == {"done": ["survey"], "late": ["status"]}.get(name, [])


@pytest.mark.parametrize("name", STORY)
def test_a_caller_without_a_number_is_nobody_to_tell(name: str) -> None:
    before, step, actor = STORY[name]
    assert not [e for e in follow(before, step(), actor, None) if isinstance(e, TellReporter | CallReporter)]


@pytest.mark.parametrize(
    ("name", "started"),
    [
        ("received", {"response", "result", "accept"}),
        ("without place", {"response", "result", "place"}),
        ("without matter", {"response", "result", "desk"}),
        ("place answered", {"accept"}),
        ("not solved", {"response", "result", "accept"}),
        ("returned", {"ruling"}),
        ("refused", {"accept"}),
        ("for the third time", {"final"}),
        ("chased", {"chase"}),
        ("accepted", set()),
        ("late", set()),
    ],
)
def test_which_clocks_start(name: str, started: set[str]) -> None:
    before, step, actor = STORY[name]
    effects = follow(before, step(), actor)
    assert {e.kind.value for e in effects if isinstance(e, StartClock)} == started


def test_danger_is_answered_within_two_hours() -> None:
    def response(name: str) -> datetime:
        before, step, actor = STORY[name]
        clocks = (e for e in follow(before, step(), actor) if isinstance(e, StartClock))
        return next(e.due_at for e in clocks if e.kind is ClockKind.RESPONSE)

    assert response("in danger") - NOW == timedelta(hours=2)
    assert response("received") - NOW == timedelta(hours=24)


def test_done_meets_its_clocks_opens_the_survey_and_asks() -> None:
    before, step, actor = STORY["done"]
    effects = follow(before, step(), actor)
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
    [
        ("not solved", ["not_solved"]),
        ("partly", []),
        ("chased twice", []),
        ("chased thrice", ["third_contact"]),
        ("unhappy", ["unhappy"]),
    ],
)
def test_who_is_rung_up(name: str, reasons: list[str]) -> None:
    before, step, actor = STORY[name]
    assert [e.reason for e in follow(before, step(), actor) if isinstance(e, DueCallBack)] == reasons


@pytest.mark.parametrize("name", ["not solved", "partly", "silent"])
def test_the_clocks_of_a_round_stop_with_it(name: str) -> None:
    before, step, actor = STORY[name]
    stops = [e for e in follow(before, step(), actor) if isinstance(e, StopClocks)]
    assert () in [e.kinds for e in stops]
