"""AGAIN: in work a chase, with the verdict open "not solved", closed not long ago reopened, later a new linked ticket."""

import pytest

from hotline.domain.ticket import State
from tests.journeys.stage import (
    ANNA,
    LIN,
    QIAN,
    ZHAO,
    call_backs,
    done,
    number_in,
    only,
    report,
    shown,
    state,
    ticket,
    tickets,
)
from tests.support.city import City

WORD = {LIN: "又坏了", ANNA: "AGAIN"}
REOPENED = {LIN: "没有解决，抱歉让您费心。已退回市政维护处重办", ANNA: "is not solved and is open again"}
SENDERS = pytest.mark.parametrize("sender", [LIN, ANNA])


def closed(city: City, sender: str) -> str:
    number = report(city, sender)
    done(city, QIAN, number)
    for answer in ("1", "1", "1"):
        city.text(sender, answer)
    assert state(city, number) is State.CLOSED
    return number


@SENDERS
def test_in_work_it_is_a_chase(city: City, sender: str) -> None:
    number = report(city, sender)
    city.text(sender, WORD[sender])
    assert (ticket(city, number).chases, len(tickets(city))) == (1, 1)


@SENDERS
def test_with_the_verdict_open_it_is_not_solved(city: City, sender: str) -> None:
    number = report(city, sender)
    done(city, QIAN, number)
    assert REOPENED[sender] in city.text(sender, WORD[sender])[0]
    assert (state(city, number), ticket(city, number).round) == (State.DISPATCHED, 1)
    assert shown(number) in only(city.heard(ZHAO))
    assert [c.reason for c in call_backs(city)] == ["not_solved"]


@SENDERS
def test_closed_within_ninety_days_it_reopens_with_new_clocks(city: City, sender: str) -> None:
    number = closed(city, sender)
    city.later(days=90)
    assert REOPENED[sender] in only(city.text(sender, WORD[sender]))
    made = ticket(city, number)
    assert (made.state, made.round, made.closed_at, made.handler) == (State.DISPATCHED, 1, None, "roads")
    assert shown(number) in city.heard(QIAN)[-1]
    with city.hotline.database.reading() as store:
        running = {(c.kind.value, c.round) for c in store.clocks.of_ticket(made.id)}
    assert running == {("response", 1), ("result", 1), ("accept", 1)}
    assert len(tickets(city)) == 1


@SENDERS
def test_later_it_is_a_new_linked_ticket_about_the_same_matter(city: City, sender: str) -> None:
    old = closed(city, sender)
    city.later(days=90, minutes=1)
    said = only(city.text(sender, WORD[sender]))
    assert shown(old) in said
    other = next(t for t in tickets(city) if t.number != old)
    assert number_in(said.replace(shown(old), "")) == other.number
    assert (other.category, other.grid, other.handler, other.linked_id) == ("c01-cover", "east-1", "roads", ticket(city, old).id)
    assert state(city, old) is State.CLOSED


def test_it_never_reopens_what_is_somebody_elses(city: City) -> None:
    number = closed(city, LIN)
    assert "There is no ticket with that number" in only(city.text(ANNA, f"AGAIN {number}"))
    assert state(city, number) is State.CLOSED
