"""Who is rung about what is urgent, in which order and how far apart."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain import duty
from hotline.domain.errors import RuleError
from hotline.domain.event import EventKind
from hotline.domain.message import Delivery, Means, Message, Purpose
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import Channel, State, Ticket
from tests.domain.stories import CITY, NOW

MINUTE = timedelta(minutes=1)
TICKET = Ticket(
    id="t", number="26417301", channel=Channel.SMS, language="en", received_at=NOW, urgent=True, state=State.DISPATCHED,
    handler="roads", owner="roads", officer_id="first",
)  # fmt: skip


def person(name: str, role: Role = Role.OFFICER, department: str | None = "roads", **more: object) -> Staff:
    given_: dict[str, object] = {"phone": f"+86139{crc32(name.encode()) % 10**8:08d}"} | more
    return Staff(id=name, name=name, role=role, department=department, **given_)  # type: ignore[arg-type]


PEOPLE = (
    person("head", Role.HEAD, on_duty=False), person("second", rank=2), person("first", rank=1),
    person("away", rank=0, on_duty=False),
    person("mute", rank=0, phone=None), person("stopped", rank=0, stopped=True), person("elsewhere", department="order"),
    person("supervisor", Role.SUPERVISOR, None), person("desk", Role.COORDINATOR, None),
)  # fmt: skip


def rung(ticket: Ticket = TICKET, people: tuple[Staff, ...] = PEOPLE, **rota: tuple[str, ...]) -> list[str]:
    named = {key.replace("city", "*"): names for key, names in rota.items()}
    return [p.id for p in duty.people(replace(CITY, staff=people, rota=named), ticket)]


@pytest.mark.parametrize(
    ("ticket", "rota", "expected"),
    [
        (TICKET, {}, ["first", "second", "head", "supervisor"]),
        (TICKET, {"roads": ("second", "away", "first")}, ["second", "first", "head", "supervisor"]),
        (TICKET, {"roads": ("away",)}, ["head", "supervisor"]),
        (TICKET, {"roads": ("away",), "city": ("elsewhere",)}, ["elsewhere", "head", "supervisor"]),
        (TICKET, {"roads": ("head", "gone")}, ["head", "supervisor"]),
        (replace(TICKET, handler=None, state=State.RECEIVED), {}, ["desk", "supervisor"]),
        (replace(TICKET, handler=None, state=State.RECEIVED), {"city": ("supervisor", "desk")}, ["supervisor", "desk"]),
        (replace(TICKET, state=State.IN_PROGRESS, officer_id="second"), {}, ["second", "first", "head", "supervisor"]),
    ],
)
def test_who_is_rung_and_in_which_order(ticket: Ticket, rota: dict[str, tuple[str, ...]], expected: list[str]) -> None:
    if rota.get("roads") == ("head", "gone"):
        people = tuple(replace(p, on_duty=True) if p.id == "head" else p for p in PEOPLE)
        assert rung(ticket, people, **rota) == expected
    else:
        assert rung(ticket, **rota) == expected


def test_with_nobody_else_the_desk_is_rung_and_without_it_nobody() -> None:
    assert rung(people=(person("desk", Role.COORDINATOR, None, on_duty=False),)) == ["desk"]
    assert rung(people=()) == []


def test_two_names_on_one_telephone_are_rung_once() -> None:
    assert len(rung(people=(person("first", phone="+8613900010112"), person("second", phone="+8613900010112")))) == 1


def calls(count: int, done: int = 0) -> list[Message]:
    return [
        Message(
            id=f"m{n:02d}", means=Means.CALL, purpose=Purpose.DUTY, template="duty", language="en", to="+1", ticket_id="t",
            staff_id=f"p{n % 4}", values={"ladder": "l", "after": 60.0}, due_at=NOW + n * MINUTE, created_at=NOW,
            state=Delivery.UNDELIVERED if n < done else Delivery.WAITING, sent_at=NOW if n < done else None,
            final_at=NOW if n < done else None,
        )
        for n in range(count)
    ]  # fmt: skip


def test_the_first_at_once_the_next_a_minute_later_and_round_again() -> None:
    who = [person(n) for n in ("a", "b")]
    planned = [(r.person.id, r.due_at - NOW, r.round) for r in duty.rungs(who, NOW, MINUTE, 2)]
    assert planned == [("a", 0 * MINUTE, 1), ("b", MINUTE, 1), ("a", 2 * MINUTE, 2), ("b", 3 * MINUTE, 2)]


def test_brought_forward_the_next_is_due_now_and_the_others_keep_their_distance() -> None:
    moved = duty.brought_forward(calls(4, done=1), "l", NOW + 5 * MINUTE / 60)
    assert [at - NOW for at in moved.values()] == [timedelta(seconds=5), timedelta(seconds=65), timedelta(seconds=125)]


def test_nobody_is_rung_again_within_the_distance_of_their_own_last_call() -> None:
    moved = duty.brought_forward(calls(8, done=4), "l", NOW + timedelta(seconds=10))
    assert moved["m04"] == NOW + MINUTE


@given(late=st.integers(0, 7200), done=st.integers(0, 11))
def test_however_late_we_are_one_rings_after_the_other(late: int, done: int) -> None:
    now = NOW + timedelta(seconds=late)
    messages = calls(12, done)
    times = {m.id: m.due_at for m in duty.waiting(messages, "l")} | duty.spaced(messages, "l", now)
    due = sorted(times.values())
    assert due[0] >= now + MINUTE
    assert all(later - sooner == MINUTE for sooner, later in pairwise(due))


@pytest.mark.parametrize(
    ("state", "who", "after", "officer"),
    [
        (State.DISPATCHED, person("second"), State.ACCEPTED, "second"),
        (State.DISPATCHED, person("head", Role.HEAD), State.ACCEPTED, "head"),
        (State.IN_PROGRESS, person("second"), State.IN_PROGRESS, "second"),
        (State.DISPATCHED, person("supervisor", Role.SUPERVISOR, None), State.DISPATCHED, "first"),
        (State.DISPATCHED, person("elsewhere", department="order"), State.DISPATCHED, "first"),
    ],
)
def test_who_presses_1_has_it(state: State, who: Staff, after: State, officer: str) -> None:
    made, events = duty.take(replace(TICKET, state=state), who)
    assert (made.state, made.officer_id) == (after, officer)
    assert events[0].kind is EventKind.DUTY_TAKEN


@pytest.mark.parametrize("state", [State.RESOLVED, State.CLOSED, State.WITHDRAWN, State.MERGED])
def test_nothing_is_taken_where_nothing_is_to_be_done(state: State) -> None:
    with pytest.raises(RuleError):
        duty.take(replace(TICKET, state=state), person("second"))
