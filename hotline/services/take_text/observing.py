"""JOIN, POINTS, REDEEM by text: volunteer observers, what they have and what there is for it."""

from collections.abc import Iterable, Mapping

from hotline.domain.deadline import due
from hotline.domain.errors import RuleError
from hotline.domain.ledger import Observer, Reward, nearest, reward_called, stars, within_reach
from hotline.domain.ledger import redeem as spend
from hotline.services.take_text.letter import Letter
from hotline.services.work import Work
from sms import inbound as said


def join(work: Work, letter: Letter) -> str | None:
    """Whoever works for the city does not earn by judging it."""
    if letter.reporter is None:
        return None
    if letter.staff is not None:
        _say(work, letter, "observer_staff")
    elif work.store.observers.join(letter.reporter.id, work.now):
        work.audit(f"observer:{letter.reporter.id}", "joined", letter.actor, {})
        _say(work, letter, "observer_joined")
    else:
        _say(work, letter, "observer_before")
    return None


def points(work: Work, letter: Letter) -> str | None:
    observer = _observer(work, letter)
    if observer is None:
        return None
    scheme = work.parts.scheme
    next_one = nearest(observer.balance, scheme.rewards)
    _say(
        work, letter, "observer_points", balance=observer.balance, stars=stars(observer.earned, scheme.stars),
        rewards=_listed(work, letter, within_reach(observer.balance, scheme.rewards)),
        nearest=_in(work, letter, next_one.name) if next_one else None, price=next_one.points if next_one else 0,
    )
    return None


def redeem(work: Work, letter: Letter) -> str | None:
    """By its number or its name; what there is, where neither fits."""
    meaning, observer = letter.meaning, _observer(work, letter)
    assert isinstance(meaning, said.Redeem)
    if observer is None:
        return None
    rewards = work.parts.scheme.rewards
    reward = reward_called(meaning.reward, rewards) if meaning.reward else None
    if reward is None:
        _say(work, letter, "observer_rewards", rewards=_listed(work, letter, enumerate(rewards, start=1)))
        return None
    try:
        _spend(work, letter, observer, reward)
    except RuleError as error:
        _say(
            work, letter, "observer_few", reward=_in(work, letter, reward.name), price=reward.points,
            missing=int(error.facts["missing"]),
        )
    return None


def _spend(work: Work, letter: Letter, observer: Observer, reward: Reward) -> None:
    scheme, store = work.parts.scheme, work.store
    by = due(work.now, scheme.within, work.parts.calendar)
    after, posting, redemption = spend(observer, reward, work.parts.ids.new(), work.now, by)
    store.observers.add_redemption(redemption)
    store.observers.post(work.parts.ids.new(), posting, work.now)
    facts = {"reward": reward.id, "points": reward.points, "redemption": redemption.id}
    work.audit(f"observer:{observer.id}", "redeemed", letter.actor, facts)
    _say(
        work, letter, "observer_redeemed", reward=_in(work, letter, reward.name), points=reward.points,
        balance=after.balance, place=_in(work, letter, scheme.where), by=by.isoformat(),
    )


def _observer(work: Work, letter: Letter) -> Observer | None:
    """Told how to join, where they never did."""
    if letter.reporter is None:
        return None
    observer = work.store.observers.get(letter.reporter.id)
    if observer is None:
        _say(work, letter, "observer_staff" if letter.staff is not None else "observer_how")
    return observer


def _listed(work: Work, letter: Letter, rewards: Iterable[tuple[int, Reward]]) -> list[dict[str, str]]:
    return [
        {"key": str(place), "name": _in(work, letter, one.name) or one.id, "points": str(one.points)} for place, one in rewards
    ]


def _in(work: Work, letter: Letter, words: Mapping[str, str]) -> str | None:
    language = letter.reporter.language if letter.reporter else work.parts.languages[0]
    return words.get(language) or next(iter(words.values()), None)


def _say(work: Work, letter: Letter, template: str, **values: object) -> None:
    if letter.reporter is not None:
        work.tell(letter.reporter, template, values)
