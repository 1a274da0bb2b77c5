"""Random histories of a city, as plain rows: what the figures are counted over, in the database and by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa

from hotline.storage import Database
from hotline.storage.tables import (
    calls,
    clocks,
    closings,
    departments,
    flags,
    grids,
    inbound,
    lookbacks,
    outbox,
    recurrences,
    reporters,
    staff,
    surveys,
    tickets,
    waits,
)

type_row = dict[str, Any]
STATES = (
    "closed", "closed", "closed", "received", "dispatched", "accepted", "in_progress", "planned", "resolved", "rejected",
    "merged", "withdrawn",
)  # fmt: skip
KINDS = ("report", "report", "complaint", "suggestion", "enquiry", "praise", "protection")
GRIDS = {"east-1": "urban", "east-2": "urban", "north-1": "rural", "north-2": "rural", "nowhere": "rural"}


@dataclass
class History:
    """Rows by table. Moments fall on the edges of the period as often as between them."""

    seed: int
    since: datetime
    until: datetime
    now: datetime
    rows: dict[sa.Table, list[type_row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)

    def add(self, table: sa.Table, **row: Any) -> type_row:
        self.rows.setdefault(table, []).append(row)
        return row

    def of(self, table: sa.Table) -> list[type_row]:
        return self.rows.get(table, [])

    def moment(self) -> datetime:
        edges = (self.since, self.until, self.now)
        if self.dice.random() < 0.2:
            return self.dice.choice(edges) + timedelta(microseconds=self.dice.choice((-1, 0, 1)))
        whole = (self.until - self.since).total_seconds()
        return self.since + timedelta(seconds=self.dice.uniform(-0.4, 1.3) * whole)

    def maybe(self, chance: float = 0.5) -> datetime | None:
        return self.moment() if self.dice.random() < chance else None


def history(seed: int, since: datetime, until: datetime, now: datetime, size: int = 60) -> History:
    made = History(seed=seed, since=since, until=until, now=now)
    for department in ("roads", "order"):
        made.add(departments, id=department, name={"zh-CN": department}, position=0)
    for place, (grid, kind) in enumerate(GRIDS.items()):
        made.add(grids, id=grid, name={"zh-CN": grid}, kind=kind, position=place)
    made.add(staff, id="p-1", name=b"x", role="officer", language="zh-CN", on_duty=True, rank=0, stopped=False)
    for n in range(12):
        _reporter(made, n)
    for n in range(size):
        _ticket(made, n)
    for n in range(size // 2):
        _line(made, n)
    return made


def _reporter(made: History, n: int) -> None:
    made.add(
        reporters, id=f"r-{n}", phone=b"x", phone_hash=f"h{n}", hash_key_id="k", language="zh-CN", line="mobile",
        age=made.dice.choice(("over_60", "under_60", None)), created_at=made.since, version=0,
    )  # fmt: skip


def _ticket(made: History, n: int) -> None:
    dice = made.dice
    state, kind, closed_at = dice.choice(STATES), dice.choice(KINDS), made.moment()
    closed = state == "closed"
    row = made.add(
        tickets, id=f"t-{n}", number=f"{n:08d}", kind=kind, state=state,
        channel=dice.choice(("voice", "sms", "station")), language="zh-CN",
        reporter_id=f"r-{dice.randrange(12)}" if dice.random() < 0.8 else None,
        category=dice.choice(("c01-cover", "c02-light", None)), grid=_grid(dice, kind), urgent=False,
        owner=dice.choice(("roads", "order", None)), handler=None, received_at=made.moment(), dispatched_at=made.maybe(0.8),
        resolved_at=closed_at - timedelta(days=1) if closed and dice.random() < 0.7 else made.maybe(0.6),
        closed_at=closed_at if closed or state in ("rejected", "merged") else None,
        closed_as=dice.choice(("verdict", "silence", "unreachable", "no_channel", "answered")) if closed else None,
        return_pending=dice.random() < 0.1, round=dice.choice((0, 0, 0, 1, 2)),
        reopenings=dice.choice((0, 0, 1)), chases=dice.choice((0, 0, 1)),
        outcome=dice.choice(("adopted", "partly", "not_adopted", None)), returns=dice.choice((0, 0, 1)),
        misrouted=dice.choice((0, 0, 0, 1)), extensions=dice.choice((0, 0, 1)), version=0,
    )  # fmt: skip
    for kind in ("accept", "response", "result", "chase"):
        for turn in range(dice.randrange(2 + row["round"])):
            due = made.moment()
            met = dice.choice((due, made.moment(), None))
            made.add(
                clocks, id=f"c-{n}-{kind}-{turn}", ticket_id=row["id"], kind=kind, round=turn, started_at=made.since,
                due_at=due, met_at=met, stopped_at=None if met else dice.choice((due, made.moment(), None)),
            )  # fmt: skip
    _afterwards(made, n, row)


def _grid(dice: Random, kind: str) -> str | None:
    """From one grid only tickets came that nobody is told of."""
    return "nowhere" if kind == "protection" else dice.choice((*list(GRIDS)[:4], None))


def _afterwards(made: History, n: int, row: type_row) -> None:
    dice = made.dice
    if dice.random() < 0.6:
        made.add(
            surveys, id=f"s-{n}", ticket_id=row["id"], round=dice.choice((0, 0, 1)), asked_at=made.since, call_at=made.since,
            close_at=made.until,
            solved=dice.choice((None, 1, 1, 2, 3)), contacted=dice.choice((None, 1, 2)),
            satisfied=dice.choice((None, 1, 2, 3, 4, 5)), judged_at=made.maybe(0.9), closed_at=made.maybe(0.8), version=0,
        )  # fmt: skip
    for turn in range(dice.choice((0, 1, 1, 2))):  # a reopened ticket was closed before
        closed_at = row["closed_at"] if turn == row["round"] and row["closed_as"] else made.moment()
        made.add(
            closings, ticket_id=row["id"], round=turn, closed_at=closed_at,
            resolved_at=closed_at - timedelta(days=1) if dice.random() < 0.7 else None,
            closed_as=dice.choice(("verdict", "silence", "unreachable", "no_channel", "answered")),
            outcome=dice.choice(("adopted", "partly", "not_adopted", None)),
        )  # fmt: skip
    if dice.random() < 0.5:
        made.add(lookbacks, ticket_id=row["id"], round=0, due_at=made.moment(), answer=dice.choice((None, 1, 2)),
                 dropped_at=made.maybe(0.2))  # fmt: skip
    if dice.random() < 0.3:
        made.add(recurrences, ticket_id=row["id"], round=dice.choice((0, 1)), noticed_by="again", at=made.moment())
    if dice.random() < 0.3:
        made.add(flags, id=f"f-{n}", key=f"k{n}", kind=dice.choice(("withdrawn_soon", "no_photo")), ticket_id=row["id"],
                 facts={}, at=made.moment())  # fmt: skip
    for turn in range(dice.randrange(3)):
        created = dice.choice((row["resolved_at"], made.moment())) or made.since
        _message(
            made, f"m-{n}-{turn}", ticket_id=row["id"], proves=dice.choice(("result", "result", "response", "")),
            state=dice.choice(("delivered", "presumed", "sent")), created_at=created,
            sent_at=dice.choice((created, made.moment(), None)),
        )  # fmt: skip


def _line(made: History, n: int) -> None:
    dice, began = made.dice, made.moment()
    made.add(
        calls, id=f"k-{n}", staff_id=dice.choice((None, None, "p-1")), sid=f"CA{n}", session=b"x", turn=0,
        direction=dice.choice(("inbound", "inbound", "outbound")), language="zh-CN",
        state=dice.choice(("up", "ended", "ended")), started_at=began, served=dice.choice((None, True, False)),
        ended_at=began + timedelta(seconds=dice.choice((5, 15, 15.001, 120))),
    )  # fmt: skip
    for turn in range(dice.randrange(3)):
        since, state = made.moment(), dice.choice(("abandoned", "left", "done", "waiting"))
        joined = since + timedelta(seconds=dice.choice((0, 14.999, 15, 15.001, 60))) if state == "done" else None
        ended = None if state == "waiting" else since + timedelta(seconds=dice.choice((3, 15, 15.001, 90)))
        made.add(waits, id=f"w-{n}-{turn}", call_id=f"k-{n}", language="zh-CN", turn=0, state=state, since=since,
                 joined_at=joined, ended_at=ended)  # fmt: skip
    at, reporter = made.moment(), f"r-{dice.randrange(12)}"
    made.add(inbound, id=f"i-{n}", sid=f"SM{n}", reporter_id=dice.choice((reporter, None)), body=b"x", understood="Report", at=at)
    if dice.random() < 0.7:
        sent = at + timedelta(seconds=dice.choice((1, 180, 180, 180.1, 600)))
        _message(made, f"a-{n}", reporter_id=reporter, purpose=dice.choice(("answer", "urgent", "status")), created_at=at,
                 sent_at=dice.choice((sent, sent, None)), state="sent")  # fmt: skip


def _message(made: History, name: str, **given: Any) -> None:
    base = {
        "means": "text", "purpose": "status", "template": "done", "language": "zh-CN", "proves": "", "held": "", "attempts": 0,
        "accepted": 1, "facts": b"x", "to": b"x", "to_hash": "h", "hash_key_id": "k", "due_at": given["created_at"],
    }  # fmt: skip
    made.add(outbox, id=name, **base | given)


PLACES = (departments, grids)
HAPPENED = (staff, reporters, tickets, closings, clocks, surveys, lookbacks, recurrences, flags, outbox, calls, waits, inbound)


def keep(made: History, database: Database, order: Sequence[sa.Table] = (*PLACES, *HAPPENED)) -> None:
    """Into the database as they are."""
    for person in made.of(staff):
        person["name"] = database.keys.seal("staff.name", "Anna")
    with database.writing() as store:
        for table, rows in ((table, made.of(table)) for table in order):
            for row in rows:
                store._tx.connection.execute(sa.insert(table), _whole(table, row))


def _whole(table: sa.Table, row: type_row) -> type_row:
    return {name: value for name, value in row.items() if value is not None or table.c[name].nullable}


def within(at: datetime | None, since: datetime, until: datetime) -> bool:
    return at is not None and since <= at < until
