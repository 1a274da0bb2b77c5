"""The observers' points, in double entry: what one account gets another gives, so all of them sum to zero, and nobody's
falls below it (product.md, Participation). Points are paid out of ``CITY`` and spent into ``REDEEMED``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from hotline.domain.duration import Duration
from hotline.domain.errors import RuleError
from hotline.domain.event import Change, EventKind
from hotline.domain.survey import PARTLY, SOLVED, Question
from hotline.domain.ticket import ClosedAs, Kind

CITY, REDEEMED = "city", "redeemed"

class Act(StrEnum):
    """What is paid."""

    REPORT = "report"      # one's own, done and not denied
    VERDICT = "verdict"    # the first answer to "solved?"
    LOOKBACK = "lookback"  # whether it still holds a month later


class What(StrEnum):
    """What an entry is about: an act paid, points spent, or given back."""

    REPORT = "report"
    VERDICT = "verdict"
    LOOKBACK = "lookback"
    REDEEMED = "redeemed"
    RETURNED = "returned"


class Fate(StrEnum):
    """What became of a redemption."""

    DUE = "due"
    HANDED = "handed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reward:
    """``name`` and ``words`` by language; it is also chosen by its place in the list."""

    id: str
    name: Mapping[str, str]
    points: int
    words: Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scheme:
    """The city's own rules: what an act earns, from how many points ever earned each star is held, what there is for them,
    within which time and where it is handed over."""

    points: Mapping[Act, int] = field(default_factory=lambda: {Act.REPORT: 10, Act.VERDICT: 2, Act.LOOKBACK: 5})
    stars: Sequence[int] = (0, 50, 150, 400, 1000)
    rewards: Sequence[Reward] = ()
    within: Duration = field(default_factory=lambda: Duration.parse("5wd"))
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Observer:
    """``id`` is the reporter's. ``balance`` can be spent, ``earned`` is all there ever was."""

    id: str
    joined_at: datetime
    balance: int = 0
    earned: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One side of an entry. ``observer_id``: whose account it is; none for the city's own two."""

    account: str
    points: int
    observer_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Posting:
    """One entry: its lines sum to zero. With a ticket it is paid once for this observer, act and round."""

    what: What
    lines: tuple[Line, ...]
    ticket_id: str | None = None
    round: int = 0
    redemption_id: str | None = None

    def __post_init__(self) -> None:
        if len(self.lines) < 2 or sum(line.points for line in self.lines) != 0:
            raise RuleError("unbalanced")


@dataclass(frozen=True, kw_only=True, slots=True)
class Redemption:
    """Points were spent on ``reward``; the city hands it over by ``due_at``."""

    id: str
    observer_id: str
    reward: str
    points: int
    made_at: datetime
    due_at: datetime
    fate: Fate = Fate.DUE
    done_at: datetime | None = None
    done_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Books:
    """What the accounts hold together. ``unbalanced``: entries whose lines do not sum to zero; ``wrong``: observers whose
    balance is not what their lines sum to."""

    city: int
    redeemed: int
    observers: int
    by_what: Mapping[What, int]
    unbalanced: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def total(self) -> int:
        return self.city + self.redeemed + self.observers

    @property
    def sound(self) -> bool:
        return self.total == 0 and not self.unbalanced and not self.wrong


@dataclass(frozen=True, kw_only=True, slots=True)
class Earning:
    """Something an observer is paid for."""

    act: Act
    ticket_id: str
    round: int = 0


def account(observer_id: str) -> str:
    return f"observer:{observer_id}"


def earnings(change: Change) -> tuple[Earning, ...]:
    """What this change earns the ticket's reporter, were they an observer. A report is paid once, however often it was
    reopened; who is to be forgotten is not remembered by what they were paid."""
    ticket = change.before
    if ticket is None or ticket.reporter_id is None or change.after.anonymous or change.after.reporter_id is None:
        return ()
    found: list[Earning] = []
    for event in change.events:
        solved = event.facts.get("question") == Question.SOLVED.value
        if event.kind is EventKind.ANSWERED and solved:
            found.append(Earning(act=Act.VERDICT, ticket_id=ticket.id, round=ticket.round))
            confirmed = event.facts.get("value") in (SOLVED, PARTLY)
        else:
            confirmed = event.kind is EventKind.CLOSED and event.facts.get("as") == ClosedAs.SILENCE.value
        if confirmed and ticket.kind is Kind.REPORT and ticket.handler is not None:
            found.append(Earning(act=Act.REPORT, ticket_id=ticket.id))
    return tuple(found)


def earn(observer: Observer, earning: Earning, scheme: Scheme) -> tuple[Observer, Posting | None]:
    """The city pays. An act that is worth nothing here is no entry."""
    points = scheme.points[earning.act]
    if points == 0:
        return observer, None
    paid = replace(observer, balance=observer.balance + points, earned=observer.earned + points)
    lines = _moved(Line(account=CITY, points=-points), Line(account=account(observer.id), points=points, observer_id=observer.id))
    return paid, Posting(what=What(earning.act), lines=lines, ticket_id=earning.ticket_id, round=earning.round)


def redeem(
    observer: Observer, reward: Reward, redemption_id: str, at: datetime, due_at: datetime,
) -> tuple[Observer, Posting, Redemption]:
    """Points for a reward. RuleError("too_few_points")."""
    if reward.points > observer.balance:
        raise RuleError("too_few_points", {"missing": str(reward.points - observer.balance)})
    after = replace(observer, balance=observer.balance - reward.points)
    lines = _moved(
        Line(account=account(observer.id), points=-reward.points, observer_id=observer.id),
        Line(account=REDEEMED, points=reward.points),
    )
    redemption = Redemption(
        id=redemption_id, observer_id=observer.id, reward=reward.id, points=reward.points, made_at=at, due_at=due_at,
    )
    return after, Posting(what=What.REDEEMED, lines=lines, redemption_id=redemption_id), redemption


def hand_over(redemption: Redemption, by: str, at: datetime) -> Redemption:
    """RuleError("redemption_over")."""
    return _over(redemption, Fate.HANDED, by, at)


def cancel(
    redemption: Redemption, observer: Observer, by: str, at: datetime,
) -> tuple[Redemption, Observer, Posting]:
    """The points come back; they were earned once already. RuleError("redemption_over")."""
    over = _over(redemption, Fate.CANCELLED, by, at)
    after = replace(observer, balance=observer.balance + redemption.points)
    lines = _moved(
        Line(account=REDEEMED, points=-redemption.points),
        Line(account=account(observer.id), points=redemption.points, observer_id=observer.id),
    )
    return over, after, Posting(what=What.RETURNED, lines=lines, redemption_id=redemption.id)


def stars(earned: int, thresholds: Sequence[int]) -> int:
    """1 to 5, by points ever earned: what is spent takes no star away."""
    return max(1, sum(1 for threshold in thresholds if earned >= threshold))


def reward_called(written: str, rewards: Sequence[Reward]) -> Reward | None:
    """By its place, its name or one of its words, in any language."""
    wanted = written.strip().casefold()
    if wanted.isdigit():
        place = int(wanted)
        return rewards[place - 1] if 1 <= place <= len(rewards) else None
    return next((one for one in rewards if wanted in _called(one)), None)


def within_reach(balance: int, rewards: Sequence[Reward]) -> tuple[tuple[int, Reward], ...]:
    """What these points are enough for, each with its place."""
    return tuple((place, one) for place, one in enumerate(rewards, start=1) if one.points <= balance)


def nearest(balance: int, rewards: Sequence[Reward]) -> Reward | None:
    """The cheapest there is, while it is still out of reach."""
    cheapest = min(rewards, key=lambda one: one.points, default=None)
    return cheapest if cheapest is not None and cheapest.points > balance else None


def _called(reward: Reward) -> Iterable[str]:
    names = [*reward.name.values(), *(word for words in reward.words.values() for word in words)]
    return {name.casefold() for name in names}


def _moved(giving: Line, getting: Line) -> tuple[Line, ...]:
    return giving, getting


def _over(redemption: Redemption, fate: Fate, by: str, at: datetime) -> Redemption:
    if redemption.fate is not Fate.DUE:
        raise RuleError("redemption_over", {"fate": redemption.fate.value})
    return replace(redemption, fate=fate, done_at=at, done_by=by)
