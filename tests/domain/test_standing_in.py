"""Who acts while somebody is away, in every seat of the city; who is on at night; and what is judged at night."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain import duty
from hotline.domain.absence import Absence, away, check, ended, hand_over, moment, waits_too_long
from hotline.domain.actor import SWEEP
from hotline.domain.city import City
from hotline.domain.effects import TellStaff
from hotline.domain.errors import RuleError
from hotline.domain.event import Change, EventKind
from hotline.domain.followups import Around, followups
from hotline.domain.intake import send_on
from hotline.domain.night import judged_at_night
from hotline.domain.quiet import QuietHours
from hotline.domain.staff import OF_KIND, Role, Route, Staff, may_deputise
from hotline.domain.ticket import Kind, State
from tests.domain.stories import CITY, HELD, NEW, NOW, RULES

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)
QUIET = QuietHours.parse("21:00-08:00", "Asia/Shanghai")


def person(name: str, role: Role = Role.OFFICER, department: str | None = "roads", **more: object) -> Staff:
    given_: dict[str, object] = {"phone": f"+86139{crc32(name.encode()) % 10**8:08d}"} | more
    return Staff(id=name, name=name, role=role, department=department, **given_)  # type: ignore[arg-type]


ONE, TWO, THREE = (person(name, rank=rank) for rank, name in enumerate(("one", "two", "three"), 1))
HEAD = person("head", Role.HEAD)
DESK, DESK2 = person("desk", Role.COORDINATOR, None), person("desk2", Role.COORDINATOR, None, rank=1)
ABOVE, ABOVE2 = person("above", Role.SUPERVISOR, None), person("above2", Role.SUPERVISOR, None, rank=1)
SHIELD, SHIELD2 = (person(name, Role.PROTECTION, None) for name in ("shield", "shield2"))
PEOPLE = (HEAD, ONE, TWO, THREE, DESK, ABOVE)


def city(*people: Staff, gone: str = "", **more: object) -> City:
    known = {p.id: p for p in (*PEOPLE, *people)}
    absent = dict.fromkeys(gone.split(), NOW + HOUR)
    return replace(CITY, staff=tuple(known.values()), away=absent, **more)  # type: ignore[arg-type]


def name_of(found: Staff | None) -> str | None:
    return found.id if found else None


@pytest.mark.parametrize(
    ("people", "gone", "officer"),
    [
        ((), "", "one"),
        ((), "one", "two"),                                                         # no deputy: the next
        ((replace(ONE, deputy_id="three"),), "one", "three"),                       # the deputy takes their place in the order
        ((replace(ONE, deputy_id="three"),), "", "one"),                            # a deputy acts only while they are away
        ((replace(TWO, deputy_id="three"),), "one", "two"),
        ((replace(ONE, deputy_id="three"),), "one three", "two"),                   # a deputy who is away as well
        ((replace(ONE, deputy_id="three"), replace(THREE, stopped=True)), "one", "two"),
        ((replace(ONE, deputy_id="three"), replace(THREE, on_duty=False)), "one", "two"),
        ((replace(ONE, deputy_id="three"), replace(THREE, phone=None)), "one", "two"),
        ((replace(ONE, deputy_id="two"), replace(TWO, deputy_id="one")), "one two", "three"),  # two who name each other
        ((), "one two three", "head"),
        ((replace(HEAD, deputy_id="vice"), person("vice", Role.HEAD, rank=9)), "one two three head", "vice"),
        ((), "one two three head", None),
        ((replace(ONE, deputy_id="elsewhere"), person("elsewhere", department="order")), "one", "two"),
    ],
)  # fmt: skip
def test_the_officer_their_deputy_the_next_the_head_and_theirs(people: tuple[Staff, ...], gone: str, officer: str | None) -> None:
    assert name_of(city(*people, gone=gone).officer("roads")) == officer


@pytest.mark.parametrize(
    ("people", "gone", "head", "coordinator", "supervisor"),
    [
        ((), "", "head", "desk", "above"),
        ((replace(HEAD, deputy_id="one"),), "head", "one", "desk", "above"),
        ((), "head", None, "desk", "above"),
        ((replace(HEAD, on_duty=False),), "", "head", "desk", "above"),   # off duty is not away: their texts are theirs
        ((DESK2,), "desk", "head", "desk2", "above"),
        ((replace(DESK, deputy_id="above"),), "desk", "head", "above", "above"),
        ((replace(DESK, deputy_id="desk2"), DESK2), "desk", "head", "desk2", "above"),
        ((), "desk", "head", "above", "above"),                           # no other coordinator: the supervisor
        ((), "desk above", "head", "desk", "desk"),                       # nobody at all: it must lie with somebody
        ((ABOVE2,), "above", "head", "desk", "above2"),
        ((replace(ABOVE, deputy_id="desk"),), "above", "head", "desk", "desk"),
        ((), "above", "head", "desk", "desk"),
    ],
)  # fmt: skip
def test_head_coordinator_and_supervisor_while_away(
    people: tuple[Staff, ...], gone: str, head: str | None, coordinator: str, supervisor: str
) -> None:
    found = city(*people, gone=gone)
    assert name_of(found.head("roads")) == head
    assert name_of(found.coordinator()) == coordinator
    assert name_of(found.supervisor()) == supervisor


@pytest.mark.parametrize(("gone", "told"), [
    ("", ["shield", "shield2"]), ("shield", ["shield2"]), ("shield shield2", ["shield", "shield2"]),
])  # fmt: skip
def test_a_protection_ticket_never_leaves_the_protection_officers(gone: str, told: list[str]) -> None:
    assert [p.id for p in city(SHIELD, SHIELD2, gone=gone).protectors()] == told


@pytest.mark.parametrize(("one", "other", "may"), [
    (ONE, TWO, True), (ONE, HEAD, True), (HEAD, ONE, True), (ONE, ONE, False), (ONE, replace(TWO, department="order"), False),
    (DESK, ABOVE, True), (ABOVE, DESK, True), (ONE, DESK, False), (HEAD, ABOVE, False), (SHIELD, SHIELD2, True),
    (SHIELD, ABOVE, False), (DESK, person("auditor", Role.AUDITOR, None), False),
    (person("station", Role.STATION, None), person("station2", Role.STATION, None), False),
])  # fmt: skip
def test_a_deputy_may_do_what_is_asked_of_them(one: Staff, other: Staff, may: bool) -> None:
    assert may_deputise(one, other) is may


@given(
    gone=st.sets(st.sampled_from([p.id for p in PEOPLE])),
    deputies=st.dictionaries(st.sampled_from([p.id for p in PEOPLE]), st.sampled_from([p.id for p in PEOPLE])),
)
def test_nobody_who_is_away_is_ever_dispatched_to(gone: set[str], deputies: dict[str, str]) -> None:
    people = tuple(replace(p, deputy_id=deputies.get(p.id)) for p in PEOPLE)
    found = city(*people, gone=" ".join(gone))
    officer = found.officer("roads")
    assert officer is None or officer.id not in gone
    assert (officer is None) == ({"one", "two", "three", "head"} <= gone)
    assert not {p.id for p in duty.people(found, HELD)} & gone or {"desk", "above"} <= gone
    assert found.coordinator() is not None  # somebody always hears of what nobody acts on


# What lies with somebody who goes away.


@pytest.mark.parametrize(("ticket", "accept_in", "back_in", "handed"), [
    (HELD, 4, 5, True),
    (HELD, 4, 4, False),  # back in time to take it
    (HELD, 4, 3, False),
    (HELD, None, 1, True),
    (replace(HELD, state=State.ACCEPTED), 4, 50, False),  # it is theirs; they finish it, or their head decides
    (replace(HELD, return_pending=True), 4, 50, False),  # the coordinator's to rule on
])  # fmt: skip
def test_only_what_would_wait_past_its_clock_is_handed_over(ticket, accept_in, back_in, handed) -> None:  # type: ignore[no-untyped-def]
    accept_by = None if accept_in is None else NOW + accept_in * HOUR
    assert waits_too_long(ticket, accept_by, NOW + back_in * HOUR) is handed


@pytest.mark.parametrize(("to", "texts"), [("two", {("two", "officer_dispatch")}), (None, {("desk", "coordinator_no_route")})])
def test_handed_over_the_new_officer_gets_the_dispatch_or_the_desk_hears_there_is_nobody(to, texts) -> None:  # type: ignore[no-untyped-def]
    before = replace(HELD, officer_id="one")
    after, events = hand_over(before, to)
    gone = "one" if to else "one two three head"
    rules = replace(RULES, city=city(gone=gone))
    change = Change(before=before, after=after, events=events, actor=SWEEP, at=NOW)
    effects = followups(change, Around(reporter=None, clocks=(), new_survey_id="s", survey_id=None), rules)
    assert {(e.staff_id, e.template) for e in effects if isinstance(e, TellStaff)} == texts
    assert [(e.kind, dict(e.facts)) for e in events] == [
        (EventKind.HANDED_OVER, {"from": "one", "officer": to, "department": "roads"}),
    ]
    assert (after.state, after.handler, after.owner, after.round) == (before.state, "roads", "roads", before.round)


# Absences.


def absent(start: int, end: int, who: str = "one") -> Absence:
    return Absence(
        id=f"{who}{start}", staff_id=who, from_at=NOW + start * HOUR, until_at=NOW + end * HOUR, made_by="desk", made_at=NOW,
    )


@pytest.mark.parametrize(("absences", "back"), [
    ([], None), ([absent(0, 2)], 2), ([absent(-2, 0)], None), ([absent(1, 2)], None),
    ([absent(0, 2), absent(2, 5)], 5), ([absent(2, 5), absent(-1, 2)], 5), ([absent(0, 2), absent(3, 5)], 2),
    ([absent(0, 2), absent(1, 9, "two")], 2),
])  # fmt: skip
def test_who_is_away_now_and_until_when(absences: list[Absence], back: int | None) -> None:
    assert away(absences, NOW).get("one") == (None if back is None else NOW + back * HOUR)


@pytest.mark.parametrize(("start", "end", "code"), [
    (1, 1, "absence_order"), (2, 1, "absence_order"), (-3, -1, "absence_over"), (0, 24 * 500, "absence_long"),
])  # fmt: skip
def test_an_absence_that_cannot_be_is_refused(start: int, end: int, code: str) -> None:
    with pytest.raises(RuleError) as refused:
        check(NOW + start * HOUR, NOW + end * HOUR, NOW)
    assert refused.value.code == code
    check(NOW - HOUR, NOW + HOUR, NOW)


@pytest.mark.parametrize(("absence", "was"), [(absent(-1, 5), True), (absent(1, 5), False)])
def test_who_comes_back_early_is_here_and_one_that_never_began_never_does(absence: Absence, was: bool) -> None:
    after = ended(absence, NOW)
    assert not any(after.holds(NOW + hours * HOUR) for hours in range(9))
    assert after.holds(NOW - HOUR / 2) is was


@pytest.mark.parametrize(("written", "until", "meant"), [
    ("now", False, None), ("现在", False, None),
    ("2026-12-01", False, "2026-12-01 00:00"),
    ("2026-12-01", True, "2026-12-02 00:00"),  # the last day away
    ("2026-12-01 14:30", True, "2026-12-01 14:30"),
    ("2026-12-01T14:30", False, "2026-12-01 14:30"),
])  # fmt: skip
def test_a_day_and_a_time_of_the_citys_clock(written: str, until: bool, meant: str | None) -> None:
    expected = NOW if meant is None else datetime.fromisoformat(meant).replace(tzinfo=ZONE).astimezone(UTC)
    assert moment(written, ZONE, NOW, until=until) == expected


@pytest.mark.parametrize("written", ["", "tomorrow", "2026-13-01", "12-01", "9999-12-31", "2026-12-01 25:00"])
def test_what_is_no_moment_is_refused(written: str) -> None:
    with pytest.raises(RuleError) as refused:
        moment(written, ZONE, NOW, until=True)
    assert refused.value.code == "bad_moment"


# Night.

NIGHT = {"roads": ("three", "two")}


@pytest.mark.parametrize(("category", "after_hours", "night", "gone", "people", "officer"), [
    ("06028", True, NIGHT, "", (), "three"),
    ("06028", False, NIGHT, "", (), "one"),     # in office hours the usual officer
    ("c01-cover", True, NIGHT, "", (), "one"),  # an ordinary category at any hour
    ("06028", True, {}, "", (), "one"),         # no list: the department's officers on duty
    ("06028", True, NIGHT, "three", (), "two"),
    ("06028", True, NIGHT, "three", (replace(THREE, deputy_id="one"),), "one"),
    ("06028", True, NIGHT, "", (replace(THREE, stopped=True),), "two"),
    ("06028", True, NIGHT, "three two", (), "one"),  # none of the list is able
    ("06028", True, {"roads": ("gone",)}, "", (), "one"),
    (None, True, NIGHT, "", (), "one"),
])  # fmt: skip
def test_the_night_duty_gets_what_is_of_the_night(category, after_hours, night, gone, people, officer) -> None:  # type: ignore[no-untyped-def]
    found = city(*people, gone=gone, night=night, after_hours=after_hours)
    assert name_of(found.officer_for("roads", category)) == officer


@pytest.mark.parametrize(("category", "reported", "resolved", "asked_at_night"), [
    ("06028", "11-23 22:00", "11-23 23:40", True),
    ("06028", "11-23 22:00", "11-24 07:59", True),
    ("06028", "11-24 02:00", "11-24 03:00", True),
    ("06028", "11-23 22:00", "11-24 08:00", False),  # the day has begun: nothing is held anyhow
    ("06028", "11-23 22:00", "11-24 23:40", False),  # another night
    ("06028", "11-23 20:59", "11-23 23:40", False),  # they were not up at night
    ("c01-cover", "11-23 22:00", "11-23 23:40", False),
])  # fmt: skip
def test_what_is_judged_at_night(category: str, reported: str, resolved: str, asked_at_night: bool) -> None:
    moments = (datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE) for text in (reported, resolved))
    assert judged_at_night(CITY.categories[category], *moments, QUIET) is asked_at_night


def test_with_quiet_hours_off_there_is_no_night() -> None:
    late = datetime(2026, 11, 23, 22, tzinfo=ZONE)
    assert not judged_at_night(CITY.categories["06028"], late, late + HOUR, QuietHours.parse("off"))


# Urgent: the rota, the head, the supervisor; and by kind.


@pytest.mark.parametrize(("people", "gone", "rung"), [
    ((), "", ["one", "two", "three", "head", "above"]),
    ((), "one", ["two", "three", "head", "above"]),
    ((replace(ONE, deputy_id="three"),), "one", ["three", "two", "head", "above"]),
    ((replace(HEAD, deputy_id="two"),), "head", ["one", "two", "three", "above"]),
    ((), "head", ["one", "two", "three", "above"]),
    ((ABOVE2,), "above", ["one", "two", "three", "head", "above2"]),
    ((replace(ABOVE, deputy_id="desk"),), "above", ["one", "two", "three", "head", "desk"]),
    ((), "one two three head", ["above"]),
    ((), "one two three head above", ["desk"]),
])  # fmt: skip
def test_the_exhausted_rota_rings_the_head_then_the_supervisor_and_nobody_who_is_away(people, gone, rung) -> None:  # type: ignore[no-untyped-def]
    assert [p.id for p in duty.people(city(*people, gone=gone), replace(HELD, urgent=True))] == rung


@pytest.mark.parametrize(("kind", "department"), [
    (Kind.ENQUIRY, "order"), (Kind.REPORT, "roads"), (Kind.PRAISE, "roads"), (Kind.COMPLAINT, None),
])  # fmt: skip
def test_a_kind_may_have_a_department_of_its_own(kind: Kind, department: str | None) -> None:
    routes = (*CITY.routes, Route(grid=None, prefix=f"{OF_KIND}enquiry", department="order"))
    assert send_on(replace(NEW, kind=kind), city(routes=routes), NOW)[0].handler == department
