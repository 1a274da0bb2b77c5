"""Call-backs that are due, drafts and tickets that need an ear, in one list, the soonest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.domain.call import CallBack, Draft, Recording, RecordingState
from hotline.domain.city import City
from hotline.domain.deadline import due
from hotline.domain.phone import PhoneNumber
from hotline.domain.reporter import Reporter
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import Ticket
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.steps.sight import may_call_back

MOST = 200
HISTORY = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """One thing to do by ``due_at``: ``callback``, ``draft`` or ``unplaced`` (a ticket to be completed)."""

    kind: str
    due_at: datetime
    late: bool
    reason: str = ""
    callback: CallBack | None = None
    draft: Draft | None = None
    ticket: Ticket | None = None
    masked: str | None = None
    language: str | None = None
    text_only: bool = False  # never called: somebody texts
    ringing: bool = False  # somebody of the city is being joined with them


@dataclass(frozen=True, kw_only=True, slots=True)
class DueList:
    items: Sequence[Due]
    city: City
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenDraft:
    """A draft with what was recorded of it, for whoever completes it."""

    draft: Draft
    masked: str | None
    recordings: Sequence[Recording]
    history: Sequence[Ticket]
    operator: Staff | None  # who talked with them
    city: City
    now: datetime


def due_list(parts: Parts, staff: Staff) -> DueList:
    """A draft whose call-back is due stands here once, as the call-back."""
    now = parts.clock.now()
    with parts.database.reading() as store:
        callbacks = [one for one in store.callbacks.open(MOST) if may_call_back(staff, one)]
        called_back = {c.draft_id for c in callbacks if c.draft_id}
        desk = staff.role is not Role.PROTECTION
        drafts = store.drafts.open(MOST) if desk else ()
        unplaced = store.desk.unplaced(MOST) if desk else ()
        tickets = store.tickets.get_many(c.ticket_id for c in callbacks if c.ticket_id)
        reporters = _reporters(store, callbacks, drafts, unplaced)
        city = parts.city(store)
    known = {d.id: d for d in drafts}
    items = [_callback(c, known, tickets, reporters, now) for c in callbacks]
    items += [_draft(parts, d, reporters, now) for d in drafts if d.id not in called_back]
    items += [_unplaced(parts, t, reporters, now) for t in unplaced]
    return DueList(items=tuple(sorted(items, key=lambda item: item.due_at)), city=city, now=now)


def open_draft(parts: Parts, draft_id: str) -> OpenDraft | None:
    """None where it is no draft any more."""
    with parts.database.reading() as store:
        draft = store.drafts.get(draft_id)
        if draft is None or draft.state != "draft":
            return None
        reporter = store.reporters.get(draft.reporter_id) if draft.reporter_id else None
        kept = (*store.recordings.of_call(draft.call_id), *store.recordings.of_draft(draft.id))
        heard = tuple(r for r in kept if r.state is not RecordingState.GONE)
        city = parts.city(store)
        return OpenDraft(
            draft=draft, masked=_masked(reporter), recordings=heard, city=city, now=parts.clock.now(),
            history=store.tickets.latest_of(reporter.id, HISTORY) if reporter else (),
            operator=city.person(str(draft.known.get("operator") or "")),
        )  # fmt: skip


def _reporters(
    store: Store, callbacks: Sequence[CallBack], drafts: Sequence[Draft], tickets: Sequence[Ticket]
) -> Mapping[str, Reporter]:
    ids = [*(c.reporter_id for c in callbacks), *(d.reporter_id for d in drafts), *(t.reporter_id for t in tickets)]
    return store.reporters.get_many(i for i in ids if i)


def _callback(
    callback: CallBack, drafts: Mapping[str, Draft], tickets: Mapping[str, Ticket], reporters: Mapping[str, Reporter],
    now: datetime,
) -> Due:  # fmt: skip
    reporter = reporters.get(callback.reporter_id or "")
    ringing = callback.ringing_until is not None and callback.ringing_until > now
    return Due(
        kind="callback", due_at=callback.due_at, late=callback.due_at < now, reason=callback.reason, callback=callback,
        draft=drafts.get(callback.draft_id or ""), ticket=tickets.get(callback.ticket_id or ""), masked=_masked(reporter),
        language=reporter.language if reporter else None, ringing=ringing, text_only=reporter is not None and not reporter.called,
    )  # fmt: skip


def _draft(parts: Parts, draft: Draft, reporters: Mapping[str, Reporter], now: datetime) -> Due:
    by = due(draft.created_at, parts.promises.callback_staffed, parts.calendar)
    return Due(
        kind="draft", due_at=by, late=by < now, draft=draft, masked=_masked(reporters.get(draft.reporter_id or "")),
        language=draft.language,
    )  # fmt: skip


def _unplaced(parts: Parts, ticket: Ticket, reporters: Mapping[str, Reporter], now: datetime) -> Due:
    """A report recorded by voice is listened to and completed by an operator within 30 minutes."""
    by = due(ticket.received_at, parts.promises.callback_staffed, parts.calendar)
    return Due(
        kind="unplaced", due_at=by, late=by < now, ticket=ticket, masked=_masked(reporters.get(ticket.reporter_id or "")),
        language=ticket.language,
    )  # fmt: skip


def _masked(reporter: Reporter | None) -> str | None:
    return PhoneNumber(reporter.phone).masked if reporter else None
