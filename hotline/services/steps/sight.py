"""Which tickets somebody of the city may look at, and whose voice they may hear."""

from collections.abc import Collection

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.call import REPRISAL, CallBack, Recording, Talk
from hotline.domain.photo import Photo
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import WITH_DEPARTMENT, Kind, Ticket

# They see what their own department has to do, and nothing of who reported it.
OF_A_DEPARTMENT = frozenset({Role.OFFICER, Role.HEAD})
_DESK = frozenset({Role.OPERATOR, Role.COORDINATOR, Role.SUPERVISOR})


def department_of(staff: Staff) -> str | None:
    """The one department this person is confined to; None for who may see all of them."""
    return (staff.department or "") if staff.role in OF_A_DEPARTMENT else None


def may_see(staff: Staff, ticket: Ticket, helps: Collection[str] = ()) -> bool:
    """Protection tickets: their officers, and nobody else; a complaint: never the unit complained of. ``helps``:
    departments that assist with it."""
    if Kind.PROTECTION is ticket.kind or staff.role is Role.PROTECTION:
        return staff.role is Role.PROTECTION and ticket.kind is Kind.PROTECTION
    own = department_of(staff)
    if own is None:
        return True
    return own not in ("", ticket.about) and (own in (ticket.handler, ticket.owner) or own in helps)


def may_call_back(staff: Staff, callback: CallBack) -> bool:
    """Whoever was threatened speaks with a protection officer, and these speak with nobody else."""
    return (callback.reason == REPRISAL) == (staff.role is Role.PROTECTION)


def may_hear(staff: Staff, ticket: Ticket | None) -> bool:
    """The desk hears recordings; the handling department hears what it has to mend, as it may by telephone,
    unless it is sealed."""
    if ticket is not None and Kind.PROTECTION is ticket.kind:
        return staff.role is Role.PROTECTION
    if staff.role in _DESK:
        return True
    own = department_of(staff)
    if not own or ticket is None or ticket.sealed:
        return False
    return ticket.handler == own and ticket.state in WITH_DEPARTMENT


def may_hear_this(staff: Staff, ticket: Ticket | None, recording: Recording) -> bool:
    """What somebody told the desk, of a department perhaps, that department does not hear."""
    return may_hear(staff, ticket) and (recording.talk is not Talk.DESK or department_of(staff) is None)


def hand(staff: Staff) -> Actor:
    """The actor behind whatever is done on the console."""
    return Actor(kind=ActorKind.STAFF, id=staff.id, via="console")


def may_see_photo(staff: Staff, ticket: Ticket, photo: Photo) -> bool:
    """Of a sealed ticket its department sees what its own people took, and nothing of the reporter's."""
    if not may_see(staff, ticket):
        return False
    return department_of(staff) is None or not ticket.sealed or photo.staff_id is not None
