"""What a change leaves in its ticket's story: the words that were said, and an audit entry for each thing that happened."""

from typing import TYPE_CHECKING

from hotline.domain.entry import Entry, EntryKind
from hotline.domain.event import Change, EventKind

if TYPE_CHECKING:
    from hotline.services.work import Work

E = EventKind
ENTRY = {
    E.RECEIVED: EntryKind.REPORT, E.ADDED: EntryKind.ADDITION, E.PROGRESSED: EntryKind.PROGRESS,
    E.RESOLVED: EntryKind.RESULT, E.RETURN_ASKED: EntryKind.RETURN, E.COMMENTED: EntryKind.COMMENT,
    E.CONTRACTOR_REPORTED: EntryKind.CONTRACTOR, E.WORDED: EntryKind.TRANSCRIPT, E.PLACED: EntryKind.ADDITION,
    E.ANSWERED_AT_DESK: EntryKind.RESULT, E.FINAL_ANSWER: EntryKind.RESULT, E.REJECTED: EntryKind.DECISION,
    E.OBJECTION_REFUSED: EntryKind.DECISION, E.PLANNED: EntryKind.DECISION, E.ASKED: EntryKind.QUESTION,
    E.ASSIST_ASKED: EntryKind.ASSIST, E.ASSISTED: EntryKind.ASSIST, E.EXTENSION_ASKED: EntryKind.REQUEST,
    E.PLAN_ASKED: EntryKind.REQUEST,
}


GIVEN = (E.DISPATCHED, E.HANDED_OVER)


def told_to_officer(work: "Work", change: Change, *, recorded: bool) -> tuple[str | None, bool, bool]:
    """(words, recorded, untold) for whoever gets it now: the report's own words, of a sealed one the summary of the desk;
    whether there is a recording; whether the summary is missing."""
    given = any(event.kind in GIVEN and not event.facts.get("reopened") for event in change.events)
    ticket = change.after
    if not given or ticket.handler is None:
        return None, recorded, False
    received = next((event.words for event in change.events if event.kind is E.RECEIVED), None)
    if change.before is None:
        return (None, recorded, recorded or bool(received)) if ticket.sealed else (received, recorded, False)
    entries = work.store.entries.of_ticket(ticket.id)
    recorded = recorded or bool(work.store.recordings.of_ticket(ticket.id))
    if not ticket.sealed:
        own = (each.words for each in entries if each.kind in (EntryKind.REPORT, EntryKind.TRANSCRIPT))
        return next(own, None), recorded, False
    desk = [each.words for each in entries if each.kind is EntryKind.ADDITION and work.city.person(each.by) is not None]
    return (desk[-1], recorded, False) if desk else (None, recorded, recorded or bool(entries))


def tell_story(work: "Work", change: Change) -> None:
    """In the change's own transaction."""
    chain = f"ticket:{change.after.id}"
    for index, event in enumerate(change.events):
        if event.words is not None and event.kind in ENTRY:
            work.store.entries.add(Entry(
                id=work.parts.ids.new(), ticket_id=change.after.id, kind=ENTRY[event.kind], words=event.words,
                by=change.actor.id, at=change.at,
            ))
        work.store.audit.append(
            chain, event.kind.value, change.actor, dict(event.facts), event.words, change.at,
            new=change.before is None and index == 0,
        )
