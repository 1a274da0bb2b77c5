"""What may happen to a ticket, and what may not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain import handling, ruling
from hotline.domain.errors import RuleError
from hotline.domain.event import EventKind
from hotline.domain.ticket import LEGAL, Channel, ClosedAs, State, Ticket, moved

NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
TICKET = Ticket(id="t", number="26417301", channel=Channel.SMS, language="zh-CN", received_at=NOW)
HELD = replace(TICKET, state=State.DISPATCHED, owner="roads", handler="roads", officer_id="o", dispatched_at=NOW)


def at(state: State) -> Ticket:
    return replace(HELD, state=state)


@given(st.sampled_from(State), st.sampled_from(State))
def test_only_the_legal_moves_are_made(here: State, there: State) -> None:
    if there in LEGAL[here]:
        assert moved(at(here), there).state is there
    else:
        with pytest.raises(RuleError) as refused:
            moved(at(here), there)
        assert refused.value.facts == {"state": here.value, "to": there.value}


def test_a_closed_ticket_moves_nowhere_but_back_to_work() -> None:
    assert {State.REOPENED} == LEGAL[State.CLOSED]
    assert frozenset() == LEGAL[State.WITHDRAWN]


@pytest.mark.parametrize(
    ("start", "kinds"),
    [
        (State.DISPATCHED, ["accepted", "started", "resolved"]),
        (State.ACCEPTED, ["started", "resolved"]),
        (State.IN_PROGRESS, ["resolved"]),
        (State.PLANNED, ["started", "resolved"]),
    ],
)
def test_done_walks_the_states_it_skips_one_event_each(start: State, kinds: list[str]) -> None:
    after, events = handling.resolve(at(start), "o", "换好了", NOW)
    assert after.state is State.RESOLVED
    assert after.resolved_at == NOW
    assert [e.kind.value for e in events] == kinds
    assert events[-1].words == "换好了"


@pytest.mark.parametrize("state", [State.RECEIVED, State.RESOLVED, State.CLOSED, State.REJECTED, State.WITHDRAWN])
def test_nobody_resolves_what_is_not_with_a_department(state: State) -> None:
    with pytest.raises(RuleError, match="wrong_state"):
        handling.resolve(at(state), "o", "好了", NOW)


@pytest.mark.parametrize("act", [handling.progress, lambda t, o, w: handling.resolve(t, o, w, NOW)])
@pytest.mark.parametrize("words", ["", "  ", "\n"])
def test_an_officer_must_say_something(act, words) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(RuleError, match="no_words"):
        act(HELD, "o", words)


def test_progress_said_again_moves_nothing() -> None:
    first, _ = handling.progress(HELD, "o", "去了")
    second, events = handling.progress(first, "o", "又去了")
    assert first.state is second.state is State.IN_PROGRESS
    assert [e.kind for e in events] == [EventKind.PROGRESSED]


def test_the_first_department_stays_the_owner() -> None:
    first, _ = handling.dispatch(TICKET, "roads", "o", NOW)
    second, _ = handling.dispatch(first, "order", "p", NOW)
    assert (first.owner, first.handler) == ("roads", "roads")
    assert (second.owner, second.handler) == ("roads", "order")


def test_an_upheld_return_moves_ownership_and_is_counted_as_ours() -> None:
    asked, _ = handling.ask_return(HELD, "o", "不归我们", NOW + timedelta(hours=1), NOW)
    after, events = handling.uphold_return(asked, "order", "p", NOW)
    assert (after.owner, after.handler, after.return_pending) == ("order", "order", False)
    assert [e.kind for e in events] == [EventKind.RETURN_UPHELD, EventKind.DISPATCHED]
    assert events[0].facts == {"from": "roads", "to": "order"}


@pytest.mark.parametrize(
    ("ticket", "reason", "late", "code"),
    [
        (HELD, " ", False, "no_reason"),
        (HELD, "不归我们", True, "return_too_late"),
        (at(State.IN_PROGRESS), "不归我们", False, "wrong_state"),
        (replace(HELD, return_pending=True), "不归我们", False, "already_returned"),
    ],
)
def test_a_return_has_its_rules(ticket: Ticket, reason: str, late: bool, code: str) -> None:
    until = NOW - timedelta(seconds=1) if late else NOW
    with pytest.raises(RuleError, match=code):
        handling.ask_return(ticket, "o", reason, until, NOW)


def test_a_return_is_judged_once_and_never_to_the_same_department() -> None:
    asked, _ = handling.ask_return(HELD, "o", "不归我们", NOW, NOW)
    with pytest.raises(RuleError, match="same_department"):
        handling.uphold_return(asked, "roads", "o", NOW)
    kept, _ = handling.refuse_return(asked)
    for act in (lambda: handling.refuse_return(kept), lambda: handling.uphold_return(kept, "order", None, NOW)):
        with pytest.raises(RuleError, match="no_return"):
            act()


@pytest.mark.parametrize("state", list(State))
def test_the_coordinator_sends_on_only_what_nobody_works_on_yet(state: State) -> None:
    """What was rejected or merged comes back by an objection, in a round of its own."""
    if state in (State.RECEIVED, State.DISPATCHED, State.ACCEPTED, State.REOPENED):
        assert ruling.redirect(at(state), "order", "p", NOW)[0].handler == "order"
    else:
        with pytest.raises(RuleError):
            ruling.redirect(at(state), "order", "p", NOW)


@pytest.mark.parametrize("state", [State.RESOLVED, State.CLOSED])
def test_reopening_goes_back_to_the_owner_in_a_new_round(state: State) -> None:
    ticket = replace(at(state), handler="order", owner="roads", chases=2, closed_at=NOW, closed_as=ClosedAs.VERDICT)
    after, events = handling.reopen(ticket, "not_solved", "p", NOW)
    assert (after.state, after.handler, after.round, after.chases) == (State.DISPATCHED, "roads", 1, 0)
    assert (after.closed_at, after.closed_as, after.resolved_at) == (None, None, None)
    assert [e.kind for e in events] == [EventKind.REOPENED, EventKind.DISPATCHED]


def test_what_is_in_work_cannot_be_reopened_nor_what_is_done_chased() -> None:
    with pytest.raises(RuleError, match="wrong_state"):
        handling.reopen(HELD, "again", None, NOW)
    with pytest.raises(RuleError, match="not_in_work"):
        handling.chase(at(State.RESOLVED))
    assert handling.chase(handling.chase(HELD)[0])[1][0].facts == {"count": 2}


@pytest.mark.parametrize(
    ("ticket", "department", "code"),
    [(HELD, "order", "not_yours"), (HELD, None, "not_yours"), (at(State.CLOSED), "roads", "wrong_state")],
)
def test_only_the_department_that_has_it_may_act(ticket: Ticket, department: str | None, code: str) -> None:
    handling.must_hold(HELD, "roads")
    with pytest.raises(RuleError, match=code):
        handling.must_hold(ticket, department)
