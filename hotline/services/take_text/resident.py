"""What each thing a resident texts does. Every branch answers, but for thanks and what the carrier answers itself."""

from collections.abc import Callable
from dataclasses import replace

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.message import Purpose
from hotline.domain.reporter import Line, Reporter
from hotline.domain.staff import Role
from hotline.services.take_text import answers, commands, observing, protection, report, station, telling, wishes
from hotline.services.take_text.late import answered_late
from hotline.services.take_text.letter import Letter
from hotline.services.take_text.photos import is_alone, photo_alone
from hotline.services.work import Work
from sms import inbound as said
from sms.opt_out import carrier_word


def act(work: Work, letter: Letter) -> str | None:
    """Returns the id of the ticket the text was about, if one."""
    threatened = protection.recent(work, letter)
    if threatened is not None:
        return protection.take(work, letter, threatened)
    if is_alone(letter):
        return photo_alone(work, letter)
    handler = ON.get(type(letter.meaning), _not_understood)
    return handler(work, letter)


def _reply(work: Work, letter: Letter, template: str, ticket_id: str | None = None, **values: object) -> None:
    if letter.reporter is not None:
        work.tell(letter.reporter, template, values, Purpose.ANSWER, ticket_id=ticket_id)


def _danger(work: Work, letter: Letter) -> str | None:
    return report.new_ticket(work, letter, letter.text, urgent=True).id


def _report(work: Work, letter: Letter) -> str | None:
    meaning = letter.meaning
    assert isinstance(meaning, said.Report)
    if not meaning.explicit and telling.not_ours(work, letter):
        return None
    told = telling.enquiry(work, letter, meaning.words)
    if told is not None:
        return told
    ticket = report.report(work, letter, meaning.words, explicit=meaning.explicit)
    return ticket.id if ticket else None


def _empty(work: Work, letter: Letter) -> str | None:
    late, ticket_id = answered_late(work, letter)
    if late:
        return ticket_id
    _reply(work, letter, "not_understood")
    return None


def _not_understood(work: Work, letter: Letter) -> str | None:
    _reply(work, letter, "not_understood")
    return None


def _hello(work: Work, letter: Letter) -> str | None:
    _reply(work, letter, "hello")
    return None


def _thanks(work: Work, letter: Letter) -> str | None:
    return answered_late(work, letter, only_verdicts=True)[1]


def _carriers_own(work: Work, letter: Letter) -> bool:
    """Did the carrier answer this word already? It does so for its own English words only, sent bare."""
    return work.parts.carrier_opts_out and (letter.opt_out is not None or carrier_word(letter.text))


def _stop(work: Work, letter: Letter) -> str | None:
    meaning, reporter = letter.meaning, letter.reporter
    assert isinstance(meaning, said.Stop)
    if reporter is None:
        return None
    mine = work.store.tickets.open_of(reporter.id) if meaning.asks else ()
    if mine:
        _reply(work, letter, "stop_or_withdraw", number=mine[0].number)
        return None
    if reporter.stopped_at is None:
        stopped = work.know(work.store.reporters.save(replace(reporter, stopped_at=work.now)))
        work.store.outbox.cancel(reporter_id=reporter.id, reason="stopped")
        work.audit(f"reporter:{reporter.id}", "stopped", _hand(reporter), {"via": "sms"})
        if not _carriers_own(work, letter) and letter.staff is None:
            work.tell(stopped, "stop_confirmed", {}, even_stopped=True)
    if letter.staff is not None and not letter.staff.stopped:
        _officer_stopped(work, letter)
    return None


def _officer_stopped(work: Work, letter: Letter) -> None:
    """An officer's STOP is honoured, the head is told, dispatch goes to the next."""
    staff = letter.staff
    assert staff is not None
    if not _carriers_own(work, letter):
        work.tell_staff(staff, "staff_stop_confirmed", {})
    work.store.city.save_staff(replace(staff, stopped=True))
    work.audit(f"staff:{staff.id}", "stopped", Actor(kind=ActorKind.STAFF, id=staff.id, via="sms"), {"via": "sms"})
    head = work.city.head(staff.department) if staff.role is Role.OFFICER else work.city.coordinator()
    if head is not None and head.id != staff.id:
        work.tell_staff(head, "head_officer_stopped", {"name": staff.name}, Purpose.STAFF)


def _refuse(work: Work, letter: Letter) -> str | None:
    """No surveys, or no broadcasts; what they reported is told as before."""
    meaning, reporter = letter.meaning, letter.reporter
    assert isinstance(meaning, said.Refuse)
    if reporter is None:
        return None
    if reporter.takes(meaning.purpose):
        refuses = reporter.refuses | {meaning.purpose}
        reporter = work.know(work.store.reporters.save(replace(reporter, refuses=refuses)))
        work.audit(f"reporter:{reporter.id}", "refuses", _hand(reporter), {"via": "sms", "purpose": meaning.purpose})
        if meaning.purpose == Purpose.BROADCAST:
            work.store.broadcasts.cancel_of(reporter.id, work.now)
    work.tell(reporter, "refused_purpose", {"purpose": meaning.purpose})
    return None


def _start(work: Work, letter: Letter) -> str | None:
    reporter = letter.reporter
    if letter.staff is not None and letter.staff.stopped:
        back = replace(letter.staff, stopped=False)
        work.store.city.save_staff(back)
        if not _carriers_own(work, letter):
            work.tell_staff(back, "staff_start_confirmed", {})
    if reporter is None:
        return None
    if reporter.stopped_at is not None or reporter.refuses:
        again = replace(reporter, stopped_at=None, line=Line.MOBILE, refuses=frozenset())
        reporter = work.know(work.store.reporters.save(again))
        work.audit(f"reporter:{reporter.id}", "started", _hand(reporter), {"via": "sms"})
    if not _carriers_own(work, letter) and letter.staff is None:
        work.tell(reporter, "start_confirmed", {})
    return None


def _help(work: Work, letter: Letter) -> str | None:
    if not _carriers_own(work, letter):
        _reply(work, letter, "help")
    return None


def _person(work: Work, letter: Letter) -> str | None:
    """A call-back with a time. Somebody already waiting hears the same time again."""
    return _call_back(work, letter, "person", "person")


def _call_back(work: Work, letter: Letter, reason: str, template: str) -> str | None:
    if letter.reporter is None:
        return None
    waiting = [c for c in work.store.callbacks.open_of(letter.reporter.id) if c.reason == reason]
    if waiting:
        by = waiting[0].due_at
    else:
        by = work.rules.callback_due(work.now)
        work.due_call_back(reason, by, reporter_id=letter.reporter.id)
    if template == "person" and not letter.reporter.called:
        template = "person_text"
    closed = template == "person" and not work.parts.calendar.is_open(work.now)
    _reply(work, letter, "person_office_closed" if closed else template, by=by.isoformat())
    return None


def _language(work: Work, letter: Letter) -> str | None:
    meaning = letter.meaning
    assert isinstance(meaning, said.Language)
    if letter.reporter is None:
        return None
    reporter = letter.reporter
    if reporter.language != meaning.language:
        reporter = work.know(work.store.reporters.save(replace(reporter, language=meaning.language)))
    work.tell(reporter, "language_set", {})
    return None


def _hand(reporter: Reporter) -> Actor:
    return Actor(kind=ActorKind.RESIDENT, id=reporter.id, via="sms")


ON: dict[type, Callable[[Work, Letter], str | None]] = {
    said.Danger: _danger, said.Report: _report, said.Empty: _empty, said.Hello: _hello, said.Thanks: _thanks,
    said.Stop: _stop, said.Refuse: _refuse, said.Start: _start, said.Help: _help, said.Person: _person,
    said.Reprisal: protection.reprisal,
    said.Language: _language, said.BadNumber: commands.bad_number,
    said.Join: observing.join, said.Points: observing.points, said.Redeem: observing.redeem,
    said.Seal: wishes.seal, said.Withdraw: wishes.withdraw, said.Disagree: wishes.disagree, said.Follow: wishes.follow,
    said.Prefer: wishes.prefer, said.Rules: telling.rules, said.Vote: telling.vote, said.For: station.report_for,
    said.Status: commands.status, said.Chase: commands.chase,
    said.Add: commands.add, said.Again: commands.again, said.Answer: answers.answer, said.Comment: answers.comment,
    said.Details: answers.details, said.PlaceAnswer: answers.place, said.CategoryAnswer: answers.category_words,
}
