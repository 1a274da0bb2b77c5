"""The line in the simulated year: who called and texted, who waited for a person, and how soon each had an answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from hotline.demo.said import SAID
from hotline.demo.truth import Truth
from hotline.domain.call import Call, CallState, Direction
from hotline.domain.kpis import TEXT_WITHIN
from hotline.domain.message import Delivery, Means, Message, Purpose
from hotline.domain.ticket import Channel, Ticket
from hotline.domain.waiting import Wait, WaitState
from hotline.ids import Ids
from hotline.storage.store import Store

SECOND = timedelta(seconds=1)
MORE_CALLS = 0.6  # calls without a ticket, for each with one: questions asked of the menu, wrong numbers, a person wanted


@dataclass
class TheLine:
    """Writes what came over the line around a ticket, and counts it as it is drawn."""

    dice: Random
    ids: Ids
    truth: Truth
    answer_within: timedelta

    def around(self, store: Store, ticket: Ticket, words: str) -> None:
        if ticket.channel is Channel.VOICE:
            self._call(store, ticket.received_at - self._seconds(40, 110), ticket=ticket)
            if self.dice.random() < MORE_CALLS:
                self._other(store, ticket.received_at + self._seconds(60, 3000))
        elif ticket.channel is Channel.SMS and ticket.reporter_id is not None:
            self._text(store, ticket, words)

    def _seconds(self, least: float, most: float) -> timedelta:
        return self.dice.uniform(least, most) * SECOND

    def _other(self, store: Store, at: datetime) -> None:
        what = self.dice.choices(("heard", "nothing", "hasty", "person"), (40, 10, 15, 35))[0]
        if what != "person":
            lasted = self._seconds(1, 14) if what == "hasty" else self._seconds(20, 150)
            self._call(store, at, lasted=lasted, served=what == "heard")
            return
        call = self._call(store, at, lasted=timedelta(minutes=6), waits=True)
        since = at + self._seconds(5, 20)
        gave_up = self.dice.random() < 0.06
        waited = self._seconds(3, 90) if gave_up else self.dice.expovariate(1 / 6) * SECOND
        met = not gave_up
        hasty = gave_up and waited <= self.answer_within
        if hasty:
            self.truth.city("calls_answered_quickly", since, "excluded")
        else:
            quick = met and waited <= self.answer_within
            self.truth.city("calls_answered_quickly", since, "denominator", *(("numerator",) if quick else ()))
            if gave_up:
                self.truth.city("calls_answered_quickly", since, "beside")
        self.truth.city("calls_connected", at, "denominator", "numerator" if met else "beside")
        over = since + waited + (self._seconds(60, 400) if met else timedelta(0))
        store.waits.add(Wait(
            id=self.ids.new(), call_id=call, reporter_id=None, language="zh-CN",
            state=WaitState.DONE if met else WaitState.ABANDONED, since=since, joined_at=since + waited if met else None,
            ended_at=over,
        ))  # fmt: skip

    def _call(
        self, store: Store, at: datetime, *, ticket: Ticket | None = None, lasted: timedelta = timedelta(minutes=2),
        served: bool = True, waits: bool = False,
    ) -> str:  # fmt: skip
        name = self.ids.new()
        store.bulk.call(Call(
            id=name, sid=f"CAyear{name.replace('-', '')[-26:]}", direction=Direction.INBOUND, phone=None,
            reporter_id=ticket.reporter_id if ticket else None, ticket_id=ticket.id if ticket else None, language="zh-CN",
            session={}, turn=0, state=CallState.ENDED, started_at=at, ended_at=at + lasted,
        ), served=served)  # fmt: skip
        if not waits:
            hasty = not served and lasted <= self.answer_within
            parts = ("excluded",) if hasty else ("denominator", "numerator") if served else ("denominator",)
            self.truth.city("calls_connected", at, *parts)
        return name

    def _text(self, store: Store, ticket: Ticket, words: str) -> None:
        at, name = ticket.received_at, self.ids.new()
        store.inbound.add(name, f"SMyear{name.replace('-', '')[-26:]}", ticket.reporter_id, None, words, "Report", ticket.id, at)
        late = self.dice.random() < 0.03
        sent = at + (self._seconds(200, 900) if late else self._seconds(0.5, 20))
        answer = self.ids.new()
        store.outbox.add(Message(
            id=answer, means=Means.TEXT, purpose=Purpose.ANSWER, template="received", language=ticket.language, to="",
            reporter_id=ticket.reporter_id, ticket_id=ticket.id, state=Delivery.DELIVERED, due_at=at, created_at=at, attempts=1,
            carrier_sid=f"SMyear{answer.replace('-', '')[-26:]}", sent_at=sent, final_at=sent + 4 * SECOND, body=SAID["received"],
        ))  # fmt: skip
        quick = sent - at <= TEXT_WITHIN
        self.truth.city("texts_answered_quickly", at, "denominator", *(("numerator",) if quick else ()))
