"""How a report becomes a ticket and finds its department: the same for a text and for a call."""

from datetime import datetime

from hotline.domain.category import Category
from hotline.domain.city import City
from hotline.domain.handling import Step, dispatch, place, receive, unrouted
from hotline.domain.kind import accuses, fears
from hotline.domain.ticket import Channel, Kind, Ticket


def needs_place(ticket: Ticket) -> bool:
    """Is the resident to be asked where it is? A caller's recording tells; a question, praise, a suggestion or a complaint
    about somebody's conduct can be acted on without."""
    return ticket.place is None and ticket.channel is Channel.SMS and ticket.kind is Kind.REPORT


def seals(kind: Kind, category: Category | None, words: str) -> bool:
    """Sealed by itself: whatever accuses a person or a business (product: Privacy), and who fears for having spoken."""
    itself = kind in (Kind.COMPLAINT, Kind.PROTECTION) or (category is not None and category.sealed)
    return itself or accuses(words) or fears(words)


def take_in(
    ticket: Ticket, words: str, city: City, at: datetime, old: str | None = None, choices: str = "",
    why: str = "", was: str = "",
) -> Step:
    """Receive a new ticket and send it on. A texted report without a place waits for the answer to "where?",
    unless somebody is in danger."""
    received, events = receive(ticket, words, old, choices, why, was)
    if needs_place(received) and not received.urgent:
        return received, events
    sent, more = send_on(received, city, at)
    return sent, (*events, *more)


def send_on(ticket: Ticket, city: City, at: datetime) -> Step:
    """To the department of category and grid; without one the coordinator must say who acts. So too for a complaint about
    conduct: nobody judges themselves (product: Kinds)."""
    if ticket.kind is Kind.COMPLAINT:
        return unrouted(ticket, "complaint")
    if ticket.kind is Kind.PROTECTION:
        return ticket, ()  # protection officers only: there is no department and no desk for it
    department = city.route_of(ticket.kind.value, ticket.category, ticket.grid)
    if department is None:
        return unrouted(ticket, "category" if ticket.category is None else "department")
    return dispatch(ticket, department, city.officer_id(department, ticket.category), at)


def locate(
    ticket: Ticket, words: str, where: tuple[str | None, float | None, float | None], city: City, at: datetime,
    choices: str = "",
) -> Step:
    """Fill in the place; a ticket that waited for it is sent on. ``where``: grid, lat, lon."""
    grid, lat, lon = where
    placed, events = place(ticket, words=words, grid=grid, lat=lat, lon=lon, choices=choices)
    if placed.handler is not None:
        return placed, events
    sent, more = send_on(placed, city, at)
    return sent, (*events, *more)
