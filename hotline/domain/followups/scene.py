"""Everything a follow-up may look at, gathered once."""

from dataclasses import dataclass, field
from datetime import datetime

from hotline.domain.actor import ActorKind
from hotline.domain.aftermath import Alike, Past
from hotline.domain.city import City
from hotline.domain.clock_row import Clock, ClockKind
from hotline.domain.deadline import due
from hotline.domain.duration import Duration
from hotline.domain.effects import Effect, StartClock
from hotline.domain.event import Change, Event, EventKind
from hotline.domain.hours import WorkCalendar
from hotline.domain.message import Purpose
from hotline.domain.promises import Promises
from hotline.domain.reporter import Reporter
from hotline.domain.ticket import Ticket


@dataclass(frozen=True, kw_only=True, slots=True)
class Around:
    """What stands around the ticket: who reported, which clocks run, ids for what is new."""

    reporter: Reporter | None
    clocks: tuple[Clock, ...] = ()
    new_survey_id: str = ""
    survey_id: str | None = None
    recorded: bool = False      # words are in a recording, not in text
    words: str | None = field(default=None, repr=False)  # what whoever takes it on may read of it; of a sealed one a summary
    untold: bool = False        # sealed, and nobody has written that summary
    past: tuple[Past, ...] = ()  # closings of its category nearby
    alike: tuple[Alike, ...] = ()  # reports of others in work, of its category nearby


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    promises: Promises
    calendar: WorkCalendar
    city: City

    def due(self, start: datetime, duration: Duration) -> datetime:
        return due(start, duration, self.calendar)

    def callback_due(self, now: datetime) -> datetime:
        """30 minutes when staffed, else the next working morning's hour (promises.callback_*)."""
        if self.calendar.is_open(now):
            return self.due(now, self.promises.callback_staffed)
        return self.calendar.next_morning(now, self.promises.callback_next)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    change: Change
    around: Around
    rules: Rules
    clocks: tuple[Effect, ...] = ()

    @property
    def ticket(self) -> Ticket:
        return self.change.after

    @property
    def at(self) -> datetime:
        return self.change.at

    def has(self, *kinds: EventKind) -> bool:
        return any(e.kind in kinds for e in self.change.events)

    def event(self, kind: EventKind) -> Event | None:
        return next((e for e in self.change.events if e.kind is kind), None)

    @property
    def purpose(self) -> Purpose:
        """To a resident who just wrote or called it is an answer, at any hour; else news."""
        return Purpose.ANSWER if self.change.actor.kind is ActorKind.RESIDENT else Purpose.STATUS

    @property
    def by_another(self) -> bool:
        """By a resident who is not its reporter: one of those whose report was merged into it."""
        actor = self.change.actor
        return actor.kind is ActorKind.RESIDENT and actor.id != self.ticket.reporter_id

    @property
    def asks_age(self) -> bool:
        """Once a reporter, where the city wants to know whether it reaches the old: asked last, and it may be skipped."""
        reporter = self.around.reporter
        return self.rules.promises.ask_age != "never" and reporter is not None and reporter.asks_age and not self.ticket.anonymous

    def due_of(self, *kinds: ClockKind) -> datetime | None:
        """When the first of these clocks is due: one started by this change, else one that runs."""
        for kind in kinds:
            for effect in self.clocks:
                if isinstance(effect, StartClock) and effect.kind is kind:
                    return effect.due_at
            for clock in self.around.clocks:
                if clock.kind is kind and clock.met_at is None and clock.round == self.ticket.round:
                    return clock.due_at
        return None

    def by(self, *kinds: ClockKind) -> str:
        """The promised time as the texts take it; without a clock the response promise counts from now."""
        return (self.due_of(*kinds) or self.rules.due(self.at, self.rules.promises.response)).isoformat()

    def answered_by(self) -> str:
        """Whoever chases is not put off: an answer that was promised for an earlier time is still promised for it."""
        promised = (self.due_of(ClockKind.CHASE), self.due_of(ClockKind.RESPONSE))
        due = min((at for at in promised if at is not None and at > self.at), default=None)
        return due.isoformat() if due is not None else self.by(ClockKind.CHASE)

    def object_by(self) -> str | None:
        """Until when a rejection or merge of now may be objected to, as the texts take it; None: not at all."""
        within = self.rules.promises.object_within
        return self.rules.due(self.at, within).isoformat() if within.amount else None

    def moment(self, event: Event, fact: str) -> datetime:
        """A time that stands in an event's facts."""
        return datetime.fromisoformat(str(event.facts[fact]))

    def department(self, language: str) -> str | None:
        return self.rules.city.department_name(self.ticket.handler or self.ticket.owner, language)

    def category(self, language: str) -> str | None:
        return self.rules.city.category_name(self.ticket.category, language)
