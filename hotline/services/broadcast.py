"""Broadcasts: written into the outbox batch by batch, each with the place where the next goes on; whoever was killed in
between, cron or command, sends nobody the same words twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hotline.domain.actor import Actor
from hotline.domain.broadcast import Broadcast, finished, held_for_quiet, language_of, must_run, shares, slots, written
from hotline.domain.errors import Conflict, NotFound, RuleError
from hotline.domain.message import Means, Message, Purpose
from hotline.domain.reporter import Reporter
from hotline.domain.staff import Staff
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.steps.sight import hand
from hotline.services.work import working
from sms.catalog import words_fit
from sms.values import own_words

BATCH = 200
AT_ONCE = 20  # batches: whoever does it has other things to see to
CANCELLED_AT_ONCE = 500
LISTED = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is to be said, and where; no grid: everywhere."""

    grids: tuple[str, ...]
    words: Mapping[str, str]
    emergency: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """``people`` by the language in which they would read it."""

    people: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.people.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """``left`` us, of them ``lost``; ``waiting`` to go; ``cancelled`` before they went."""

    broadcast: Broadcast
    left: int
    lost: int
    waiting: int
    cancelled: int


def preview(parts: Parts, wanted: Wanted) -> Preview:
    """How many would get it. RuleError: unknown_grid, words_missing, words_too_long, words_not_readable, unknown_language."""
    wanted = _checked(parts, wanted)
    with parts.database.reading() as store:
        _must_know(parts, store, wanted.grids)
        return _people(parts, store, wanted, parts.clock.now())


def start(parts: Parts, by: Staff | Actor, wanted: Wanted, broadcast_id: str = "") -> Broadcast:
    """Kept, and nothing written yet. RuleError as in ``preview``, nobody_there; already_made for an id that was used."""
    wanted, actor = _checked(parts, wanted), by if isinstance(by, Actor) else hand(by)
    with working(parts) as work:
        store = work.store
        _must_know(parts, store, wanted.grids)
        if broadcast_id and store.broadcasts.get(broadcast_id) is not None:
            raise RuleError("already_made")
        people = _people(parts, store, wanted, work.now).total
        if not people:
            raise RuleError("nobody_there")
        # Behind what other broadcasts have planned, so that they share one pace; an emergency waits for nothing.
        planned = None if wanted.emergency else store.broadcasts.paced_until()
        made = Broadcast(
            id=broadcast_id or parts.ids.new(), grids=wanted.grids, words=wanted.words, emergency=wanted.emergency,
            made_by=actor.id, made_at=work.now, people=people, next_at=max(planned or work.now, work.now),
        )
        store.broadcasts.add(made)
        facts = {"grids": ",".join(made.grids), "emergency": made.emergency, "people": people}
        said = "\n".join(f"{language}: {words}" for language, words in sorted(made.words.items()))
        store.audit.append(f"broadcast:{made.id}", "broadcast_begun", actor, facts, said, work.now)
    return made


def go_on(parts: Parts, broadcast_id: str) -> Broadcast:
    """Write one more batch. Conflict where somebody else does. NotFound."""
    with working(parts) as work:
        before = work.store.broadcasts.get(broadcast_id)
        if before is None:
            raise NotFound("broadcast")
        if not before.is_open:
            return before
        people = work.store.broadcasts.next_people(before, BATCH)
        times, next_at = slots(before, len(people), parts.broadcast_gap, work.now, parts.quiet_hours.allowed_at)
        for reporter, at in zip(people, times, strict=True):
            work.post(_message(parts, before, reporter, at, work.now))
        after = written(before, people[-1].id, len(people), next_at) if people else before
        if len(people) < BATCH:
            after = finished(after, work.now)
        work.store.broadcasts.advance(before, after)
        return after


def go_on_with_all(parts: Parts, most: int = AT_ONCE) -> int:
    """Whatever is not wholly written, some batches at a time; how many. Somebody else at one of them is no fault."""
    with parts.database.reading() as store:
        unwritten = store.broadcasts.unwritten()
    batches = 0
    for broadcast in unwritten:
        now = broadcast
        try:
            while now.is_open and batches < most:
                now = go_on(parts, broadcast.id)
                batches += 1
        except Conflict:
            continue
    return batches


def stop(parts: Parts, by: Staff | Actor, broadcast_id: str) -> int:
    """No more of it is written, and what has not left is withdrawn; how many texts. NotFound; RuleError("broadcast_stopped")."""
    actor = by if isinstance(by, Actor) else hand(by)
    with working(parts) as work:
        broadcast = work.store.broadcasts.get(broadcast_id)
        if broadcast is None:
            raise NotFound("broadcast")
        must_run(broadcast)
        if not work.store.broadcasts.stop(broadcast_id, actor.id, work.now):
            raise Conflict
        work.audit(f"broadcast:{broadcast_id}", "broadcast_stopped", actor, {})
    return _withdraw(parts, broadcast_id)


def progress(parts: Parts, limit: int = LISTED) -> tuple[Progress, ...]:
    """The newest in front."""
    with parts.database.reading() as store:
        return tuple(_progress(store, one) for one in store.broadcasts.all(limit))


def _withdraw(parts: Parts, broadcast_id: str) -> int:
    """In short transactions: deliveries go on meanwhile."""
    total = 0
    while True:
        with working(parts) as work:
            some = work.store.broadcasts.cancel(broadcast_id, work.now, CANCELLED_AT_ONCE)
        total += some
        if some < CANCELLED_AT_ONCE:
            return total


def _progress(store: Store, broadcast: Broadcast) -> Progress:
    return Progress(broadcast=broadcast, **dict(shares(store.broadcasts.states(broadcast.id))))


def _people(parts: Parts, store: Store, wanted: Wanted, now: datetime) -> Preview:
    found: dict[str, int] = {}
    for language, number in store.broadcasts.people(wanted.grids, now).items():
        read = language_of(wanted.words, language, parts.languages)
        found[read] = found.get(read, 0) + number
    return Preview(people=found)


def _message(parts: Parts, broadcast: Broadcast, reporter: Reporter, at: datetime, now: datetime) -> Message:
    language = language_of(broadcast.words, reporter.language, parts.languages)
    return Message(
        id=parts.ids.new(), means=Means.TEXT, purpose=Purpose.BROADCAST, template="broadcast",
        values={"words": broadcast.words[language], "emergency": broadcast.emergency}, language=language, to=reporter.phone,
        reporter_id=reporter.id, broadcast_id=broadcast.id, due_at=at, created_at=now,
        held="quiet_hours" if held_for_quiet(broadcast, now, at, parts.quiet_hours.allowed_at) else "",
    )


def _checked(parts: Parts, wanted: Wanted) -> Wanted:
    """Words without what a text cannot carry, in the city's languages; the first one's must be there."""
    words = {language: said.strip() for language, said in wanted.words.items() if said.strip()}
    for language, said in words.items():
        if language not in parts.languages:
            raise RuleError("unknown_language")
        if not words_fit(said):
            raise RuleError("words_too_long", {"language": language})
        if not own_words(said, language):
            raise RuleError("words_not_readable", {"language": language})
    if parts.languages[0] not in words:
        raise RuleError("words_missing")
    return replace(wanted, words=words, grids=tuple(dict.fromkeys(wanted.grids)))


def _must_know(parts: Parts, store: Store, grids: Sequence[str]) -> None:
    if any(grid not in parts.city(store).grids for grid in grids):
        raise RuleError("unknown_grid")
