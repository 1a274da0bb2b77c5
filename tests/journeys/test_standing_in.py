"""Somebody is away and somebody else acts; the night has people of its own, and is judged at night."""

from datetime import datetime, timedelta

import pytest

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.message import Means
from hotline.domain.staff import Role
from hotline.domain.ticket import State
from hotline.services.absences import come_back, go_away, set_deputy
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import (
    JIANG,
    LIN,
    QIAN,
    SUN,
    WANG,
    ZHAO,
    ZONE,
    at,
    audit,
    change_staff,
    done,
    messages,
    news,
    number_in,
    only,
    report,
    state,
    ticket,
)
from tests.support.city import City
from tests.support.desk import at_desk

HAND = Actor(kind=ActorKind.SYSTEM, id="command", via="command")
FENG, SHEN = "+8613900010133", "+8613900010171"  # the second officer of street order; the supervisor
NOISE = "解放路广场舞太吵了"


def who(city: City, phone: str) -> str:
    with city.hotline.database.reading() as store:
        person = store.city.staff_by_phone(phone)
    assert person is not None
    return person.id


def away(city: City, phone: str, hours: float = 48, after: float = 0) -> None:
    start = city.clock.now() + timedelta(hours=after)
    go_away(city.hotline.parts, HAND, who(city, phone), start, start + timedelta(hours=hours))
    city.settle()


def deputy(city: City, phone: str, of: str) -> None:
    set_deputy(city.hotline.parts, HAND, who(city, of), who(city, phone))


def local(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=ZONE)  # type: ignore[arg-type,misc]


def test_a_new_ticket_goes_to_the_deputy_of_whoever_is_away_and_back_to_them_when_they_are_back(city: City) -> None:
    deputy(city, ZHAO, of=QIAN)
    away(city, QIAN)
    number = report(city, LIN)
    assert city.heard(QIAN) == []
    assert number_in(only(city.heard(ZHAO))) == number
    assert state(city, number) is State.DISPATCHED
    city.text(ZHAO, "接单")
    assert state(city, number) is State.ACCEPTED
    come_back(city.hotline.parts, HAND, who(city, QIAN))
    assert number_in(only(news(city, QIAN, lambda: report(city, "+8613800138001", "人民路14号井盖坏了"))))


def test_without_a_deputy_the_next_then_the_head_then_the_coordinator_hears_that_nobody_is_there(town: City) -> None:
    away(town, QIAN)
    report(town, LIN)
    assert (len(town.heard(QIAN)), len(town.heard(SUN)), len(town.heard(ZHAO))) == (0, 1, 0)
    away(town, SUN)
    assert (len(town.heard(SUN)), len(town.heard(ZHAO))) == (1, 1)  # what waited with the second went on to the head
    away(town, ZHAO)
    before = len(town.heard(JIANG))
    number = report(town, "+8613800138001", "人民路13号井盖坏了")
    assert len(town.heard(ZHAO)) == 1
    assert len(town.heard(JIANG)) == before + 1
    assert ticket(town, number).officer_id is None


def test_a_ticket_that_waits_goes_to_the_deputy_the_moment_its_officer_goes(city: City) -> None:
    number = report(city, LIN)
    assert len(city.heard(QIAN)) == 1
    deputy(city, SUN, of=QIAN)
    heard = news(city, SUN, lambda: away(city, QIAN))
    assert number_in(only(heard)) == number
    assert "接单" in only(heard)
    assert ticket(city, number).officer_id == who(city, SUN)
    assert audit(city, number)[-1] == "handed_over"
    assert news(city, SUN, city.sweep) == []  # once
    city.text(SUN, "接单")
    assert state(city, number) is State.ACCEPTED


def test_the_deputy_comes_before_whoever_else_is_on_duty(town: City) -> None:
    change_staff(town, QIAN, on_duty=False)
    number = report(town, LIN)
    change_staff(town, QIAN, on_duty=True)
    deputy(town, ZHAO, of=SUN)
    away(town, SUN)
    assert (ticket(town, number).officer_id, town.heard(QIAN)) == (who(town, ZHAO), [])


def test_an_absence_entered_before_hands_over_when_it_begins(town: City) -> None:
    at(town, 2026, 11, 23, 15, 0)
    number = report(town, LIN)
    away(town, QIAN, after=1)
    assert town.sweep().handed_over == 0
    assert town.heard(SUN) == []
    town.later(hours=1)
    assert town.sweep().handed_over == 1
    assert number_in(only(town.heard(SUN))) == number
    assert town.sweep().handed_over == 0


def test_who_is_back_in_time_keeps_what_waits_and_what_was_accepted_stays_with_whoever_took_it(town: City) -> None:
    at(town, 2026, 11, 23, 10, 0)
    waiting = report(town, LIN)
    away(town, QIAN, hours=1)
    assert ticket(town, waiting).officer_id == who(town, QIAN)
    at(town, 2026, 11, 23, 11, 30)
    town.text(QIAN, "接单")
    away(town, QIAN, hours=200)
    assert ticket(town, waiting).officer_id == who(town, QIAN)
    assert town.heard(SUN) == []


def test_what_an_officer_texts_while_away_still_counts(town: City) -> None:
    number = report(town, LIN)
    town.text(QIAN, "接单")
    away(town, QIAN)
    done(town, QIAN, number)
    assert state(town, number) is State.RESOLVED


def test_the_heads_texts_go_to_their_deputy(town: City) -> None:
    number = report(town, LIN)
    deputy(town, SUN, of=ZHAO)
    away(town, ZHAO, hours=24 * 30)
    for _ in range(2):
        town.text(LIN, f"催 {number}")
    assert town.heard(ZHAO) == []
    assert any(number[:4] in text for text in town.heard(SUN))
    before = len(town.heard(SUN))
    at(town, 2026, 12, 9, 10, 0)
    town.sweep()
    assert town.heard(ZHAO) == []
    assert len(town.heard(SUN)) > before


def test_with_the_coordinator_away_the_supervisor_hears_what_needs_one(town: City) -> None:
    away(town, JIANG)
    before = len(town.heard(SHEN))
    report(town, LIN, "人民路12号有一件说不清的怪事需要处理")
    assert town.heard(JIANG) == []
    assert len(town.heard(SHEN)) == before + 1


# Night.


@pytest.fixture
def night(open_one: OpenCity) -> City:
    """冯涛 is on at night for street order; 王静 is its first officer by day."""
    return open_one(DUTY__NIGHT="{order: [冯涛]}")


def test_noise_at_eleven_reaches_the_night_officer_and_is_judged_at_twenty_to_twelve(night: City) -> None:
    at(night, 2026, 11, 23, 23, 0)
    number = report(night, LIN, NOISE)
    assert number_in(only(night.heard(FENG))) == number
    assert night.heard(WANG) == []
    at(night, 2026, 11, 23, 23, 40)
    heard = news(night, LIN, lambda: done(night, FENG, number, "办结 {} 已劝离"))
    assert "请您核实" in only(heard)
    assert "没有人" not in only(heard)
    answer = night.text(LIN, "1")
    assert len(answer) == 1  # what follows from an answer comes at once as well
    assert not [m for m in messages(night, number, Means.TEXT) if m.held == "quiet_hours"]
    assert not [m for m in messages(night, number, Means.CALL) if m.due_at < local(2026, 11, 24, 8)]


def test_what_waited_for_the_morning_is_not_told_after_the_result_that_came_at_night(night: City) -> None:
    at(night, 2026, 11, 23, 23, 0)
    number = report(night, LIN, NOISE)
    assert news(night, LIN, lambda: night.text(FENG, "接单")) == []
    at(night, 2026, 11, 23, 23, 40)
    assert len(news(night, LIN, lambda: done(night, FENG, number, "办结 {} 已劝离"))) == 1
    assert news(night, LIN, lambda: at(night, 2026, 11, 24, 8, 0)) == []


def test_by_day_noise_goes_to_the_usual_officer(night: City) -> None:
    at(night, 2026, 11, 23, 10, 0)
    report(night, LIN, NOISE)
    assert len(night.heard(WANG)) == 1
    assert night.heard(FENG) == []


def test_what_is_not_of_the_night_goes_to_the_usual_officer_at_once_and_its_result_waits_for_the_morning(night: City) -> None:
    at(night, 2026, 11, 23, 23, 0)
    number = report(night, LIN)
    assert number_in(only(night.heard(QIAN))) == number
    at(night, 2026, 11, 23, 23, 40)
    assert news(night, LIN, lambda: done(night, QIAN, number)) == []
    (result,) = [m for m in messages(night, number) if m.proves == "result"]
    assert (result.held, result.due_at) == ("quiet_hours", local(2026, 11, 24, 8))
    assert "请您核实" in only(news(night, LIN, lambda: at(night, 2026, 11, 24, 8, 0)))


def test_noise_reported_by_day_is_not_judged_at_night(night: City) -> None:
    at(night, 2026, 11, 23, 16, 0)
    number = report(night, LIN, NOISE)
    at(night, 2026, 11, 23, 23, 40)
    assert news(night, LIN, lambda: done(night, WANG, number, "办结 {} 已劝离")) == []


def test_noise_of_another_night_is_not_judged_at_this_one(night: City) -> None:
    at(night, 2026, 11, 23, 23, 0)
    number = report(night, LIN, NOISE)
    at(night, 2026, 11, 24, 23, 40)
    assert news(night, LIN, lambda: done(night, FENG, number, "办结 {} 已劝离")) == []


def test_a_night_officer_who_is_away_has_a_deputy_too(night: City) -> None:
    deputy(night, WANG, of=FENG)
    away(night, FENG)
    at(night, 2026, 11, 23, 23, 0)
    report(night, LIN, NOISE)
    assert len(night.heard(WANG)) == 1


def test_whoever_stands_in_for_the_coordinator_decides_by_text_and_on_the_console(city: City) -> None:
    away(city, JIANG)
    asked = news(city, SHEN, lambda: city.text(LIN, "投诉城管执法队工作人员态度恶劣"))
    number = number_in(only(asked))
    assert "派遣" in asked[0]
    assert any("市政维护处" in text for text in city.text(SHEN, f"派遣 {number} 市政维护处"))
    assert ticket(city, number).handler == "roads"
    city.text(QIAN, f"退回 {number} 不是我们的人")
    assert "不能再退" not in only(city.text(SHEN, f"不同意退回 {number}"))
    assert not ticket(city, number).return_pending
    desk = at_desk(city, Role.SUPERVISOR)
    desk.get(f"/console/tickets/{number}")
    assert "不予受理" in desk.said
    desk.post(f"/console/tickets/{number}/decision", {"act": "reject", "reason": "no_matter"})
    assert state(city, number) is State.REJECTED


def test_a_supervisor_decides_nothing_of_the_coordinators_while_they_are_there(city: City) -> None:
    number = report(city, LIN)
    assert "派遣" not in "".join(city.text(SHEN, f"派遣 {number} 城管执法队"))
    assert ticket(city, number).handler == "roads"
    desk = at_desk(city, Role.SUPERVISOR)
    desk.get(f"/console/tickets/{number}")
    assert "不予受理" not in desk.said


def test_the_coordinator_stands_in_for_the_committee(city: City) -> None:
    away(city, SHEN)
    number = report(city, LIN)
    asked = news(city, JIANG, lambda: city.text(QIAN, f"延期 {number} 配件要从外地调"))
    assert "配件要从外地调" in "".join(asked)
    desk = at_desk(city, Role.COORDINATOR)
    desk.get(f"/console/tickets/{number}")
    desk.post(f"/console/tickets/{number}/decision", {"act": "grant_extension"})
    assert ticket(city, number).extensions == 1
