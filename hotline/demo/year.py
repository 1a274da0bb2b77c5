"""A simulated year: an empty city filled with a hundred thousand plausible tickets, and beside them what really happened.

Rows are written in bulk through the shelves that every use case writes with, some hundred tickets a transaction; the audit
log is chained as always. Nothing is held but the reporters and what is being written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from hotline.clock import FixedClock
from hotline.demo.course import Course, as_parent
from hotline.demo.life import Life
from hotline.demo.line import TheLine
from hotline.demo.said import SAID
from hotline.demo.truth import Truth
from hotline.domain.entry import Entry
from hotline.domain.flag import Flag, FlagKind
from hotline.domain.followups import Rules
from hotline.domain.message import Delivery, Means, Message, Purpose
from hotline.domain.reporter import Age, Reporter
from hotline.domain.span import local_moment
from hotline.domain.ticket import Channel, Kind, Ticket
from hotline.ids import Ids
from hotline.services.parts import Parts
from hotline.services.story_lines import ENTRY
from hotline.storage import Database
from hotline.storage.store import Store

DAYS, BATCH = 365, 250
# How much is reported by hour of the day, by weekday, and by month: mornings, Mondays, summers.
HOURS = (1, 1, 1, 1, 1, 2, 6, 14, 26, 34, 33, 27, 15, 17, 25, 27, 24, 20, 16, 15, 13, 9, 5, 2)
WEEKDAYS = (1.25, 1.1, 1.05, 1.0, 1.0, 0.75, 0.65)
MONTHS = (0.85, 0.7, 0.9, 1.0, 1.05, 1.2, 1.35, 1.3, 1.1, 1.0, 0.95, 0.9)
KINDS = {Kind.REPORT: 800, Kind.COMPLAINT: 50, Kind.SUGGESTION: 60, Kind.ENQUIRY: 55, Kind.PRAISE: 32, Kind.PROTECTION: 3}
CHANNELS = {Channel.SMS: 50, Channel.VOICE: 38, Channel.STATION: 7, Channel.API: 5}
REPORTS_EACH = 2.4  # tickets of one number, on average
PARENTS = 400  # reports in work that a later one may be merged into


@dataclass(frozen=True, kw_only=True, slots=True)
class _Where:
    grids: Sequence[str]
    grid_weights: Sequence[float]
    categories: Sequence[str]
    category_weights: Sequence[float]


class Year:
    """Draws and writes it. The same seed and moment give the same year."""

    def __init__(self, parts: Parts, database: Database, seed: int, now: datetime, digits: int) -> None:
        self.dice = Random(seed)  # noqa: S311 - the same year for the same seed; nothing of it is secret
        self.now, self.parts, self.database = now, parts, database
        self.clock = FixedClock(now)
        self.ids = Ids(clock=self.clock, dice=self.dice, digits=digits)
        self.zone = parts.calendar.office.zone
        self.truth = Truth(self.zone)
        with database.reading() as store:
            city = parts.city(store)
        self.rules = Rules(promises=parts.promises, calendar=parts.calendar, city=city)
        self.where = _where(parts, [*city.grids])
        self.reporters: list[tuple[str, Age | None]] = []
        self.numbers: set[str] = set()
        self.line = TheLine(dice=self.dice, ids=self.ids, truth=self.truth, answer_within=parts.desk.answer_within)
        self.parents: dict[tuple[str | None, str | None], Ticket] = {}

    def fill(self, tickets: int) -> Iterator[int]:
        """How many were written, batch after batch."""
        moments = self._moments(tickets)
        while batch := [at for _, at in zip(range(BATCH), moments, strict=False)]:
            with self.database.writing() as store:
                for at in batch:
                    self._ticket(store, at)
            yield len(batch)

    def _moments(self, tickets: int) -> Iterator[datetime]:
        """When reports come in, the oldest first; a day's own are drawn when its turn comes."""
        first = (self.now - timedelta(days=DAYS)).astimezone(self.zone).date() + timedelta(days=1)
        days = [first + timedelta(days=n) for n in range(DAYS)]
        sums = [0.0, *accumulate(WEEKDAYS[day.weekday()] * MONTHS[day.month - 1] for day in days)]
        edges = [round(tickets * each / sums[-1]) for each in sums]
        for place, day in enumerate(days):
            yield from sorted(self._moment(day) for _ in range(edges[place + 1] - edges[place]))

    def _moment(self, day: date) -> datetime:
        hour = self.dice.choices(range(24), HOURS)[0]
        at = local_moment(day, time(hour, self.dice.randrange(60), self.dice.randrange(60)), self.zone)
        return min(at, self.now - timedelta(seconds=self.dice.randrange(1, 3600)))

    def _ticket(self, store: Store, at: datetime) -> None:
        self.clock.set(at)
        ticket, words, age = self._reported(store, at)
        life = Life(ticket=ticket, rules=self.rules, now=self.now)
        course = Course(dice=self.dice, life=life, reachable=ticket.reporter_id is not None, parents=self.parents)
        course.runs(words)
        if ticket.kind is Kind.PROTECTION:
            self.truth.total("protection")
        else:
            self.truth.take(life.noted, life.ticket.owner)
            if ticket.reporter_id is not None:
                self.truth.reported(ticket.reporter_id, at, life.ticket.owner, age)
        self._write(store, course)
        self.line.around(store, life.ticket, words)
        self._keep_as_parent(life)

    def _keep_as_parent(self, life: Life) -> None:
        if life.was_dispatched and life.ticket.kind is Kind.REPORT and life.ticket.parent_id is None:
            key = (life.ticket.category, life.ticket.grid)
            if key in self.parents or len(self.parents) < PARENTS:
                self.parents[key] = as_parent(life.ticket)

    def _reported(self, store: Store, at: datetime) -> tuple[Ticket, str, Age | None]:
        dice, where = self.dice, self.where
        kind = dice.choices([*KINDS], [*KINDS.values()])[0]
        channel = dice.choices([*CHANNELS], [*CHANNELS.values()])[0]
        grid = dice.choices(where.grids, where.grid_weights)[0]
        named = kind in (Kind.REPORT, Kind.SUGGESTION)
        category = dice.choices(where.categories, where.category_weights)[0] if named else None
        withheld = channel is Channel.VOICE and dice.random() < 0.02
        reporter, age = (None, None) if withheld else self._reporter(store, at, channel)
        matter = self.rules.city.category_name(category, "zh-CN") or SAID["this_matter"]
        place = SAID["place"].format(grid=self.rules.city.grid_name(grid, "zh-CN"), number=dice.randrange(1, 300))
        words = dice.choice(SAID["reports"]).format(place=place, matter=matter)
        ticket = Ticket(
            id=self.ids.new(), number=self._number(), kind=kind, channel=channel, language="zh-CN", reporter_id=reporter,
            category=category, place=place, grid=grid, received_at=at, urgent=kind is Kind.REPORT and dice.random() < 0.01,
            sealed=kind in (Kind.COMPLAINT, Kind.PROTECTION),
        )  # fmt: skip
        return ticket, words, age

    def _number(self) -> str:
        while True:
            number = self.ids.ticket_number()
            if number not in self.numbers:
                self.numbers.add(number)
                return number

    def _reporter(self, store: Store, at: datetime, channel: Channel) -> tuple[str, Age | None]:
        """Somebody who reported before, or somebody new. The old call; they rarely text."""
        if self.reporters and self.dice.random() > 1 / REPORTS_EACH:
            return self.dice.choice(self.reporters)
        old = 30 if channel in (Channel.VOICE, Channel.STATION) else 10
        age = self.dice.choices((Age.OVER_60, Age.UNDER_60, None), (old, 60 - old, 40))[0]
        phone = f"+86199{len(self.reporters):08d}"
        made = Reporter(id=self.ids.new(), phone=phone, language="zh-CN", age=age, created_at=at)
        store.reporters.add(made)
        self.reporters.append((made.id, age))
        return self.reporters[-1]

    def _write(self, store: Store, course: Course) -> None:
        """The ticket as it stands, and all that hangs on it."""
        life, ending = course.life, course.ending
        ticket = replace(life.ticket, version=len(life.story))
        store.tickets.add(ticket)
        chain = f"ticket:{ticket.id}"
        for place, (at, event, actor) in enumerate(life.story):
            if event.words is not None and event.kind in ENTRY:
                store.entries.add(Entry(
                    id=self.ids.new(), ticket_id=ticket.id, kind=ENTRY[event.kind], words=event.words, by=actor.id, at=at,
                ))  # fmt: skip
            store.audit.append(chain, event.kind.value, actor, dict(event.facts), event.words, at, new=place == 0)
        for clock, stopped_at in life.clocks.values():
            store.bulk.clock(clock, stopped_at)
        for survey in life.surveys:
            store.surveys.add(survey)
        for closing in ending.closings:
            store.aftermath.closed(closing)
        for lookback, _ in ending.lookbacks:
            store.aftermath.plan(lookback)
        for found in ending.recurrences:
            store.bulk.recurrence(found)
        for at, state, survey_id in ending.told:
            store.outbox.add(_result(self.ids.new(), ticket, at, state, survey_id))
        if ending.withdrawn_soon:
            store.bulk.flag(Flag(
                id=self.ids.new(), key=f"withdrawn:{ticket.id}", kind=FlagKind.WITHDRAWN_SOON, at=life.story[-1][0],
                ticket_id=ticket.id, department=ticket.owner,
            ))  # fmt: skip


def _result(message_id: str, ticket: Ticket, at: datetime, state: Delivery, survey_id: str) -> Message:
    """The text that told the result, as it lies in the outbox now."""
    return Message(
        id=message_id, means=Means.TEXT, purpose=Purpose.STATUS, template="done_asks", language=ticket.language,
        to="", reporter_id=ticket.reporter_id, ticket_id=ticket.id, survey_id=survey_id, proves="result", state=state,
        due_at=at, created_at=at, attempts=1, carrier_sid=f"SMyear{message_id.replace('-', '')[-26:]}", sent_at=at,
        final_at=at + timedelta(seconds=5),
    )  # fmt: skip


def _where(parts: Parts, grids: Sequence[str]) -> _Where:
    """Unequal, and always in the same way: most comes from few places and of few matters; one grid says nothing."""
    spoken = [*grids[:-1]] if len(grids) > 2 else [*grids]
    categories = [category.id for category in parts.categories if category.words][:40]
    return _Where(
        grids=spoken, grid_weights=[1 / (place + 1) ** 0.7 for place in range(len(spoken))],
        categories=categories, category_weights=[1 / (place + 1) ** 0.8 for place in range(len(categories))],
    )  # fmt: skip
