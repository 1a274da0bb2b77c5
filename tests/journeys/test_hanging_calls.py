"""A call that is up longer than any call lasts is ended, kept and counted; one with a person may last longer."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
import requests

from hotline.domain.errors import Temporary
from hotline.domain.staff import Role
from hotline.services.ask_calls import Longest, ask_calls
from hotline.services.handle_call.saved import to_plain
from ivr_flows.outputs import Dial, Enqueue, Output
from tests.carrier.simulated.phone import Phone
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import LIN, at_home, call_backs, dial, drafts, rings
from tests.journeys.test_apologies import PERSON
from tests.support.city import City
from tests.support.desk import at_desk

LONGEST = Longest(call=timedelta(hours=1), talk=timedelta(hours=4))


def ask(city: City) -> int:
    return ask_calls(city.hotline.parts, city.hotline.carrier, LONGEST)


def hung(city: City) -> int:
    with city.hotline.database.reading() as store:
        return store.calls.hung_since(city.clock.now() - timedelta(days=1))


def up(city: City) -> Phone:
    """Somebody said what it is about, and the line stays open."""
    phone = dial(city, LIN)
    phone.press("1")
    phone.press("1")
    phone.until("record")
    phone.call.callback = "http://127.0.0.1:9/nobody"
    return phone


def test_it_is_ended_at_the_carrier_its_draft_is_kept_and_it_is_counted(city: City, caplog: pytest.LogCaptureFixture) -> None:
    phone = up(city)
    city.clock.move(LONGEST.call)
    assert ask(city) == 0, "it is not over the limit yet"
    city.clock.move(timedelta(seconds=1))
    with caplog.at_level(logging.ERROR):
        assert ask(city) == 1
    assert phone.call.until_over(5)
    assert (len(drafts(city)), [c.reason for c in call_backs(city)]) == (1, ["draft"])
    assert hung(city) == 1
    assert "hung" in caplog.text
    assert LIN not in caplog.text
    assert ask(city) == 0
    assert hung(city) == 1


@pytest.mark.parametrize("last", [Dial(number="+8613900010155"), Enqueue(queue="person")])
def test_who_talks_with_a_person_or_waits_for_one_has_longer(city: City, last: Output) -> None:
    phone = up(city)
    with city.hotline.database.writing() as store:
        call = store.calls.by_sid(phone.call.sid)
        assert call is not None
        store.calls.save_turn(replace(call, answer=to_plain((last,))), call.turn)
    city.clock.move(LONGEST.talk)
    assert ask(city) == 0
    assert not phone.call.until_over(0.1)
    city.clock.move(timedelta(seconds=1))
    assert ask(city) == 1
    assert hung(city) == 1


def test_one_the_carrier_will_not_end_is_tried_again_and_counted_once(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(sid: str) -> None:
        raise Temporary

    up(city)
    city.clock.move(LONGEST.call + timedelta(seconds=1))
    with monkeypatch.context() as stubborn:
        stubborn.setattr(city.hotline.carrier, "end_call", refuses)
        assert ask(city) == 0
        assert drafts(city) == []
    city.clock.move(timedelta(minutes=1))
    assert ask(city) == 1
    assert (hung(city), len(drafts(city))) == (1, 1)


def test_an_end_that_is_told_while_it_is_asked_about_leaves_one_draft(city: City) -> None:
    """The carrier tells the end of a call we ended at once, to another process than the one that notes it."""
    phones = []
    for n in range(4):
        phone = dial(city, f"+861380013810{n}")
        phone.press("1")
        phone.press("1")
        phone.until("record")
        phones.append(phone)
    city.clock.move(LONGEST.call + timedelta(seconds=1))
    ask(city)
    for phone in phones:
        assert phone.call.until_over(5)
    city.settle()
    assert (len(drafts(city)), len(call_backs(city)), hung(city)) == (4, 4, 4)


def test_who_was_put_through_by_an_apology_talks_on(open_one: OpenCity) -> None:
    """The app could note nothing of it; the carrier knows."""
    town = open_one(LINE__TROUBLE_PHONE=f"'{PERSON}'")
    at_home(town, PERSON)
    phone = dial(town, LIN)
    phone.until("say")
    with town.hotline.database.writing() as store:
        row = store.calls.by_sid(phone.call.sid)
        assert row is not None
        store.calls.save_turn(replace(row, session={"nothing": "of ours"}), row.turn)
    phone.press("1")
    person = rings(town, PERSON)
    with town.hotline.database.writing() as store:
        store.calls.save_turn(row, row.turn)
    phone.until("bridge")
    town.clock.move(LONGEST.talk)
    assert ask(town) == 0
    assert not phone.call.over
    assert not person.call.over
    town.clock.move(timedelta(seconds=1))
    ask(town)
    assert phone.call.until_over(5)


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "有1个通话时间过长"), ("en", "ended because they hung: 1")])
def test_the_figure_stands_on_the_console_and_in_the_metrics(town: City, language: str, said: str) -> None:
    desk = at_desk(town, Role.ADMIN)
    desk.get(f"/console/outbox?lang={language}")
    assert said not in desk.said
    up(town)
    town.clock.move(LONGEST.call + timedelta(seconds=1))
    ask(town)
    desk.get("/console/outbox")
    assert said in desk.said
    assert "hotline_calls_hung 1.0" in requests.get(f"{town.base}/metrics", timeout=10).text
