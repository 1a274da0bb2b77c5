"""A caller who waits in a queue and an officer who takes whoever is first."""

import time

from twilio.rest import Client

from hotline.carrier.simulated import SimulatedCarrier
from tests.carrier.simulated.app import App
from tests.carrier.simulated.conftest import NUMBER, RESIDENT
from tests.carrier.simulated.phone import Phone

OFFICER, SECOND = "+8613900010112", "+8613800000022"
WAITS = "<Enqueue action='/left' waitUrl='/wait'>desk</Enqueue>"
FETCHES = "<Dial action='/dialled'><Queue url='/soon'>desk</Queue></Dial>"


def dial(carrier: SimulatedCarrier, number: str = RESIDENT) -> Phone:
    return Phone(carrier, carrier.control.call(number))


def a_waiting_caller(carrier: SimulatedCarrier, app: App, number: str = RESIDENT) -> Phone:
    app.says("/voice", WAITS)
    app.says("/wait", "<Say>please wait</Say>")
    app.says("/left", "<Say>goodbye</Say>")
    phone = dial(carrier, number)
    phone.until("hold")
    return phone


def an_officer(carrier: SimulatedCarrier, client: Client, app: App) -> Phone:
    """Called by the application, and taking whoever is first."""
    app.says("/officer", FETCHES)
    app.says("/soon", "<Say>you are put through</Say>")
    app.says("/dialled", "<Say>thank you</Say>")
    carrier.control.attend(OFFICER)
    ordered = client.calls.create(to=OFFICER, from_=NUMBER, url=app.url("/officer"))
    while not carrier.control.ringing(OFFICER):
        time.sleep(0.01)
    carrier.control.answer(str(ordered.sid))
    return Phone(carrier, carrier.control.live(str(ordered.sid)))
