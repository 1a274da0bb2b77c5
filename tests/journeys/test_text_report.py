"""A report by text: what becomes a ticket, what is asked, what joins the ticket before it."""

import pytest
import requests

from hotline.carrier.simulated.signature import sign
from hotline.domain.ticket import State
from tests.journeys.stage import (
    ANNA,
    COVER,
    JIANG,
    LIN,
    QIAN,
    SIGNED,
    ZHOU,
    call_backs,
    number_in,
    only,
    report,
    shown,
    state,
    ticket,
    tickets,
)
from tests.support.city import City


@pytest.mark.parametrize(
    ("sender", "answer", "place"),
    [
        (LIN, "已登记：井盖，人民路12号。编号{}。市政维护处最迟明天10:20给您答复。回“查”看进度，有补充直接回。", "人民路12号"),
        (
            ANNA,
            (
                "Received: manhole cover, 12 Renmin Road. No. {}. Road Maintenance will answer by 10:20 tomorrow."
                " Reply STATUS to check, or add details any time."
            ),
            "12 Renmin Road",
        ),
    ],
)
def test_a_text_with_matter_and_place_is_a_ticket_with_its_department(city: City, sender: str, answer: str, place: str) -> None:
    said = only(city.text(sender, COVER[sender]))
    number = number_in(said)
    assert said == (SIGNED if sender == LIN else "") + answer.format(shown(number))
    made = ticket(city, number)
    assert (made.category, made.place, made.grid, made.handler) == ("c01-cover", place, "east-1", "roads")
    assert made.state is State.DISPATCHED
    duty = only(city.heard(QIAN))
    assert shown(number) in duty
    assert "14:20前接单" in duty


@pytest.mark.parametrize(
    ("sender", "matter", "asked", "place", "noted"),
    [
        (LIN, "路灯不亮", "具体在哪里？", "建设路小学北门", "地点已记下：建设路小学北门。"),
        (ANNA, "the street light is out", "Where is it?", "North gate of Jianshe Road School",
         "Place noted: North gate of Jianshe Road School."),
    ],
)  # fmt: skip
def test_without_a_place_it_is_asked_and_the_next_text_answers(
    city: City, sender: str, matter: str, asked: str, place: str, noted: str
) -> None:
    said = only(city.text(sender, matter))
    assert asked in said
    number = number_in(said)
    assert (state(city, number), city.heard(QIAN)) == (State.RECEIVED, [])
    assert noted in only(city.text(sender, place))
    assert (state(city, number), ticket(city, number).grid) == (State.DISPATCHED, "east-3")
    assert shown(number) in only(city.heard(QIAN))
    assert len(tickets(city)) == 1


@pytest.mark.parametrize(
    ("sender", "words", "kind", "told"),
    [
        (LIN, "投诉城管执法人员态度恶劣，在人民路12号骂人", "complaint", "投诉工作人员，不要派给被投诉单位"),
        (ANNA, "I want to complain about a rude inspector at 12 Renmin Road", "complaint", "投诉工作人员，不要派给被投诉单位"),
        (LIN, "请问公园几点关门", "enquiry", "类别不明"),
        (ANNA, "Well done, the cleaners of the market are great", "praise", ""),
    ],
)
def test_what_needs_no_place_is_not_asked_for_one_and_no_unit_judges_itself(
    town: City, sender: str, words: str, kind: str, told: str
) -> None:
    said = only(town.text(sender, words))
    assert "具体在哪里" not in said
    assert "Where is it" not in said
    made = ticket(town, number_in(said))
    assert made.kind == kind
    if told:
        assert (made.handler, made.state) == (None, State.RECEIVED)
        assert told in only(town.heard(JIANG))


@pytest.mark.parametrize(
    ("sender", "matter", "answer"),
    [
        (LIN, "垃圾没人清", "还不知道具体地点，已先登记，环境卫生处"),
        (ANNA, "rubbish everywhere", "we still do not know where it is"),
    ],
)
def test_a_place_nobody_tells_goes_to_the_department_without(city: City, sender: str, matter: str, answer: str) -> None:
    number = report(city, sender, matter)
    city.later(minutes=9)
    assert (city.sweep().sent_on, city.heard(ZHOU)) == (0, [])
    city.later(minutes=1)
    assert (city.sweep().sent_on, city.sweep().sent_on) == (1, 0)
    assert state(city, number) is State.DISPATCHED
    assert answer in city.heard(sender)[-1]
    assert shown(number) in only(city.heard(ZHOU))


@pytest.mark.parametrize(
    ("sender", "more", "answer"),
    [
        (LIN, "晚上有人差点掉下去", "已记到您刚才反映的那件"),
        (ANNA, "somebody nearly fell last night", "Added to what you just reported"),
    ],
)
def test_words_of_no_category_within_ten_minutes_are_added(city: City, sender: str, more: str, answer: str) -> None:
    number = report(city, sender)
    city.later(minutes=10)
    said = only(city.text(sender, more))
    assert answer in said
    assert number_in(said) == number
    assert more in city.heard(QIAN)[-1]
    city.later(minutes=1)
    city.text(sender, more)
    assert len(tickets(city)) == 2


@pytest.mark.parametrize(
    ("sender", "body"), [(LIN, "解放路5号路灯不亮"), (LIN, "报 还有别的事"), (ANNA, "REPORT something else")]
)
def test_another_matter_or_the_word_report_begins_a_new_ticket(town: City, sender: str, body: str) -> None:
    report(town, sender)
    town.text(sender, body)
    assert len(tickets(town)) == 2


@pytest.mark.parametrize("sender", ["anonymous", "", "CITYBANK", "+266696687", "12345", "+"])
def test_a_sender_nobody_can_answer_still_reports(town: City, sender: str) -> None:
    if sender:
        town.text(sender, COVER[LIN])
    else:
        post_text(town, "SM1", "", COVER[LIN])
        town.settle()
    made = tickets(town)
    assert [(t.category, t.state) for t in made] == [("c01-cover", State.DISPATCHED)]
    assert shown(made[0].number) in only(town.heard(QIAN))


def test_the_same_text_told_twice_changes_nothing(city: City) -> None:
    for _ in range(3):
        assert post_text(city, "SM0123", LIN, COVER[LIN]) == 200
    city.settle()
    assert len(city.heard(LIN)) == len(city.heard(QIAN)) == len(tickets(city)) == 1
    assert city.hotline.spool.waiting() == 0


def test_an_unsigned_text_changes_nothing(city: City) -> None:
    assert post_text(city, "SM0123", LIN, COVER[LIN], token="guessed") == 403
    city.settle()
    assert (tickets(city), city.heard(LIN)) == ((), [])
    assert [refusal.reason for refusal in city.hotline.queue.refusals()] == ["signature"]


@pytest.mark.parametrize(
    ("sender", "body", "answer"),
    [
        (LIN, "幸福巷3号着火了，快来", "马上拨打：起火漏气119"),
        (ANNA, "Gas leak, help me, Renmin Road 12", "call now: fire or gas 119"),
    ],
)
def test_danger_is_answered_with_what_to_dial_before_anything_else(city: City, sender: str, body: str, answer: str) -> None:
    said = only(city.text(sender, body))
    assert answer in said
    made = ticket(city, number_in(said))
    assert made.urgent
    assert call_backs(city) == []


def post_text(city: City, sid: str, sender: str, body: str, token: str = "") -> int:
    """A carrier's webhook by hand."""
    carrier = city.hotline.config.carrier
    form = {
        "MessageSid": sid,
        "AccountSid": carrier.account_sid,
        "From": sender,
        "To": carrier.number,
        "Body": body,
        "NumMedia": "0",
    }
    url = f"{city.base}/sms"
    signature = sign(token or str(carrier.auth_token), url, form, voice=False)
    return requests.post(url, data=form, headers={"X-Twilio-Signature": signature}, timeout=20).status_code
