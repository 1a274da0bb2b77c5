"""Between an outbox message and its row: what is personal is encrypted, what is looked for is hashed."""

import json
from typing import Any

from hotline.domain.message import Delivery, Means, Message, Purpose
from hotline.storage.crypto import Keys
from hotline.storage.transaction import type_row

_TO, _FACTS, _BODY = "outbox.to", "outbox.facts", "outbox.body"
_AS_IT_IS = (
    "id",
    "template",
    "language",
    "reporter_id",
    "staff_id",
    "ticket_id",
    "survey_id",
    "broadcast_id",
    "proves",
    "due_at",
    "created_at",
    "held",
    "attempts",
    "lease_until",
    "carrier_sid",
    "error",
    "sent_at",
    "final_at",
)


def to_row(message: Message, keys: Keys) -> type_row:
    """A row of every column."""
    values = json.dumps(dict(message.values), ensure_ascii=False)
    return (
        {name: getattr(message, name) for name in _AS_IT_IS}
        | body_columns(message.body, keys)
        | {
            "means": message.means.value,
            "purpose": message.purpose.value,
            "state": message.state.value,
            "facts": keys.seal(_FACTS, values),
            "to": keys.seal(_TO, message.to),
            "to_hash": keys.hash("phone", message.to),
            "hash_key_id": keys.lookup_id,
            "accepted": int(message.carrier_sid is not None),
        }
    )


def body_columns(body: str | None, keys: Keys) -> type_row:
    """The rendered words, and the hash by which equal ones are counted."""
    if body is None:
        return {"body": None, "body_hash": None}
    return {"body": keys.seal(_BODY, body), "body_hash": keys.hash("body", body)}


def to_message(row: Any, keys: Keys) -> Message:
    return Message(
        **{name: getattr(row, name) for name in _AS_IT_IS},
        means=Means(row.means),
        purpose=Purpose(row.purpose),
        state=Delivery(row.state),
        values=json.loads(keys.open(_FACTS, row.facts)),
        to=keys.open(_TO, row.to),
        body=None if row.body is None else keys.open(_BODY, row.body),
    )
