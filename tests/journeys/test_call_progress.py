"""Progress by telephone: own tickets, a number keyed or said, other people's tickets, and chasing until a person rings."""

import pytest

from hotline.domain.ticket import State
from tests.journeys.stage import (
    ANNA,
    LIN,
    OTHER,
    QIAN,
    WITHHELD,
    ZHAO,
    call_backs,
    done,
    number_in,
    only,
    report,
    shown,
    state,
    ticket,
    tickets,
    walk,
    wrong,
)  # fmt: skip
from tests.journeys.test_walks import spelled
from tests.support.city import City


def test_the_third_chase_brings_a_person_whichever_way_it_came(city: City) -> None:
    number = report(city, LIN)
    walk(city, LIN).dial().press("2").press("1")
    city.settle()
    assert (ticket(city, number).chases, city.heard(ZHAO), call_backs(city)) == (1, [], [])
    city.text(LIN, "催")
    assert shown(number) in only(city.heard(ZHAO))
    walk(city, LIN).dial().press("2").speak("催办")
    city.settle()
    assert [c.reason for c in call_backs(city)] == ["third_contact"]
    assert len(city.heard(QIAN)) == 4
    assert len(tickets(city)) == 1


@pytest.mark.parametrize(("caller", "owner"), [(OTHER, LIN), (WITHHELD, LIN)])
def test_of_another_number_anybody_hears_state_department_and_deadline_only(city: City, caller: str, owner: str) -> None:
    number = report(city, owner)
    call = walk(city, caller).dial().press("2").press(f"{number}#")
    assert call.last == (
        f"编号{spelled(number, LIN)}。办理单位是市政维护处，现在已派单。最迟明天上午十点二十答复。"
        "查别的编号，请按2；没有别的事就可以挂机。"
    )
    call.press("1")
    assert "没有1号选项" in call.last
    assert ticket(city, number).chases == 0


@pytest.mark.parametrize(
    ("keyed", "answer"),
    [("{wrong}#", "这个编号不对，请核对每一位数字"), ("12345671#", "没有查到这个编号"), ("123#", "编号是八到十位数字")],
)
def test_a_wrong_number_is_said_at_once_and_asked_again(town: City, keyed: str, answer: str) -> None:
    number = report(town, LIN)
    call = walk(town, OTHER).dial().press("2")
    assert "这个号码名下没有在办的工单" in call.last
    assert answer in call.press(keyed.format(wrong=wrong(number))).last
    assert "市政维护处" in call.press(f"{number}#").last


@pytest.mark.parametrize(
    ("caller", "digits"),
    [
        (LIN, "零 幺 二 三 四 五 六 七 八 九"),
        (LIN, "零 一 二 三 四 五 六 七 八 九"),
        (ANNA, "zero one two three four five six seven eight nine"),
        (ANNA, "0 1 2 3 4 5 6 7 8 9"),
    ],
)
def test_a_number_may_be_said(town: City, caller: str, digits: str) -> None:
    said = digits.split()
    number = report(town, caller)
    done(town, QIAN, number)
    for digit in ("1", "1", "1"):
        town.text(caller, digit)
    report(town, caller, {LIN: "解放路5号路灯不亮", ANNA: "Street light out at 5 Jiefang Road"}[caller])
    words = ("" if caller == LIN else " ").join(said[int(digit)] for digit in number)
    call = walk(town, caller).dial().press("2").press("2").speak(words)
    assert {LIN: "现在已办结", ANNA: "It is closed"}[caller] in call.last
    assert spelled(number, caller) in call.last


@pytest.mark.parametrize("sender", [LIN, ANNA])
def test_of_several_one_is_chosen_by_key(city: City, sender: str) -> None:
    first = report(city, sender)
    city.later(minutes=1)
    second = report(city, sender, {LIN: "解放路5号路灯不亮", ANNA: "Street light out at 5 Jiefang Road"}[sender])
    call = walk(city, sender).dial().press("2")
    for number in (first, second):
        tail = {LIN: spelled(number, LIN)[-4:], ANNA: " ".join(number[-4:])}[sender]
        assert tail in call.last
    call.press("2")
    assert spelled(first, sender) in call.last
    call.press("1")
    assert (ticket(city, first).chases, ticket(city, second).chases) == (1, 0)


def test_somebody_with_one_closed_ticket_hears_of_it_and_cannot_chase_it(town: City) -> None:
    number = number_in(only(town.text(LIN, "人民路12号井盖坏了")))
    done(town, QIAN, number)
    for digit in ("1", "1", "1"):
        town.text(LIN, digit)
    call = walk(town, LIN).dial().press("2")
    assert "现在已办结" in call.last
    assert "催办" not in call.last
    assert state(town, number) is State.CLOSED
