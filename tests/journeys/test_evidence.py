"""Whoever was exposed gets the list of who saw what: every door that shows something of a reporter is walked, and each look
stands in it, once, with a name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from hotline.cli.outbox import BY_COMMAND
from hotline.domain.evidence import Saw
from hotline.domain.staff import Role
from hotline.domain.ticket import Kind
from hotline.services.consent_record import note_export
from hotline.services.evidence import Row, evidence_by_command
from hotline.web.console import DOORS
from tests.journeys.joined import hangs_up, talk
from tests.journeys.stage import ANNA, LIN, QIAN, at_home, dial, number_in, reporter, rings, tickets
from tests.journeys.test_duty import alarm, takes
from tests.journeys.test_queue import SHEN, in_queue, offered, on_duty
from tests.support.city import City
from tests.support.desk import Desk, at_desk
from tests.support.photos import jpeg

# The doors of the console that show one reporter's things. A door added since must say here what it shows, and if it shows
# something of a reporter it must be walked below.
WALKED = {"/tickets/<number>", "/photos/<photo_id>", "/recordings/<recording_id>", "/drafts/<draft_id>"}


def rows(city: City, number: str) -> list[Row]:
    """All but the giving of the list itself."""
    found = evidence_by_command(city.hotline.parts, BY_COMMAND, number).rows
    return [each for each in found if each.what is not Saw.EVIDENCE_GIVEN]


def test_every_page_of_one_thing_is_accounted_for() -> None:
    assert {door.rule for door in DOORS if "<" in door.rule and "GET" in door.methods} == WALKED


@dataclass
class Stage:
    """A sealed ticket with a photo, one with a recording, a call-back, and a call that dropped."""

    city: City
    sealed: str
    spoken: str

    def desk(self, role: Role, department: str | None = None) -> Desk:
        return at_desk(self.city, role, department)

    def id_of(self, what: str) -> str:
        with self.city.hotline.database.reading() as store:
            number = self.spoken if what == "recording" else self.sealed
            ticket = store.tickets.by_number(number)
            assert ticket is not None
            if what == "recording":
                return store.recordings.of_ticket(ticket.id)[0].id
            if what == "photo":
                return store.photos.of_ticket(ticket.id)[0].id
            if what == "draft":
                return store.drafts.open()[0].id
            return next(one.id for one in store.callbacks.open() if one.ticket_id is None and one.draft_id is None)


def staged(city: City) -> Stage:
    city.text(LIN, "人民路12号井盖坏了", jpeg())
    sealed = tickets(city)[0].number
    city.text(LIN, "保密")
    city.clock.move(timedelta(minutes=20))
    caller = dial(city, LIN)
    for key in ("1", "1"):
        caller.press(key)
    caller.speak("建设路小学北门，路灯不亮")
    caller.silence()
    caller.end()
    city.settle()
    spoken = next(each.number for each in tickets(city) if each.number != sealed)
    city.text(LIN, "人工")
    city.clock.move(timedelta(minutes=20))
    dropping = dial(city, LIN)
    for key in ("1", "1"):
        dropping.press(key)
    city.carrier.control.hang_up(dropping.call.sid)
    assert dropping.call.until_over(5)
    city.settle()
    return Stage(city=city, sealed=sealed, spoken=spoken)


def _reveal(stage: Stage) -> None:
    desk = stage.desk(Role.OPERATOR)
    desk.get(f"/console/tickets/{stage.spoken}")
    assert LIN in desk.post(f"/console/tickets/{stage.spoken}/reporter", {"reason": "danger"}).text


def _called(stage: Stage) -> None:
    desk = stage.desk(Role.SUPERVISOR)
    desk.get("/console/due")
    assert LIN in desk.post(f"/console/due/{stage.id_of('callback')}/number", {"reason": "call_back"}).text


def _get(role: Role, path: str, department: str | None = None) -> Callable[[Stage], None]:
    def act(stage: Stage) -> None:
        named = {name: stage.id_of(name) for name in ("photo", "recording", "draft") if f"{{{name}}}" in path}
        assert stage.desk(role, department).get(path.format(sealed=stage.sealed, **named)).status_code == 200

    return act


def _by_telephone(stage: Stage) -> None:
    officer = dial(stage.city, QIAN)
    officer.press(f"{stage.spoken}#")
    officer.silence()
    officer.end()
    assert "play" in officer.kinds()


def _bridge(stage: Stage) -> None:
    city = stage.city
    at_home(city, QIAN)
    city.text(QIAN, f"联系 {stage.spoken}")
    officer = rings(city, QIAN)
    resident = talk(city, officer, LIN)
    city.carrier.control.hang_up(resident.call.sid)
    officer.silence()
    officer.end()
    city.settle()


def _taken(stage: Stage) -> None:
    on_duty(stage.city, SHEN)
    caller = in_queue(stage.city, LIN)
    offered(stage.city, SHEN).press("1")
    caller.until("bridge")
    hangs_up(stage.city, caller)


# Who goes through which door, and what must be told of it.
LOOKS: dict[str, tuple[Callable[[Stage], None], list[tuple[Saw, str, str]]]] = {
    "supervisor opens": (_get(Role.SUPERVISOR, "/console/tickets/{sealed}"), [(Saw.OPENED, "supervisor", "")]),
    "auditor opens": (_get(Role.AUDITOR, "/console/tickets/{sealed}"), [(Saw.OPENED, "auditor", "")]),
    "officer opens": (_get(Role.OFFICER, "/console/tickets/{sealed}", "roads"), [(Saw.OPENED, "officer", "")]),
    "supervisor again": (_get(Role.SUPERVISOR, "/console/tickets/{sealed}"), []),
    "photo": (_get(Role.OPERATOR, "/console/photos/{photo}"), [(Saw.PHOTO_SEEN, "operator", "")]),
    "photo again": (_get(Role.OPERATOR, "/console/photos/{photo}"), []),
    "recording": (_get(Role.OPERATOR, "/console/recordings/{recording}"), [(Saw.HEARD, "operator", "")]),
    "recording again": (_get(Role.OPERATOR, "/console/recordings/{recording}"), [(Saw.HEARD, "operator", "")]),
    "draft": (_get(Role.OPERATOR, "/console/drafts/{draft}"), [(Saw.OPENED, "operator", "")]),
    "number": (_reveal, [(Saw.REVEALED, "operator", "danger")]),
    "number of a call-back": (_called, [(Saw.REVEALED, "supervisor", "call_back")]),
    "recording by telephone": (_by_telephone, [(Saw.HEARD, "officer", "")]),
    "joined": (_bridge, [(Saw.BRIDGED, "officer", "talked")]),
    "taken from the queue": (_taken, [(Saw.TALKED, "operator", "")]),
    "all numbers exported": (
        lambda stage: note_export(stage.city.hotline.parts, BY_COMMAND), [(Saw.EXPORTED, "", "")],
    ),
}  # fmt: skip
_ANYHOW = frozenset({Saw.TEXTED})  # what a door's consequences send is a text of its own


def test_every_look_stands_in_the_list_once_and_nothing_else(town: City) -> None:
    stage = staged(town)
    before = rows(town, stage.sealed)
    assert {each.what for each in before} == {Saw.TEXTED}
    assert (before[0].detail, before[0].role, before[0].department) == ("words", "officer", "roads"), "sealed only afterwards"
    for name, (act, expected) in LOOKS.items():
        known = len([each for each in rows(town, stage.sealed) if each.what not in _ANYHOW])
        town.clock.move(timedelta(minutes=1))
        act(stage)
        found = [each for each in rows(town, stage.sealed) if each.what not in _ANYHOW]
        assert [(each.what, each.role, each.detail) for each in found[known:]] == expected, name
        assert all(each.name or each.what is Saw.EXPORTED for each in found), name
    officer = next(each for each in rows(town, stage.sealed) if each.what is Saw.OPENED and each.role == "officer")
    assert (officer.department, officer.number) == ("roads", stage.sealed)


def test_a_duty_call_tells_an_officer_and_that_stands_there(town: City) -> None:
    number = alarm(town, LIN)
    takes(town, QIAN)
    assert [(each.role, each.detail) for each in rows(town, number) if each.what is Saw.DUTY_RUNG] == [("officer", "taken")]


def test_who_looks_again_after_an_hour_is_noted_again(town: City) -> None:
    town.text(LIN, "人民路12号井盖坏了")
    town.text(LIN, "保密")
    number, desk = tickets(town)[0].number, at_desk(town, Role.SUPERVISOR)
    for minutes in (0, 59, 2):
        town.clock.move(timedelta(minutes=minutes))
        desk.get(f"/console/tickets/{number}")
    assert [each.what for each in rows(town, number) if each.what is Saw.OPENED] == [Saw.OPENED] * 2


def test_a_ticket_that_is_not_guarded_keeps_no_readers(town: City) -> None:
    town.text(LIN, "人民路12号井盖坏了")
    number = tickets(town)[0].number
    at_desk(town, Role.SUPERVISOR).get(f"/console/tickets/{number}")
    assert [each.what for each in rows(town, number)] == [Saw.TEXTED]


def test_nobody_elses_looks_stand_in_it_and_no_number_does(town: City) -> None:
    stage = staged(town)
    town.text(ANNA, "Broken manhole cover at 12 Renmin Road")
    other = next(each for each in tickets(town) if each.reporter_id == reporter(town, ANNA).id)
    desk = at_desk(town, Role.OPERATOR)
    desk.get(f"/console/tickets/{other.number}")
    desk.post(f"/console/tickets/{other.number}/reporter", {"reason": "danger"})
    found = rows(town, stage.sealed)
    assert all(each.what is Saw.TEXTED for each in found)
    assert LIN[3:] not in repr(found)


def test_a_protection_officer_hands_it_out_from_the_protection_ticket_on(town: City) -> None:
    stage = staged(town)
    at_desk(town, Role.SUPERVISOR).get(f"/console/tickets/{stage.sealed}")
    town.text(LIN, "被报复")
    with town.hotline.database.reading() as store:
        (kept,) = store.tickets.listing(protection=True)
    assert kept.kind is Kind.PROTECTION
    desk = at_desk(town, Role.PROTECTION)
    desk.get("/console/evidence")
    desk.post(f"/console/evidence/{kept.number}")
    for words in ("打开了工单页面", "督办员", "出具了查看记录", "含您的原话", f"{stage.sealed[:4]}-{stage.sealed[4:]}"):
        assert words in desk.said
    assert LIN[3:] not in desk.page.text
    assert desk.post(f"/console/evidence/{kept.number}", {"as": "csv"}).headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "opened,,supervisor,supervisor,," in desk.page.content.decode("utf-8-sig")
    desk.get("/console/evidence")
    assert desk.post(f"/console/evidence/{stage.sealed}").status_code == 404, "from a protection ticket on, and from no other"


def test_nobody_else_gets_it(town: City) -> None:
    town.text(LIN, "被报复")
    with town.hotline.database.reading() as store:
        (kept,) = store.tickets.listing(protection=True)
    for role in (Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR, Role.OPERATOR, Role.ADMIN):
        desk = at_desk(town, role)
        assert desk.get("/console/evidence").status_code == 403, role
        desk.get("/console/password")
        assert desk.post(f"/console/evidence/{kept.number}").status_code == 403, role


def test_the_department_reads_nowhere_who_looked(town: City) -> None:
    town.text(LIN, "人民路12号井盖坏了")
    town.text(LIN, "保密")
    number = number_in(town.heard(QIAN)[0])
    at_desk(town, Role.SUPERVISOR).get(f"/console/tickets/{number}")
    officer = at_desk(town, Role.OFFICER, "roads")
    officer.get(f"/console/tickets/{number}")
    officer.get(f"/console/tickets/{number}")
    assert "opened" not in officer.page.text
