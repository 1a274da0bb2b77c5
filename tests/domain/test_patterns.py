"""What is a pattern, and what is only much work: tables at both sides of each threshold."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.flag import FlagKind
from hotline.domain.patterns import (
    Answered,
    Asked,
    Integrity,
    Looked,
    Picture,
    Praise,
    Result,
    bulk_closing,
    calls_without_ticket,
    hung_up,
    many_extensions,
    praise_cluster,
    reveals,
    same_photo,
    week_of,
)

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)
RULES = Integrity(bulk_results=3, extensions_least=2, praise_least=4, calls_least=4, hung_up_least=2, reveals_a_day=3)
MINUTE = timedelta(minutes=1)


def day(at: datetime) -> date:
    return at.date()


def result(minute: float = 0, left: float = 60, officer: str = "o-1") -> Result:
    """``left``: minutes until its deadline."""
    at = NOW + minute * MINUTE
    return Result(officer_id=officer, department="roads", at=at, due_at=at + left * MINUTE)


@pytest.mark.parametrize(
    ("results", "flagged"),
    [
        ([result(0), result(5), result(30)], True),
        ([result(0), result(5), result(30.1)], False),  # not in one short time
        ([result(0), result(5)], False),
        ([result(0, 60), result(1, 60), result(2, 2000)], True),  # two of three were near: 66 %
        ([result(0, 60), result(1, 2000), result(2, 2000)], False),
        ([result(0, -5), result(1, -5), result(2, -5)], False),  # late already: hurried for nothing
        ([result(0), result(1), result(2, officer="o-2")], False),
    ],
)
def test_results_in_a_heap_before_their_deadlines(results: list[Result], flagged: bool) -> None:
    signs = list(bulk_closing(results, RULES, day))
    assert bool(signs) is flagged
    assert all(sign.kind is FlagKind.BULK_CLOSING and sign.staff_id == "o-1" for sign in signs)


def test_a_day_of_an_officer_is_one_sign_and_tells_the_largest_heap() -> None:
    heap = [result(n) for n in range(5)] + [result(n) for n in range(300, 303)]
    next_day = [result(24 * 60 + n) for n in range(3)]
    signs = list(bulk_closing(heap + next_day, RULES, day))
    assert [(sign.key, sign.facts["results"]) for sign in signs] == [
        ("bulk_closing:o-1:2026-11-23", 5), ("bulk_closing:o-1:2026-11-24", 3),
    ]  # fmt: skip
    assert signs[0].facts == {"results": 5, "near": 5, "minutes": 4}


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(-60, 600)), max_size=40))
def test_whoever_is_flagged_did_close_so_many_so_fast_whatever_the_order(given_: list[tuple[int, int]]) -> None:
    results = [result(minute, left) for minute, left in given_]
    signs = list(bulk_closing(results, RULES, day))
    assert signs == list(bulk_closing(reversed(results), RULES, day))
    for sign in signs:
        starts = [one.at for one in results]
        most = max(sum(start <= at <= start + RULES.bulk_within for at in starts) for start in starts)
        found = sign.facts["results"]
        assert isinstance(found, int)
        assert RULES.bulk_results <= found <= most


@pytest.mark.parametrize(
    ("asked", "flagged"),
    [
        ([Asked(department="a", asked=6, tickets=10), Asked(department="b", asked=2, tickets=10)], {"a"}),
        ([Asked(department="a", asked=5, tickets=10), Asked(department="b", asked=2, tickets=10)], set()),
        ([Asked(department="a", asked=20, tickets=100), Asked(department="b", asked=2, tickets=10)], set()),  # it has many
        ([Asked(department="a", asked=1, tickets=1), Asked(department="b", asked=0, tickets=10)], set()),  # too few to say
        ([Asked(department="a", asked=9, tickets=9)], set()),  # nobody to compare with
        ([Asked(department="a", asked=2, tickets=0), Asked(department="b", asked=0, tickets=9)], {"a"}),
    ],
)
def test_a_department_that_asks_far_more_than_all_others(asked: list[Asked], flagged: set[str]) -> None:
    assert {sign.department for sign in many_extensions(asked, RULES, "2026-W48")} == flagged


@pytest.mark.parametrize(
    ("times", "flagged"),
    [([4], True), ([2, 2], True), ([1, 1, 1, 1], False), ([3], False), ([3, 1, 1, 1, 1], False), ([3, 1, 1, 1], True)],
)
def test_praise_from_few_numbers(times: list[int], flagged: bool) -> None:
    praise = [Praise(officer_id="o-1", reporter_id=f"r-{n}", times=each) for n, each in enumerate(times)]
    signs = list(praise_cluster(praise, RULES, "2026-W48"))
    assert bool(signs) is flagged
    assert all("r-" not in str(sign) for sign in signs)  # who praised stands nowhere


def picture(ticket: str, reporter: str | None, by: str | None = None, looks: str = "f" * 16, minute: int = 0) -> Picture:
    at = NOW + minute * MINUTE
    return Picture(ticket_id=ticket, number=f"n-{ticket}", reporter_id=reporter, by=by, looks=looks, at=at)


@pytest.mark.parametrize(
    ("known", "new", "others"),
    [
        (picture("t1", "r1"), picture("t2", "r2", minute=1), "n-t1"),
        (picture("t1", "r1"), picture("t2", "r1", minute=1), None),  # their own two
        (picture("t1", "r1", by="o-1"), picture("t2", "r1", by="o-1", minute=1), "n-t1"),  # one proof for two
        (picture("t1", "r1"), picture("t2", "r1", by="o-1", minute=1), "n-t1"),
        (picture("t1", None), picture("t2", None, minute=1), "n-t1"),
        (picture("t1", "r1"), picture("t1", "r2", minute=1), None),  # the same ticket
        (picture("t1", "r1", looks="0" * 16), picture("t2", "r2", minute=1), None),
        (picture("t1", "r1", looks="f" * 15 + "0"), picture("t2", "r2", minute=1), "n-t1"),  # hardly different
    ],
)
def test_one_picture_on_several_tickets(known: Picture, new: Picture, others: str | None) -> None:
    signs = list(same_photo([new], [known, new]))
    assert [sign.facts["others"] for sign in signs] == ([others] if others else [])
    assert all((sign.ticket_id, sign.staff_id) == (new.ticket_id, new.by) for sign in signs)


def test_of_two_alike_the_later_ticket_is_flagged_whenever_it_is_looked_for() -> None:
    first, second = picture("t1", "r1"), picture("t2", "r2", minute=1)
    assert [sign.ticket_id for sign in same_photo([first, second], [first, second])] == ["t2"]


@pytest.mark.parametrize(("calls", "odd", "flagged"), [(4, 2, True), (10, 2, False), (3, 3, False), (10, 3, True)])
def test_calls_that_left_nothing(calls: int, odd: int, flagged: bool) -> None:
    signs = list(calls_without_ticket([Answered(staff_id="p-1", calls=calls, odd=odd)], RULES, DAY))
    assert bool(signs) is flagged
    assert all(sign.facts == {"calls": calls, "odd": odd, "share": round(100 * odd / calls)} for sign in signs)


@pytest.mark.parametrize(("calls", "odd", "flagged"), [(20, 2, True), (21, 2, False), (5, 1, False), (0, 0, False)])
def test_calls_our_side_ended_early_of_an_operator_or_the_line(calls: int, odd: int, flagged: bool) -> None:
    for who, key in (("p-1", "hung_up:p-1:2026-11-23"), (None, "hung_up:line:2026-11-23")):
        signs = list(hung_up([Answered(staff_id=who, calls=calls, odd=odd)], RULES, DAY))
        assert [sign.key for sign in signs] == ([key] if flagged else [])


def test_whoever_looked_at_many_numbers() -> None:
    looked = [Looked(staff_id="p-1", reporters=3), Looked(staff_id="p-2", reporters=2)]
    assert [(sign.staff_id, sign.facts) for sign in reveals(looked, RULES, DAY)] == [("p-1", {"reporters": 3})]


def test_weeks_are_the_calendars_own() -> None:
    assert week_of(date(2027, 1, 3)) == "2026-W53"
    assert week_of(date(2027, 1, 4)) == "2027-W01"
