"""Whoever wants texts alone is never rung and never promised a call: an operator texts, an officer asks by text."""

import pytest

from hotline.domain.message import Means
from hotline.domain.staff import Role
from hotline.domain.ticket import ClosedAs, State
from tests.journeys.stage import (
    ANNA,
    COVER,
    JIANG,
    LIN,
    QIAN,
    ZONE,
    at,
    calls_to,
    done,
    messages,
    news,
    only,
    report,
    rings,
    state,
    ticket,
    tickets,
)  # fmt: skip
from tests.journeys.test_ring_back import OPERATOR, at_due
from tests.support.city import City
from tests.support.desk import at_desk

LOST, AWAY = "+8613800138004", "+8613800138002"  # texts never arrive; nobody picks up


def texts_only(city: City, sender: str = LIN) -> str:
    """They choose it, then report."""
    city.text(sender, "只发短信" if sender == LIN else "TEXT ONLY")
    return report(city, sender)


def test_an_officers_call_is_refused_and_the_question_goes_by_text(town: City) -> None:
    number = texts_only(town)
    told = only(town.text(QIAN, f"联系 {number}"))
    assert "只收短信" in told
    assert "询问" in told
    assert messages(town, number, Means.CALL) == []
    assert calls_to(town, QIAN) == calls_to(town, LIN) == 0
    assert "井盖是圆的吗" in only(news(town, LIN, lambda: town.text(QIAN, f"询问 {number} 井盖是圆的吗")))


def test_who_chose_it_while_the_officers_phone_rang_is_not_rung(town: City) -> None:
    number = report(town, LIN)
    town.carrier.control.attend(QIAN)
    town.text(QIAN, f"联系 {number}")
    town.text(LIN, "只发短信")
    assert rings(town, QIAN).end() == ["这位居民现在不用打电话了，谢谢您。再见。"]
    assert calls_to(town, LIN) == 0


@pytest.mark.parametrize(("sender", "text", "call"), [(LIN, "发短信给您", "回电"), (ANNA, "will text you", "call")])
def test_who_chases_thrice_is_promised_a_text(town: City, sender: str, text: str, call: str) -> None:
    number = texts_only(town, sender)
    for _ in range(3):
        told = only(town.text(sender, f"催 {number}" if sender == LIN else f"CHASE {number}"))
    assert text in told
    assert call not in told
    assert any("发短信给居民" in one for one in town.heard(JIANG)), "whoever hands out the call-backs knows it is none"


def test_who_is_unhappy_is_promised_a_text_and_the_console_sends_it(town: City) -> None:
    number = texts_only(town)
    done(town, QIAN, number)
    town.text(LIN, "1")
    town.text(LIN, "1")
    told = only(town.text(LIN, "5"))
    assert "发短信给您" in told
    assert "回电" not in told
    desk = at_desk(town, Role.OPERATOR)
    assert "只收短信" in desk.get("/console/due").text


def test_no_call_is_ordered_whatever_page_was_open(town: City) -> None:
    """The operator's page was opened before they chose it."""
    report(town, LIN)
    town.text(LIN, "人工")
    desk, callback = at_due(town, OPERATOR)
    town.text(LIN, "只发短信")
    desk.post(f"/console/due/{callback}/call")
    assert "只收短信" in desk.said
    assert calls_to(town, LIN) == calls_to(town, OPERATOR) == 0


def test_a_dropped_call_and_a_reprisal_promise_a_text(town: City) -> None:
    texts_only(town)
    told = only(town.text(LIN, "被报复"))
    assert "发短信给您" in told
    assert "回电" not in told
    assert "发短信给您" in only(town.text(LIN, "被报复")), "said again: the same"


@pytest.mark.parametrize("hour", [10, 19])
def test_whose_texts_fail_is_tried_on_other_days_and_hours_by_text_and_then_it_ends(city: City, hour: int) -> None:
    """Every ticket ends; who was never reached is counted as that."""
    at(city, 2026, 11, 23, hour, 20)
    city.text(LOST, "只发短信")
    city.text(LOST, COVER[LIN])
    number = tickets(city)[0].number
    done(city, QIAN, number)
    for _ in range(9):
        for _ in range(4):
            city.sweep()
            city.later(hours=6)
    city.sweep()
    assert (state(city, number), ticket(city, number).closed_as) == (State.CLOSED, ClosedAs.UNREACHABLE)
    tried = [m.sent_at or m.final_at for m in messages(city, number) if m.proves == "result"]
    local = [one.astimezone(ZONE) for one in tried if one is not None]
    assert len(local) == 3
    assert len({one.date() for one in local}) >= 2
    assert len({one.hour for one in local}) > 1
    assert any(one.hour >= 18 for one in local)
    assert calls_to(city, LOST) == 0


@pytest.mark.parametrize("when", ["at once", "after a call nobody answered"])
def test_who_chooses_texts_while_a_call_was_to_tell_the_result_is_told_by_text(town: City, when: str) -> None:
    number = report(town, AWAY, COVER[LIN])
    town.text(AWAY, "打电话给我")
    done(town, QIAN, number)
    town.later(hours=0 if when == "at once" else 10)
    told = town.text(AWAY, "只发短信")
    assert any("请您核实" in one for one in told)
    town.text(AWAY, "1")
    assert ticket(town, number).closed_as is ClosedAs.VERDICT
