"""Who answers the phones: on and off duty, languages, and what an operator sees of whom they talk or talked with."""

from dataclasses import replace

import pytest

from hotline.domain.call import Draft
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import Ticket
from hotline.services.handle_call import CallIn, begin, begin_outbound, take_turn
from hotline.services.handle_call.ended import CallNews, note_call
from hotline.services.handle_call.whispered import whispered
from ivr_flows.inputs import Keys
from tests.journeys.stage import change_staff, shown
from tests.support.city import RESIDENT, City
from tests.support.desk import at_desk, hire

SHEN = "+8613900010161"


def person(city: City, phone: str = SHEN) -> Staff:
    with city.hotline.database.reading() as store:
        found = store.city.staff_by_phone(phone)
    assert found is not None
    return found


def signed_in_operator(city: City, phone: str | None = SHEN) -> Staff:
    """The operator of the console tests, with a telephone."""
    change_staff(city, SHEN, phone=None)
    found = hire(city, Role.OPERATOR)
    with city.hotline.database.writing() as store:
        kept = store.city.staff_by_login("operator")
        assert kept is not None
        store.city.save_staff(replace(kept, phone=phone, on_duty=True))
    return found


def talks(city: City) -> None:
    """RESIDENT presses 0 and the operator on duty takes the call."""
    parts = city.hotline.parts
    spoken = begin(parts, CallIn(sid="CAcaller", caller=RESIDENT))
    take_turn(parts, spoken.call_id, spoken.turn, Keys(digits="0"))
    with parts.database.reading() as store:
        [wait] = store.waits.open()
    rung = begin_outbound(parts, wait.message_id or "", CallIn(sid="CAoperator", caller=SHEN))
    joins = take_turn(parts, rung.call_id, rung.turn, Keys(digits="1"))
    whispered(parts, joins.call_id, joins.turn)


def hung_up(city: City) -> None:
    with city.hotline.database.reading() as store:
        [wait] = store.waits.open()
    for sid, message in (("CAcaller", ""), ("CAoperator", wait.message_id or "")):
        note_call(city.hotline.parts, CallNews(account="AC", sid=sid, status="completed", message_id=message))


def draft_of(city: City) -> Draft:
    with city.hotline.database.reading() as store:
        [kept] = store.drafts.open()
    return kept


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.COORDINATOR, True), (Role.SUPERVISOR, True), (Role.ADMIN, True), (Role.AUDITOR, False)],
)  # fmt: skip
def test_who_may_send_an_operator_on_duty(city: City, role: Role, may: bool) -> None:
    desk = at_desk(city, role)
    desk.get("/console/people")
    desk.post(f"/console/people/{person(city).id}/duty", {"on": "yes"})
    assert person(city).on_duty is may
    assert ("已设为在岗" if may else "不是您单位的人") in desk.said


def test_an_operator_goes_on_and_off_duty_and_no_other_does_it_for_them(city: City) -> None:
    desk = at_desk(city, Role.OPERATOR)
    change_own = signed_in_operator(city)
    desk.get("/console/queue")
    desk.post("/console/queue/duty", {"on": "no"})
    assert "您不在岗" in desk.said
    with city.hotline.database.reading() as store:
        assert [e.action for e in store.audit.of_chain(f"staff:{change_own.id}")][-1] == "off_duty"


def test_nobody_without_a_telephone_goes_on_duty(city: City) -> None:
    change_staff(city, SHEN, on_duty=False)
    operator = person(city)
    change_staff(city, SHEN, phone=None)
    desk = at_desk(city, Role.SUPERVISOR)
    desk.get("/console/people")
    desk.post(f"/console/people/{operator.id}/duty", {"on": "yes"})
    assert "没有登记电话" in desk.said


def test_languages_of_an_operator_are_changed_by_who_may_and_noted(city: City) -> None:
    desk = at_desk(city, Role.SUPERVISOR)
    desk.get("/console/people")
    desk.post(f"/console/people/{person(city).id}/languages", {"speaks": "en"})
    assert person(city).speaks == ("en",)
    assert "语言已修改" in desk.said
    desk.post(f"/console/people/{person(city).id}/languages", {"speaks": "klingon"})
    assert "请至少选一种语言" in desk.said
    auditor = at_desk(city, Role.AUDITOR)
    auditor.get("/console/people")
    assert "改语言" not in auditor.said
    auditor.post(f"/console/people/{person(city).id}/languages", {"speaks": "zh-CN"})
    assert person(city).speaks == ("en",)
    with city.hotline.database.reading() as store:
        assert [e.action for e in store.audit.of_chain(f"staff:{person(city).id}")] == ["languages_set"]


def test_during_the_talk_the_callers_history_stands_there_and_after_it_what_is_to_be_registered(
    city: City, ticket: Ticket
) -> None:
    desk = at_desk(city, Role.OPERATOR)
    signed_in_operator(city)
    talks(city)
    desk.get("/console/queue")
    assert "正在通话" in desk.said
    assert shown(ticket.number) in desk.said
    assert RESIDENT not in desk.page.text
    desk.get(f"/console/drafts/{draft_of(city).id}")
    assert "operator接听" in desk.said
    assert shown(ticket.number) in desk.said
    hung_up(city)
    desk.get("/console/queue")
    assert "正在通话" not in desk.said
    assert "通话后待您登记" in desk.said
    assert f"/console/drafts/{draft_of(city).id}" in desk.page.text
    desk.get("/console/due")
    assert "接线员通话后登记" in desk.said
    other = at_desk(city, Role.SUPERVISOR)
    other.get("/console/queue")
    assert "通话后待您登记" not in other.said


def test_a_call_back_that_a_talk_makes_needless_is_done_with_a_name_to_it(city: City) -> None:
    city.text(RESIDENT, "人工")
    with city.hotline.database.reading() as store:
        [due] = store.callbacks.open()
    operator = signed_in_operator(city)
    talks(city)
    with city.hotline.database.reading() as store:
        assert store.callbacks.open() == ()
        entry = store.audit.of_chain(f"callback:{due.id}")[-1]
    assert (entry.action, entry.actor.id) == ("call_back_done", operator.id)
