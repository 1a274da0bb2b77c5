"""A page that shows something of a reporter's was opened: noted before it is sent."""

from hotline.domain.evidence import Saw, guarded
from hotline.domain.staff import Staff
from hotline.domain.ticket import Ticket
from hotline.services.parts import Parts
from hotline.services.steps.looked import note_look


def note_opened(parts: Parts, staff: Staff, ticket: Ticket) -> None:
    """Of what is sealed, anonymous or a matter of protection; of the rest nobody keeps who read it."""
    if guarded(ticket):
        note_look(parts, staff, f"ticket:{ticket.id}", Saw.OPENED)


def note_draft_opened(parts: Parts, staff: Staff, draft_id: str) -> None:
    """What a dropped call left holds words, and nobody has asked yet whether they are to be sealed."""
    note_look(parts, staff, f"draft:{draft_id}", Saw.OPENED)
