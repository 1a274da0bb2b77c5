"""Who saw something of a reporter and when: the list that whoever was exposed can get (product: Privacy and proof)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hotline.domain.actor import ActorKind
from hotline.domain.audit import AuditEntry
from hotline.domain.message import Means, Message
from hotline.domain.ticket import Kind, Ticket


class Saw(StrEnum):
    """Audited under these names, but for the two that other rows prove."""

    OPENED = "opened"              # the page of a guarded ticket, or of what a dropped call left
    REVEALED = "revealed"          # the number
    HEARD = "heard"                # a recording
    PHOTO_SEEN = "photo_seen"
    BRIDGED = "bridged"            # joined with the reporter by telephone
    DUTY_RUNG = "duty_rung"        # told of it by telephone
    LINK_GIVEN = "link_given"      # a contractor got a link to it
    EVIDENCE_GIVEN = "evidence_given"  # this very list
    EXPORTED = "exported"          # every number, with what it agreed to
    TEXTED = "texted"              # a text about it went to somebody of the city
    TALKED = "talked"              # an operator took the call


IN_CHAINS = frozenset(each.value for each in Saw if each not in (Saw.TEXTED, Saw.TALKED))
# Where somebody looked, and nothing happened: no part of a ticket's story.
LOOKS = frozenset({Saw.OPENED.value, Saw.PHOTO_SEEN.value, Saw.EVIDENCE_GIVEN.value})
_DETAILS = ("reason", "outcome", "came_to")
_WITH_WORDS = frozenset({
    "officer_dispatch", "officer_added", "officer_alarmed", "officer_reopened", "coordinator_no_route",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """A call of the reporter's that an operator took."""

    at: datetime
    operator_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Traces:
    """The things of one reporter whose chains tell who saw them, and the talks."""

    tickets: Sequence[str] = ()
    calls: Sequence[str] = ()
    callbacks: Sequence[str] = ()
    drafts: Sequence[str] = ()
    talks: Sequence[Talk] = ()

    @property
    def chains(self) -> tuple[str, ...]:
        named = (("ticket", self.tickets), ("call", self.calls), ("callback", self.callbacks), ("draft", self.drafts))
        return tuple(f"{kind}:{each}" for kind, ids in named for each in ids)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """``by``: a staff id; empty where a command of the machine's engineer did it. ``chain`` says of what."""

    at: datetime
    by: str
    what: Saw
    chain: str
    detail: str = ""
    via: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


def guarded(ticket: Ticket) -> bool:
    """Whose page is not opened without a trace."""
    return ticket.sealed or ticket.anonymous or ticket.kind is Kind.PROTECTION


def seen_in(entries: Iterable[AuditEntry]) -> Iterator[Seen]:
    """What a chain tells of it."""
    for entry in entries:
        if entry.action not in IN_CHAINS:
            continue
        facts = entry.facts
        named = facts.get("officer") if entry.action == Saw.DUTY_RUNG else None
        by = str(named or "") if entry.actor.kind is not ActorKind.STAFF else entry.actor.id
        detail = next((str(facts[name]) for name in _DETAILS if facts.get(name)), "")
        more = {name: str(facts[name]) for name in ("role", "department") if facts.get(name)}
        yield Seen(
            at=entry.at, by=by, what=Saw(entry.action), chain=entry.chain, detail=detail, via=entry.actor.via, more=more,
        )


def seen_by_text(messages: Iterable[Message]) -> Iterator[Seen]:
    """Texts that left for somebody of the city; ``words``: the reporter's own stood in it; ``summary``: the desk's."""
    for each in messages:
        if each.staff_id is None or each.means is not Means.TEXT or each.sent_at is None:
            continue
        words = each.template in _WITH_WORDS and bool(each.values.get("words"))
        place = bool(each.values.get("place"))
        summed_up = each.template == "officer_summary"
        yield Seen(
            at=each.sent_at, by=each.staff_id, what=Saw.TEXTED, chain=f"ticket:{each.ticket_id}", via="sms",
            detail="words" if words else "summary" if summed_up else "place" if place else "number",
        )


def seen_in_talk(talks: Iterable[Talk]) -> Iterator[Seen]:
    for each in talks:
        yield Seen(at=each.at, by=each.operator_id, what=Saw.TALKED, chain="", via="voice")
