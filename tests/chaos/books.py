"""The hotline's books against the carrier's, after a storm: what was lost, sent twice, left lying, or is not legal."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from hotline.domain.ticket import LEGAL, State
from hotline.storage import tables
from tests.chaos.real_set import RealSet

# What tells a reporter the number of a new ticket.
ACKNOWLEDGED = ("received", "received_no_category", "ask_place", "voice_received", "danger")
# A digit that came when its question was no longer open speaks of no ticket.
NO_TICKET = frozenset({"Answer", "Empty"})
ENTERS = {
    "received": State.RECEIVED, "dispatched": State.DISPATCHED, "accepted": State.ACCEPTED, "started": State.IN_PROGRESS,
    "resolved": State.RESOLVED, "closed": State.CLOSED, "reopened": State.REOPENED,
}  # fmt: skip
ON_ITS_WAY = ("sending", "uncertain")


@dataclass
class Books:
    """``now`` is the moment the books were read."""

    now: datetime
    inbound: dict[str, Any]
    outbox: dict[str, Any]
    tickets: dict[str, Any]
    story: dict[str, list[dict[str, Any]]]
    recordings: list[Any]
    calls: list[Any]
    spooled: int
    phones: dict[str, str] = field(default_factory=dict)
    carried: list[Any] = field(default_factory=list)

    def open_messages(self) -> list[str]:
        """What is not with the carrier and ought to be, or soon will."""
        return [
            f"{row.template} {row.state} due {row.due_at:%H:%M:%S} held {row.held!r} attempts {row.attempts}"
            for row in self.outbox.values()
            if row.state in ON_ITS_WAY or (row.state == "waiting" and (row.due_at <= self.now or row.held == "retry"))
        ]

    def open_tickets(self, excused: Collection[str] = ()) -> list[Any]:
        """Whose reporter judged nothing yet; ``excused``: hashes of phones that had to write something twice."""
        return [t for t in self.tickets.values() if t.state != "closed" and self.phones.get(t.reporter_id) not in excused]

    def unsettled(self, excused: Collection[str]) -> list[str]:
        """Reasons to wait a little longer."""
        on_air = sum(1 for row in self.carried if row["direction"] != "inbound" and row["status"] in ("sending", "sent"))
        open_tickets = Counter(t.state for t in self.open_tickets(excused))
        due = [r for r in self.recordings if r.state == "due"]
        return [
            *self.open_messages(),
            *([f"{self.spooled} texts spooled"] if self.spooled else []),
            *([f"{on_air} texts on the air"] if on_air else []),
            *(f"{count} tickets {state}" for state, count in open_tickets.items()),
            *([f"{len(due)} recordings to fetch"] if due else []),
        ]

    # what is checked at the end; each yields what is wrong

    def lost(self, taken: Sequence[str]) -> Iterator[str]:
        """A text the carrier got a 200 for is in the books, and about a ticket where it was about one."""
        for sid in taken:
            row = self.inbound.get(sid)
            if row is None:
                yield f"text {sid} was taken with a 200 and is nowhere"
            elif row.ticket_id is None and row.understood not in NO_TICKET:
                yield f"text {sid} was understood as {row.understood}, and no ticket knows of it"
            elif row.ticket_id is not None and row.ticket_id not in self.tickets:
                yield f"text {sid} speaks of a ticket that is not there"

    def unacknowledged(self) -> Iterator[str]:
        """Each ticket's number reached its reporter, once."""
        sent = self._sent()
        of_ticket: dict[str, list[Any]] = defaultdict(list)
        for row in self.outbox.values():
            if row.template in ACKNOWLEDGED and row.reporter_id is not None:
                of_ticket[row.ticket_id].append(row)
        for ticket in self.tickets.values():
            rows = of_ticket[ticket.id]
            arrived = [c["status"] for row in rows for c in sent[row.id]]
            if len(rows) != 1 or arrived != ["delivered"]:
                yield f"ticket {ticket.number}: {[(r.template, r.state) for r in rows]}, at the carrier {arrived}"

    def twice(self) -> Iterator[str]:
        """One row of the outbox, at most one text at the carrier; none at the carrier that no row knows."""
        for message_id, carried in self._sent().items():
            row = self.outbox.get(message_id)
            if row is None:
                yield f"the carrier brought a text no row knows of: {message_id}"
            elif len(carried) > 1:
                yield f"{row.template} {message_id} ({row.state}, attempts {row.attempts}) went out {len(carried)} times"
            elif row.carrier_sid != carried[0]["sid"]:
                yield f"{row.template} {message_id} ({row.state}) does not know its text at the carrier"
        same = Counter((c["recipient"], c["body"]) for c in self._outgoing())
        ours = Counter((row.to_hash, row.body_hash) for row in self.outbox.values() if row.carrier_sid is not None)
        if sum(n - 1 for n in same.values()) > sum(n - 1 for n in ours.values()):
            yield "the same words went to the same number more often than the outbox wanted"

    def unsent(self) -> Iterator[str]:
        """What counts as with the carrier is there."""
        sids = {c["sid"] for c in self.carried}
        for row in self.outbox.values():
            if row.means == "text" and row.state in ("queued", "sent", "delivered") and row.carrier_sid not in sids:
                yield f"{row.template} {row.id} is {row.state}, and the carrier never had it"

    def illegal(self) -> Iterator[str]:
        """The story of each ticket is a legal walk that ends where the ticket stands; no rung was taken twice."""
        for ticket in self.tickets.values():
            story, state = self.story.get(ticket.id, []), None
            for entry in story:
                entered = ENTERS.get(entry["action"])
                if entered is None:
                    continue
                if entered not in (LEGAL[state] if state is not None else {State.RECEIVED}):
                    yield f"ticket {ticket.number} went from {state} to {entered}"
                state = entered
            if state is None or state.value != ticket.state:
                yield f"ticket {ticket.number} is {ticket.state}, its story ends {state}"
            rungs = Counter(
                (e["action"], e["facts"].get("clock"), e["facts"].get("due")) for e in story if e["action"] in ("warned", "late")
            )
            yield from (f"ticket {ticket.number}: {rung} {count} times" for rung, count in rungs.items() if count > 1)

    def missed_receipts(self) -> int:
        """Arrived, says the carrier; the news of it was lost while nobody listened."""
        arrived = {c["sid"] for c in self.carried if c["status"] == "delivered"}
        return sum(1 for row in self.outbox.values() if row.carrier_sid in arrived and row.state != "delivered")

    def _outgoing(self) -> list[Any]:
        return [c for c in self.carried if c["direction"] == "outbound-api"]

    def _sent(self) -> "defaultdict[str, list[Any]]":
        found: defaultdict[str, list[Any]] = defaultdict(list)
        for carried in self._outgoing():
            found[carried["callback"].rpartition("/")[2]].append(carried)
        return found


def read(hotline: RealSet, url: str, now: datetime) -> Books:
    """All of it, read from outside."""
    engine = sa.create_engine(url)
    try:
        with engine.connect() as line:
            rows = {
                name: line.execute(sa.select(table)).fetchall()
                for name, table in tables.metadata.tables.items()
                if name in ("inbound", "outbox", "tickets", "recordings", "calls", "reporters", "audit_entries")
            }
    finally:
        engine.dispose()
    story: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows["audit_entries"], key=lambda r: (r.chain, r.seq)):
        kind, _, ticket_id = row.chain.partition(":")
        if kind == "ticket":
            story[ticket_id].append(json.loads(row.text))
    return Books(
        now=now, inbound={r.sid: r for r in rows["inbound"]}, outbox={r.id: r for r in rows["outbox"]},
        tickets={r.id: r for r in rows["tickets"]}, story=story, recordings=rows["recordings"], calls=rows["calls"],
        phones={r.id: r.phone_hash for r in rows["reporters"]},
        spooled=len(list(Path(hotline.folder / "spool").glob("*.text"))),
        carried=hotline.carrier_rows("SELECT * FROM messages ORDER BY n"),
    )  # fmt: skip
