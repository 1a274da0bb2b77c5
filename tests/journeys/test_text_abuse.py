"""Too many texts, the same again, a robot, parts of one, several things in one: nothing is lost, nothing answers for ever."""

from click.testing import CliRunner

from hotline.cli import group
from hotline.domain.staff import Role
from hotline.domain.ticket import State
from hotline.services.drain_spool import drain_spool
from tests.journeys.conftest import OpenCity
from tests.journeys.stage import ANNA, LIN, OTHER, number_in, only, report, state, ticket, tickets
from tests.support.city import City
from tests.support.desk import at_desk


def test_what_is_too_much_is_kept_listed_told_once_and_taken_in_by_hand(open_one: OpenCity) -> None:
    town = open_one(LIMITS__TEXTS_AN_HOUR="3")
    for street in ("人民路", "解放路"):
        number_in(only(town.text(LIN, f"{street}12号井盖坏了")))
    town.text(LIN, "查")
    assert "发得太多" in only(town.text(LIN, "东湖公园垃圾桶满了"))
    assert town.text(LIN, "建设路小学门口有人乱停车") == []
    assert len(tickets(town)) == 2
    assert "马上拨打" in only(town.text(LIN, "东风小区着火了")), "danger is always heard"
    listed = CliRunner().invoke(group, ["texts", "limited"], env=town.environ)
    assert listed.exit_code == 0
    assert len(listed.output.strip().splitlines()) == 2
    assert LIN not in listed.output
    assert "垃圾桶" not in listed.output
    page = at_desk(town, Role.COORDINATOR).get("/console/outbox").text
    assert "来信太多，先留着的" in page
    assert "东湖公园垃圾桶满了" in page
    taken = CliRunner().invoke(group, ["texts", "take"], env=town.environ)
    assert (taken.exit_code, taken.output) == (0, "2 texts taken in\n")
    assert len(tickets(town)) == 5
    town.later(hours=2)
    assert "已登记" in only(town.text(OTHER, "人民路3号路灯不亮"))


def test_a_flood_waits_on_the_disk_and_nothing_of_it_is_lost(open_one: OpenCity) -> None:
    town = open_one(LIMITS__TEXTS_A_MINUTE="10")
    for number in range(12):
        town.carrier.control.text(f"+86137000000{number:02d}", f"人民路{number + 1}号井盖坏了")
    assert len(tickets(town)) == 10
    assert drain_spool(town.hotline.parts, town.hotline.spool) == 2
    assert len(tickets(town)) == 12


def test_a_robot_is_answered_three_times_and_no_more(town: City) -> None:
    answers = [len(town.text(LIN, "I am driving and will answer later")) for _ in range(6)]
    assert answers[3:] == [0, 0, 0]
    assert sum(answers) <= 3
    assert len(tickets(town)) <= 1
    assert town.text(LIN, "查") != []


def test_three_short_answers_in_a_row_are_no_robot(town: City) -> None:
    number = report(town, LIN)
    town.text("+8613900010112", f"办结 {number} 井盖已更换")
    for _ in range(3):
        town.text(LIN, "1")
    assert state(town, number) is State.CLOSED
    assert [town.text(OTHER, "谢谢") for _ in range(5)][-1] == []


def test_the_same_report_again_joins_the_first(town: City) -> None:
    number = report(town, LIN)
    town.later(minutes=30)
    assert f"{number[:4]}-{number[4:]}" in only(town.text(LIN, "人民路12号井盖坏了。"))
    assert len(tickets(town)) == 1
    other = number_in(only(town.text(OTHER, "人民路12号井盖坏了")))
    assert other != number, "another resident's report is theirs"


def test_a_long_text_in_parts_is_one_report(town: City) -> None:
    number = number_in(only(town.text(LIN, "(1/3) 人民路12号井盖坏了，车一过就响")))
    town.text(LIN, "(2/3) 旁边的路灯也不亮，晚上看不见")
    town.text(LIN, "(3/3) 垃圾也没人清")
    assert [made.number for made in tickets(town)] == [number]


def test_two_things_in_one_text_are_offered_apart(town: City) -> None:
    registered, offered = sorted(town.text(LIN, "1.人民路12号井盖坏了 2.解放路5号路灯不亮"), key=lambda text: "分开" in text)
    number = number_in(registered)
    assert "2件事" in offered
    assert ticket(town, number).category == "c01-cover"
    second = number_in(only(town.text(LIN, "1")))
    assert (ticket(town, second).category, ticket(town, second).place) == ("c01-lamp", "解放路5号")
    first = number_in(town.text(ANNA, "Manhole cover broken at 12 Renmin Road; street light out on Jiefang Road")[0])
    town.text(ANNA, "2")
    assert len(tickets(town)) == 3
    assert ticket(town, first).category == "c01-cover"


def test_anger_without_a_matter_is_greeted_and_with_one_is_a_report(town: City) -> None:
    assert "请直接写" in only(town.text(LIN, "他妈的"))
    assert tickets(town) == ()
    assert "已登记" in only(town.text(LIN, "他妈的人民路12号井盖又坏了"))


def test_a_third_language_gets_an_answer_it_may_read(town: City) -> None:
    text = only(town.text(LIN, "Сломан люк на улице"))
    assert "No. " in text or "no. " in text
    assert len(tickets(town)) == 1


def test_a_forwarded_text_and_a_map_link_are_read(town: City) -> None:
    number = number_in(only(town.text(LIN, "转发：井盖坏了 https://maps.google.com/?q=39.9123,116.4212")))
    assert (ticket(town, number).category, ticket(town, number).grid) == ("c01-cover", "east-1")
