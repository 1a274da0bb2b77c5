"""One call in one piece of work: who calls, and what the call has come to be about."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.call import Call
from hotline.domain.phone import parse_phone
from hotline.domain.reporter import Line as PhoneLine
from hotline.domain.reporter import Reporter
from hotline.domain.ticket import Ticket
from hotline.services.work import Work
from ivr_flows.model import Session


@dataclass
class Line:
    """One call in one piece of work. ``call`` changes as the call learns who and what it is about."""

    work: Work
    call: Call
    after_saving: list[Callable[[], object]] = field(default_factory=list)  # what names the call's row, which must be there

    @property
    def actor(self) -> Actor:
        return Actor(kind=ActorKind.RESIDENT, id=self.call.reporter_id or "", via="voice")

    def reporter(self, language: str | None = None) -> Reporter | None:
        """Who calls; made known the first time something is done for them. None for a withheld number."""
        if self.call.reporter_id is not None:
            return self.work.reporter(self.call.reporter_id)
        phone = self.call.phone
        if phone is None:
            return None
        # Made known meanwhile: by a text, or by the end of this very call.
        known = self.work.store.reporters.by_phone(phone)
        if known is not None:
            self.call = replace(self.call, reporter_id=known.id)
            return self.work.know(known)
        number = parse_phone(phone, self.work.parts.region)
        reporter = Reporter(
            id=self.work.parts.ids.new(), phone=phone, language=language or self.call.language,
            line=PhoneLine.LANDLINE if number is not None and number.is_landline else PhoneLine.MOBILE,
            created_at=self.work.now,
        )
        self.work.store.reporters.add(reporter)
        self.call = replace(self.call, reporter_id=reporter.id)
        return self.work.know(reporter)

    def saved(self) -> None:
        """The call's row is written: what hangs on it follows."""
        for each in self.after_saving:
            each()
        self.after_saving.clear()

    def remember(self, session: Session) -> None:
        """The language and the pace chosen by key stay with the number."""
        reporter = self.work.reporter(self.call.reporter_id)
        if reporter is None:
            return
        simple = session.slow if session.slow != bool(session.facts.get("slow")) else reporter.simple
        after = replace(reporter, language=session.language, simple=simple)
        if after != reporter:
            self.work.know(self.work.store.reporters.save(after))

    def about(self, ticket: Ticket) -> None:
        """The call is about this ticket now; its recordings belong to it."""
        self.call = replace(self.call, ticket_id=ticket.id)
        self.work.store.recordings.attach(self.call.id, ticket.id)

    def about_only(self, ticket: Ticket) -> None:
        """The caller asks about this ticket; what they record is not part of it."""
        self.call = replace(self.call, ticket_id=ticket.id)
