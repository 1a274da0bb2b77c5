"""Whom operators are rung for: whatever the queue looks like, nobody is offered twice and nobody is passed over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.waiting import (
    LOST_AFTER,
    Desk,
    Offer,
    Operator,
    Turn,
    Wait,
    WaitState,
    ahead_of,
    answered,
    in_order,
    offered,
    offers,
    overdue,
    taken_back,
)

NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
REST = timedelta(seconds=30)
LANGUAGES = ("zh-CN", "en", "yue")


def wait(name: str, **given: object) -> Wait:
    base: dict[str, object] = {"call_id": f"call-{name}", "reporter_id": None, "language": "zh-CN", "since": NOW}
    return Wait(id=name, **base | given)  # type: ignore[arg-type]


def operator(name: str, *speaks: str, **given: object) -> Operator:
    return Operator(id=name, speaks=speaks or ("zh-CN",), **given)  # type: ignore[arg-type]


def pairs(made: Sequence[Offer]) -> list[tuple[str, str]]:
    return [(offer.wait.id, offer.operator.id) for offer in made]


def moments(before: int = 600) -> st.SearchStrategy[datetime]:
    return st.integers(0, before).map(lambda s: NOW - timedelta(seconds=s))


@st.composite
def queues(draw: st.DrawFn) -> tuple[list[Wait], list[Operator]]:
    """Some wait, some are being offered or talk; operators are free, busy, resting or held by one of those."""
    operators = [
        Operator(
            id=f"o{n}", speaks=draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3)), busy=draw(st.booleans()),
            rung_at=draw(st.none() | moments()), missed_at=draw(st.none() | moments(60)),
        )
        for n in range(draw(st.integers(0, 5)))
    ]
    held = draw(st.lists(st.sampled_from(operators), unique_by=lambda o: o.id, max_size=3)) if operators else []
    waits = [
        wait(
            f"w{n:02}", language=draw(st.sampled_from(LANGUAGES)), turn=draw(st.sampled_from(Turn)), since=draw(moments()),
            state=draw(st.sampled_from([WaitState.OFFERED, WaitState.TALKING])) if n < len(held) else WaitState.WAITING,
            operator_id=held[n].id if n < len(held) else None,
        )
        for n in range(draw(st.integers(len(held), 8)))
    ]
    return draw(st.permutations(waits)), draw(st.permutations(operators))


def able(one: Operator, waits: Sequence[Wait]) -> bool:
    """Said again in other words than the rule's."""
    holds = any(w.operator_id == one.id and w.state is not WaitState.WAITING for w in waits)
    rests = one.missed_at is not None and NOW - one.missed_at < REST
    return not (one.busy or holds or rests)


@given(queues())
def test_nobody_is_offered_twice_and_only_who_can_be_rung_is(queue: tuple[list[Wait], list[Operator]]) -> None:
    waits, operators = queue
    made = offers(waits, operators, NOW, REST)
    assert len({offer.wait.id for offer in made}) == len(made)
    assert len({offer.operator.id for offer in made}) == len(made)
    assert all(able(offer.operator, waits) for offer in made)
    assert all(offer.wait.state is WaitState.WAITING for offer in made)


@given(queues())
def test_only_who_speaks_the_language_unless_nobody_on_duty_does(queue: tuple[list[Wait], list[Operator]]) -> None:
    waits, operators = queue
    for offer in offers(waits, operators, NOW, REST):
        spoken = [one for one in operators if offer.wait.language in one.speaks]
        assert offer.operator in spoken or not spoken


@given(queues())
def test_who_waits_is_passed_over_only_where_nobody_left_could_talk_to_them(queue: tuple[list[Wait], list[Operator]]) -> None:
    waits, operators = queue
    made = offers(waits, operators, NOW, REST)
    rung = {offer.operator.id for offer in made}
    for one in waits:
        if one.state is not WaitState.WAITING or one.id in {offer.wait.id for offer in made}:
            continue
        spoken = any(one.language in each.speaks for each in operators)
        idle = [each for each in operators if able(each, waits) and each.id not in rung]
        assert not [each for each in idle if one.language in each.speaks or not spoken]


@given(queues())
def test_the_order_in_which_rows_come_decides_nothing(queue: tuple[list[Wait], list[Operator]]) -> None:
    waits, operators = queue
    assert pairs(offers(waits, operators, NOW, REST)) == pairs(offers(waits[::-1], operators[::-1], NOW, REST))


@given(queues())
def test_places_count_up_from_nobody_before_you(queue: tuple[list[Wait], list[Operator]]) -> None:
    waits, _ = queue
    unserved = [one for one in waits if one.state is not WaitState.TALKING]
    assert sorted(ahead_of(one, waits) for one in unserved) == list(range(len(unserved)))


def test_simple_mode_then_the_third_contact_then_the_longest() -> None:
    def sooner(seconds: int) -> datetime:
        return NOW - timedelta(seconds=seconds)

    queue = [
        wait("usual", since=sooner(90)), wait("later", since=sooner(10)), wait("third", since=sooner(20), turn=Turn.THIRD),
        wait("simple", since=sooner(5), turn=Turn.SIMPLE), wait("simple-sooner", since=sooner(8), turn=Turn.SIMPLE),
    ]
    assert [one.id for one in in_order(queue)] == ["simple-sooner", "simple", "third", "usual", "later"]


def test_operators_are_rung_in_turn_the_longest_not_rung_first() -> None:
    rung = [operator("a", rung_at=NOW - timedelta(minutes=1)), operator("b", rung_at=NOW - timedelta(minutes=9)), operator("c")]
    assert pairs(offers([wait("1"), wait("2"), wait("3")], rung, NOW, REST)) == [("1", "c"), ("2", "b"), ("3", "a")]


@pytest.mark.parametrize(("ago", "rung"), [(29, []), (30, [("1", "a")])])
def test_who_did_not_take_a_call_rests_a_moment(ago: int, rung: list[tuple[str, str]]) -> None:
    missed = operator("a", rung_at=NOW - timedelta(seconds=50), missed_at=NOW - timedelta(seconds=ago))
    assert pairs(offers([wait("1")], [missed], NOW, REST)) == rung


def test_who_has_just_talked_is_rung_at_once() -> None:
    assert pairs(offers([wait("1")], [operator("a", rung_at=NOW - timedelta(seconds=5))], NOW, REST)) == [("1", "a")]


def test_the_one_who_speaks_a_callers_language_is_waited_for_and_anybody_comes_where_nobody_does() -> None:
    english, chinese = operator("e", "en", busy=True), operator("c")
    stranger = wait("1", language="en")
    assert pairs(offers([stranger], [english, chinese], NOW, REST)) == []
    assert pairs(offers([stranger], [chinese], NOW, REST)) == [("1", "c")]


def test_taken_back_they_are_where_they_were() -> None:
    before = wait("1", turn=Turn.THIRD)
    assert taken_back(offered(before, "a", "m", NOW)) == before


def test_a_ring_whose_end_was_lost_is_given_up_and_none_before() -> None:
    desk = Desk()
    assert not overdue(NOW, NOW + desk.ring + LOST_AFTER - timedelta(seconds=1), desk)
    assert overdue(NOW, NOW + desk.ring + LOST_AFTER, desk)


def test_answered_in_time_counts_up_to_the_moment_a_person_is_heard() -> None:
    def talked(seconds: int) -> Wait:
        return wait("x", state=WaitState.DONE, joined_at=NOW + timedelta(seconds=seconds), ended_at=NOW + timedelta(minutes=5))

    gone = replace(wait("g"), state=WaitState.ABANDONED, ended_at=NOW)
    left = replace(wait("l"), state=WaitState.LEFT, ended_at=NOW)
    found = answered([talked(15), talked(16), gone, left, wait("w")], timedelta(seconds=15))
    assert (found.asked, found.answered, found.in_time, found.abandoned, found.left) == (5, 2, 1, 1, 1)
