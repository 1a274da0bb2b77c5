"""The flow engine alone: a session that comes from JSON, a key, a turn, a session that goes to JSON."""

import time
from statistics import median

from ivr_flows.engine import Keys, resume, start
from ivr_flows.load import load_flows
from ivr_flows.model import Session
from tests.ivr_flows.city import CITY, FACTS

ROUNDS, TURNS = 7, 1000


def measure() -> float:
    """Milliseconds a turn."""
    flow = load_flows()["intake"]
    began = start(flow, {**CITY, **FACTS["intake"], "language": "zh-CN"}).session.to_json()

    def run() -> float:
        begun = time.perf_counter()
        for _ in range(TURNS // 2):
            session = resume(flow, Session.from_json(began), Keys(digits="1")).session.to_json()
            resume(flow, Session.from_json(session), Keys(digits="2")).session.to_json()
        return 1000 * (time.perf_counter() - begun) / TURNS

    run()
    return median(run() for _ in range(ROUNDS))
