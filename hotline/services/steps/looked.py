"""That somebody of the city looked at something of a reporter's goes into the audit log; of one who looks again and again,
once an hour."""

from collections.abc import Sequence
from datetime import timedelta

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.call import Recording
from hotline.domain.event import EventKind
from hotline.domain.evidence import Saw
from hotline.domain.staff import Staff
from hotline.services.parts import Parts
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand
from hotline.services.work import Work, working

AGAIN_AFTER = timedelta(hours=1)


def note_look(parts: Parts, staff: Staff, chain: str, what: Saw, of: str = "") -> None:
    """Before it is shown. Who has looked within the hour costs one read."""
    with parts.database.reading() as store:
        now = parts.clock.now()
        known = any(
            each.action == what and each.actor.id == staff.id and now - each.at < AGAIN_AFTER
            and each.facts.get("of", "") == of
            for each in store.audit.of_chain(chain)
        )  # fmt: skip
    if not known:
        retried(lambda: _note(parts, staff, chain, what, of))


def _note(parts: Parts, staff: Staff, chain: str, what: Saw, of: str) -> None:
    """With the role they had then: people move."""
    facts = {"role": staff.role.value, "department": staff.department} | ({"of": of} if of else {})
    with working(parts) as work:
        work.audit(chain, what.value, hand(staff), facts)


def note_heard(work: Work, staff_id: str | None, ticket_id: str, recordings: Sequence[Recording]) -> None:
    """By telephone, as on the console."""
    actor = Actor(kind=ActorKind.STAFF, id=staff_id or "", via="voice")
    for each in recordings:
        work.audit(f"ticket:{ticket_id}", EventKind.HEARD.value, actor, {"recording": each.id})
