"""Points in double entry: whatever observers earn, spend and get back, all accounts sum to zero and nobody's is below it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.actor import SWEEP
from hotline.domain.errors import RuleError
from hotline.domain.event import Change, Event, EventKind
from hotline.domain.ledger import (
    Act,
    Earning,
    Fate,
    Line,
    Observer,
    Posting,
    Redemption,
    Reward,
    Scheme,
    What,
    cancel,
    earn,
    earnings,
    hand_over,
    nearest,
    redeem,
    reward_called,
    stars,
    within_reach,
)
from hotline.domain.ticket import Channel, Kind, State, Ticket

NOW = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
UMBRELLA = Reward(id="umbrella", name={"zh-CN": "雨伞", "en": "Umbrella"}, points=50, words={"zh-CN": ("伞",), "en": ("brolly",)})
CARD = Reward(id="card", name={"zh-CN": "公交卡", "en": "bus card"}, points=100, words={})
SCHEME = Scheme(rewards=(CARD, UMBRELLA))
TICKET = Ticket(
    id="t", number="26417301", channel=Channel.SMS, language="en", reporter_id="r", received_at=NOW, state=State.RESOLVED,
    handler="roads", owner="roads", round=1,
)  # fmt: skip


def change(ticket: Ticket = TICKET, **facts: object) -> Change:
    kind = EventKind.CLOSED if "as" in facts else EventKind.ANSWERED
    return Change(before=ticket, after=ticket, events=(Event(kind=kind, facts=facts),), actor=SWEEP, at=NOW)  # type: ignore[arg-type]


REPORT, VERDICT = (Act.REPORT, 0), (Act.VERDICT, 1)


@pytest.mark.parametrize(
    ("made", "paid"),
    [
        (change(question="solved", value=1), [VERDICT, REPORT]),
        (change(question="solved", value=2), [VERDICT, REPORT]),
        (change(question="solved", value=3), [VERDICT]),
        (change(question="contacted", value=1), []),
        (change(question="satisfied", value=1), []),
        (change(**{"as": "silence"}), [REPORT]),
        (change(**{"as": "unreachable"}), []),
        (change(**{"as": "verdict"}), []),
        (change(replace(TICKET, kind=Kind.PRAISE), question="solved", value=1), [VERDICT]),
        (change(replace(TICKET, handler=None), **{"as": "silence"}), []),
        (change(replace(TICKET, anonymous=True), question="solved", value=1), []),
        (change(replace(TICKET, reporter_id=None), question="solved", value=1), []),
        (replace(change(question="solved", value=1), before=None), []),
    ],
)
def test_what_is_paid(made: Change, paid: list[tuple[Act, int]]) -> None:
    assert [(each.act, each.round) for each in earnings(made)] == paid


@given(st.lists(st.tuples(st.sampled_from(["earn", "redeem", "cancel", "hand"]), st.integers(0, 2)), max_size=60))
def test_the_books_always_sum_to_zero_and_nobody_is_below_it(acts: list[tuple[str, int]]) -> None:
    observers = {n: Observer(id=str(n), joined_at=NOW) for n in range(3)}
    made: dict[int, list[Redemption]] = {n: [] for n in observers}
    accounts: dict[str, int] = {}
    for number, (what, who) in enumerate(acts):
        posting: Posting | None = None
        try:
            if what == "earn":
                observers[who], posting = earn(observers[who], Earning(act=list(Act)[number % 3], ticket_id=str(number)), SCHEME)
            elif what == "redeem":
                observers[who], posting, redemption = redeem(observers[who], SCHEME.rewards[number % 2], str(number), NOW, NOW)
                made[who].append(redemption)
            elif made[who]:
                last = made[who].pop()
                if what == "cancel":
                    last, observers[who], posting = cancel(last, observers[who], "boss", NOW)
                else:
                    last = hand_over(last, "boss", NOW)
                assert last.fate is not Fate.DUE
        except RuleError as error:
            assert error.code == "too_few_points"  # noqa: PT017 - any other code is a fault
        for line in posting.lines if posting else ():
            accounts[line.account] = accounts.get(line.account, 0) + line.points
    assert sum(accounts.values()) == 0
    for observer in observers.values():
        assert observer.balance == accounts.get(f"observer:{observer.id}", 0) >= 0
        assert observer.earned >= observer.balance


def test_an_entry_that_does_not_balance_cannot_be_made() -> None:
    for lines in ((Line(account="city", points=-5), Line(account="x", points=4)), (Line(account="city", points=0),), ()):
        with pytest.raises(RuleError, match="unbalanced"):
            Posting(what=What.REPORT, lines=lines)


def test_what_is_over_is_over() -> None:
    rich = Observer(id="r", joined_at=NOW, balance=60, earned=60)
    after, posting, redemption = redeem(rich, UMBRELLA, "x", NOW, NOW + timedelta(days=5))
    assert (after.balance, after.earned, posting.what) == (10, 60, What.REDEEMED)
    handed = hand_over(redemption, "boss", NOW)
    for again in (lambda: hand_over(handed, "boss", NOW), lambda: cancel(handed, after, "boss", NOW)):
        with pytest.raises(RuleError, match="redemption_over"):
            again()
    _, back, entry = cancel(redemption, after, "boss", NOW)
    assert (back, entry.what) == (rich, What.RETURNED), "what comes back was earned once"
    with pytest.raises(RuleError) as few:
        redeem(after, UMBRELLA, "y", NOW, NOW)
    assert few.value.facts == {"missing": "40"}


def test_an_act_worth_nothing_is_no_entry() -> None:
    nobody = Observer(id="r", joined_at=NOW)
    free = Scheme(points={Act.REPORT: 0, Act.VERDICT: 0, Act.LOOKBACK: 0})
    assert earn(nobody, Earning(act=Act.REPORT, ticket_id="t"), free) == (nobody, None)


@pytest.mark.parametrize(("earned", "held"), [(0, 1), (49, 1), (50, 2), (150, 3), (999, 4), (1000, 5), (9999, 5)])
def test_stars_are_for_what_was_ever_earned(earned: int, held: int) -> None:
    assert stars(earned, SCHEME.stars) == held


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1", CARD), (" 2 ", UMBRELLA), ("0", None), ("3", None), ("伞", UMBRELLA), ("BROLLY", UMBRELLA), ("Bus Card", CARD),
     ("毛巾", None), ("", None)],
)  # fmt: skip
def test_a_reward_by_its_number_or_what_it_is_called(written: str, meant: Reward | None) -> None:
    assert reward_called(written, SCHEME.rewards) == meant


def test_what_points_are_enough_for() -> None:
    assert within_reach(50, SCHEME.rewards) == ((2, UMBRELLA),)
    assert nearest(49, SCHEME.rewards) == UMBRELLA
    assert nearest(50, SCHEME.rewards) is None
    assert nearest(0, ()) is None
