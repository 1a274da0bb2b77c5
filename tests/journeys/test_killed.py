"""A worker is killed at the worst moment; the carrier answers too late, twice, or not at all. The resident gets every
text, and gets it once."""

import os
import signal
import subprocess
import sys

import pytest
import requests

from hotline.domain.message import Delivery
from tests.journeys.stage import COVER, LIN, QIAN, messages, number_in
from tests.support.city import ROOT, City

LEASE_AND_MORE = {"minutes": 5}


def texts_in(city: City, sender: str, body: str) -> None:
    """A text comes in; no worker is there to send anything."""
    requests.post(f"{city.carrier.base_url}/sim/texts", json={"from": sender, "body": body}, timeout=20).raise_for_status()


def a_worker_dies(city: City, when: str, *, receipts: bool, means: str = "text") -> None:
    command = [sys.executable, "-m", "tests.support.dying", when, city.clock.now().isoformat(), means]
    told = city.environ if receipts else city.environ | {"HOTLINE__SERVER__PUBLIC_URL": "http://127.0.0.1:9"}
    done = subprocess.run(command, cwd=ROOT, env=os.environ | told, capture_output=True, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]


@pytest.mark.parametrize("receipts", [True, False], ids=["receipts come", "receipts are lost"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_around_the_carriers_answer_every_text_goes_out_once(city: City, when: str, receipts: bool) -> None:
    texts_in(city, LIN, COVER[LIN])
    a_worker_dies(city, when, receipts=receipts)
    city.settle()
    left_at_once = len(city.carrier.control.sent(LIN)) + len(city.carrier.control.sent(QIAN))
    assert left_at_once <= 2
    for _ in range(3):
        city.later(**LEASE_AND_MORE)
    assert len(city.heard(LIN)) == 1
    assert len(city.heard(QIAN)) == 1
    sent = messages(city, number_in(city.heard(LIN)[0]))
    assert {m.state for m in sent} <= {Delivery.DELIVERED, Delivery.SENT}
    assert all(m.carrier_sid for m in sent)


def test_an_answer_that_never_came_is_asked_for_and_not_sent_again(city: City) -> None:
    city.carrier.control.fault("timeout_after_accept", count=2)
    texts_in(city, LIN, COVER[LIN])
    city.settle()
    for _ in range(3):
        city.later(minutes=2)
    assert len(city.heard(LIN)) == 1
    assert len(city.heard(QIAN)) == 1


@pytest.mark.parametrize("fault", ["refuse_500", "rate_limit_429"])
def test_a_carrier_that_refuses_for_a_while_is_asked_again(city: City, fault: str) -> None:
    city.carrier.control.fault(fault, count=3)
    texts_in(city, LIN, COVER[LIN])
    for _ in range(6):
        city.later(minutes=5)
    assert len(city.heard(LIN)) == 1
    assert len(city.heard(QIAN)) == 1


def test_a_ticket_number_that_is_taken_is_drawn_again(city: City) -> None:
    """Nobody asks first whether a number is free: the table refuses it, and the work begins anew."""
    drawn = iter(["26417301", "26417301", "26417301", "12345671"])
    ids = city.hotline.parts.ids
    usual = ids.ticket_number
    ids.ticket_number = lambda: next(drawn, None) or usual()  # type: ignore[method-assign]
    assert number_in(city.text(LIN, COVER[LIN])[0]) == "26417301"
    assert number_in(city.text("+8613800138021", "人民路13号井盖坏了")[0]) == "12345671"
    assert len(city.heard(QIAN)) == 2
