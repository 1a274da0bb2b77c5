"""What may become of a ticket, drawn step by step until it is over or the present is reached."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from hotline.demo.ending import Ending
from hotline.demo.life import Life
from hotline.demo.said import SAID
from hotline.domain import handling, helping, ruling
from hotline.domain.actor import Actor, ActorKind
from hotline.domain.clock_row import ClockKind
from hotline.domain.intake import take_in
from hotline.domain.staff import Role
from hotline.domain.ticket import AT_THE_DESK, Kind, Outcome, State, Ticket

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REASONS = ruling.REASONS
OUTCOMES = (Outcome.ADOPTED, Outcome.PARTLY, Outcome.NOT_ADOPTED)
# Departments differ: how many of their results come late, how many of a hundred are not solved.
SLOW = {0: 0.04, 1: 0.07, 2: 0.1, 3: 0.13}


@dataclass
class Course:
    """Draws one life. ``parents``: reports still in work, by category and grid, that a later one may be merged into."""

    dice: Random
    life: Life
    reachable: bool = True
    parents: dict[tuple[str | None, str | None], Ticket] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.city = self.life.rules.city
        departments = sorted(self.city.departments)
        self.others = departments
        self.slow = {name: SLOW[place % len(SLOW)] for place, name in enumerate(departments)}
        self.ending = Ending(dice=self.dice, life=self.life, reachable=self.reachable)

    def chance(self, of: float) -> bool:
        return self.dice.random() < of

    def runs(self, words: str) -> None:
        """From the report to wherever it stands now."""
        life, at = self.life, self.life.ticket.received_at
        life.note("received", at, "numerator")
        life.does(take_in(life.ticket, words, self.city, at), life.resident, at, first=True)
        if life.ticket.kind in AT_THE_DESK:
            self._at_the_desk(at)
        elif life.ticket.state is State.RECEIVED:
            self._sent_by_hand(at)
        if life.ticket.handler is not None and not self._taken_off(life.ticket.dispatched_at or at):
            self._handled(life.ticket.dispatched_at or at)
        self.ending.sums_up()

    def _next(self, at: datetime, hours: float) -> datetime | None:
        """Some time later; None where that is still to come."""
        later = at + timedelta(hours=self.dice.expovariate(1 / hours), seconds=self.dice.randrange(1, 60))
        return later if later < self.life.now else None

    def _by(self, role: Role) -> Actor:
        person = next((p for p in self.city.staff if p.role is role), None)
        return Actor(kind=ActorKind.STAFF, id=person.id if person else "", via="console")

    def _officer(self) -> Actor:
        return Actor(kind=ActorKind.STAFF, id=self.life.ticket.officer_id or "officer", via="sms")

    def _at_the_desk(self, at: datetime) -> None:
        life = self.life
        when = self._next(at, 5)
        if when is None:
            return
        role = Role.PROTECTION if life.ticket.kind is Kind.PROTECTION else Role.COORDINATOR
        by = self._by(role)
        if life.ticket.kind is Kind.ENQUIRY and life.ticket.state is State.RECEIVED and self.chance(0.5):
            life.does(ruling.told_at_once(life.ticket, SAID["told_at_once"], when), by, when)
            self.ending.was_resolved = True
            self.ending.closed(when)
            return
        if life.ticket.state is not State.RECEIVED:
            return
        life.does(ruling.answer(life.ticket, by.id, SAID["answered"], when), by, when)
        self.ending.was_resolved = True
        if life.ticket.state is State.CLOSED:
            self.ending.closed(when)
        else:
            self.ending.judged(when)

    def _sent_by_hand(self, at: datetime) -> None:
        """Nobody was named for it: the coordinator says who acts."""
        when = self._next(at, 3)
        if when is not None:
            department = self.dice.choice(self.others)
            officer = self.city.officer(department)
            step = handling.dispatch(self.life.ticket, department, officer.id if officer else None, when)
            self.life.does(step, self._by(Role.COORDINATOR), when)

    def _taken_off(self, at: datetime) -> bool:
        """Withdrawn, rejected or merged before anybody acted."""
        life, draw = self.life, self.dice.random()
        when = self._next(at, 6)
        parent = self.parents.get((life.ticket.category, life.ticket.grid))
        if when is None or draw > 0.08:
            return False
        if draw < 0.015:
            soon = self.chance(0.2)
            life.does(handling.withdraw(life.ticket, when - HOUR if soon else None, when), life.resident, when)
            self.ending.withdrawn_soon = soon
            return True
        if draw < 0.04:
            step = ruling.reject(life.ticket, self.dice.choice(REASONS), SAID["why_not"], when)
            life.does(step, self._by(Role.COORDINATOR), when)
            return True
        if parent is None or parent.kind is not life.ticket.kind or parent.received_at + 2 * DAY < when:
            return False
        life.does(ruling.merge(life.ticket, parent, when), self._by(Role.COORDINATOR), when)
        return True

    def _handled(self, at: datetime) -> None:
        """Round after round, until it is judged good, or nothing more was drawn."""
        start: datetime | None = at
        while start is not None and self.life.ticket.state is State.DISPATCHED:
            start = self._round(start)

    def _round(self, at: datetime) -> datetime | None:
        life = self.life
        if self.chance(0.05) and life.ticket.returns < 1 and life.ticket.round == 0:
            at = self._returned(at) or life.now
        taken = self._next(at, 1.2)
        if taken is None or life.ticket.state is not State.DISPATCHED:
            return None
        life.does(handling.accept(life.ticket, self._officer().id), self._officer(), taken)
        began = self._next(taken, 5)
        if began is None:
            return None
        life.does(handling.progress(life.ticket, self._officer().id, self.dice.choice(SAID["acts"])), self._officer(), began)
        if self.chance(0.96):
            told = began + timedelta(seconds=self.dice.randrange(3, 90))
            life.answers(min(told, life.now), self._officer())
        began = self._meanwhile(began)
        done = self._done_at(began)
        if done is None or life.ticket.state is not State.IN_PROGRESS:
            return None
        return self._resolved(done)

    def _returned(self, at: datetime) -> datetime | None:
        life, when = self.life, at + timedelta(minutes=self.dice.randrange(5, 100))
        ruled = when + timedelta(minutes=self.dice.randrange(5, 200))
        if ruled >= life.now:
            return None
        self.ending.returned = True
        until = when + DAY  # within the time allowed: it was drawn so
        life.does(handling.ask_return(life.ticket, self._officer().id, SAID["not_ours"], until, when), self._officer(), when)
        by = self._by(Role.COORDINATOR)
        if not self.chance(0.6):
            life.does(handling.refuse_return(life.ticket), by, ruled)
            return ruled
        other = self.dice.choice([name for name in self.others if name not in (life.ticket.handler, life.ticket.about)])
        officer = self.city.officer(other)
        life.does(handling.uphold_return(life.ticket, other, officer.id if officer else None, ruled), by, ruled)
        self.ending.misrouted = True
        return ruled

    def _meanwhile(self, at: datetime) -> datetime:
        """Chased, given more time, or planned; the moment up to which that went on."""
        life, draw = self.life, self.dice.random()
        when = self._next(at, 20)
        if when is None or draw > 0.12:
            return at
        if draw >= 0.07 and life.ticket.reopenings > handling.FINAL_AFTER:
            return at  # the committee answers: the department can promise no day any more
        if draw < 0.07:
            life.does(handling.chase(life.ticket), life.resident, when)
            self.ending.chased = True
            return when
        due = life.due(ClockKind.RESULT)
        by = self._by(Role.SUPERVISOR)
        if draw < 0.1 and due is not None and not life.ticket.extensions and due > when:
            asked = helping.ask_extension(life.ticket, self._officer().id, SAID["no_material"], due, when)
            life.does(asked, self._officer(), when)
            life.does(ruling.extend(life.ticket, due + 5 * DAY), by, when + timedelta(seconds=30))
            self.ending.extended = True
        elif draw >= 0.1:
            life.does(ruling.plan(life.ticket, when + 40 * DAY, SAID["after_the_rain"]), by, when)
            back = when + timedelta(days=self.dice.randrange(20, 40))
            if back < life.now:
                words = self.dice.choice(SAID["acts"])
                life.does(handling.progress(life.ticket, self._officer().id, words), self._officer(), back)
                return back
        return when

    def _done_at(self, at: datetime) -> datetime | None:
        """Mostly before it is due, by department; some after."""
        due = self.life.due(ClockKind.RESULT) or at + 3 * DAY
        late = self.chance(self.slow.get(self.life.ticket.owner or "", 0.08))
        room = max((due - at).total_seconds(), 3600.0)
        seconds = room * (self.dice.uniform(1.05, 1.6) if late else self.dice.betavariate(1.6, 3))
        when = at + timedelta(seconds=seconds)
        return when if when < self.life.now else None

    def _resolved(self, at: datetime) -> datetime | None:
        life = self.life
        if life.ticket.reopenings > handling.FINAL_AFTER:
            words, by = SAID["final"], self._by(Role.SUPERVISOR)
            life.does(ruling.final_answer(life.ticket, by.id, words, at), by, at)
            self.ending.was_resolved = True
            self.ending.closed(at)
            return None
        outcome = self.dice.choices(OUTCOMES, (6, 2, 2))[0] if life.ticket.kind is Kind.SUGGESTION else None
        words = self.dice.choice(SAID["results"])
        life.does(handling.resolve(life.ticket, self._officer().id, words, at, outcome=outcome), self._officer(), at)
        self.ending.was_resolved = True
        return self.ending.judged(at)


def as_parent(ticket: Ticket) -> Ticket:
    """A ticket as it stood while it was in work: what a later one may be merged into."""
    return replace(ticket, state=State.IN_PROGRESS)
