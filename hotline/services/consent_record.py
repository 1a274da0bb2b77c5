"""The consent record: what each number agreed to or refused, when, and by which way, as the audit log proves it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hotline.domain.actor import Actor
from hotline.domain.evidence import Saw
from hotline.domain.reporter import Reporter
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.work import working

CHAIN = "reporter:"
EXPORTS = "export:consent"  # who took every number out of the database, and when
SAID = frozenset({"stopped", "started", "prefers", "refuses"})
BATCH = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """One act. ``purpose``: all, survey, broadcast, or calls; ``given`` False: refused. ``via``: sms, voice, carrier."""

    phone: str
    at: datetime
    purpose: str
    given: bool
    via: str


def note_export(parts: Parts, by: Actor) -> None:
    """Before a number leaves: whoever was exposed can be told of it."""
    with working(parts) as work:
        work.audit(EXPORTS, Saw.EXPORTED.value, by, {})


def consent_record(parts: Parts) -> Iterator[Consent]:
    """Every act of everybody, number by number. A first contact is consent to be answered and told (status, survey)."""
    after = CHAIN
    with parts.database.reading() as store:
        yield from _first_contacts(store)
        while True:
            heads = [head for head in store.audit.heads(after, BATCH) if head.chain.startswith(CHAIN)]
            if not heads:
                return
            known = store.reporters.get_many(head.chain.removeprefix(CHAIN) for head in heads)
            for head in heads:
                reporter = known.get(head.chain.removeprefix(CHAIN))
                if reporter is not None:
                    yield from _acts(store, head.chain, reporter)
            after = heads[-1].chain


def _first_contacts(store: Store) -> Iterator[Consent]:
    for reporter in store.reporters.all():
        if reporter.phone:
            for purpose in ("status", "survey"):
                yield Consent(phone=reporter.phone, at=reporter.created_at, purpose=purpose, given=True, via="first contact")


def _acts(store: Store, chain: str, reporter: Reporter) -> Iterator[Consent]:
    for entry in store.audit.of_chain(chain):
        if entry.action not in SAID or not reporter.phone:
            continue
        via = str(entry.facts.get("via") or entry.actor.via)
        if entry.action == "prefers":
            yield Consent(phone=reporter.phone, at=entry.at, purpose="calls", given=entry.facts.get("way") == "call", via=via)
        else:
            purpose, given = str(entry.facts.get("purpose") or "all"), entry.action == "started"
            yield Consent(phone=reporter.phone, at=entry.at, purpose=purpose, given=given, via=via)
