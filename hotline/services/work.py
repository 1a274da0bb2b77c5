"""One piece of work: one transaction, one commit, then a nudge. The only place that opens a writing transaction
for a change, appends to the audit log and writes what follows into the outbox."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.aftermath import RECURS_WITHIN, SAME_WITHIN, Alike, Other, Past, by_house
from hotline.domain.call import REPRISAL, CallBack
from hotline.domain.city import City
from hotline.domain.clock_row import Clock
from hotline.domain.effects import CallReporter
from hotline.domain.event import Change, EventKind
from hotline.domain.followups import Around, Rules, followups
from hotline.domain.message import NEVER_HELD, Means, Message, Purpose
from hotline.domain.place import house_number
from hotline.domain.question import OPEN_FOR, OpenQuestion
from hotline.domain.reporter import Reporter
from hotline.domain.staff import Staff
from hotline.domain.ticket import Kind, Ticket
from hotline.services.carry_out import carry_out
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.steps import earning
from hotline.services.story_lines import tell_story, told_to_officer


@contextmanager
def working(parts: Parts) -> Iterator["Work"]:
    """Open a transaction; commit when the block ends well; then nudge the lanes that got something to do."""
    with parts.database.writing() as store:
        work = Work(parts, store)
        yield work
    for lane in sorted(work.lanes):
        parts.queue.nudge(lane)


class Work:
    """What a use case does its writing through. ``now`` is one moment for the whole of it."""

    def __init__(self, parts: Parts, store: Store) -> None:
        self.parts = parts
        self.store = store
        self.now: datetime = parts.clock.now()
        self.lanes: set[str] = set()
        self._city: City | None = None
        self._reporters: dict[str, Reporter] = {}

    @property
    def city(self) -> City:
        if self._city is None:
            self._city = self.parts.city(self.store)
        return self._city

    @property
    def rules(self) -> Rules:
        return Rules(promises=self.parts.promises, calendar=self.parts.calendar, city=self.city)

    def reporter(self, reporter_id: str | None) -> Reporter | None:
        """The reporter, read once per work."""
        if reporter_id is None:
            return None
        if reporter_id not in self._reporters:
            found = self.store.reporters.get(reporter_id)
            if found is None:
                return None
            self._reporters[reporter_id] = found
        return self._reporters[reporter_id]

    def new_number(self) -> str:
        """A random ticket number with its check digit. Nobody is asked whether it is free: the table refuses one that is
        taken (Conflict), and the door tries the whole work again with another."""
        return self.parts.ids.ticket_number()

    def know(self, reporter: Reporter) -> Reporter:
        self._reporters[reporter.id] = reporter
        return reporter

    def apply(self, change: Change, *, recorded: bool = False) -> Ticket:
        """Write a change with its story, its audit entries and all that follows from it."""
        before, after = change.before, change.after
        if before is None:
            self.store.tickets.add(after)
            clocks: tuple[Clock, ...] = ()
            survey = None
        else:
            after = self.store.tickets.save(after)
            clocks = tuple(self.store.clocks.of_ticket(after.id))
            survey = self.store.surveys.open_of(after.id)
        tell_story(self, change)
        words, recorded, untold = told_to_officer(self, change, recorded=recorded)
        around = Around(
            reporter=self.reporter(after.reporter_id), clocks=clocks, new_survey_id=self.parts.ids.new(),
            survey_id=survey.id if survey else None, recorded=recorded, words=words, untold=untold, past=self._past(change),
            alike=self._alike(change),
        )
        for effect in followups(replace(change, after=after), around, self.rules):
            carry_out(self, effect, after, around, survey)
        earning.earn(self.store, self.parts, change)
        return after

    def _past(self, change: Change) -> tuple[Past, ...]:
        """Asked for once a ticket, when it is known what and where it is."""
        known = any(event.kind is EventKind.DISPATCHED and not event.facts.get("reopened") for event in change.events)
        first = change.before is None or change.before.handler is None
        if not (known and first):
            return ()
        return self._by_house(self.store.aftermath.past_of(change.after, change.at - RECURS_WITHIN), change.after)

    def _alike(self, change: Change) -> tuple[Alike, ...]:
        """What whoever texts may join, asked for once they have told what and where it is."""
        ticket, said = change.after, change.actor.kind is ActorKind.RESIDENT and change.actor.via == "sms"
        offered = ticket.kind is Kind.REPORT and not ticket.urgent and not ticket.sealed and ticket.reporter_id is not None
        told = any(event.kind in (EventKind.RECEIVED, EventKind.PLACED, EventKind.WORDED) for event in change.events)
        if not (said and offered and told):
            return ()
        return self._by_house(self.store.aftermath.alike(ticket, change.at - SAME_WITHIN), ticket)

    def _by_house(self, others: tuple[Other, ...], ticket: Ticket) -> tuple[Other, ...]:
        return by_house(others, ticket.place, (ticket.lat, ticket.lon), lambda words: house_number(words, self.parts.gazetteer))

    def call(self, effect: CallReporter, ticket: Ticket, reporter: Reporter) -> None:
        """Plan a call to a resident, at the next hour at which calls may be made."""
        if not reporter.called:
            return
        wanted = effect.at or self.now
        due_at = wanted if effect.purpose in NEVER_HELD else self.parts.call_hours.allowed_at(wanted)
        self.store.outbox.supersede_news(reporter.id, ticket.id, self.now)
        self.post(Message(
            id=self.parts.ids.new(), means=Means.CALL, purpose=effect.purpose, template=effect.flow,
            values=dict(effect.values), language=reporter.language, to=reporter.phone, reporter_id=reporter.id,
            ticket_id=ticket.id, survey_id=effect.survey_id, proves=effect.proves, due_at=due_at,
            created_at=self.now, held="call_hours" if due_at > wanted else "",
        ))

    def tell(
        self, reporter: Reporter, template: str, values: Mapping[str, object], purpose: Purpose = Purpose.ANSWER, *,
        ticket_id: str | None = None, survey_id: str | None = None, proves: str = "", at: datetime | None = None,
        even_stopped: bool = False,
    ) -> None:
        """A text to a resident, in the outbox of this transaction. Nothing to somebody who said STOP."""
        if reporter.stopped_at is not None and not even_stopped:
            return
        due_at = self._when(at or self.now, purpose)
        self.post(Message(
            id=self.parts.ids.new(), means=Means.TEXT, purpose=purpose, template=template, values=dict(values),
            language=reporter.language, to=reporter.phone, reporter_id=reporter.id, ticket_id=ticket_id,
            survey_id=survey_id, proves=proves, due_at=due_at, created_at=self.now,
            held="quiet_hours" if due_at > (at or self.now) else "",
        ))

    def tell_staff(
        self, person: Staff, template: str, values: Mapping[str, object], purpose: Purpose = Purpose.DUTY, *,
        ticket_id: str | None = None,
    ) -> None:
        """A text to somebody of the city; nobody who said STOP is texted."""
        if person.phone is None or person.stopped:
            return
        due_at = self._when(self.now, purpose)
        self.post(Message(
            id=self.parts.ids.new(), means=Means.TEXT, purpose=purpose, template=template, values=dict(values),
            language=person.language, to=person.phone, staff_id=person.id, ticket_id=ticket_id, due_at=due_at,
            created_at=self.now, held="quiet_hours" if due_at > self.now else "",
        ))

    def _when(self, wanted: datetime, purpose: Purpose) -> datetime:
        return wanted if purpose in NEVER_HELD else self.parts.quiet_hours.allowed_at(wanted)

    def post(self, message: Message) -> None:
        """Into the outbox of this transaction."""
        self.store.outbox.add(message)
        self.lanes |= {message.means.value} if message.due_at <= self.now else set()

    def ask(
        self, kind: str, *, reporter_id: str | None = None, staff_id: str | None = None, ticket_id: str | None = None,
        survey_id: str | None = None, options: tuple[str, ...] = (), word: str = "", words: str = "",
    ) -> None:
        """Open a question with a number; without a number there is nobody to ask."""
        if reporter_id is None and staff_id is None:
            return
        self.store.questions.add(OpenQuestion(
            id=self.parts.ids.new(), reporter_id=reporter_id, staff_id=staff_id, kind=kind, ticket_id=ticket_id,
            survey_id=survey_id, options=options, word=word, words=words, asked_at=self.now,
            expires_at=self.now + OPEN_FOR,
        ))

    def due_call_back(
        self, reason: str, due_at: datetime, *, reporter_id: str | None, ticket_id: str | None = None,
        draft_id: str | None = None,
    ) -> None:
        """A person must ring; the coordinator hears of it, the number stays on the console."""
        self.store.callbacks.add(CallBack(
            id=self.parts.ids.new(), reason=reason, reporter_id=reporter_id, ticket_id=ticket_id, draft_id=draft_id,
            due_at=due_at, created_at=self.now,
        ))
        person = self.city.coordinator()
        if person is not None and reason != REPRISAL:
            reporter = self.reporter(reporter_id)
            text_only = reporter is not None and reporter.texts and not reporter.called
            values = {"reason": reason, "by": due_at.isoformat(), "text": True if text_only else None}
            self.tell_staff(person, "callback_due", values, Purpose.STAFF, ticket_id=ticket_id)

    def audit(self, chain: str, action: str, actor: Actor, facts: Mapping[str, object]) -> None:
        """Note something that is no change of a ticket."""
        self.store.audit.append(chain, action, actor, dict(facts), None, self.now)
