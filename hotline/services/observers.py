"""Observers as the city sees them: who has how many points, what is to be handed over, whether the books are sound."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hotline.domain.actor import Actor
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.ledger import Books, Observer, Redemption, cancel, hand_over, stars
from hotline.domain.message import Purpose
from hotline.domain.phone import PhoneNumber
from hotline.domain.staff import Role, Staff
from hotline.services.parts import Parts
from hotline.services.ports import Store
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand
from hotline.services.work import Work, working

MOST = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """An observer without their number."""

    observer: Observer
    masked: str
    stars: int


@dataclass(frozen=True, kw_only=True, slots=True)
class DueReward:
    redemption: Redemption
    name: Mapping[str, str]
    masked: str
    late: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ObserversSeen:
    observers: tuple[Seen, ...]
    due: tuple[DueReward, ...]
    books: Books
    now: datetime


def observers(parts: Parts) -> ObserversSeen:
    """Redemptions first due in front, observers who earned most in front."""
    now = parts.clock.now()
    with parts.database.reading() as store:
        found, due, books = store.observers.all(MOST), store.observers.due(MOST), store.observers.books()
        masks = _masks(store, [*(one.id for one in found), *(one.observer_id for one in due)])
    names = {reward.id: reward.name for reward in parts.scheme.rewards}
    return ObserversSeen(
        observers=tuple(
            Seen(observer=one, masked=masks.get(one.id, ""), stars=stars(one.earned, parts.scheme.stars)) for one in found
        ),
        due=tuple(
            DueReward(
                redemption=one, name=names.get(one.reward, {}), masked=masks.get(one.observer_id, ""), late=one.due_at < now,
            ) for one in due
        ),
        books=books, now=now,
    )  # fmt: skip


def handed(parts: Parts, staff: Staff, redemption_id: str) -> None:
    """It is in their hands. NotFound; RuleError: redemption_over, coordinator_only."""
    _must_hand_over(staff)
    retried(lambda: _handed(parts, hand(staff), redemption_id))


def give_back(parts: Parts, staff: Staff, redemption_id: str) -> None:
    """It is not to be had: the points come back, and they are told. NotFound; RuleError: redemption_over, coordinator_only."""
    _must_hand_over(staff)
    retried(lambda: _give_back(parts, hand(staff), redemption_id))


def _handed(parts: Parts, by: Actor, redemption_id: str) -> None:
    with working(parts) as work:
        over = hand_over(_redemption(work, redemption_id), by.id, work.now)
        work.store.observers.finish(over)
        work.audit(f"observer:{over.observer_id}", "handed_over", by, {"redemption": over.id})


def _give_back(parts: Parts, by: Actor, redemption_id: str) -> None:
    with working(parts) as work:
        redemption = _redemption(work, redemption_id)
        observer = work.store.observers.get(redemption.observer_id)
        if observer is None:
            raise NotFound("observer")
        over, after, posting = cancel(redemption, observer, by.id, work.now)
        work.store.observers.finish(over)
        work.store.observers.post(parts.ids.new(), posting, work.now)
        facts = {"redemption": over.id, "points": over.points}
        work.audit(f"observer:{over.observer_id}", "redemption_cancelled", by, facts)
        _tell(work, over, after)


def _tell(work: Work, over: Redemption, after: Observer) -> None:
    reporter = work.reporter(over.observer_id)
    reward = next((one for one in work.parts.scheme.rewards if one.id == over.reward), None)
    if reporter is None:
        return
    name = reward.name.get(reporter.language, over.reward) if reward else over.reward
    values = {"reward": name, "points": over.points, "balance": after.balance}
    work.tell(reporter, "observer_returned", values, Purpose.STATUS)


def _redemption(work: Work, redemption_id: str) -> Redemption:
    found = work.store.observers.redemption(redemption_id)
    if found is None:
        raise NotFound("redemption")
    return found


def _must_hand_over(staff: Staff) -> None:
    if staff.role is not Role.COORDINATOR:
        raise RuleError("coordinator_only")


def _masks(store: Store, ids: list[str]) -> dict[str, str]:
    return {key: PhoneNumber(one.phone).masked for key, one in store.reporters.get_many(ids).items() if one.phone}
