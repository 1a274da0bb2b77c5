"""One ticket's life as it might have been: each step is the rules' own, its clocks are those the follow-ups ask for; what is
drawn is only who did it and when. What it comes to is counted as it happens."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from hotline.demo.truth import type_noted
from hotline.domain.actor import SWEEP, Actor, ActorKind
from hotline.domain.clock_row import Clock, ClockKind
from hotline.domain.effects import MeetClocks, StartClock, StopClocks
from hotline.domain.event import Change, Event, EventKind
from hotline.domain.followups import Around, Rules, clocks
from hotline.domain.followups.scene import Scene
from hotline.domain.handling import Step
from hotline.domain.survey import Survey
from hotline.domain.ticket import IN_WORK, Ticket

K = ClockKind
PROMISED = {K.ACCEPT: "accepted_in_time", K.RESPONSE: "response_in_time", K.RESULT: "result_in_time"}
type_line = tuple[datetime, Event, Actor]


@dataclass
class Life:
    """``noted``: what is to be counted. ``clocks``: each with the moment it was stopped at, or None."""

    ticket: Ticket
    rules: Rules
    now: datetime
    story: list[type_line] = field(default_factory=list)
    clocks: dict[str, tuple[Clock, datetime | None]] = field(default_factory=dict)
    surveys: list[Survey] = field(default_factory=list)
    noted: list[type_noted] = field(default_factory=list)
    was_dispatched: bool = False

    def does(self, step: Step, actor: Actor, at: datetime, *, first: bool = False) -> None:
        """One change, with the clocks it starts, meets and stops."""
        after, events = step
        change = Change(before=None if first else self.ticket, after=after, events=events, actor=actor, at=at)
        self.ticket = after
        self.story += [(at, event, actor) for event in events]
        self.was_dispatched |= any(event.kind is EventKind.DISPATCHED for event in events)
        around = Around(reporter=None, clocks=tuple(self.running.values()))
        for effect in clocks.effects(Scene(change=change, around=around, rules=self.rules)):
            match effect:
                case MeetClocks():
                    self.meet(effect.kinds, at)
                case StopClocks():
                    self._stop(effect.kinds, at)
                case StartClock():
                    self._start(effect)

    @property
    def running(self) -> dict[str, Clock]:
        return {name: clock for name, (clock, stopped) in self.clocks.items() if clock.met_at is None and stopped is None}

    def due(self, kind: ClockKind) -> datetime | None:
        return next((clock.due_at for clock in self.running.values() if clock.kind is kind), None)

    def meet(self, kinds: Sequence[ClockKind], at: datetime) -> None:
        for name, clock in self.running.items():
            if clock.kind in kinds and clock.round == self.ticket.round:
                self.clocks[name] = replace(clock, met_at=at), None

    def answers(self, at: datetime, resident: Actor) -> None:
        """The department was in contact: an officer's own words arrived."""
        self.does((self.ticket, (Event(kind=EventKind.RESPONDED, facts={}),)), resident, at)

    def note(self, name: str, at: datetime, *parts: str) -> None:
        self.noted.append((name, at, parts))

    def count_if(self, name: str, at: datetime, *, hit: bool) -> None:
        self.note(name, at, *(("numerator", "denominator") if hit else ("denominator",)))

    def _start(self, effect: StartClock) -> None:
        clock = Clock(
            id=f"{self.ticket.id}-{len(self.clocks)}", ticket_id=self.ticket.id, kind=effect.kind, round=self.ticket.round,
            started_at=effect.started_at, due_at=effect.due_at, warn_at=effect.warn_at, committee_at=effect.committee_at,
        )  # fmt: skip
        self.clocks[clock.id] = clock, None

    def _stop(self, kinds: Sequence[ClockKind], at: datetime) -> None:
        for name, clock in self.running.items():
            if not kinds or clock.kind in kinds:
                self.clocks[name] = clock, at

    def ends(self) -> None:
        """Rungs that rang meanwhile, and what became of each promise."""
        for name, (clock, stopped) in self.clocks.items():
            end = clock.met_at or stopped or self.now
            self.clocks[name] = _rung(clock, end), stopped
            self._promise(clock, stopped)
            if clock.due_at < end and clock.kind in PROMISED:
                facts = {"clock": clock.kind.value, "due": clock.due_at.isoformat(), "next_by": clock.due_at.isoformat()}
                self.story.append((clock.due_at, Event(kind=EventKind.LATE, facts=facts), SWEEP))
        self.story.sort(key=lambda line: line[0])

    def _promise(self, clock: Clock, stopped: datetime | None) -> None:
        name = PROMISED.get(clock.kind)
        if name is None:
            return
        taken_away = clock.met_at is None and stopped is not None and stopped <= clock.due_at
        if taken_away or clock.due_at >= self.now:
            self.note(name, clock.due_at, "excluded")
        else:
            self.count_if(name, clock.due_at, hit=clock.met_at is not None and clock.met_at <= clock.due_at)

    @cached_property
    def resident(self) -> Actor:
        return Actor(kind=ActorKind.RESIDENT, id=self.ticket.reporter_id or "", via="sms")

    @property
    def in_work(self) -> bool:
        return self.ticket.state in IN_WORK


def _rung(clock: Clock, end: datetime) -> Clock:
    late = clock.due_at if clock.due_at <= end else None
    return replace(
        clock, late_at=late, warned_at=clock.warn_at if clock.warn_at is not None and clock.warn_at <= end else None,
        committee_told_at=clock.committee_at if late and clock.committee_at is not None and clock.committee_at <= end else None,
    )  # fmt: skip
