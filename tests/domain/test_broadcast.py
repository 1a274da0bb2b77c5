"""When each text of a broadcast goes: at its pace, outside the quiet hours unless it is an emergency."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.broadcast import Broadcast, held_until, language_of, slots
from hotline.domain.hours import QuietHours
from hotline.domain.message import Means, Message, Purpose

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
QUIET = QuietHours.parse("21:00-08:00", "Asia/Shanghai")
GAP = timedelta(seconds=0.2)
USUAL = Broadcast(
    id="b", grids=(), words={"zh-CN": "停水"}, emergency=False, made_by="s", made_at=NOON, people=9, next_at=NOON,
)  # fmt: skip


def at(hour: int, minute: int = 0) -> datetime:
    return NOON + timedelta(hours=hour - 12, minutes=minute)


@given(st.integers(0, 200), st.integers(0, 48 * 60), st.booleans(), st.sampled_from([GAP, timedelta(minutes=7)]))
def test_one_after_the_other_and_never_at_night(number: int, minutes: int, emergency: bool, gap: timedelta) -> None:
    now = NOON + timedelta(minutes=minutes)
    given_ = replace(USUAL, emergency=emergency)
    times, next_at = slots(given_, number, gap, now, QUIET.allowed_at)
    assert len(times) == number
    assert all(later - sooner >= gap for sooner, later in pairwise((*times, next_at)))
    for moment in times:
        assert moment >= now
        assert emergency or QUIET.allowed_at(moment) == moment
    if emergency and times:
        assert times[0] == now


def test_batches_go_on_where_the_one_before_ended() -> None:
    whole, _ = slots(USUAL, 10, GAP, NOON, QUIET.allowed_at)
    first, next_at = slots(USUAL, 4, GAP, NOON, QUIET.allowed_at)
    second, _ = slots(replace(USUAL, next_at=next_at), 6, GAP, NOON, QUIET.allowed_at)
    assert first + second == whole


def test_what_was_late_does_not_leave_in_the_night_after_all() -> None:
    text = Message(
        id="m", means=Means.TEXT, purpose=Purpose.BROADCAST, template="broadcast", values={"emergency": False}, language="en",
        to="+8613800138000", due_at=at(20), created_at=at(20),
    )  # fmt: skip
    held = held_until(text, at(22), QUIET.allowed_at)
    assert held is not None
    assert (held.at, held.held, held.untried) == (at(32), "quiet_hours", True)
    assert held_until(text, at(20), QUIET.allowed_at) is None
    assert held_until(replace(text, values={"emergency": True}), at(22), QUIET.allowed_at) is None
    assert held_until(replace(text, purpose=Purpose.ANSWER), at(22), QUIET.allowed_at) is None


def test_whoever_reads_another_language_gets_the_first() -> None:
    assert language_of({"zh-CN": "x", "en": "x"}, "en", ("zh-CN", "en")) == "en"
    assert language_of({"zh-CN": "x"}, "en", ("zh-CN", "en")) == "zh-CN"
