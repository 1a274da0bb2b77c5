"""A simulated carrier and a small application it talks to, both thrown away after the test."""

from collections.abc import Iterator

import pytest
from twilio.rest import Client

from hotline.carrier.simulated import Settings, SimulatedCarrier
from tests.carrier.simulated.app import App

ACCOUNT = "AC" + "0" * 32
TOKEN = "a-token-of-the-test"
NUMBER = "+861012345678"
RESIDENT = "+8613800000011"


@pytest.fixture
def app() -> Iterator[App]:
    app = App()
    yield app
    app.stop()


@pytest.fixture
def settings(app: App) -> Settings:
    return Settings(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        number=NUMBER,
        voice_url=app.url("/voice"),
        sms_url=app.url("/sms"),
        status_url=app.url("/ended"),
        time_scale=0,
        idle_limit=5,
    )


@pytest.fixture
def carrier(settings: Settings) -> Iterator[SimulatedCarrier]:
    carrier = SimulatedCarrier(settings).start()
    yield carrier
    carrier.stop()


@pytest.fixture
def client(carrier: SimulatedCarrier) -> Iterator[Client]:
    client = Client(ACCOUNT, TOKEN)
    client.api.base_url = carrier.base_url
    yield client
    client.http_client.session.close()
