"""The committee's final answer: whoever waits for it knows who owes it and until when, and nobody promises anything beside it."""

import pytest

from hotline.domain.replay import replay
from hotline.domain.staff import Role
from hotline.domain.ticket import State
from tests.journeys.stage import ANNA, COVER, JIANG, LIN, QIAN, ZHAO, at, done, news, only, report, state, ticket
from tests.journeys.test_more_time import SHEN, decides
from tests.support.city import City
from tests.support.desk import at_desk

DONE = {LIN: "办结 {} 井盖已更换", ANNA: "DONE {} cover replaced"}


def thrice(city: City, sender: str = LIN) -> tuple[str, list[str], list[str], list[str]]:
    """Redone twice and not solved: its number, and what resident, officer and head then hear."""
    number = report(city, sender, COVER[sender])
    for _ in range(2):
        done(city, QIAN, number, DONE[sender])
        city.text(sender, "3")
    done(city, QIAN, number, DONE[sender])
    before = {phone: len(city.heard(phone)) for phone in (QIAN, ZHAO)}
    told = city.text(sender, "3")
    return number, told, city.news(QIAN, before[QIAN]), city.news(ZHAO, before[ZHAO])


@pytest.mark.parametrize(
    ("sender", "word", "who", "day"), [(LIN, "查", "协调委员会", "11月30日"), (ANNA, "STATUS", "committee", "30 Nov")],
)
def test_whoever_asks_hears_that_the_committee_answers_and_when(town: City, sender: str, word: str, who: str, day: str) -> None:
    number, told, _, _ = thrice(town, sender)
    assert who in "".join(told)
    assert who in told[0], "before the next question is asked"
    assert day in "".join(told)
    asked = only(town.text(sender, f"{word} {number}"))
    assert who in asked
    assert day in asked
    assert "接单" not in asked


def test_the_department_is_asked_for_what_it_knows_and_promises_nothing_of_its_own(town: City) -> None:
    number, _, officer, head = thrice(town)
    assert "协调委员会最迟11月30日" in only(officer)
    assert "办结" not in only(officer), "DONE is refused"
    assert "协调委员会" in only(head)
    assert news(town, LIN, lambda: town.text(QIAN, f"接单 {number}")) == [], "no day of the department's beside the committee's"
    assert "协调委员会" in only(town.text(QIAN, f"延期 {number} 等材料"))
    assert any("协调委员会" in one for one in town.text(QIAN, f"办结 {number} 又换了"))
    desk = at_desk(town, Role.OFFICER, "roads")
    desk.get(f"/console/tickets/{number}")
    assert 'value="plan"' not in desk.page.text
    desk.post(f"/console/tickets/{number}/act", {"deed": "plan", "words": "等材料", "day": "2027-03-01"})
    assert "由委员会答复" in desk.said
    decides(town, Role.SUPERVISOR, number, "final_answer", words="井盖属开发商，已立案")
    assert state(town, number) is State.RESOLVED, "it ends when it was told"
    town.settle()
    assert state(town, number) is State.CLOSED


def test_when_the_committee_is_late_the_resident_is_told_with_another_time(town: City) -> None:
    number, _, _, _ = thrice(town)
    at(town, 2026, 11, 30, 18, 0)
    told = only(news(town, LIN, town.sweep))
    assert "协调委员会没有按时" in told
    assert "12月1日" in told or "明天" in told
    assert news(town, LIN, town.sweep) == [], "once a rung"
    asked = only(town.text(LIN, f"查 {number}"))
    assert "抱歉" in asked
    assert "协调委员会" in asked
    at(town, 2026, 12, 1, 18, 0)
    assert "协调委员会没有按时" in only(news(town, LIN, town.sweep))


def test_who_chases_the_committee_hears_of_its_day_and_the_committee_is_told(town: City) -> None:
    number, _, _, _ = thrice(town)
    before = len(town.heard(SHEN))
    told = only(town.text(LIN, f"催 {number}"))
    assert "协调委员会最迟11月30日" in told
    assert "市政维护处" not in told
    assert "催" in only(town.news(SHEN, before))
    assert "协调委员会" in only(town.text(LIN, f"查 {number}"))
    at(town, 2026, 12, 1, 9, 30)
    assert "专人" in town.text(LIN, f"催 {number}")[-1], "its day has passed: a person"


def test_its_story_does_not_call_it_an_answer_of_the_desk(town: City) -> None:
    number, _, _, _ = thrice(town)
    decides(town, Role.SUPERVISOR, number, "final_answer", words="井盖属开发商，已立案")
    desk = at_desk(town, Role.COORDINATOR)
    desk.get(f"/console/tickets/{number}")
    assert "委员会最终答复" in desk.said
    assert "当场答复" not in desk.said


def test_an_enquiry_that_was_not_answered_goes_back_to_the_desk_and_is_answered_again(city: City) -> None:
    number = report(city, LIN, "请问公园几点关门")
    decides(city, Role.OPERATOR, number, "answer", words="晚上十点关门")
    before = len(city.heard(JIANG))
    told = city.text(LIN, "3")
    assert "热线值班室" in told[0]
    assert "负责人" not in "".join(told)
    desk = "".join(city.news(JIANG, before))
    assert "再答复" in desk
    assert "由您督办" not in desk
    assert "热线值班室" in only(city.text(LIN, f"查 {number}"))
    console = at_desk(city, Role.OPERATOR)
    console.get(f"/console/tickets/{number}")
    assert 'value="answer"' in console.page.text
    again = news(city, LIN, lambda: decides(city, Role.OPERATOR, number, "answer", words="公园周日八点关门"))
    assert any("周日八点" in one for one in again)
    assert state(city, number) is State.RESOLVED
    city.text(LIN, "1")
    assert state(city, number) is State.CLOSED
    with city.hotline.database.reading() as store:
        chain = store.audit.of_chain(f"ticket:{ticket(city, number).id}")
    told_again = replay((entry.action, entry.facts) for entry in chain)
    assert told_again is not None
    assert (told_again.broken, told_again.state) == (0, State.CLOSED), "only legal moves"


def test_partly_is_told_to_the_officer_as_partly(town: City) -> None:
    number = report(town, LIN)
    done(town, QIAN, number)
    told = news(town, QIAN, lambda: town.text(LIN, "2"))
    assert "只解决了一部分" in only(told)
    assert "负责人" not in only(told), "the head is neither told nor in charge"
    assert not any("重开" in one for one in town.heard(ZHAO))
