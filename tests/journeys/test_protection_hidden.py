"""What nobody but protection officers may come to know: who reported a reprisal, and that anybody did."""

from click.testing import CliRunner

from hotline.cli import group
from hotline.domain.message import Delivery
from hotline.domain.staff import Role
from tests.journeys.stage import LIN, OTHER, report, shown
from tests.support.city import City
from tests.support.desk import at_desk

UNREACHED = "+8613800138004"  # its texts do not arrive
QIN = "+8613900010175"  # the protection officer


def protected_number(city: City) -> str:
    with city.hotline.database.reading() as store:
        return store.tickets.listing(protection=True)[0].number


def by_command(city: City, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(group, list(words), env=dict(city.environ), catch_exceptions=False)
    return result.exit_code, result.output


def lost_of(city: City) -> str:
    with city.hotline.database.reading() as store:
        [lost] = store.outbox.listing({Delivery.UNDELIVERED, Delivery.FAILED})
    return lost.id


def test_a_lost_text_about_a_reprisal_stands_in_the_protection_officers_list_alone(city: City) -> None:
    city.text(UNREACHED, "被报复")
    number, lost = shown(protected_number(city)), lost_of(city)
    for role in (Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN):
        desk = at_desk(city, role)
        desk.get("/console/outbox")
        assert not [each for each in (number, "8004", "报复") if each in desk.said], role
        assert "另有1条保护工单的信息没有送到" in desk.said
    desk = at_desk(city, Role.COORDINATOR)
    desk.get("/console/outbox")
    assert desk.post(f"/console/outbox/{lost}/again").status_code == 404
    protector = at_desk(city, Role.PROTECTION)
    protector.get("/console/outbox")
    assert number in protector.said
    assert "再发一次" in protector.said
    protector.post(f"/console/outbox/{lost}/again")
    assert "会再发一次" in protector.said


def test_a_protection_officer_sees_no_other_message_and_takes_nothing_in(city: City) -> None:
    city.text(UNREACHED, "人民路12号井盖坏了")
    lost = lost_of(city)
    protector = at_desk(city, Role.PROTECTION)
    protector.get("/console/outbox")
    assert "8004" not in protector.said
    assert protector.post(f"/console/outbox/{lost}/again").status_code == 404
    assert protector.post("/console/outbox/limited").status_code == 403


def test_by_command_a_lost_text_about_a_reprisal_is_a_number(city: City) -> None:
    city.text(UNREACHED, "被报复")
    lost = lost_of(city)
    status, said = by_command(city, "outbox", "list")
    assert status == 0
    assert "1 more of protection tickets" in said
    assert not [each for each in ("8004", "reprisal", protected_number(city)) if each in said]
    status, said = by_command(city, "outbox", "list", "--json")
    assert lost not in said
    assert by_command(city, "outbox", "retry", lost)[0] != 0


def test_by_command_no_protection_ticket_is_named(city: City) -> None:
    city.text(LIN, "被报复")
    number, plain = protected_number(city), report(city, OTHER, "人民路12号井盖坏了")
    assert by_command(city, "tickets", "show", plain)[0] == 0
    protected, unknown = by_command(city, "tickets", "show", number), by_command(city, "tickets", "show", "12345671")
    assert protected[0] == unknown[0] != 0
    assert protected[1].replace(number, "") == unknown[1].replace("12345671", "")
    status, said = by_command(city, "sweep", "--dry-run", "--now", "2027-03-01T12:00")
    assert status == 0
    assert shown(plain) in said
    assert "protection  would be:" in said
    assert not [each for each in (shown(number), number, "reprisal", "protection_") if each in said]
    assert number not in by_command(city, "sweep", "--dry-run", "--json", "--now", "2027-03-01T12:00")[1]


def test_what_they_text_beyond_the_limit_is_not_put_before_the_desk(city: City) -> None:
    city.text(LIN, "被报复")
    for turn in range(30):
        city.text(LIN, f"今天第{turn}次有人来")
    told = len(city.heard(QIN))
    city.text(LIN, "刚才砸了我家门锁")
    desk = at_desk(city, Role.COORDINATOR)
    desk.get("/console/outbox")
    assert "门锁" not in desk.said
    assert "太多" not in desk.said
    with city.hotline.database.reading() as store:
        found = store.tickets.listing(protection=True)[0]
        assert "刚才砸了我家门锁" in [entry.words for entry in store.entries.of_ticket(found.id)]
    assert len(city.heard(QIN)) == told, "they are not texted about each"
