"""A machine answers: by what the call is for it hears a message that says nothing of the case, or nothing at all."""

from hotline.domain.message import Delivery, Means, Message
from hotline.domain.ticket import ClosedAs
from tests.journeys.stage import LANDLINE, QIAN, at, at_home, calls_to, done, messages, rings, ticket, until
from tests.journeys.test_answers import by_phone
from tests.journeys.test_calls import post
from tests.journeys.test_duty import alarm, rung
from tests.support.city import City

MACHINE = "+861065551203"
LEFT = "您好，示范市幺二三四五热线有一件您反映的事要告诉您，请拨幺二三四五。再见。"


def left(city: City) -> list[str]:
    return [str(one["words"]) for one in city.carrier.control.left(MACHINE)]


def call_of(city: City, number: str, flow: str) -> list[Message]:
    return [m for m in messages(city, number, Means.CALL) if m.template == flow]


def test_news_leaves_a_message_that_says_nothing_of_the_case_and_rings_once_more(town: City) -> None:
    city = town
    number = by_phone(city, MACHINE)
    city.text(QIAN, f"进展 {number} 已派人围挡")
    at(city, 2026, 12, 3, 9, 30)
    city.sweep()
    until(lambda: left(city), "a message")
    assert left(city) == [LEFT]
    assert number[:4] not in LEFT
    until(lambda: call_of(city, number, "status")[0].held == "machine", "the first try in the row")
    city.later(hours=2)
    assert calls_to(city, MACHINE) == 1
    city.later(hours=2, minutes=31)  # 14:00 is the next hour at which calls are made
    until(lambda: calls_to(city, MACHINE) == 2, "one more try")
    until(lambda: call_of(city, number, "status")[0].state is Delivery.UNDELIVERED, "the end of the tries")
    city.later(days=1)
    assert calls_to(city, MACHINE) == 2


def test_a_survey_leaves_nothing_but_at_the_last_try_and_each_counts(town: City) -> None:
    city = town
    number = by_phone(city, MACHINE)
    done(city, QIAN, number)
    seen: list[int] = []
    for day in range(23, 30):
        for hour in (9, 11, 15, 19):
            if (day, hour) > (23, 10):
                at(city, 2026, 11, day, hour, 31)
                city.sweep()
                tried = call_of(city, number, "survey")
                until(lambda: all(m.state is not Delivery.QUEUED for m in call_of(city, number, "survey")), "the machine")
                seen.append(len([m for m in tried if m.final_at]))
    tries = call_of(city, number, "survey")
    assert [m.state for m in tries if m.final_at] == [Delivery.UNDELIVERED] * len([m for m in tries if m.final_at])
    assert [m.held for m in tries if m.final_at][:3] == ["machine"] * 3
    assert left(city) == [LEFT] * len([m for m in tries if m.final_at and m.values.get("last")])
    assert not tries[0].values.get("last")
    for day in range(1, 12):
        for hour in (9, 15, 19):
            at(city, 2026, 12, day, hour, 31)
            city.sweep()
    assert ticket(city, number).closed_as is ClosedAs.UNREACHABLE


def test_who_pressed_a_key_is_no_machine_whatever_was_listened_to(town: City) -> None:
    city = town
    number = by_phone(city, LANDLINE)
    at_home(city, LANDLINE)
    done(city, QIAN, number)
    line = rings(city, LANDLINE)
    line.press("1")
    line.until("gather")
    message = call_of(city, number, "survey")[0]
    form = {"AccountSid": "AC1", "CallSid": str(message.carrier_sid), "CallStatus": "in-progress", "AnsweredBy": "machine_start"}
    assert post(city, f"/carrier/outbound/{message.id}/machine", **form).status_code == 204
    line.control.press(line.call.sid, "1")
    line.press("1")
    line.press("1")
    assert "谢谢" in "".join(line.end())
    assert ticket(city, number).closed_as is ClosedAs.VERDICT



def test_an_officer_who_listens_to_the_recording_is_no_machine_either(town: City) -> None:
    city = town
    number = alarm(city)
    line = rung(city, QIAN)
    line.press("3")
    line.until("gather")
    message = call_of(city, number, "duty")[0]
    form = {"AccountSid": "AC1", "CallSid": str(message.carrier_sid), "CallStatus": "in-progress", "AnsweredBy": "machine_start"}
    assert post(city, f"/carrier/outbound/{message.id}/machine", **form).status_code == 204
    line.control.press(line.call.sid, "1")
    line.silence()
    assert "由您负责了" in "".join(line.end())


def test_news_of_a_machine_may_come_twice_late_or_for_nobody(town: City) -> None:
    city = town
    number = by_phone(city, MACHINE)
    done(city, QIAN, number)
    until(lambda: call_of(city, number, "survey")[0].state is Delivery.UNDELIVERED, "the machine")
    message = call_of(city, number, "survey")[0]
    form = {"AccountSid": "AC1", "CallSid": str(message.carrier_sid), "CallStatus": "in-progress", "AnsweredBy": "machine_start"}
    for _ in range(2):
        assert post(city, f"/carrier/outbound/{message.id}/machine", **form).status_code == 204
    assert post(city, "/carrier/outbound/nobodys/machine", **form).status_code == 204
    assert call_of(city, number, "survey")[0] == message
