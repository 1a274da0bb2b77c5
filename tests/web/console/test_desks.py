"""The other desks: rulings, messages that were lost, webhooks refused, who is on duty."""

from functools import reduce

import requests

from hotline.domain.message import Delivery
from hotline.domain.number import display
from hotline.domain.staff import Role
from hotline.domain.ticket import State, Ticket
from tests.storage.samples import NOW, Samples
from tests.support.city import OFFICER, OFFICER_2, RESIDENT, City
from tests.support.desk import Desk, at_desk
from tests.web.console.conftest import latest

UNREACHED = "+8613800138004"  # a simulated number that gets nothing


def _returned(city: City) -> Desk:
    city.text(OFFICER, "退回 不归我们管")
    desk = at_desk(city, Role.COORDINATOR)
    desk.get("/console/rulings")
    return desk


def test_a_return_that_is_upheld_goes_to_the_other_department(city: City, ticket: Ticket) -> None:
    desk = _returned(city)
    assert "不归我们管" in desk.said
    desk.post(f"/console/tickets/{ticket.number}/ruling", {"ruling": "uphold", "department": "order"})
    assert "已同意退回" in desk.said
    assert "没有待裁定的退回" in desk.said
    after = latest(city)
    assert (after.handler, after.owner, after.return_pending, after.state) == ("order", "order", False, State.DISPATCHED)


def test_a_return_that_is_refused_stays(city: City, ticket: Ticket) -> None:
    desk = _returned(city)
    desk.post(f"/console/tickets/{ticket.number}/ruling", {"ruling": "refuse"})
    assert "已不同意退回" in desk.said
    assert (latest(city).handler, latest(city).return_pending) == ("roads", False)
    city.settle()
    assert any(display(ticket.number) in text for text in city.heard(OFFICER)[-1:])


def test_a_ruling_that_makes_no_sense_changes_nothing(city: City, ticket: Ticket) -> None:
    desk = _returned(city)
    for form, said in (
        ({"ruling": "uphold"}, "请选改派到哪个单位"), ({"ruling": "uphold", "department": "moon"}, "请选改派到哪个单位"),
        ({"ruling": "uphold", "department": "roads"}, "请选另一个单位"),
    ):  # fmt: skip
        desk.get("/console/rulings")
        desk.post(f"/console/tickets/{ticket.number}/ruling", form)
        assert said in desk.said
    desk.get("/console/rulings")
    assert desk.post(f"/console/tickets/{ticket.number}/ruling", {"ruling": "burn"}).status_code == 404
    assert (latest(city).handler, latest(city).return_pending) == ("roads", True)


def test_what_nobody_is_named_for_is_dispatched_by_hand(city: City) -> None:
    city.text(RESIDENT, "火车站附近有件事不知道归谁管")
    assert latest(city).state is State.RECEIVED
    desk = at_desk(city, Role.COORDINATOR)
    desk.get("/console/rulings")
    desk.post(f"/console/tickets/{latest(city).number}/ruling", {"ruling": "dispatch", "department": "township"})
    assert "已派单" in desk.said
    assert (latest(city).state, latest(city).handler) == (State.DISPATCHED, "township")


def test_who_waits_to_say_where_is_not_yet_nobodys(city: City) -> None:
    city.text(RESIDENT, "井盖丢了")
    desk = at_desk(city, Role.COORDINATOR)
    assert display(latest(city).number) not in desk.get("/console/rulings").text


def test_a_lost_message_says_why_and_can_be_tried_again(city: City) -> None:
    city.text(UNREACHED, "人民路12号井盖坏了")
    desk = at_desk(city, Role.COORDINATOR)
    desk.get("/console/outbox")
    assert "登记回执" in desk.said
    assert "8004" in desk.said
    assert UNREACHED not in desk.page.text
    assert "再发一次" in desk.said
    with city.hotline.database.reading() as store:
        [lost] = store.outbox.listing({Delivery.UNDELIVERED, Delivery.FAILED})
    desk.post(f"/console/outbox/{lost.id}/again")
    assert "会再发一次" in desk.said
    with city.hotline.database.reading() as store:
        again = store.outbox.get(lost.id)
        chain = store.audit.of_chain(f"ticket:{lost.ticket_id}")
    assert again is not None
    assert (again.state, again.attempts) == (Delivery.WAITING, 0)
    assert chain[-1].action == "tried_again"


def test_what_may_have_gone_or_is_over_is_not_sent_again_by_hand(city: City) -> None:
    make = Samples()
    gone = make.reporter(stopped_at=NOW)
    rows = {
        "正在向运营商核实": make.message(state=Delivery.UNCERTAIN),
        "并没有失败": make.message(state=Delivery.DELIVERED),
        "已退订": make.message(state=Delivery.FAILED, reporter_id=gone.id),
    }
    with city.hotline.database.writing() as store:
        store.reporters.add(gone)
        for row in rows.values():
            store.outbox.add(row)
    desk = at_desk(city, Role.COORDINATOR)
    for said, row in rows.items():
        desk.get("/console/outbox")
        desk.post(f"/console/outbox/{row.id}/again")
        assert said in desk.text_of("p")[0]
        with city.hotline.database.reading() as store:
            assert store.outbox.get(row.id) == row
    assert desk.post("/console/outbox/nobodys/again").status_code == 404


def test_a_refused_webhook_is_told_with_its_reason(city: City) -> None:
    requests.post(f"{city.base}/sms", data={"Body": "x"}, timeout=20)
    requests.post(f"{city.base}/sms", data={"Body": "x"}, headers={"X-Twilio-Signature": "forged"}, timeout=20)
    desk = at_desk(city, Role.ADMIN)
    desk.get("/console/refusals")
    assert "没有签名" in desk.said
    assert "签名不对" in desk.said
    assert desk.said.count("/sms") == 2


def test_a_head_switches_the_own_people_and_dispatch_follows(city: City) -> None:
    with city.hotline.database.reading() as store:
        own, other = store.city.staff_by_phone(OFFICER), store.city.staff_by_phone("+8613900010132")
    assert own is not None
    assert other is not None
    desk = at_desk(city, Role.HEAD, "roads")
    desk.get("/console/people")
    assert own.name in desk.said
    assert other.name not in desk.said
    desk.post(f"/console/people/{own.id}/duty", {"on": "no"})
    assert "已设为不在岗" in desk.said
    city.text(RESIDENT, "人民路12号井盖坏了")
    assert len(city.heard(OFFICER_2)) == 1
    assert city.heard(OFFICER) == []
    desk.post(f"/console/people/{other.id}/duty", {"on": "no"})
    assert "不是您单位的人" in desk.said


def test_the_console_speaks_english_throughout(city: City, ticket: Ticket) -> None:
    city.text(UNREACHED, "人工")
    desk = at_desk(city, Role.COORDINATOR)
    desk.get("/console/tickets?lang=en")
    with city.hotline.database.reading() as store:
        names = [person.name for person in store.city.staff()]
    for path in ("tickets", f"tickets/{ticket.number}", "due", "rulings", "outbox", "refusals", "people", "password"):
        desk.get(f"/console/{path}")
        for tag in ("title", "h1", "h2", "th", "button", "label", "dt", "option", "summary"):
            for said in desk.text_of(tag):
                words = reduce(lambda left, name: left.replace(name, ""), names, said)  # a name is no word of ours
                assert not any("\u4e00" <= c <= "\u9fff" for c in words), (path, tag, words)
    assert desk.get("/console/tickets?lang=zh-CN").text.count('lang="zh-CN"') >= 1
    assert "工单" in desk.get("/console/tickets").text


def test_a_place_in_no_grid_is_shown_to_the_desk_with_what_it_lacks(city: City) -> None:
    """"Somewhere street 9" is a place nobody's list knows: the coordinator says in which grid it lies."""
    city.text(RESIDENT, "无名巷9号井盖坏了")
    found = latest(city)
    assert (found.place is not None, found.grid, found.category) == (True, None, "c01-cover")
    for language, said in (("zh-CN", "缺 网格"), ("en", "lacks a grid")):
        desk = at_desk(city, Role.COORDINATOR)
        desk.get(f"/console/due?lang={language}")
        assert said in desk.said, language
    city.text(RESIDENT, "解放路5号路灯不亮")
    desk.get("/console/due?lang=en")
    assert desk.said.count("lacks") == 1
