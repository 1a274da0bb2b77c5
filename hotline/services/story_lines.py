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
