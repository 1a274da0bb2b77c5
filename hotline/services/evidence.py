"""The list of who saw something of a reporter, for the reporter: put together from the audit log and what was sent.

It tells what is kept. Who read the page of a ticket that is not sealed, or a list with masked numbers, nobody keeps.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.domain.actor import Actor
from hotline.domain.city import City
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.evidence import Saw, Seen, Traces, seen_by_text, seen_in, seen_in_talk
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import Kind, Ticket
from hotline.services.consent_record import EXPORTS
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand
from hotline.services.work import working

MOST = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """``name``, ``role`` and ``department`` of whoever it was; empty where a command of the machine's engineer did it."""

    at: datetime
    what: Saw
    name: str
    role: str
    department: str
    number: str
    detail: str
    via: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EvidenceList:
    """Oldest first. ``tickets`` are all of the same reporter."""

    number: str
    tickets: Sequence[Ticket]
    rows: Sequence[Row]
    city: City
    now: datetime


def evidence_for(parts: Parts, staff: Staff, number: str) -> EvidenceList:
    """For a protection officer, from a protection ticket on. NotFound, RuleError("protection_only"). That it was given is
    noted first, and stands in it."""
    if staff.role is not Role.PROTECTION:
        raise RuleError("protection_only")
    return retried(lambda: _given(parts, hand(staff), number, protection=True))


def evidence_by_command(parts: Parts, by: Actor, number: str) -> EvidenceList:
    """By the engineer of the city, for any ticket."""
    return retried(lambda: _given(parts, by, number, protection=False))


def protection_tickets(parts: Parts) -> tuple[tuple[Ticket, ...], City]:
    """Those a list can be given for, newest first."""
    with parts.database.reading() as store:
        return store.tickets.listing(protection=True, limit=MOST), parts.city(store)


def _given(parts: Parts, by: Actor, number: str, *, protection: bool) -> EvidenceList:
    with working(parts) as work:
        ticket = work.store.tickets.by_number(number)
        if ticket is None or (protection and ticket.kind is not Kind.PROTECTION):
            raise NotFound("ticket")
        work.audit(f"ticket:{ticket.id}", Saw.EVIDENCE_GIVEN.value, by, {})
        store, city = work.store, work.city
        evidence = store.evidence
        traces = evidence.traces_of(ticket.reporter_id) if ticket.reporter_id else evidence.traces_of_ticket(ticket.id)
        tickets = store.tickets.get_many(traces.tickets)
        seen = sorted(_seen(store, traces, _known_since(store, ticket)), key=lambda each: each.at)
        numbers = {f"ticket:{each.id}": each.number for each in tickets.values()}
        return EvidenceList(
            number=ticket.number, tickets=tuple(sorted(tickets.values(), key=lambda each: each.received_at)),
            rows=tuple(_row(each, city, numbers.get(each.chain, "")) for each in seen), city=city, now=work.now,
        )


def _known_since(store: Store, ticket: Ticket) -> datetime | None:
    """Since when the number was there to be exported; None: there is none."""
    reporter = store.reporters.get(ticket.reporter_id) if ticket.reporter_id else None
    return reporter.created_at if reporter is not None else None


def _seen(store: Store, traces: Traces, since: datetime | None) -> Iterator[Seen]:
    for chain in traces.chains:
        yield from seen_in(store.audit.of_chain(chain))
    for ticket_id in traces.tickets:
        yield from seen_by_text(store.outbox.of_ticket(ticket_id))
    yield from seen_in_talk(traces.talks)
    if since is not None:
        yield from (each for each in seen_in(store.audit.of_chain(EXPORTS)) if each.at >= since)


def _row(seen: Seen, city: City, number: str) -> Row:
    person = city.person(seen.by) if seen.by else None
    return Row(
        at=seen.at, what=seen.what, number=number, detail=seen.detail, via=seen.via,
        name=person.name if person else "", role=seen.more.get("role") or (person.role.value if person else ""),
        department=seen.more.get("department") or (person.department or "" if person else ""),
    )
