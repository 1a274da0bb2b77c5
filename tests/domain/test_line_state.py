"""What callers meet: as configured by hours, as switched by hand, and the notice of an emergency."""

from datetime import UTC, datetime

import pytest

from hotline.domain.errors import RuleError
from hotline.domain.hours import OfficeHours
from hotline.domain.line_state import (
    LONGEST,
    Answering,
    AnsweringHours,
    AnsweringPlan,
    Switches,
    read_answering,
    read_notice,
    state_of,
)

PERSON, MENU = Answering.PERSON_FIRST, Answering.MENU_FIRST
ZONE = "Asia/Shanghai"
PLAN = AnsweringPlan(hours=(
    AnsweringHours(when=OfficeHours.parse("mon-fri 12:00-13:00", ZONE), how=MENU),
    AnsweringHours(when=OfficeHours.parse("mon-fri 08:00-20:00; sat 09:00-12:00", ZONE), how=PERSON),
))  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "person_first"),
    [
        ("2026-11-23T08:00", True), ("2026-11-23T07:59", False), ("2026-11-23T19:59", True), ("2026-11-23T20:00", False),
        ("2026-11-23T12:30", False),  # the first hours that hold count
        ("2026-11-28T10:00", True), ("2026-11-28T13:00", False), ("2026-11-29T10:00", False),
        ("2026-10-01T10:00", True),  # a holiday, and a Thursday all the same
    ],
)  # fmt: skip
def test_the_hours_are_the_citys_own(moment: str, person_first: bool) -> None:
    there = datetime.fromisoformat(f"{moment}+08:00").astimezone(UTC)
    assert state_of(PLAN, Switches(), there).person_first is person_first


def test_what_is_switched_goes_before_what_is_configured() -> None:
    morning = datetime(2026, 11, 23, 2, 20, tzinfo=UTC)
    assert not state_of(PLAN, Switches(answering=MENU), morning).person_first
    assert state_of(AnsweringPlan(), Switches(answering=PERSON), morning).person_first


def test_without_an_emergency_nobody_hears_a_notice() -> None:
    morning, notice = datetime(2026, 11, 23, 2, 20, tzinfo=UTC), {"zh-CN": "台风今晚登陆"}
    assert state_of(PLAN, Switches(notice=notice), morning).notice == {}
    assert state_of(PLAN, Switches(emergency=True, notice=notice), morning).notice == notice


def test_a_notice_is_one_line_without_its_full_stop_and_not_too_long_to_be_heard() -> None:
    assert read_notice({"zh-CN": " 台风今晚登陆，\n请不要出门。 ", "en": " . "}) == {"zh-CN": "台风今晚登陆， 请不要出门"}
    assert read_notice({"zh-CN": "长" * LONGEST, "en": "x" * 2 * LONGEST})
    for words in ({"zh-CN": "长" * (LONGEST + 1)}, {"en": "x" * (2 * LONGEST + 1)}):
        with pytest.raises(RuleError, match="too_long"):
            read_notice(words)


def test_only_three_words_switch_the_answering() -> None:
    assert (read_answering("as_configured"), read_answering("person_first")) == (None, PERSON)
    with pytest.raises(RuleError, match="unknown_answering"):
        read_answering("off")
