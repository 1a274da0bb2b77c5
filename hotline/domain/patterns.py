"""Patterns over many tickets and calls that make figures look better than the work. What is counted comes in, what is
to be looked at comes out; whoever it is about has perhaps a good reason, and a person finds that out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from hotline.domain.flag import FlagKind, Json
from hotline.domain.photo import alike

type_day = Callable[[datetime], date]
K = FlagKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Integrity:
    """From where on something is a pattern. One field a key ``integrity.<name>`` of config.yaml; shares in percent."""

    bulk_results: int = 10
    bulk_within: timedelta = timedelta(minutes=30)
    bulk_before: timedelta = timedelta(hours=4)
    bulk_share: int = 60
    extensions_within: timedelta = timedelta(days=30)
    extensions_least: int = 5
    extensions_times: int = 3
    praise_within: timedelta = timedelta(days=30)
    praise_least: int = 6
    praise_numbers: int = 2
    praise_share: int = 60
    photos_within: timedelta = timedelta(days=180)
    calls_within: timedelta = timedelta(hours=24)
    calls_least: int = 10
    calls_share: int = 30
    hung_up_within: timedelta = timedelta(seconds=20)
    hung_up_least: int = 5
    hung_up_share: int = 10
    reveals_a_day: int = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Sign:
    """A pattern that was found; ``key`` says when it is the same one."""

    kind: FlagKind
    key: str
    ticket_id: str | None = None
    staff_id: str | None = None
    department: str | None = None
    facts: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """Work that was said to be done, and by when it had to be."""

    officer_id: str
    department: str | None
    at: datetime
    due_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """How many extensions a department asked for, of how many tickets it got."""

    department: str
    asked: int
    tickets: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Praise:
    """How often one number praised one officer, or was very satisfied with them."""

    officer_id: str
    reporter_id: str
    times: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A photo on a ticket. ``by``: the staff id of who sent it as proof; none: the reporter."""

    ticket_id: str
    number: str
    reporter_id: str | None
    by: str | None
    looks: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """The calls of one operator, or of the line itself (``staff_id`` None), and how many of them were as they should not be."""

    staff_id: str | None
    calls: int
    odd: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """Of how many reporters one person looked at the number."""

    staff_id: str
    reporters: int


def bulk_closing(results: Iterable[Result], rules: Integrity, day: type_day) -> Iterator[Sign]:
    """Many results of one officer within a short time, most of them shortly before their deadline. Once an officer and day,
    the largest heap of it."""
    ordered = sorted(results, key=lambda one: (one.officer_id, one.at, one.due_at, one.department or ""))
    for officer, group in groupby(ordered, key=lambda one: one.officer_id):
        best: dict[date, Sequence[Result]] = {}
        for heap in _heaps(tuple(group), rules.bulk_within):
            when = day(heap[-1].at)
            if _hurried(heap, rules) and len(heap) > len(best.get(when, ())):
                best[when] = heap
        for when, heap in best.items():
            facts = {
                "results": len(heap), "near": _near(heap, rules.bulk_before),
                "minutes": round((heap[-1].at - heap[0].at).total_seconds() / 60),
            }
            yield Sign(
                kind=K.BULK_CLOSING, key=f"{K.BULK_CLOSING}:{officer}:{when}", staff_id=officer,
                department=heap[-1].department, facts=facts,
            )


def _heaps(results: Sequence[Result], within: timedelta) -> Iterator[Sequence[Result]]:
    """For each result those of the short time that ends with it."""
    first = 0
    for last, one in enumerate(results):
        while one.at - results[first].at > within:
            first += 1
        yield results[first : last + 1]


def _hurried(heap: Sequence[Result], rules: Integrity) -> bool:
    return len(heap) >= rules.bulk_results and _reaches(_near(heap, rules.bulk_before), len(heap), rules.bulk_share)


def _near(heap: Sequence[Result], before: timedelta) -> int:
    return sum(timedelta() <= one.due_at - one.at <= before for one in heap)


def many_extensions(asked: Sequence[Asked], rules: Integrity, week: str) -> Iterator[Sign]:
    """A department that asks for a share of its tickets many times that of all others together. Alone it has nobody to be
    compared with."""
    for one in asked:
        others = [other for other in asked if other.department != one.department]
        theirs, of = sum(other.asked for other in others), sum(other.tickets for other in others)
        if one.asked < rules.extensions_least or of == 0:
            continue
        # Shares compared without dividing: no ticket at all is a share of one.
        if one.asked * of >= rules.extensions_times * theirs * max(one.tickets, 1):
            yield Sign(
                kind=K.MANY_EXTENSIONS, key=f"{K.MANY_EXTENSIONS}:{one.department}:{week}", department=one.department,
                facts={"asked": one.asked, "tickets": one.tickets, "others_asked": theirs, "others_tickets": of},
            )


def praise_cluster(praise: Iterable[Praise], rules: Integrity, week: str) -> Iterator[Sign]:
    """Most of the praise of one officer from a handful of numbers. Which ones, nobody is told."""
    for officer, group in groupby(sorted(praise, key=lambda one: one.officer_id), key=lambda one: one.officer_id):
        times = sorted((one.times for one in group), reverse=True)
        total, few = sum(times), sum(times[: rules.praise_numbers])
        if total >= rules.praise_least and _reaches(few, total, rules.praise_share):
            yield Sign(
                kind=K.PRAISE_CLUSTER, key=f"{K.PRAISE_CLUSTER}:{officer}:{week}", staff_id=officer,
                facts={"praise": total, "from_few": few, "numbers": min(len(times), rules.praise_numbers)},
            )


def same_photo(new: Sequence[Picture], known: Sequence[Picture], named: int = 3) -> Iterator[Sign]:
    """A picture that is on other tickets too: those of somebody else, or sent as proof by somebody of the city. Once a ticket;
    a few of the others are named."""
    seen: set[str] = set()
    for one in sorted(new, key=lambda each: each.at):
        others = {other.number: None for other in known if _same(one, other)}
        if others and one.ticket_id not in seen:
            seen.add(one.ticket_id)
            yield Sign(
                kind=K.SAME_PHOTO, key=f"{K.SAME_PHOTO}:{one.ticket_id}", ticket_id=one.ticket_id, staff_id=one.by,
                facts={"tickets": len(others), "others": " ".join(sorted(others)[:named]), "proof": one.by is not None},
            )


def _same(one: Picture, other: Picture) -> bool:
    """Two photos of one reporter on two tickets of theirs are their own business; of nobody known, they count."""
    if one.ticket_id == other.ticket_id or (one.at, one.ticket_id) < (other.at, other.ticket_id):
        return False
    proof = one.by is not None or other.by is not None
    strangers = one.reporter_id is None or one.reporter_id != other.reporter_id
    return (proof or strangers) and alike(one.looks, other.looks)


def calls_without_ticket(calls: Iterable[Answered], rules: Integrity, day: date) -> Iterator[Sign]:
    for one in calls:
        if one.calls >= rules.calls_least and _reaches(one.odd, one.calls, rules.calls_share):
            yield _of_operator(K.CALLS_WITHOUT_TICKET, one, day)


def hung_up(calls: Iterable[Answered], rules: Integrity, day: date) -> Iterator[Sign]:
    for one in calls:
        if one.odd >= rules.hung_up_least and _reaches(one.odd, one.calls, rules.hung_up_share):
            yield _of_operator(K.HUNG_UP, one, day)


def _of_operator(kind: FlagKind, one: Answered, day: date) -> Sign:
    share = round(100 * one.odd / one.calls)
    return Sign(
        kind=kind, key=f"{kind}:{one.staff_id or 'line'}:{day}", staff_id=one.staff_id,
        facts={"calls": one.calls, "odd": one.odd, "share": share},
    )


def reveals(looked: Iterable[Looked], rules: Integrity, day: date) -> Iterator[Sign]:
    for one in looked:
        if one.reporters >= rules.reveals_a_day:
            yield Sign(
                kind=K.REVEALS, key=f"{K.REVEALS}:{one.staff_id}:{day}", staff_id=one.staff_id,
                facts={"reporters": one.reporters},
            )


def week_of(day: date) -> str:
    """The week a day is in, as keys name it."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def _reaches(part: int, whole: int, percent: int) -> bool:
    return whole > 0 and 100 * part >= percent * whole
