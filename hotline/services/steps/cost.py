"""What texts cost: segments as the carrier counts them, times the price of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from hotline.domain.message import Delivery, Means, Message
from sms.encoding import segments

NOT_SENT = frozenset({Delivery.WAITING, Delivery.SENDING, Delivery.CANCELLED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """Of the texts that left; ``price`` in the city's currency."""

    texts: int
    segments: int
    price: Decimal


def cost_of(message: Message, price: Decimal) -> Cost:
    left = message.means is Means.TEXT and message.state not in NOT_SENT and message.body is not None
    count = segments(message.body).count if left and message.body is not None else 0
    return Cost(texts=int(left), segments=count, price=count * price)


def cost_of_all(messages: Iterable[Message], price: Decimal) -> Cost:
    each = [cost_of(message, price) for message in messages]
    return Cost(
        texts=sum(one.texts for one in each), segments=sum(one.segments for one in each),
        price=sum((one.price for one in each), Decimal(0)),
    )  # fmt: skip
