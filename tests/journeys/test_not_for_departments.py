"""What an officer and a head do not read of whoever reported: how they judged, what they were told, whose words are whose."""

import pytest

from hotline.domain.staff import Role
from tests.journeys.stage import JIANG, LIN, QIAN, done, news, number_in, only, report, state
from tests.support.city import City
from tests.support.desk import Desk, at_desk

OF_ROADS = (Role.OFFICER, Role.HEAD)
VERDICTS = ("不满意", "有人联系", "感谢评价", "很满意", "评价 ·", "没解决")


def page_of(city: City, role: Role, number: str, department: str | None = "roads") -> Desk:
    desk = at_desk(city, role, department)
    assert desk.get(f"/console/tickets/{number}").status_code == 200
    return desk


@pytest.mark.parametrize("answers", [("1", "1", "5"), ("1", "2", "1"), ("3",), ("2",)])
def test_a_ticket_page_tells_a_department_nothing_of_the_verdict(city: City, answers: tuple[str, ...]) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    for answer in answers:
        city.text(LIN, answer)
    for role in OF_ROADS:
        said = page_of(city, role, number).said
        assert not [each for each in VERDICTS if each in said.replace("核实为没有解决", "")], said
    if answers[-1] == "5":
        assert "不满意" in page_of(city, Role.COORDINATOR, number, None).said
        assert "居民不满意" in "".join(city.heard(JIANG))


def test_what_a_forgotten_reporter_was_texted_is_read_by_nobody_of_the_department(city: City) -> None:
    number = report(city, LIN)
    city.text(LIN, "匿名")
    done(city, QIAN, number, "办结 {} 井盖已更换")
    for answer in ("1", "1", "1"):
        city.text(LIN, answer)
    city.later(hours=25)
    city.sweep()
    city.sweep()
    assert state(city, number).value == "closed"
    with city.hotline.database.reading() as store:
        found = store.tickets.by_number(number)
        assert found is not None
        assert found.reporter_id is None, "forgotten"
        told = [m.body for m in store.outbox.of_ticket(found.id) if m.staff_id is None and m.body]
    assert told
    for role in OF_ROADS:
        page = page_of(city, role, number).page.text
        assert not [each for each in told if each in page]


def test_the_desks_summary_is_said_to_be_the_desks(city: City) -> None:
    number = number_in(city.text(LIN, "举报人民路30号违章搭建彩钢房")[0])
    desk = at_desk(city, Role.COORDINATOR)
    desk.get(f"/console/tickets/{number}")
    with city.hotline.database.reading() as store:
        found = store.tickets.by_number(number)
        assert found is not None
        officer = store.city.staff()
        phone = next(p.phone for p in officer if p.id == found.officer_id)
    assert phone is not None
    before = len(city.heard(LIN))
    told = news(city, phone, lambda: desk.post(f"/console/tickets/{number}/summary", {"words": "三层平台有加建"}))
    assert "三层平台有加建" in only(told)
    assert "居民有补充" not in only(told)
    assert "不是居民原话" in only(told)
    assert city.heard(LIN)[before:] == [], "who reported has added nothing"
    city.later(minutes=1)
    city.text(LIN, "被报复")
    protector = at_desk(city, Role.PROTECTION)
    with city.hotline.database.reading() as store:
        protected = store.tickets.listing(protection=True)[0].number
    protector.get("/console/evidence")
    protector.post(f"/console/evidence/{protected}")
    assert "热线写的摘要" in protector.said
    assert "含您的原话" not in protector.said


def test_figures_of_a_few_verdicts_are_hidden_from_the_department(city: City) -> None:
    number = report(city, LIN)
    done(city, QIAN, number)
    for answer in ("1", "1", "5"):
        city.text(LIN, answer)
    day = f"{city.clock.now():%Y-%m-%d}"
    month = f"{city.clock.now():%Y-%m}"
    for role in OF_ROADS:
        desk = at_desk(city, role, "roads")
        assert desk.get(f"/console/kpi?since={day}&until={day}&by=category").status_code == 404, "no window of their own"
        for path in (f"/console/kpi?period={month}&by=category", f"/console/kpi?period={month}", "/console/kpi"):
            desk.get(path)
            assert desk.said.replace("“少于5”", "").count("少于5") >= 2, path
            assert "0 / 1" not in desk.said, path
    desk = at_desk(city, Role.SUPERVISOR)
    desk.get(f"/console/kpi?period={month}&by=category")
    assert "少于5" not in desk.said.replace("“少于5”", "")
    assert desk.get(f"/console/kpi?since={day}&until={day}&by=category").status_code == 200
