"""A city that lives through a random history: real services on a real SQLite file, time and ids fixed, a postman for a
carrier; and what must hold of its tickets after every step."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any

import sqlalchemy as sa

from hotline.clock import FixedClock
from hotline.config import load_config
from hotline.demo.walk import SWEEP_EVERY, Silent, Walk
from hotline.domain.clock_row import ClockKind
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.message import Delivery
from hotline.domain.replay import replay
from hotline.domain.staff import Role, Staff
from hotline.domain.ticket import IN_WORK, ClosedAs, Kind, State, Ticket
from hotline.ids import Ids
from hotline.services.act import act
from hotline.services.decide import Asked, decide
from hotline.services.rule import Ruling, rule
from hotline.services.seed import seed
from hotline.services.steps.doing import Deed, Done
from hotline.storage import Database, migrate
from hotline.wiring import Hotline, build, city_seed
from tests.conftest import MORNING
from tests.support.city import ROOT

# What runs although the ticket is over: a second look that was asked for.
AFTER_THE_END = {State.REJECTED: {ClockKind.OBJECTION}, State.MERGED: {ClockKind.OBJECTION}}
OVER = {State.CLOSED, State.REJECTED, State.MERGED, State.WITHDRAWN}


@cache
def _template() -> tuple[Hotline, bytes]:
    """Built once a process: the parts, and a database with the city's rows and no ticket in it."""
    folder = Path(mkdtemp(prefix="hotline-histories-"))
    file = folder / "empty.db"
    config = load_config(ROOT / "config.yaml", {
        "HOTLINE__DATA_DIR": str(folder), "HOTLINE__DATABASE__URL": f"sqlite:///{file}",
        "HOTLINE__CARRIER__SIMULATED": "true", "HOTLINE__REDIS__URL": "redis://127.0.0.1:1",
    })
    migrate(config.database.url)
    hotline = build(config, clock=FixedClock(MORNING))
    seed(hotline.parts, city_seed(config))
    hotline.database.dispose()
    with sqlite3.connect(file) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    plain.close()
    return hotline, file.read_bytes()


@dataclass
class Living:
    """One history. ``numbers`` are the tickets of it, in the order they came in."""

    folder: Path
    clock: FixedClock = field(default_factory=lambda: FixedClock(MORNING))
    numbers: list[str] = field(default_factory=list)
    _sids: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        hotline, empty = _template()
        file = self.folder / "history.db"
        for old in self.folder.glob("history.db*"):
            old.unlink()
        file.write_bytes(empty)
        self.database = Database(f"sqlite:///{file}", hotline.keys)
        # Nothing of it is to outlive a power cut: waiting for the disk is most of what a history would cost.
        sa.event.listen(self.database._engine, "connect", lambda line, _: line.execute("PRAGMA synchronous=OFF"))
        ids = Ids(clock=self.clock, dice=Random(7))
        parts = replace(hotline.parts, database=self.database, clock=self.clock, ids=ids, queue=Silent(), standing={})
        self.walk = Walk(parts=parts, clock=self.clock, media=hotline.media)
        self.parts = self.walk.parts
        with self.database.reading() as store:
            self.staff = store.city.staff()

    def close(self) -> None:
        self.walk._sender.close()
        self.database.dispose()

    def somebody(self, role: Role, department: str | None = None) -> Staff:
        return next(p for p in self.staff if p.role is role and department in (None, p.department))

    def ticket(self, number: str) -> Ticket:
        with self.database.reading() as store:
            found = store.tickets.by_number(number)
        assert found is not None
        return found

    def text(self, sender: str, body: str) -> None:
        self.walk._text(sender, body)
        with self.database.reading() as store:
            known = set(self.numbers)
            self.numbers += [t.number for t in reversed(store.tickets.listing(limit=20)) if t.number not in known]

    def officer_texts(self, number: str, body: str) -> None:
        ticket = self.ticket(number)
        officer = next((p for p in self.staff if p.id == ticket.officer_id), None)
        if officer is not None and officer.phone is not None:
            self.text(officer.phone, body.replace("#", number))

    def reporter_texts(self, number: str, body: str) -> None:
        with self.database.reading() as store:
            ticket = store.tickets.by_number(number)
            reporter = store.reporters.get(ticket.reporter_id) if ticket and ticket.reporter_id else None
        if reporter is not None:
            self.text(reporter.phone, body.replace("#", number))

    def decides(self, role: Role, number: str, asked: Asked) -> bool:
        """False where a rule said no: that is an answer too."""
        return _allowed(lambda: decide(self.parts, self.somebody(role), number, asked))

    def rules(self, number: str, ruling: Ruling, department: str) -> bool:
        return any(
            _allowed(lambda role=role: rule(self.parts, self.somebody(role), number, ruling, department))  # type: ignore[misc]
            for role in (Role.COORDINATOR, Role.SUPERVISOR)
        )

    def asks_for_a_plan(self, number: str, days: int) -> bool:
        ticket = self.ticket(number)
        if ticket.handler is None:
            return False
        done = Done(deed=Deed.PLAN, words="要等材料到货", until=self.clock.now() + timedelta(days=days))
        return _allowed(lambda: act(self.parts, self.somebody(Role.HEAD, ticket.handler), number, done))

    def deliver(self) -> None:
        self.walk._settle()

    def passes(self, by: timedelta, *, swept: bool) -> None:
        """Time goes by, swept every two hours as it does, or the sweep stood still and does it all at once."""
        until = self.clock.now() + by
        step = max(SWEEP_EVERY, by / 6)
        while swept and self.clock.now() + step < until:
            self.walk._sweep(self.clock.now() + step)
        self.walk._sweep(until)

    # --- what must hold

    def check(self) -> None:
        with self.database.reading() as store:
            tickets = [t for n in self.numbers if (t := store.tickets.by_number(n)) is not None]
            clocks = {t.id: store.clocks.of_ticket(t.id) for t in tickets}
            every = {t.id: store.clocks.of_ticket(t.id, open_only=False) for t in tickets}
            stories = {t.id: [(e.action, e.facts) for e in store.audit.of_chain(f"ticket:{t.id}")] for t in tickets}
            told = {t.id: store.outbox.of_ticket(t.id) for t in tickets}
            surveys = {t.id: store.surveys.latest_of(t.id) for t in tickets}
            assert store.audit.replayed() == ()
        for ticket in tickets:
            name = f"{ticket.number} {ticket.kind} {ticket.state} {[a for a, _ in stories[ticket.id]]}"
            story = replay(stories[ticket.id])
            assert story is not None, name
            assert (story.broken, story.state) == (0, ticket.state), name
            running = clocks[ticket.id]
            if ticket.state in IN_WORK:
                assert running or ticket.kind is Kind.PROTECTION, f"nothing is due: {name}"
                assert ticket.handler or any(c.due_at for c in running) or ticket.kind is Kind.PROTECTION, name
            if ticket.state in OVER:
                left = {c.kind for c in running} - AFTER_THE_END.get(ticket.state, set())
                assert not left, f"{left} still run: {name}"
            for clock in every[ticket.id]:
                assert clock.due_at >= clock.started_at, f"{clock.kind} runs backwards: {name}"
                assert clock.met_at is None or clock.met_at >= clock.started_at, f"{clock.kind} met before it began: {name}"
            twice = [k for k, n in Counter((c.kind, c.round) for c in running).items() if n > 1 and k[0] != ClockKind.RESPONSE]
            assert not twice, f"{twice} run twice: {name}"
            if ticket.state is State.CLOSED:
                assert _answered(ticket, surveys[ticket.id], told[ticket.id], stories[ticket.id]), f"no answer: {name}"
        self._one_survey()

    def _one_survey(self) -> None:
        """A round has one, and of a ticket's one is open at most."""
        plain = sqlite3.connect(self.folder / "history.db")
        twice = plain.execute("SELECT ticket_id, round FROM surveys GROUP BY 1, 2 HAVING count(*) > 1").fetchall()
        both = plain.execute("SELECT ticket_id FROM surveys WHERE closed_at IS NULL GROUP BY 1 HAVING count(*) > 1").fetchall()
        plain.close()
        assert not twice
        assert not both


def _answered(ticket: Ticket, survey: Any, told: Any, story: list[tuple[str, Any]]) -> bool:
    """Nothing ends without an answer to whoever asked."""
    match ticket.closed_as:
        case ClosedAs.VERDICT:
            return survey is not None and survey.solved is not None
        case ClosedAs.SILENCE:
            return any(m.proves == "result" and m.state in (Delivery.DELIVERED, Delivery.PRESUMED) for m in told)
        case ClosedAs.UNREACHABLE:
            return len([m for m in told if m.survey_id or m.proves == "result"]) >= 3
        case ClosedAs.ANSWERED:
            by_department = ("resolved",) if ticket.kind is Kind.PRAISE else ()  # passed on: nothing is asked about thanks
            return any(action in ("answered_at_desk", "final_answer", *by_department) for action, _ in story)
        case ClosedAs.NO_CHANNEL:
            return True
    return False


def _allowed(do: Any) -> bool:
    try:
        do()
    except (RuleError, NotFound):
        return False
    return True


def residents() -> Iterator[str]:
    """Their endings decide what becomes of a text: 04 never arrives."""
    yield from ("+8613800138000", "+8613800138077", "+8613800138104", "+8613800138020")
