"""Webhooks of a call that come twice, late, in the wrong order, at the same time or after the end; and words that
overtake the turn they belong to."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from hotline.domain.ticket import State
from tests.journeys.stage import LIN, QIAN, WITHHELD, ZHAO, audit, call_backs, drafts, only, report, ticket, tickets, walk
from tests.support.city import City
from tests.support.walker import Walk

WORDS = "建设路小学北门，晚上有人差点掉下去"
RECORDED = {"RecordingUrl": "http://127.0.0.1/Recordings/RE1", "RecordingSid": "RE1", "RecordingDuration": "9"}


def transcript(call: Walk, words: str = WORDS) -> dict[str, str]:
    return {"RecordingSid": f"RE{call.sid[2:]}", "TranscriptionText": words, "TranscriptionStatus": "completed"}


def tell(call: Walk, url: str, form: dict[str, str]) -> None:
    """News that is not answered with a document."""
    assert call.tell(url, form) in (200, 204)


def test_every_turn_of_a_report_told_twice_gets_the_same_bytes_and_one_ticket(city: City) -> None:
    call = walk(city, LIN).dial()
    for act in (lambda: call.press("1"), lambda: call.press("1"), lambda: call.record(9, "#"), lambda: call.press("*")):
        assert call.again() == call.documents[-1]
        act()
    assert call.again() == call.documents[-1]
    city.settle()
    made = only([t.number for t in tickets(city)])
    assert audit(city, made).count("received") == 1
    assert (len(city.heard(LIN)), len(city.heard(QIAN))) == (1, 1)


def test_a_chase_told_twice_is_one_chase(city: City) -> None:
    number = report(city, LIN)
    call = walk(city, LIN).dial().press("2").press("1")
    assert call.again() == call.documents[-1]
    assert ticket(city, number).chases == 1


@pytest.mark.parametrize("turn", ["1", "2", "3", "9", "0"])
def test_a_turn_nobody_awaits_hears_what_is_asked_now_and_moves_nothing(city: City, turn: str) -> None:
    call = walk(city, LIN).dial().press("1").press("1").silence()
    asked_now, place = call.documents[-1], call.action.rpartition("/")[0]
    if call.action.endswith(f"/{turn}"):
        pytest.fail("this turn is the one awaited")
    assert call.post(f"{place}/{turn}", {"Digits": "0"}) == asked_now
    assert call.post(f"{place}/{turn}", RECORDED) == asked_now
    assert (tickets(city), call_backs(city)) == ((), [])
    call.record(9, "#")
    assert len(tickets(city)) == 1


@pytest.mark.parametrize("keys", [("1", "1"), ("1", "0"), ("2", "0")])
def test_of_many_at_once_one_wins_and_all_hear_the_same(city: City, keys: tuple[str, str]) -> None:
    number = report(city, LIN)
    call = walk(city, LIN).dial().press("2")
    action = call.action
    with ThreadPoolExecutor(6) as crowd:
        answers = list(crowd.map(lambda n: call.post(action, {"Digits": keys[n % 2]}), range(6)))
    assert len(set(answers)) == 1
    assert ticket(city, number).chases + len(call_backs(city)) <= 1
    assert ticket(city, number).chases == 1 or keys != ("1", "1")


def test_two_first_requests_at_once_are_one_call(city: City) -> None:
    call = walk(city, LIN)
    with ThreadPoolExecutor(6) as crowd:
        answers = list(crowd.map(lambda _: call.post(f"{city.base}/voice", {}), range(6)))
    assert len(set(answers)) == 1


def test_an_end_told_twice_leaves_one_draft_and_a_key_after_it_moves_nothing(city: City) -> None:
    call = walk(city, LIN).dial().press("1").press("1")
    action = call.action
    call.hang_up().hang_up()
    call.post(action, {"Digits": "0"})
    assert (len(drafts(city)), [c.reason for c in call_backs(city)], tickets(city)) == (1, ["draft"], ())


@pytest.mark.parametrize("order", ["before its turn", "after its turn", "long after the line went"])
def test_the_text_of_what_was_said_finds_its_ticket_in_any_order(city: City, order: str) -> None:
    call = walk(city, LIN).dial().press("1").press("1")
    address = call.callback("transcribeCallback")
    if order == "before its turn":
        tell(call, address, transcript(call))
    call.record(9, "#")
    if order == "long after the line went":
        call.hang_up()
        city.later(hours=1)
    if order != "before its turn":
        city.settle()
        assert tickets(city)[0].place is None
        for _ in range(2):
            tell(call, address, transcript(call))
    city.settle()
    made = tickets(city)[0]
    assert (made.place, made.grid, made.state) == ("建设路小学北门", "east-3", State.DISPATCHED)
    heard = "".join(city.heard(QIAN))
    assert heard.count("晚上有人差点掉下去") == 1
    assert ("地点更新：建设路小学北门，城东3格" in heard) == (order != "before its turn")
    assert len(city.heard(LIN)) == 1, "the caller said it; nobody repeats it to them"


def test_the_text_of_a_call_that_dropped_is_kept_with_its_draft(city: City) -> None:
    call = walk(city, LIN).dial().press("1").press("1")
    address = call.callback("transcribeCallback")
    call.hang_up()
    tell(call, address, transcript(call, "人民路12号"))
    assert [draft.known["heard"] for draft in drafts(city)] == ["人民路12号"]
    assert tickets(city) == ()


@pytest.mark.parametrize("caller", [LIN, WITHHELD])
def test_danger_told_only_in_the_recording_of_a_dropped_call_is_no_call_back(city: City, caller: str) -> None:
    call = walk(city, caller).dial().press("1").press("1")
    address, words = call.callback("transcribeCallback"), transcript(call, "解放路着火了，有人受伤快来人")
    call.hang_up()
    for _ in range(2):
        tell(call, address, words)
    city.settle()
    made = only(list(tickets(city)))  # type: ignore[arg-type]
    assert made.urgent  # type: ignore[attr-defined]
    assert (drafts(city), call_backs(city)) == ([], [])
    with city.hotline.database.reading() as store:
        assert store.duty.latest(made.id) is not None, "the duty is rung"  # type: ignore[attr-defined]


def test_an_empty_or_failed_text_changes_nothing(city: City) -> None:
    call = walk(city, LIN).dial().press("1").press("1")
    address = call.callback("transcribeCallback")
    call.record(9, "#")
    number = tickets(city)[0].number
    before = audit(city, number)
    tell(call, address, transcript(call, " "))
    tell(call, address, transcript(call) | {"TranscriptionStatus": "failed"})
    assert audit(city, number) == before


@pytest.mark.parametrize("path", ["/carrier/calls/nobody/1", "/carrier/outbound/nobody"])
def test_a_call_nobody_knows_hears_a_sentence(city: City, path: str) -> None:
    call = walk(city, LIN)
    call.documents.append(call.post(city.base + path, {"Digits": "1"}))
    assert "系统现在出了故障" in call.last
    assert "Our system has failed" in call.last


@pytest.mark.parametrize("early", [True, False])
def test_danger_told_only_in_the_recording_makes_it_urgent_at_once(city: City, early: bool) -> None:
    """The carrier brings the words later, or before the turn they belong to."""
    call = walk(city, LIN).dial().press("1").press("1")
    address, words = call.callback("transcribeCallback"), transcript(call, "解放路着火了，有人受伤快来人")
    if early:
        tell(call, address, words)
    call.record(9, "#")
    city.settle()
    if not early:
        assert tickets(city)[0].urgent is False
        for _ in range(2):
            tell(call, address, words)
        city.settle()
        assert "马上拨打：起火漏气119" in city.heard(LIN)[-1]
        assert "来电录音里说有危险" in only([text for text in city.heard(ZHAO) if "急！" in text])
    made = tickets(city)[0]
    assert made.urgent is True
    assert "急！" in "".join(city.heard(QIAN))
    with city.hotline.database.reading() as store:
        clocks = store.clocks.of_ticket(made.id)
    assert min(c.due_at for c in clocks if c.kind == "response") == city.clock.now() + timedelta(hours=2)
