"""What a code, a receipt or a call's end makes of a message: the tables."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain import delivery as d
from hotline.domain.delivery import Fail, Forward, Next, NumberFact, Postpone, Uncertain, classify
from hotline.domain.errors import Permanent, Temporary
from hotline.domain.errors import Uncertain as Unanswered
from hotline.domain.message import Delivery, Means, Message, Purpose

NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)


def message(attempts: int = 1, age: timedelta = timedelta(0), means: Means = Means.TEXT) -> Message:
    made = NOW - age
    return Message(
        id="m1", means=means, purpose=Purpose.STATUS, template="received", language="en", to="+8613900010010",
        due_at=made, created_at=made, attempts=attempts, state=Delivery.SENDING,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        (21211, 400, Next.RECIPIENT), (21610, 400, Next.RECIPIENT), (21614, 400, Next.RECIPIENT),
        (21612, 400, Next.RECIPIENT), (30004, None, Next.RECIPIENT), (30005, None, Next.RECIPIENT),
        (30006, None, Next.RECIPIENT), (21602, 400, Next.MESSAGE), (21617, 400, Next.MESSAGE),
        (30007, None, Next.MESSAGE), (35115, 400, Next.MESSAGE), (20003, 401, Next.SETUP), (20005, 403, Next.SETUP),
        (21606, 400, Next.SETUP), (30034, None, Next.SETUP), (21408, 400, Next.PERMISSION),
        (30450, None, Next.PERMISSION), (20429, 429, Next.LATER), (21611, 400, Next.LATER), (20503, 503, Next.LATER),
        (30001, None, Next.LATER), (30017, None, Next.LATER), (30003, None, Next.FEW), (30008, None, Next.FEW),
        (30023, None, Next.TOMORROW), (20500, 500, Next.UNCERTAIN), (None, 500, Next.UNCERTAIN),
        (None, 502, Next.UNCERTAIN), (503, 503, Next.UNCERTAIN), (None, None, Next.UNCERTAIN),
        (None, 408, Next.UNCERTAIN), (None, 429, Next.LATER), (401, 401, Next.SETUP), (None, 403, Next.SETUP),
        (404, 404, Next.SETUP), (99999, 400, Next.MESSAGE), (99999, None, Next.RECIPIENT), (400, 400, Next.MESSAGE),
    ],
)  # fmt: skip
def test_what_a_code_says(code: int | None, status: int | None, expected: Next) -> None:
    assert classify(code, status) is expected


def test_no_code_stands_in_two_classes() -> None:
    assert sum(map(len, d.CODES.values())) == len(frozenset().union(*d.CODES.values()))


@pytest.mark.parametrize(
    ("code", "fact"),
    [(21614, NumberFact.LANDLINE), (30006, NumberFact.LANDLINE), (21610, NumberFact.STOPPED), (21211, None), (None, None)],
)
def test_what_a_code_tells_of_the_number(code: int | None, fact: NumberFact | None) -> None:
    assert d.number_fact(code) is fact


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Permanent(21614), Fail(state=Delivery.FAILED, error=21614, fact=NumberFact.LANDLINE)),
        (Permanent(21610), Fail(state=Delivery.FAILED, error=21610, fact=NumberFact.STOPPED)),
        (Permanent(21617), Fail(state=Delivery.FAILED, error=21617)),
        (Permanent(), Fail(state=Delivery.FAILED)),
        (Permanent(21408), Fail(state=Delivery.FAILED, error=21408, alert=True)),
        (Unanswered(20500), Uncertain(error=20500)),
        (Unanswered(), Uncertain()),
        (Temporary(), Postpone(at=NOW + timedelta(seconds=15), held="retry")),
        (
            Temporary(20429, 40),
            Postpone(at=NOW + timedelta(seconds=40), held="retry", error=20429, stop=True),
        ),
        (Temporary(20429, 1), Postpone(at=NOW + timedelta(seconds=15), held="retry", error=20429, stop=True)),
        (Temporary(20429, 9e9), Postpone(at=NOW + timedelta(hours=1), held="retry", error=20429, stop=True)),
        (Temporary(10004), Postpone(at=NOW + timedelta(seconds=15), held="retry", error=10004)),
        (
            Permanent(20003),
            Postpone(at=NOW + timedelta(minutes=5), held="setup", error=20003, stop=True, alert=True),
        ),
        (Permanent(401), Postpone(at=NOW + timedelta(minutes=5), held="setup", error=401, stop=True, alert=True)),
    ],
)
def test_after_a_refusal(error: Permanent | Temporary | Unanswered, expected: d.Outcome) -> None:
    assert d.after_failure(message(), error, NOW) == expected


def test_a_carrier_that_is_away_is_waited_for_a_day_with_growing_pauses() -> None:
    waits = [d.after_failure(message(n), Temporary(), NOW) for n in range(1, 10)]
    seconds = [(w.at - NOW).total_seconds() for w in waits if isinstance(w, Postpone)]
    assert seconds == [15, 30, 60, 120, 300, 600, 900, 900, 900]
    assert isinstance(d.after_failure(message(90, timedelta(hours=23)), Temporary(), NOW), Postpone)
    assert d.after_failure(message(90, timedelta(hours=25)), Temporary(), NOW) == Fail(state=Delivery.FAILED)


def test_an_old_message_has_its_tries_too() -> None:
    """Held over a long quiet time, or found after an outage of our own: its age alone does not end it."""
    assert isinstance(d.after_failure(message(1, timedelta(days=3)), Temporary(), NOW), Postpone)


def test_a_phone_that_is_off_gets_a_few_tries() -> None:
    tries = [d.after_receipt(message(n), Delivery.UNDELIVERED, 30003, NOW) for n in (1, 2, 3)]
    assert tries == [
        Postpone(at=NOW + timedelta(minutes=15), held="retry", error=30003),
        Postpone(at=NOW + timedelta(hours=1), held="retry", error=30003),
        Fail(state=Delivery.UNDELIVERED, error=30003),
    ]


@pytest.mark.parametrize(
    ("state", "error", "expected"),
    [
        (Delivery.SENT, None, Forward(state=Delivery.SENT)),
        (Delivery.DELIVERED, None, Forward(state=Delivery.DELIVERED)),
        (Delivery.UNDELIVERED, 30005, Fail(state=Delivery.UNDELIVERED, error=30005)),
        (Delivery.UNDELIVERED, 30006, Fail(state=Delivery.UNDELIVERED, error=30006, fact=NumberFact.LANDLINE)),
        (Delivery.FAILED, 21610, Fail(state=Delivery.FAILED, error=21610, fact=NumberFact.STOPPED)),
        (Delivery.UNDELIVERED, None, Fail(state=Delivery.UNDELIVERED)),
        (Delivery.FAILED, 30034, Fail(state=Delivery.FAILED, error=30034, alert=True)),
        (Delivery.FAILED, 500, Fail(state=Delivery.FAILED, error=500)),
    ],
)
def test_after_a_receipt(state: Delivery, error: int | None, expected: d.Outcome) -> None:
    assert d.after_receipt(message(), state, error, NOW) == expected


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("accepted", Delivery.QUEUED), ("scheduled", Delivery.QUEUED), ("queued", Delivery.QUEUED),
        ("sending", Delivery.QUEUED), ("sent", Delivery.SENT), ("DELIVERED", Delivery.DELIVERED),
        ("read", Delivery.DELIVERED), ("undelivered", Delivery.UNDELIVERED), ("failed", Delivery.FAILED),
        ("canceled", Delivery.FAILED), ("received", None), ("", None), ("nonsense", None),
    ],
)  # fmt: skip
def test_a_receipts_word(status: str, state: Delivery | None) -> None:
    assert d.receipt_state(status) is state


@given(
    code=st.one_of(st.none(), st.integers(0, 99999)),
    attempts=st.integers(0, 500),
    hours=st.integers(0, 200),
    kind=st.sampled_from([Temporary, Permanent, Unanswered]),
)
def test_every_refusal_ends_or_waits(code: int | None, attempts: int, hours: int, kind: type) -> None:
    """Nothing is tried at once again, and nothing for ever."""
    outcome = d.after_failure(message(attempts, timedelta(hours=hours)), kind(code or 0), NOW)
    if isinstance(outcome, Postpone):
        assert outcome.at >= NOW + timedelta(seconds=15)
        assert hours <= 24 or attempts <= len(d.BACK_OFF)
