"""What observers are texted: joining, their points, what there is for them."""

from sms.message import Message, Purpose, Type, Value, moment, name


def _answer(title: str, **values: Value) -> Message:
    return Message(name=title, purpose=Purpose.ANSWER, values=values)


def _points() -> Value:
    return Value(type=Type.COUNT, longest={"zh-CN": 99999, "en": 99999})


def _rewards(*, optional: bool = False) -> Value:
    """``key`` is what is texted for it, ``points`` its price."""
    return Value(type=Type.REWARDS, optional=optional, longest={
        "zh-CN": ({"key": "10", "name": "长" * 20, "points": "99999"},) * 6,
        "en": ({"key": "10", "name": "Long name " * 15, "points": "99999"},) * 6,
    })


OBSERVER = (
    _answer("observer_joined"),
    _answer("observer_before"),
    _answer("observer_how"),
    _answer("observer_staff"),
    _answer("observer_points", balance=_points(), stars=Value(type=Type.COUNT, longest={"zh-CN": 5, "en": 5}),
            rewards=_rewards(optional=True), nearest=name(optional=True), price=_points()),
    _answer("observer_rewards", rewards=_rewards(optional=True)),
    _answer("observer_redeemed", reward=name(), points=_points(), balance=_points(), place=name(optional=True), by=moment()),
    _answer("observer_few", reward=name(), price=_points(), missing=_points()),
    Message(
        name="observer_returned", purpose=Purpose.STATUS,
        values={"reward": name(), "points": _points(), "balance": _points()},
    ),
)
