"""The work list and the page of one ticket: whole for the desk, sealed for the department, cheap for the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from hotline.domain.call import Recording, RecordingState
from hotline.domain.number import display
from hotline.domain.staff import Role
from hotline.domain.ticket import State, Ticket
from tests.storage.samples import Samples
from tests.support.city import OFFICER, RESIDENT, City
from tests.support.desk import at_desk
from tests.web.console.conftest import latest

MASKED = "+86 138****8000"


@contextmanager
def statements(city: City) -> Iterator[list[str]]:
    """What the database was asked meanwhile."""
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    engine = city.hotline.database._engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(engine, "before_cursor_execute", note)


def test_a_ticket_stands_in_the_list_with_its_next_deadline(city: City, ticket: Ticket) -> None:
    desk = at_desk(city, Role.OPERATOR)
    desk.get("/console/tickets")
    row = next(each for each in desk.text_of("tr") if display(ticket.number) in each)
    for words in ("井盖", "人民路12号", "市政维护处", "钱小明", "已派单", "接单 11月23日 14:20", "还有 4小时"):
        assert words in row


def test_lateness_is_said_in_words(city: City, ticket: Ticket) -> None:
    city.later(hours=7)
    desk = at_desk(city, Role.OPERATOR)
    desk.get("/console/tickets")
    assert "已超时 3小时" in next(each for each in desk.text_of("tr") if display(ticket.number) in each)


FILTERS = {
    "": True, "?state=dispatched": True, "?state=closed": False, "?department=roads": True, "?department=order": False,
    "?state=all": True, "?state=nonsense": True,
}  # fmt: skip


def test_the_list_is_filtered(city: City, ticket: Ticket) -> None:
    desk = at_desk(city, Role.OPERATOR)
    found = {query: display(ticket.number) in desk.get("/console/tickets" + query).text for query in FILTERS}
    assert found == FILTERS


def test_a_whole_number_leads_to_its_ticket_and_a_part_finds_it(city: City, ticket: Ticket) -> None:
    desk = at_desk(city, Role.OPERATOR)
    whole = desk.get(f"/console/tickets?number={display(ticket.number)}")
    assert whole.url.endswith(f"/tickets/{ticket.number}")
    assert display(ticket.number) in desk.get(f"/console/tickets?number={ticket.number[:4]}").text
    assert display(ticket.number) not in desk.get("/console/tickets?number=00").text


def test_the_list_costs_the_same_however_long_it_is(city: City, ticket: Ticket) -> None:
    desk = at_desk(city, Role.OPERATOR)
    desk.get("/console/tickets")
    with statements(city) as few:
        desk.get("/console/tickets")
    for n in range(12):
        city.text(f"+861380013{n:04d}", f"人民路{n + 1}号路灯不亮")
    desk.get("/console/tickets")
    with statements(city) as many:
        desk.get("/console/tickets")
    assert desk.page.text.count("路灯") == 12
    assert len(many) == len(few) <= 4


def test_older_tickets_are_a_page_away(city: City) -> None:
    for n in range(53):
        city.text(f"+861380014{n:04d}", f"人民路{n + 1}号井盖坏了")
    desk = at_desk(city, Role.OPERATOR)
    desk.get("/console/tickets")
    assert len(desk.text_of("tr")) == 1 + 50
    older = desk.page.text.split('class="more"><a href="')[1].split('"')[0].replace("&amp;", "&")
    desk.get(older)
    assert len(desk.text_of("tr")) == 1 + 3


def test_a_department_sees_its_own_tickets_and_no_others(city: City, ticket: Ticket) -> None:
    own, other = at_desk(city, Role.OFFICER, "roads"), at_desk(city, Role.HEAD, "order")
    assert display(ticket.number) in own.get("/console/tickets?department=order").text
    assert own.get(f"/console/tickets/{ticket.number}").status_code == 200
    assert display(ticket.number) not in other.get("/console/tickets?department=roads").text
    assert other.get(f"/console/tickets/{ticket.number}").status_code == 404


def test_the_story_is_told_in_order_with_its_words(city: City, ticket: Ticket) -> None:
    city.text(OFFICER, "接单")
    city.later(hours=1)
    city.text(OFFICER, "进展 已派人围挡")
    city.text(OFFICER, "办结 井盖已更换")
    city.text(RESIDENT, "3")
    desk = at_desk(city, Role.OPERATOR)
    desk.get(f"/console/tickets/{ticket.number}")
    said = desk.said
    told = [
        "登记 · 类别依据：井盖 人民路12号井盖坏了",
        "派给 市政维护处 · 钱小明",
        "接单",
        "进展 已派人围挡",
        "报办结 井盖已更换",
        "重办：没有解决",
    ]
    places = [said.find(words) for words in told]
    assert -1 not in places
    assert places == sorted(places)
    assert "第2轮" in said
    assert "钱小明 · 短信" in said
    assert "已送达" in said


def test_the_reporter_is_masked_at_the_desk_and_sealed_in_the_department(city: City, ticket: Ticket) -> None:
    desk, officer = at_desk(city, Role.OPERATOR), at_desk(city, Role.OFFICER, "roads")
    assert MASKED in desk.get(f"/console/tickets/{ticket.number}").text
    assert "38001380" not in desk.page.text
    officer.get(f"/console/tickets/{ticket.number}")
    assert "对承办单位保密" in officer.said
    assert "8000" not in officer.page.text
    assert "显示号码" not in officer.said


def test_a_reveal_needs_a_reason_and_is_kept(city: City, ticket: Ticket) -> None:
    desk = at_desk(city, Role.OPERATOR)
    desk.get(f"/console/tickets/{ticket.number}")
    assert desk.post(f"/console/tickets/{ticket.number}/reporter", {"reason": ""}).status_code == 400
    assert RESIDENT not in desk.page.text
    assert RESIDENT in desk.post(f"/console/tickets/{ticket.number}/reporter", {"reason": "ask_place"}).text
    assert RESIDENT not in desk.page.url
    assert RESIDENT not in desk.get(f"/console/tickets/{ticket.number}").text
    assert "查看了号码：询问地点或情况" in desk.said
    with city.hotline.database.reading() as store:
        last = store.audit.of_chain(f"ticket:{ticket.id}")[-1]
    assert (last.action, last.facts["reason"]) == ("revealed", "ask_place")
    officer = at_desk(city, Role.OFFICER, "roads")
    assert "查看了号码" not in officer.get(f"/console/tickets/{ticket.number}").text


def test_who_may_not_reveal_cannot(city: City, ticket: Ticket) -> None:
    for role in (Role.OFFICER, Role.HEAD, Role.AUDITOR, Role.ADMIN):
        desk = at_desk(city, role, "roads" if role in (Role.OFFICER, Role.HEAD) else None)
        desk.get("/console/password")
        answer = desk.post(f"/console/tickets/{ticket.number}/reporter", {"reason": "danger"})
        assert answer.status_code == 403, role
        assert RESIDENT not in answer.text


def test_a_recording_is_heard_by_who_may_and_every_time_is_kept(city: City, ticket: Ticket) -> None:
    recording = _recorded(city, ticket, b"RIFFsound")
    hears = {Role.OPERATOR: 200, Role.SUPERVISOR: 200, Role.AUDITOR: 404}
    for role, code in hears.items():
        assert at_desk(city, role).get(f"/console/recordings/{recording}").status_code == code, role
    own, other = at_desk(city, Role.OFFICER, "roads"), at_desk(city, Role.OFFICER, "order")
    assert own.get(f"/console/recordings/{recording}").content == b"RIFFsound"
    assert own.page.headers["Content-Type"] == "audio/wav"
    assert other.get(f"/console/recordings/{recording}").status_code == 404
    assert own.get("/console/recordings/nobodys").status_code == 404
    with city.hotline.database.reading() as store:
        heard = [each for each in store.audit.of_chain(f"ticket:{ticket.id}") if each.action == "heard"]
    assert len(heard) == 3


def test_what_came_without_a_place_is_filled_in_and_goes_on(city: City) -> None:
    city.text(RESIDENT, "井盖丢了")
    ticket = latest(city)
    assert ticket.state is State.RECEIVED
    desk = at_desk(city, Role.OPERATOR)
    desk.get(f"/console/tickets/{ticket.number}")
    desk.post(f"/console/tickets/{ticket.number}/place", {"place": "柳树村东头", "grid": "", "category": ticket.category or ""})
    assert "已补上" in desk.said
    filled = latest(city)
    assert (filled.state, filled.grid, filled.handler) == (State.DISPATCHED, "north-1", "township")
    assert "柳树村" in (filled.place or "")


UNFILLABLE: list[tuple[dict[str, str], str]] = [
    ({}, "请填地点或类别"), ({"category": "nonsense"}, "没有这个类别"), ({"place": "柳树村", "grid": "moon"}, "没有这个网格"),
    ({"grid": "north-1"}, "还请写地点"),
]  # fmt: skip


def test_what_can_not_be_filled_in_is_said(city: City) -> None:
    city.text(RESIDENT, "有件事没人管")
    ticket = latest(city)
    desk = at_desk(city, Role.OPERATOR)
    desk.get(f"/console/tickets/{ticket.number}")
    for form, said in UNFILLABLE:
        desk.post(f"/console/tickets/{ticket.number}/place", form)
        assert said in desk.said
    assert latest(city) == ticket


def test_an_operator_fills_in_and_only_a_coordinator_changes(city: City, ticket: Ticket) -> None:
    form = {"category": "c01-lamp"}
    operator, coordinator = at_desk(city, Role.OPERATOR), at_desk(city, Role.COORDINATOR)
    for desk, category in ((operator, "c01-cover"), (coordinator, "c01-lamp")):
        desk.get(f"/console/tickets/{ticket.number}")
        desk.post(f"/console/tickets/{ticket.number}/place", form)
        assert latest(city).category == category


def _recorded(city: City, ticket: Ticket, sound: bytes) -> str:
    """A stored recording on a ticket."""
    parts, call = city.hotline.parts, Samples().call()
    with parts.database.writing() as store:
        store.calls.add(call)
        recording = Recording(
            id=parts.ids.new(), sid="RE1", call_id=call.id, ticket_id=ticket.id, seconds=4, state=RecordingState.STORED,
            sha256=city.hotline.media.keep(sound), next_at=parts.clock.now(), created_at=parts.clock.now(),
        )  # fmt: skip
        store.recordings.add(recording)
    return recording.id
