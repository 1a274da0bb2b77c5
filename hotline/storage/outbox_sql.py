"""The statements of the outbox, built once. Its states move forward only; every move names where it may start.

States stand in the text of the statements, not in parameters: only so do the partial indexes serve them.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from hotline.domain.duty import FLOW
from hotline.domain.message import FINAL, RANK, Delivery, Means, Purpose
from hotline.domain.ticket import Kind
from hotline.storage.tables import outbox, tickets
from hotline.storage.types import Moment

C = outbox.c
D = Delivery
ALL = tuple(C)


def at(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=Moment)


def state_in(states: Iterable[Delivery], column: Any = C.state) -> sa.ColumnElement[bool]:
    return column.in_([sa.literal_column(f"'{state.value}'") for state in sorted(states)])  # type: ignore[no-any-return]


def _is(state: Delivery, column: Any = C.state) -> sa.ColumnElement[bool]:
    return column == sa.literal_column(f"'{state.value}'")  # type: ignore[no-any-return]


ID = C.id == sa.bindparam("i")
LIMIT = sa.bindparam("l", type_=sa.Integer)
GET = sa.select(outbox).where(ID)
MANY = sa.select(outbox).where(C.id.in_(sa.bindparam("i", expanding=True)))
BY_SID = sa.select(outbox).where(C.carrier_sid == sa.bindparam("s")).limit(1)
OF_TICKET = sa.select(outbox).where(C.ticket_id == sa.bindparam("t")).order_by(C.created_at, C.id)
# Said beside the narrower condition, so that SQLite recognises the partial index over these states.
ON_ITS_WAY = state_in((D.SENDING, D.UNCERTAIN))
NO_DUTY_CALL = C.template != FLOW
NO_BROADCAST = C.broadcast_id.is_(None)
# Of what protection officers alone may know: who fears whom stands on nobody else's screen.
PROTECTED = sa.exists().where(tickets.c.id == C.ticket_id, tickets.c.kind == Kind.PROTECTION.value)
TROUBLED = frozenset({D.FAILED, D.UNCERTAIN, D.UNDELIVERED})
LISTING = sa.select(outbox).order_by(C.id.desc()).limit(LIMIT)  # ids sort by time
LOST_PROTECTED = sa.select(sa.func.count().label("n")).where(
    state_in(TROUBLED), state_in((D.FAILED, D.UNDELIVERED)), NO_DUTY_CALL, PROTECTED
)
UNCERTAIN = (
    sa.select(outbox)
    .where(ON_ITS_WAY, _is(D.UNCERTAIN), sa.or_(C.lease_until.is_(None), C.lease_until <= at("now")))
    .order_by(C.due_at, C.id)
    .limit(LIMIT)
)
OLDEST_DUE = sa.select(sa.func.min(C.due_at).label("oldest")).where(_is(D.WAITING), C.due_at <= at("now"))
DUTY_DUE = (
    sa.select(C.id)
    .where(_is(D.WAITING), C.due_at <= at("now"), C.purpose == Purpose.DUTY.value, C.means == Means.CALL.value)
    .limit(1)
)
COUNTS = sa.select(C.state, sa.func.count().label("number")).group_by(C.state)
SAME_BODY = sa.select(sa.func.coalesce(sa.func.sum(C.accepted), 0).label("n")).where(
    C.to_hash == sa.bindparam("t"), C.body_hash == sa.bindparam("b"), C.accepted > 0
)
REPORTER_FAILED = sa.select(sa.func.count().label("n")).where(
    C.reporter_id == sa.bindparam("r"),
    C.created_at >= at("since"),
    C.means == Means.TEXT.value,
    state_in((D.FAILED, D.UNDELIVERED)),
)


def _claim(means: Means | None, *, duty: bool = False) -> Any:
    """Due rows, oldest first, of people who have nothing older on its way. Of the calls about one urgent ticket the first:
    one rings after the other, however late we are; and no text that waits for its turn keeps them."""
    older = outbox.alias("older")
    in_front = sa.exists().where(
        older.c.to_hash == C.to_hash,
        older.c.id != C.id,
        state_in((D.WAITING, D.SENDING, D.UNCERTAIN), older.c.state),
        sa.or_(
            state_in((D.SENDING, D.UNCERTAIN), older.c.state),
            sa.tuple_(older.c.due_at, older.c.id) < sa.tuple_(C.due_at, C.id),
        ),
    )
    if duty:
        in_front = in_front.where(older.c.means == Means.CALL.value)
    due = sa.select(C.id).where(_is(D.WAITING), C.due_at <= at("now"), ~in_front)
    if means is not None:
        due = due.where(C.means == means.value)
    if means is Means.CALL and not duty:
        due = due.where(C.purpose != Purpose.DUTY.value)
    if duty:
        sooner = outbox.alias("sooner")
        first = sa.exists().where(
            sooner.c.ticket_id == C.ticket_id, sooner.c.template == C.template, _is(D.WAITING, sooner.c.state),
            sa.tuple_(sooner.c.due_at, sooner.c.id) < sa.tuple_(C.due_at, C.id),
        )
        due = due.where(C.purpose == Purpose.DUTY.value, sa.or_(C.template != FLOW, ~first))
    chosen = due.order_by(C.due_at, C.id).limit(LIMIT).with_for_update(skip_locked=True).cte("due")
    return (
        sa.update(outbox)
        .where(C.id.in_(sa.select(chosen.c.id)))
        .values(state=D.SENDING.value, lease_until=at("until"), attempts=C.attempts + 1)
        .returning(*ALL)
    )


CLAIM = {means: _claim(means) for means in (None, *Means)}
CLAIM_DUTY = _claim(Means.CALL, duty=True)
_OTHER = outbox.alias("other")
ON_THE_PHONE = sa.select(C.id, _OTHER.c.final_at).where(
    C.id.in_(sa.bindparam("i", expanding=True)), _OTHER.c.to_hash == C.to_hash, _OTHER.c.id != C.id,
    _OTHER.c.means == Means.CALL.value, _OTHER.c.accepted > 0,
    sa.or_(state_in((D.QUEUED, D.SENT), _OTHER.c.state), _OTHER.c.final_at > at("since")),
)
STAFF_CALLS = (
    sa.select(C.staff_id)
    .where(
        C.means == sa.literal_column("'call'"), C.staff_id.is_not(None),
        state_in((D.QUEUED, D.SENDING, D.SENT, D.UNCERTAIN, D.WAITING)), C.due_at <= at("by"),
    )
    .distinct()
)
_EXPIRED = sa.select(C.id).where(ON_ITS_WAY, _is(D.SENDING), C.lease_until < at("now")).order_by(C.lease_until).limit(LIMIT)
EXPIRE = (
    sa.update(outbox)
    .where(C.id.in_(_EXPIRED.with_for_update(skip_locked=True).cte("gone").select()), _is(D.SENDING))
    .values(state=D.UNCERTAIN.value, lease_until=None)
    .returning(*ALL)
)
HOLD_UNCERTAIN = (
    sa.update(outbox).where(C.id.in_(sa.bindparam("i", expanding=True)), _is(D.UNCERTAIN)).values(lease_until=at("until"))
)
_OLD = (
    sa.select(C.id)
    .where(state_in((D.QUEUED, D.SENT)), C.sent_at < at("before"), C.means == Means.TEXT.value)
    .order_by(C.sent_at)
    .limit(LIMIT)
)
# Served by the same index as _OLD.
UNFINISHED_CALLS = (
    sa.select(outbox)
    .where(state_in((D.QUEUED, D.SENT)), C.sent_at < at("before"), C.means == Means.CALL.value)
    .order_by(C.sent_at)
    .limit(LIMIT)
)
PRESUME = (
    sa.update(outbox)
    .where(C.id.in_(_OLD.with_for_update(skip_locked=True).cte("old").select()), state_in((D.QUEUED, D.SENT)))
    .values(state=D.PRESUMED.value)
    .returning(*ALL)
)


def _below(target: Delivery) -> tuple[Delivery, ...]:
    return tuple(state for state in D if RANK[state] < RANK[target] and state not in FINAL)


def _forward(target: Delivery) -> Any:
    final = {"final_at": sa.func.coalesce(C.final_at, at("at"))} if target in FINAL else {}
    sent = {} if target is D.CANCELLED else {"sent_at": sa.func.coalesce(C.sent_at, at("at"))}
    return (
        sa.update(outbox)
        .where(ID, state_in(_below(target)))
        .values(
            state=target.value,
            lease_until=None,
            error=sa.func.coalesce(sa.bindparam("e", type_=sa.Integer), C.error),
            held=sa.func.coalesce(sa.bindparam("why", type_=sa.Text), C.held),
            **final,
            **sent,
        )
        .returning(*ALL)
    )


FORWARD = {target: _forward(target) for target in D if RANK[target] >= RANK[D.QUEUED]}


def _noted(target: Delivery) -> sa.Update:
    """The carrier's reference is kept even where a receipt came first and the state is further already."""
    return (
        sa.update(outbox)
        .where(ID)
        .values(
            state=sa.case((state_in(_below(target)), target.value), else_=C.state),
            accepted=C.accepted + sa.case((C.carrier_sid == sa.bindparam("s"), 0), else_=1),
            carrier_sid=sa.bindparam("s"),
            lease_until=None,
            sent_at=sa.func.coalesce(C.sent_at, at("at")),
        )
    )


NOTE_SENT = {target: _noted(target) for target in (D.QUEUED, D.SENT, D.DELIVERED)}
NOTE_SID = sa.update(outbox).where(ID, C.carrier_sid.is_(None)).values(carrier_sid=sa.bindparam("s"), accepted=1)
NOTE_BODY = sa.update(outbox).where(ID).values(body=sa.bindparam("body"), body_hash=sa.bindparam("body_hash"))
# ``n`` is the number of the attempt: whoever was overtaken by another attempt changes nothing.
_SAME_ATTEMPT = C.attempts == sa.func.coalesce(sa.bindparam("n", type_=sa.Integer), C.attempts)
_ERROR = sa.func.coalesce(sa.bindparam("e", type_=sa.Integer), C.error)
POSTPONE = (
    sa.update(outbox)
    .where(ID, state_in((D.WAITING, D.SENDING, D.UNCERTAIN)), _SAME_ATTEMPT)
    .values(state=D.WAITING.value, due_at=at("due"), held=sa.bindparam("h"), error=_ERROR, lease_until=None)
)
PUT_BACK = (
    sa.update(outbox)
    .where(ID, _is(D.SENDING), _SAME_ATTEMPT)
    .values(state=D.WAITING.value, due_at=at("due"), held=sa.bindparam("h"), attempts=C.attempts - 1, lease_until=None)
)
# What the carrier had taken and lost again. ``s`` is the try it speaks of: an older one's news changes nothing.
AGAIN = (
    sa.update(outbox)
    .where(ID, state_in((D.QUEUED, D.SENT)), C.carrier_sid == sa.bindparam("s"))
    .values(state=D.WAITING.value, due_at=at("due"), held=sa.bindparam("h"), error=_ERROR, sent_at=None)
)
NOTE_UNCERTAIN = (
    sa.update(outbox).where(ID, _is(D.SENDING), _SAME_ATTEMPT).values(state=D.UNCERTAIN.value, error=_ERROR, lease_until=None)
)
RETRY = (
    sa.update(outbox)
    .where(ID, state_in((D.FAILED, D.UNDELIVERED, D.UNCERTAIN)))
    .values(state=D.WAITING.value, attempts=0, due_at=at("due"), held="", final_at=None, lease_until=None)
)
_CANCEL = sa.update(outbox).where(_is(D.WAITING)).values(state=D.CANCELLED.value, held=sa.bindparam("h"), final_at=at("at"))
CANCEL_IDS = _CANCEL.where(C.id.in_(sa.bindparam("x", expanding=True)))
# Who wants no more texts is still told a result, by call.
CANCEL_REPORTER = _CANCEL.where(C.reporter_id == sa.bindparam("x"), C.means == Means.TEXT.value)
# Whoever is text-only is never rung.
CANCEL_CALLS = _CANCEL.where(C.reporter_id == sa.bindparam("x"), C.means == Means.CALL.value)
CANCEL_SURVEY = _CANCEL.where(C.survey_id == sa.bindparam("x"))
# A call with a result or with later news: what a status call would have said is old.
SUPERSEDE = (
    sa.update(outbox)
    .where(
        C.ticket_id == sa.bindparam("t"), C.reporter_id == sa.bindparam("r"), C.means == Means.CALL.value,
        C.template == "status", _is(D.WAITING),
    )
    .values(state=D.CANCELLED.value, held="superseded", final_at=at("at"))
)
