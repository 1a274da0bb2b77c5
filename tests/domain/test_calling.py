"""Calls we place, as tables: at which hours, when a machine answers, when nobody does, who is rung already."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hotline.domain import calling as c
from hotline.domain.calling import Detect
from hotline.domain.delivery import Fail, Forward, Outcome, Postpone
from hotline.domain.message import NEVER_HELD, Delivery, Means, Message, Purpose
from hotline.domain.quiet import CallHours, QuietHours

NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)  # 10:20 in the city
ZONE = ZoneInfo("Asia/Shanghai")
HOURS = CallHours(quiet=QuietHours.parse("21:00-08:00", "Asia/Shanghai"))
D, P = Delivery, Purpose
PURPOSE = {"status": P.STATUS, "survey": P.SURVEY, "duty": P.DUTY, "operator": P.DUTY, "bridge": P.DUTY}


def call(flow: str = "status", attempts: int = 1, purpose: Purpose | None = None, **values: object) -> Message:
    return Message(
        id="m1", means=Means.CALL, purpose=purpose or PURPOSE[flow], template=flow, values=values, language="zh-CN",
        to="+8613900010010", due_at=NOW, created_at=NOW, attempts=attempts, state=D.SENDING,
    )  # fmt: skip


def again(held: str, minutes: float) -> Postpone:
    return Postpone(at=NOW + timedelta(minutes=minutes), held=held)


@pytest.mark.parametrize(
    ("flow", "status", "answered_by", "attempts", "expected"),
    [
        ("status", "ringing", None, 1, Forward(state=D.QUEUED)),
        ("status", "in-progress", "human", 1, Forward(state=D.SENT)),
        ("status", "completed", None, 1, Forward(state=D.DELIVERED)),
        ("status", "completed", "human", 1, Forward(state=D.DELIVERED)),
        ("status", "completed", "unknown", 1, Forward(state=D.DELIVERED)),
        ("status", "completed", "machine_end_beep", 1, again("machine", 180)),
        ("status", "in-progress", "machine_end_silence", 1, again("machine", 180)),
        ("status", "completed", "fax", 2, Fail(state=D.UNDELIVERED, why="machine")),
        ("status", "busy", None, 1, again("busy", 30)),
        ("status", "no-answer", None, 2, again("no_answer", 30)),
        ("status", "no-answer", None, 3, Fail(state=D.UNDELIVERED, why="no_answer")),
        ("status", "busy", None, 4, Fail(state=D.UNDELIVERED, why="busy")),
        # Each try at a result is a message of its own: the rules about reaching somebody count them.
        ("survey", "completed", "machine_start", 1, Fail(state=D.UNDELIVERED, why="machine")),
        ("survey", "busy", None, 1, Fail(state=D.UNDELIVERED, why="busy")),
        ("survey", "no-answer", None, 1, Fail(state=D.UNDELIVERED, why="no_answer")),
        ("duty", "completed", "machine_start", 1, Fail(state=D.UNDELIVERED, why="machine")),
        ("duty", "busy", None, 1, Fail(state=D.UNDELIVERED, why="busy")),
        ("operator", "no-answer", None, 1, Fail(state=D.UNDELIVERED, why="no_answer")),
        ("bridge", "completed", "machine_start", 1, Fail(state=D.UNDELIVERED, why="machine")),
        ("status", "failed", None, 1, Fail(state=D.FAILED)),
        ("status", "canceled", None, 1, Fail(state=D.CANCELLED)),
        ("status", "nonsense", None, 1, None),
    ],
)
def test_after_a_call(flow: str, status: str, answered_by: str | None, attempts: int, expected: Outcome | None) -> None:
    assert c.after_call(call(flow, attempts), status, answered_by, None, NOW) == expected


@pytest.mark.parametrize(
    ("flow", "values", "leaves", "detects"),
    [
        ("status", {}, True, Detect.END), ("survey", {}, False, Detect.START), ("survey", {"last": True}, True, Detect.END),
        ("duty", {}, False, Detect.START), ("operator", {}, False, Detect.START), ("bridge", {}, False, Detect.START),
        ("unheard_of", {}, False, Detect.START),
    ],
)  # fmt: skip
def test_what_a_machine_hears(flow: str, values: dict[str, object], leaves: bool, detects: Detect) -> None:
    message = call(flow, purpose=PURPOSE.get(flow, P.STATUS), **values)
    assert (c.leaves_message(message), c.detection(message)) == (leaves, detects)


@pytest.mark.parametrize("status", ["busy", "no-answer"])
@pytest.mark.parametrize(
    ("local", "expected"), [((11, 45), (14, 0)), ((20, 40), (8, 0)), ((15, 0), (15, 30)), ((7, 50), (8, 20))]
)
def test_the_next_try_keeps_to_the_hours_of_calls(status: str, local: tuple[int, int], expected: tuple[int, int]) -> None:
    at = datetime(2026, 11, 23, *local, tzinfo=ZONE)
    outcome = c.after_call(call(), status, None, None, at, HOURS.allowed_at)
    assert isinstance(outcome, Postpone)
    then = outcome.at.astimezone(ZONE)
    assert (then.hour, then.minute) == expected


def test_what_is_urgent_is_tried_again_at_any_hour() -> None:
    at = datetime(2026, 11, 23, 3, 0, tzinfo=ZONE)
    outcome = c.after_call(call(purpose=P.URGENT), "busy", None, None, at, HOURS.allowed_at)
    assert isinstance(outcome, Postpone)
    assert outcome.at == at + timedelta(minutes=30)


@pytest.mark.parametrize("purpose", list(P))
@pytest.mark.parametrize("hour", range(24))
def test_at_the_moment_of_dialling_the_hour_counts(purpose: Purpose, hour: int) -> None:
    at = datetime(2026, 11, 23, hour, 1, tzinfo=ZONE)
    held = c.held_back(call(purpose=purpose), at, HOURS.allowed_at)
    quiet = hour >= 21 or hour < 8 or 12 <= hour < 14
    assert (held is not None) is (quiet and purpose not in NEVER_HELD)
    assert held is None or (held.untried and held.at > at)


def test_a_text_is_no_call() -> None:
    night = datetime(2026, 11, 23, 23, 0, tzinfo=ZONE)
    assert c.held_back(replace(call(), means=Means.TEXT), night, HOURS.allowed_at) is None


@pytest.mark.parametrize(
    ("flow", "purpose", "talking", "expected"),
    [
        ("status", P.STATUS, True, Postpone(at=NOW + c.APART, held="one_by_one", untried=True)),
        ("survey", P.SURVEY, False, Postpone(at=NOW + c.APART, held="one_by_one", untried=True)),
        ("duty", P.DUTY, True, Fail(state=D.UNDELIVERED, why="busy")),
        ("operator", P.DUTY, True, Fail(state=D.UNDELIVERED, why="busy")),
        ("duty", P.DUTY, False, None),
        ("status", P.URGENT, True, Postpone(at=NOW + timedelta(seconds=5), held="one_by_one", untried=True)),
        ("status", P.URGENT, False, None),
    ],
)
def test_nobody_is_rung_by_two_calls_at_once(flow: str, purpose: Purpose, talking: bool, expected: Outcome | None) -> None:
    assert c.already_called(call(flow, purpose=purpose), talking, NOW) == expected
