"""The department: who is texted, what officers answer, what the coordinator rules."""

import pytest

from hotline.domain.ticket import State
from tests.journeys.stage import (
    CHU,
    COVER,
    JIANG,
    LIN,
    QIAN,
    SUN,
    WANG,
    ZHAO,
    ZHOU,
    change_staff,
    dial,
    news,
    number_in,
    only,
    report,
    state,
    ticket,
    wrong,
)  # fmt: skip
from tests.support.city import City


@pytest.mark.parametrize(
    ("body", "officer", "grid"),
    [
        ("人民路12号井盖坏了", QIAN, "east-1"),
        ("东门菜市场垃圾没人清", ZHOU, "east-2"),
        ("解放路有人占道经营", WANG, "west-1"),
        ("柳树村垃圾没人清", CHU, "north-1"),  # in a rural grid the town acts
        ("柳树村路灯不亮", QIAN, "north-1"),  # but for the lamps
    ],
)
def test_category_and_grid_pick_the_department(town: City, body: str, officer: str, grid: str) -> None:
    number = report(town, LIN, body)
    assert ticket(town, number).grid == grid
    assert number_in(only(town.heard(officer))) == number


@pytest.mark.parametrize("change", [{"on_duty": False}, {"stopped": True}])
def test_the_next_officer_gets_it_when_the_first_cannot(town: City, change: dict[str, bool]) -> None:
    change_staff(town, QIAN, **change)
    report(town, LIN)
    assert town.heard(QIAN) == []
    assert len(town.heard(SUN)) == 1


def test_with_no_officer_there_the_head_gets_it_and_with_nobody_the_coordinator_hears(town: City) -> None:
    change_staff(town, QIAN, on_duty=False)
    change_staff(town, SUN, on_duty=False)
    report(town, LIN)
    assert len(town.heard(ZHAO)) == 1
    change_staff(town, ZHAO, on_duty=False)
    heard = news(town, JIANG, lambda: report(town, "+8613800138001", "人民路13号井盖坏了"))
    assert len(heard) == 1


@pytest.mark.parametrize(
    ("words", "after", "told"),
    [
        ("接单", State.ACCEPTED, "已接单"),
        ("签收", State.ACCEPTED, "已接单"),
        ("ACCEPT {}", State.ACCEPTED, "已接单"),
        ("进展 已派人围挡", State.IN_PROGRESS, "进展：已派人围挡"),
        ("progress {} 已派人围挡", State.IN_PROGRESS, "进展：已派人围挡"),
        ("办结 {} 井盖已更换", State.RESOLVED, "井盖已更换。请您核实"),
        ("DONE 井盖已更换", State.RESOLVED, "井盖已更换。请您核实"),
    ],
)
def test_an_officers_word_moves_the_ticket_and_is_told(town: City, words: str, after: State, told: str) -> None:
    number = report(town, LIN)
    heard = news(town, LIN, lambda: town.text(QIAN, words.format(number)))
    assert told in only(heard)
    assert state(town, number) is after


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("办结", "办结"),  # asked for words
        ("进展 {}", "请写明内容"),
        ("办结 {} " + "很" * 41, "40"),
        ("办结 {} 看 http://x.cn", "网址"),
    ],
)
def test_what_an_officer_got_wrong_is_said_and_changes_nothing(town: City, words: str, answer: str) -> None:
    number = report(town, LIN)
    assert answer in only(town.text(QIAN, words.format(number)))
    assert state(town, number) is State.DISPATCHED


def test_a_wrong_number_and_somebody_elses_ticket_are_refused(town: City) -> None:
    number = report(town, LIN)
    only(town.text(QIAN, f"接单 {wrong(number)}"))
    only(town.text(ZHOU, f"接单 {number}"))
    assert state(town, number) is State.DISPATCHED


def test_with_several_in_hand_the_number_is_asked_for(town: City) -> None:
    first = report(town, LIN)
    second = report(town, "+8613800138001", "人民路14号井盖坏了")
    answer = only(town.text(QIAN, "接单"))
    assert first[:4] in answer
    assert second[:4] in answer
    town.text(QIAN, f"接单 {second}")
    assert (state(town, first), state(town, second)) == (State.DISPATCHED, State.ACCEPTED)


def test_free_text_from_an_officer_is_asked_whether_it_is_a_report(town: City) -> None:
    asked = only(town.text(QIAN, "人民路30号路灯不亮"))
    assert "1" in asked
    number = number_in(town.text(QIAN, "1")[0])
    assert state(town, number) is State.DISPATCHED


def test_a_return_is_judged_and_moves_ownership_only_when_upheld(town: City) -> None:
    number = report(town, LIN)
    asked = news(town, JIANG, lambda: town.text(QIAN, f"退回 {number} 这是自来水公司的井"))
    assert "这是自来水公司的井" in only(asked)
    assert ticket(town, number).return_pending
    moved = news(town, LIN, lambda: town.text(JIANG, f"同意退回 {number} 城管执法队"))
    assert "城管执法队" in only(moved)
    after = ticket(town, number)
    assert (after.owner, after.handler, after.state) == ("order", "order", State.DISPATCHED)
    assert number_in(town.heard(WANG)[-1]) == number


def test_a_refused_return_stays_and_the_resident_is_not_bothered(town: City) -> None:
    number = report(town, LIN)
    town.text(QIAN, f"RETURN {number} not ours")
    before = len(town.heard(LIN))
    officer = news(town, QIAN, lambda: town.text(JIANG, f"REFUSE {number}"))
    assert number_in(only(officer)) == number
    assert len(town.heard(LIN)) == before
    assert ticket(town, number).owner == "roads"


def test_a_return_after_its_time_is_refused(town: City) -> None:
    number = report(town, LIN)
    town.later(hours=8)
    only(town.text(QIAN, f"退回 {number} 不归我们"))
    assert not ticket(town, number).return_pending


def test_what_nobody_is_named_for_goes_where_the_coordinator_says(town: City) -> None:
    number = number_in(only(town.text(LIN, "报 人民路12号有一只孔雀")))
    assert state(town, number) is State.RECEIVED
    assert number_in(only(town.heard(JIANG))) == number
    moved = news(town, LIN, lambda: town.text(JIANG, f"派遣 {number} 环境卫生处"))
    assert "环境卫生处" in only(moved)
    assert number_in(only(town.heard(ZHOU))) == number


def test_the_officer_hears_the_recording_by_calling_and_keying_the_ticket(city: City) -> None:
    caller = dial(city, LIN)
    caller.press("1")
    caller.press("1")
    caller.speak("建设路小学北门，晚上有人差点掉下去")
    caller.silence()
    caller.end()
    city.settle()
    number = number_in(city.heard(QIAN)[0])
    officer = dial(city, QIAN)
    officer.press(f"{number}#")
    officer.silence()
    officer.end()
    assert "play" in officer.kinds()
    assert officer.call.audio[0][1][:4] == b"RIFF"
    other = dial(city, ZHOU)
    other.press(f"{number}#")
    other.silence()
    other.silence()
    other.end()
    assert "play" not in other.kinds(), "another department hears nothing"


def test_the_words_of_a_report_stay_out_of_logs(town: City, caplog: pytest.LogCaptureFixture) -> None:
    report(town, LIN)
    assert LIN[3:] not in caplog.text
    assert COVER[LIN] not in caplog.text
