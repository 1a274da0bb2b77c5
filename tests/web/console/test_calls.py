"""Call-backs and drafts: one list, the soonest first; rung, completed or let go, and always by whom."""

from datetime import timedelta

from hotline.domain.number import display
from hotline.domain.staff import Role
from hotline.domain.ticket import Channel, State, Ticket
from hotline.services.handle_call import CallIn, begin, take_turn
from hotline.services.handle_call.ended import CallNews, note_call
from ivr_flows.inputs import Keys
from tests.support.city import RESIDENT, City
from tests.support.desk import Desk, at_desk
from tests.web.console.conftest import latest

CALLER = "+8613800138055"


def dropped(city: City, caller: str = CALLER) -> str:
    """Somebody chose "manhole cover" and the line went; the draft's id."""
    parts = city.hotline.parts
    spoken = begin(parts, CallIn(sid="CAdropped", caller=caller))
    for key in ("1", "1"):
        spoken = take_turn(parts, spoken.call_id, spoken.turn, Keys(digits=key))
    note_call(parts, CallNews(account="AC", sid="CAdropped", status="completed"))
    with parts.database.reading() as store:
        return store.drafts.open()[0].id


def _rows(desk: Desk) -> list[str]:
    return desk.text_of("tr")[1:]


def test_the_soonest_stands_first_and_lateness_is_said(city: City) -> None:
    city.text(RESIDENT, "人工")
    city.clock.move(timedelta(minutes=10))
    dropped(city)
    desk = at_desk(city, Role.OPERATOR)
    desk.get("/console/due")
    assert [row.split()[-1] for row in _rows(desk)] == ["已回电", "已回电"]
    assert "要求人工" in _rows(desk)[0]
    assert "通话中断" in _rows(desk)[1]
    assert "整理成工单" in _rows(desk)[1]
    city.clock.move(timedelta(minutes=25))
    desk.get("/console/due")
    assert "已超时 5分钟" in _rows(desk)[0]
    assert "还有 5分钟" in _rows(desk)[1]


def test_a_call_back_shows_the_number_for_ringing_and_keeps_that(city: City) -> None:
    city.text(RESIDENT, "人工")
    callback = _callback(city)
    desk = at_desk(city, Role.OPERATOR)
    assert RESIDENT not in desk.get("/console/due").text
    assert RESIDENT in desk.post(f"/console/due/{callback}/number", {"reason": "call_back"}).text
    assert RESIDENT not in desk.get("/console/due").text
    with city.hotline.database.reading() as store:
        assert [e.action for e in store.audit.of_chain(f"callback:{callback}")] == ["revealed"]


def test_rung_once_it_is_off_the_list_and_says_by_whom(city: City) -> None:
    city.text(RESIDENT, "人工")
    callback = _callback(city)
    desk, other = at_desk(city, Role.OPERATOR), at_desk(city, Role.SUPERVISOR)
    desk.get("/console/due")
    other.get("/console/due")
    desk.post(f"/console/due/{callback}/done")
    assert "没有要回的电话" in desk.said
    other.post(f"/console/due/{callback}/done")
    assert "别人已经回过电了" in other.said
    with city.hotline.database.reading() as store:
        entry = store.audit.of_chain(f"callback:{callback}")[-1]
        assert city.hotline.parts.city(store).person(entry.actor.id).login == "operator"  # type: ignore[union-attr]
    assert entry.action == "call_back_done"


def test_a_draft_becomes_a_ticket_in_the_operators_words(city: City) -> None:
    draft = dropped(city)
    desk = at_desk(city, Role.OPERATOR)
    desk.get(f"/console/drafts/{draft}")
    form = {"words": "井盖翘起来了，晚上看不见", "place": "人民路12号", "grid": "", "category": "c01-cover"}
    desk.post(f"/console/drafts/{draft}/complete", form)
    made = latest(city)
    assert desk.page.url.endswith(f"/tickets/{made.number}")
    assert (made.channel, made.state, made.handler, made.grid) == (Channel.VOICE, State.DISPATCHED, "roads", "east-1")
    assert "井盖翘起来了" in desk.said
    city.settle()
    assert any(display(made.number) in text for text in city.heard(CALLER))
    desk.get("/console/due")
    assert "没有要回的电话" in desk.said
    assert desk.get(f"/console/drafts/{draft}").status_code == 404


def test_a_draft_asks_for_words_and_keeps_what_was_typed(city: City) -> None:
    draft = dropped(city)
    desk = at_desk(city, Role.OPERATOR)
    desk.get(f"/console/drafts/{draft}")
    form = {"words": "  ", "place": "人民路12号", "grid": "east-2", "category": "c01-lamp"}
    assert desk.post(f"/console/drafts/{draft}/complete", form).status_code == 400
    assert "请写明是什么事" in desk.said
    assert 'value="人民路12号"' in desk.page.text
    assert 'value="east-2" selected' in desk.page.text
    assert 'value="c01-lamp" selected' in desk.page.text


def test_a_draft_can_be_let_go_with_a_name_to_it(city: City) -> None:
    draft = dropped(city)
    desk = at_desk(city, Role.OPERATOR)
    desk.get(f"/console/drafts/{draft}")
    desk.post(f"/console/drafts/{draft}/let-go")
    assert "没有要回的电话" in desk.said
    with city.hotline.database.reading() as store:
        assert store.drafts.get(draft).state == "expired"  # type: ignore[union-attr]
        assert [e.action for e in store.audit.of_chain(f"draft:{draft}")] == ["opened", "expired"]
    desk.post(f"/console/drafts/{draft}/complete", {"words": "还是要办"})
    assert "已经处理过了" in desk.said


def test_a_ticket_without_a_place_stands_in_the_same_list(city: City, ticket: Ticket) -> None:
    city.text("+8613800138066", "井盖丢了")
    desk = at_desk(city, Role.OPERATOR)
    desk.get("/console/due")
    [row] = _rows(desk)
    assert display(latest(city).number) in row
    assert "缺 地点" in row
    assert display(ticket.number) not in desk.page.text


def _callback(city: City) -> str:
    with city.hotline.database.reading() as store:
        return store.callbacks.open()[0].id
