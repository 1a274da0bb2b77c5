"""Messages that did not get where they should: each with its reason as a code, and whether it may be tried again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hotline.domain.city import City
from hotline.domain.delivery import classify
from hotline.domain.message import OF_THE_MOMENT, Delivery, Means, Message
from hotline.domain.phone import PhoneNumber
from hotline.services.parts import Parts

LOST = frozenset({Delivery.FAILED, Delivery.UNDELIVERED})
MOST = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """``why`` is what the carrier's code means (recipient, message, setup …), else why it is held; ``may_retry``:
    trying again can't send it twice."""

    message: Message
    masked: str
    number: str | None
    why: str
    may_retry: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Problems:
    """``lost`` are over, ``unknown`` are being asked about, ``held`` wait and go by themselves."""

    lost: Sequence[Problem]
    unknown: Sequence[Problem]
    held: Sequence[Problem]
    city: City
    now: datetime

    @property
    def all(self) -> tuple[Problem, ...]:
        return (*self.lost, *self.unknown, *self.held)


def problems(parts: Parts) -> Problems:
    now = parts.clock.now()
    with parts.database.reading() as store:
        lost = store.outbox.listing(LOST, MOST)
        unknown = store.outbox.listing({Delivery.UNCERTAIN}, MOST)
        held = [m for m in store.outbox.listing({Delivery.WAITING}, 2 * MOST) if m.held and m.due_at > now]
        about = store.tickets.get_many(m.ticket_id for m in (*lost, *unknown, *held) if m.ticket_id)
        numbers = {t.id: t.number for t in about.values()}
        city = parts.city(store)
    return Problems(
        lost=tuple(_problem(m, numbers) for m in lost), unknown=tuple(_problem(m, numbers) for m in unknown),
        held=tuple(_problem(m, numbers) for m in held), city=city, now=now,
    )  # fmt: skip


def _problem(message: Message, numbers: Mapping[str, str]) -> Problem:
    anew = message.state in LOST and message.template not in OF_THE_MOMENT
    return Problem(
        message=replace(message, to="", values={}, body=None), masked=PhoneNumber(message.to).masked,
        number=numbers.get(message.ticket_id or ""), why=_why(message), may_retry=anew,
    )  # fmt: skip


def _why(message: Message) -> str:
    if message.state is Delivery.WAITING:
        return message.held
    if message.error is None:
        unanswered = message.state is Delivery.UNDELIVERED and message.means is Means.CALL
        return message.held or "no_answer" if unanswered else "unknown"
    return classify(message.error, None).value
