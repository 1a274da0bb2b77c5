"""How a ticket ends in the simulated year: told, judged, silent, reopened, looked back at; and what of it is counted."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from hotline.demo.life import Life
from hotline.domain import handling
from hotline.domain.actor import SWEEP
from hotline.domain.aftermath import BACK, HOLDS, Closing, Lookback, NoticedBy, Recurrence, closing_of
from hotline.domain.clock_row import ClockKind
from hotline.domain.message import Delivery
from hotline.domain.survey import NOT_SOLVED, PARTLY, SOLVED, Survey
from hotline.domain.ticket import ClosedAs, Kind, Outcome

DAY = timedelta(days=1)
HEARD = (ClosedAs.ANSWERED, ClosedAs.VERDICT)


@dataclass
class Ending:
    """``told``: each result that was sent, when, and what came of it. ``lookbacks``: with the moment each was dropped."""

    dice: Random
    life: Life
    reachable: bool
    told: list[tuple[datetime, Delivery, str]] = field(default_factory=list)
    lookbacks: list[tuple[Lookback, datetime | None]] = field(default_factory=list)
    recurrences: list[Recurrence] = field(default_factory=list)
    was_resolved: bool = False
    returned: bool = False
    misrouted: bool = False
    extended: bool = False
    chased: bool = False
    withdrawn_soon: bool | None = None
    closings: list[Closing] = field(default_factory=list)

    def judged(self, at: datetime) -> datetime | None:
        """The result is told, and a verdict asked. Where it is reopened: when."""
        life, dice, promises = self.life, self.dice, self.life.rules.promises
        arrived = dice.choices((Delivery.DELIVERED, Delivery.PRESUMED, Delivery.UNDELIVERED), (93, 4, 3))[0]
        survey = Survey(
            id=f"{life.ticket.id}-s{life.ticket.round}", ticket_id=life.ticket.id, round=life.ticket.round, asked_at=at,
            call_at=at + promises.survey_call_after.as_timedelta(), close_at=at + promises.survey_close_after.as_timedelta(),
        )  # fmt: skip
        if self.reachable:
            self.told.append((at, arrived, survey.id))
        answered = at + timedelta(hours=dice.uniform(0.2, 60))
        if not self.reachable or arrived is Delivery.UNDELIVERED or dice.random() > 0.55:
            return self._silent(survey, arrived)
        if answered >= life.now:
            life.surveys.append(survey)
            return None
        return self._answered(survey, answered, arrived)

    def _silent(self, survey: Survey, arrived: Delivery) -> datetime | None:
        """A week without an answer."""
        life, over = self.life, survey.close_at
        how = ClosedAs.SILENCE
        if not self.reachable:
            how = ClosedAs.NO_CHANNEL
        elif arrived is Delivery.UNDELIVERED:
            how = ClosedAs.UNREACHABLE
            for days in (1, 2):  # rung on other days, one of them in the evening
                self.told.append((survey.asked_at + days * DAY, Delivery.UNDELIVERED, survey.id))
        if over >= life.now:
            life.surveys.append(survey)
            return None
        self._kept(survey, over)
        life.does(handling.close(life.ticket, how, over), SWEEP, over)
        return self.closed(over, arrived)

    def _answered(self, survey: Survey, at: datetime, arrived: Delivery) -> datetime | None:
        life, dice = self.life, self.dice
        solved = dice.choices((SOLVED, PARTLY, NOT_SOLVED), (88, 6, 6))[0]
        more = dice.random() < 0.7
        contacted = dice.choices((1, 2), (94, 6))[0] if more else None
        satisfied = dice.choices((1, 2, 3, 4, 5), (50, 38, 6, 4, 2))[0] if more and dice.random() < 0.85 else None
        over = at + timedelta(minutes=2)
        if solved == SOLVED and satisfied is None:
            over = survey.close_at  # the questions left stand open until then
        self._kept(survey, over, at, solved, contacted, satisfied, "voice" if dice.random() < 0.3 else "sms")
        if solved == SOLVED:
            life.does(handling.close(life.ticket, ClosedAs.VERDICT, at), life.resident, at)
            return self.closed(at, arrived)
        if life.ticket.reopenings > handling.FINAL_AFTER:
            return None
        self._reopened(at, "not_solved" if solved == NOT_SOLVED else "partly")
        return at

    def _reopened(self, at: datetime, why: str) -> None:
        life = self.life
        officer = life.rules.city.officer(life.ticket.owner) if life.ticket.owner else None
        life.does(handling.reopen(life.ticket, why, officer.id if officer else None, at), life.resident, at)

    def _kept(
        self, survey: Survey, over: datetime, answered: datetime | None = None, solved: int | None = None,
        contacted: int | None = None, satisfied: int | None = None, way: str | None = None,
    ) -> None:  # fmt: skip
        life = self.life
        closed = over if over < life.now else None
        life.surveys.append(Survey(
            id=survey.id, ticket_id=survey.ticket_id, round=survey.round, asked_at=survey.asked_at, call_at=survey.call_at,
            close_at=survey.close_at, called_at=survey.call_at if solved is None and survey.call_at < life.now else None,
            solved=solved, contacted=contacted, satisfied=satisfied, way=way, judged_at=answered or closed, closed_at=closed,
        ))  # fmt: skip
        judged = answered or closed
        if judged is not None:
            self._verdict(judged, solved)
        if closed is not None:
            hit = ("numerator", "denominator") if satisfied in (1, 2) else ("denominator",)
            life.note("satisfied", closed, *(("non_response",) if satisfied is None else hit))
            self._confirmed(survey, closed, contacted)

    def _verdict(self, at: datetime, solved: int | None) -> None:
        counted = {None: ("non_response",), SOLVED: ("numerator", "denominator"), PARTLY: ("denominator", "beside")}
        self.life.note("solved", at, *counted.get(solved, ("denominator",)))
        self.life.note("survey_answered", at, "denominator", "non_response" if solved is None else "numerator")

    def _confirmed(self, survey: Survey, closed: datetime, contacted: int | None) -> None:
        claimed = any(
            c.kind is ClockKind.RESPONSE and c.round == survey.round and c.met_at for c, _ in self.life.clocks.values()
        )
        if not claimed:
            self.life.note("contacted_confirmed", closed, "excluded")
        elif contacted is None:
            self.life.note("contacted_confirmed", closed, "non_response")
        else:
            self.life.count_if("contacted_confirmed", closed, hit=contacted == 1)

    def closed(self, at: datetime, arrived: Delivery | None = None) -> datetime | None:
        """Over for now; a month later it is asked whether it holds. Where it does not and is reopened: when."""
        life, dice = self.life, self.dice
        if life.ticket.closed_as is not None:
            self._closing(at, life.ticket.closed_as, arrived)
            self.closings.append(closing_of(life.ticket, at, life.ticket.closed_as.value))
        if not self.reachable or life.ticket.kind in (Kind.PROTECTION, Kind.PRAISE, Kind.ENQUIRY):
            return None
        due = at + life.rules.promises.lookback_after.as_timedelta()
        answered = due + timedelta(hours=dice.uniform(0.1, 40))
        answers = due < life.now and answered < life.now and dice.random() < 0.35
        answer = (BACK if dice.random() < 0.14 else HOLDS) if answers else None
        self.lookbacks.append((Lookback(
            ticket_id=life.ticket.id, round=life.ticket.round, due_at=due, asked_at=due if due < life.now else None,
            answer=answer, answered_at=answered if answers else None,
        ), None))  # fmt: skip
        if answer == BACK:
            self.recurrences.append(Recurrence(
                ticket_id=life.ticket.id, round=life.ticket.round, noticed_by=NoticedBy.LOOKBACK, again_id=life.ticket.id,
                at=answered,
            ))  # fmt: skip
        if due < life.now:
            life.note("recurrence", due, *(("non_response",) if answer is None else
                      ("numerator", "denominator") if answer == BACK else ("denominator",)))
        if answer == BACK and life.ticket.owner is not None and life.ticket.reopenings < handling.FINAL_AFTER:
            self._reopened(answered, "lookback")
            return answered
        return None

    def sums_up(self) -> None:
        """What is counted of the ticket as a whole, once nothing more happens to it."""
        life, received = self.life, self.life.ticket.received_at
        life.count_if("chased", received, hit=self.chased)
        if life.was_dispatched:
            life.count_if("dispatch_right_first", received, hit=not self.misrouted)
            life.count_if("returns", received, hit=self.returned)
            life.count_if("extensions", received, hit=self.extended)
        if self.was_resolved:
            life.count_if("reopened", received, hit=life.ticket.reopenings > 0)
        if self.withdrawn_soon is not None:
            life.count_if("withdrawn_after_contact", received, hit=self.withdrawn_soon)
        life.ends()

    def _closing(self, at: datetime, how: ClosedAs, arrived: Delivery | None) -> None:
        life = self.life
        life.note("closed", at, "numerator")
        life.count_if("silence", at, hit=how is ClosedAs.SILENCE)
        life.count_if("unreachable", at, hit=how is ClosedAs.UNREACHABLE)
        if how is ClosedAs.NO_CHANNEL:
            life.note("feedback", at, "excluded")
        else:
            delivered = how in HEARD or arrived is Delivery.DELIVERED
            presumed = arrived is Delivery.PRESUMED
            life.count_if("feedback", at, hit=delivered or presumed)
            if presumed and not delivered:
                life.note("feedback", at, "beside")
        if life.ticket.kind is Kind.SUGGESTION:
            outcome = life.ticket.outcome
            good = outcome in (Outcome.ADOPTED, Outcome.PARTLY)
            life.note("suggestions_adopted", at, *(("excluded",) if outcome is None else
                      ("numerator", "denominator") if good else ("denominator",)))
            if outcome is Outcome.PARTLY:
                life.note("suggestions_adopted", at, "beside")
