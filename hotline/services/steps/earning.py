"""Points for what an observer did, in the transaction of the change itself. Nothing is paid twice."""

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.event import Change
from hotline.domain.ledger import Act, Earning, earnings
from hotline.domain.ledger import earn as pay
from hotline.domain.ticket import Ticket
from hotline.services.parts import Parts
from hotline.services.ports import Store

LEDGER = Actor(kind=ActorKind.SYSTEM, id="ledger", via="ledger")


def earn(store: Store, parts: Parts, change: Change) -> int:
    """What a change earns its reporter; the points paid."""
    reporter_id = change.after.reporter_id
    if reporter_id is None:
        return 0
    return sum(_pay(store, parts, reporter_id, earning) for earning in earnings(change))


def earn_lookback(store: Store, parts: Parts, ticket: Ticket) -> int:
    """To be called where the reporter of ``ticket`` answered its lookback; the points paid."""
    if ticket.reporter_id is None or ticket.anonymous:
        return 0
    earning = Earning(act=Act.LOOKBACK, ticket_id=ticket.id, round=ticket.round)
    return _pay(store, parts, ticket.reporter_id, earning)


def _pay(store: Store, parts: Parts, reporter_id: str, earning: Earning) -> int:
    observer = store.observers.get(reporter_id)
    if observer is None or store.observers.was_paid(observer.id, earning.act, earning.ticket_id, earning.round):
        return 0
    after, posting = pay(observer, earning, parts.scheme)
    if posting is None:
        return 0
    now, points = parts.clock.now(), after.earned - observer.earned
    store.observers.post(parts.ids.new(), posting, now)
    store.audit.append(f"observer:{observer.id}", "earned", LEDGER, {"act": earning.act.value, "points": points}, None, now)
    return points
