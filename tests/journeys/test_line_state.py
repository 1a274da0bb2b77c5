"""Which way the line answers: a person first or the menu, by hours and by switch; and the emergency greeting."""

from click.testing import CliRunner

from hotline.cli import group
from hotline.domain.staff import Role
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import ANNA, LIN, at, change_staff, dial, report, rings, tickets, walk
from tests.journeys.test_queue import SHEN, on_duty, waits
from tests.support.city import City
from tests.support.desk import at_desk


def switched(city: City, how: str) -> None:
    desk = at_desk(city, Role.SUPERVISOR)
    desk.get("/console/line")
    desk.post("/console/line/answering", {"how": how})
    assert desk.page.status_code == 200


def test_person_first_rings_at_once_and_a_key_opens_the_menu(city: City) -> None:
    on_duty(city, SHEN)
    switched(city, "person_first")
    phone = dial(city, LIN)
    phone.until("queue")
    assert "正在为您转人工" in " ".join(phone.heard())
    city.settle()
    rings(city, SHEN)
    phone.press("1")
    phone.until("gather")
    assert "请直接说您的事" in " ".join(phone.heard())
    assert [w.state.value for w in waits(city)] == ["left"]


def test_person_first_with_nobody_on_duty_is_the_menu(city: City) -> None:
    switched(city, "person_first")
    assert "请直接说您的事" in walk(city, LIN).dial().last


def test_a_person_who_does_not_come_in_time_leaves_the_menu(city: City) -> None:
    change_staff(city, SHEN, on_duty=True)  # and not at their telephone
    switched(city, "person_first")
    phone = dial(city, LIN)
    phone.until("gather")
    city.settle()
    city.clock.move(city.hotline.parts.desk.menu_after)
    city.carrier.control.silence(phone.call.sid)
    for _ in range(3):
        phone.until("gather")
        if "请直接说您的事" in " ".join(phone.heard()):
            break
        city.carrier.control.silence(phone.call.sid)  # a round that began before the clock moved
    assert "请直接说您的事" in " ".join(phone.heard())


def test_as_configured_goes_by_the_hours(open_one: OpenCity) -> None:
    town = open_one(ANSWERING__HOURS='[{when: "mon-fri 08:00-12:00", how: person_first}]')
    on_duty(town, SHEN)
    phone = dial(town, LIN)
    phone.until("queue")
    at(town, 2026, 11, 23, 13, 0)
    assert "请直接说您的事" in walk(town, ANNA).dial().last


def test_in_an_emergency_everybody_hears_what_there_is_to_say_and_danger_comes_first(city: City) -> None:
    report(city, ANNA)
    desk = at_desk(city, Role.SUPERVISOR)
    desk.get("/console/line")
    desk.post("/console/line/emergency", {"on": "yes", "zh-CN": "台风今晚登陆，请不要出门。", "en": "the typhoon lands tonight"})
    assert "the typhoon lands tonight" in walk(city, "+8613800138033").dial().press("8").last, "whoever changes the language"
    call = walk(city, LIN).dial()
    assert "请注意：台风今晚登陆，请不要出门。" in call.last
    assert call.last.index("有危险，请按5") < call.last.index("反映情况，请按1"), "danger first, on the key it always has"
    assert "the typhoon lands tonight" in walk(city, ANNA).dial().last
    assert "有人受伤请拨幺二零" in call.press("5").last
    assert sum(t.urgent for t in tickets(city)) == 1
    other = walk(city, "+8613800138044").dial().press("1").record(9, "#")
    assert "编号是" in other.last
    desk.post("/console/line/emergency", {"on": "no"})
    assert "应急热线" not in walk(city, "+8613800138055").dial().last


def test_a_notice_in_chinese_alone_is_not_read_to_somebody_english(city: City) -> None:
    report(city, ANNA)
    desk = at_desk(city, Role.SUPERVISOR)
    desk.get("/console/line")
    desk.post("/console/line/emergency", {"on": "yes", "zh-CN": "台风今晚登陆"})
    call = walk(city, ANNA).dial()
    assert "emergency line" in call.last
    assert "台风" not in call.last
    assert "Please note" not in call.last
    assert "請注意：台风今晚登陆" in walk(city, LIN).dial().press("7").last, "Cantonese reads the same characters"


def test_only_whoever_answers_for_the_line_switches_it_and_it_is_audited(city: City) -> None:
    for role in (Role.OPERATOR, Role.AUDITOR):
        assert at_desk(city, role).get("/console/line").status_code == 403
    desk = at_desk(city, Role.ADMIN)
    desk.get("/console/line")
    desk.post("/console/line/answering", {"how": "person_first"})
    desk.post("/console/line/answering", {"how": "nobody_first"})
    assert "请选一种接听方式" in desk.said
    desk.post("/console/line/emergency", {"on": "yes", "zh-CN": "长" * 61})
    assert "太长" in desk.said
    desk.post("/console/line/emergency", {"on": "yes", "zh-CN": "台风今晚登陆"})
    with city.hotline.database.reading() as store:
        told = [(entry.action, entry.words is not None) for entry in store.audit.of_chain("line")]
    assert told == [("answering_switched", False), ("emergency_on", True)]


def test_the_command_shows_and_switches(open_one: OpenCity) -> None:
    town = open_one()
    run = CliRunner().invoke(group, ["line", "answering", "person_first"], env=town.environ)
    assert (run.exit_code, run.output) == (0, "answering: person_first\n")
    shown = CliRunner().invoke(group, ["line", "show"], env=town.environ)
    assert "person_first (switched)" in shown.output
    wrong = CliRunner().invoke(group, ["line", "emergency", "on", "--zh", "长" * 70], env=town.environ)
    assert wrong.exit_code != 0
