"""A queue changed from outside: somebody leaves at the wrong moment, the application takes a caller out or ends the call."""

import time

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from hotline.carrier.simulated import SimulatedCarrier
from hotline.carrier.simulated.control import describe
from tests.carrier.simulated.app import App
from tests.carrier.simulated.conftest import NUMBER
from tests.carrier.simulated.queue_stage import SECOND, a_waiting_caller, an_officer, dial


def test_an_officer_who_leaves_before_the_talk_leaves_the_caller_in_front(
    carrier: SimulatedCarrier, client: Client, app: App
) -> None:
    caller = a_waiting_caller(carrier, app)
    behind = dial(carrier, SECOND)
    behind.until("hold")
    app.says("/soon", "<Say>soon</Say>", delay=0.5)
    officer = an_officer(carrier, client, app)
    app.wait_for("/soon")
    carrier.control.hang_up(officer.call.sid)
    officer.end()
    assert caller.until("queue")["position"] == 1
    assert caller.call.place == 1
    assert app.forms("/left") == []


def test_a_live_call_is_changed_while_it_waits_and_while_it_talks(
    carrier: SimulatedCarrier, client: Client, app: App
) -> None:
    app.says("/elsewhere", "<Say>elsewhere</Say>")
    caller = a_waiting_caller(carrier, app)
    client.calls(caller.call.sid).update(url=app.url("/elsewhere"))
    assert caller.end() == ["please wait", "elsewhere"]
    assert [form["QueueResult"] for form in app.forms("/left")] == ["redirected"]
    caller, officer = a_waiting_caller(carrier, app), an_officer(carrier, client, app)
    officer.until("bridge")
    client.calls(caller.call.sid).update(url=app.url("/elsewhere"))
    assert caller.end()[-1] == "elsewhere"
    assert officer.end() == ["thank you"]
    assert app.forms("/left")[-1]["QueueResult"] == "redirected-from-bridged"


def test_a_waiting_call_can_be_ended_from_outside(carrier: SimulatedCarrier, client: Client, app: App) -> None:
    caller = a_waiting_caller(carrier, app)
    client.calls(caller.call.sid).update(status="completed")
    assert caller.end() == ["please wait"]
    assert app.forms("/left")[0]["QueueResult"] == "hangup"


def test_queues_and_their_members_are_listed_and_somebody_is_taken_out(
    carrier: SimulatedCarrier, client: Client, app: App
) -> None:
    app.says("/elsewhere", "<Say>elsewhere</Say>")
    first = a_waiting_caller(carrier, app)
    second = dial(carrier, SECOND)
    second.until("hold")
    [queue] = client.queues.list()
    assert (queue.friendly_name, queue.current_size, queue.max_size) == ("desk", 2, 1000)
    assert client.queues(queue.sid).fetch().average_wait_time == 0
    members = client.queues(queue.sid).members
    assert [(member.call_sid, member.position) for member in members.list()] == [(first.call.sid, 1), (second.call.sid, 2)]
    taken = client.queues(queue.sid).members(second.call.sid).update(url=app.url("/elsewhere"))
    assert taken.call_sid == second.call.sid
    assert second.end() == ["please wait", "elsewhere"]
    with pytest.raises(TwilioRestException) as refusal:
        client.queues(queue.sid).members(second.call.sid).update(url=app.url("/elsewhere"))
    assert refusal.value.status in (400, 404)
    assert client.queues(queue.sid).members("Front").fetch().call_sid == first.call.sid
    client.queues(queue.sid).members("Front").update(url=app.url("/elsewhere"))
    assert first.end()[-1] == "elsewhere"
    assert client.queues(queue.sid).update(max_size=3).max_size == 3


def test_where_a_waiting_call_stands_is_shown(carrier: SimulatedCarrier, app: App) -> None:
    caller = a_waiting_caller(carrier, app)
    assert (describe(caller.call)["waiting"], describe(caller.call)["position"]) == ("queue", 1)


def test_many_at_once_meet_each_exactly_once(carrier: SimulatedCarrier, client: Client, app: App) -> None:
    """Some leave in the very moment somebody comes for them: nobody is left hanging, nobody is met twice."""
    client.queues.create(friendly_name="desk")
    app.says("/officer", "<Dial action='/officer'><Queue>desk</Queue></Dial>")
    app.says("/voice", "<Enqueue action='/left' waitUrl='/wait'>desk</Enqueue>")
    app.says("/left", "<Say>goodbye</Say>")
    officers = [f"+8613900010{number}" for number in range(210, 214)]
    for number in officers:
        carrier.control.attend(number)
        client.calls.create(to=number, from_=NUMBER, url=app.url("/officer"))
    callers = [carrier.control.call(f"+8613800001{number}") for number in range(310, 322)]
    for number in officers:
        while not (ringing := carrier.control.ringing(number)):
            time.sleep(0.01)
        carrier.control.answer(ringing[0].sid)
    for call in callers[::3]:
        carrier.control.hang_up(call.sid)
    for call in callers:
        while not (call.over or any(event["kind"] == "bridge" for event in call.events())):
            assert call.events(len(call.events()), 10) or call.over, "nobody comes, and nothing else happens"
        carrier.control.hang_up(call.sid)
        assert call.until_over(5)
    results = {}
    for form in app.wait_for("/left", len(callers)):
        assert results.setdefault(form["CallSid"], form["QueueResult"]) == form["QueueResult"]
    assert len(app.forms("/left")) == len(callers)
    assert set(results.values()) == {"bridged", "hangup"}
    [queue] = client.queues.list()
    assert queue.current_size == 0
    assert carrier.control.live(callers[0].sid).place == 0
