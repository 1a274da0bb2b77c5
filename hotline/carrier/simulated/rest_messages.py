"""The REST interface for texts: create, list, read, redact, delete, and the photos of incoming ones."""

import sqlite3

from hotline.carrier.simulated import shapes
from hotline.carrier.simulated.fates import dialable
from hotline.carrier.simulated.http import Answer, Request, answer, first
from hotline.carrier.simulated.messages import ONE, Messages, media_sid
from hotline.carrier.simulated.problems import Refused, not_found
from hotline.carrier.simulated.settings import Settings
from hotline.carrier.simulated.sounds import png
from hotline.carrier.simulated.store import Store, storable

LONGEST = 1600
MOST_MEDIA = 10


class MessagesRest:
    def __init__(self, settings: Settings, store: Store, messages: Messages) -> None:
        self._settings, self._store, self._messages = settings, store, messages

    def create(self, request: Request) -> Answer:
        form = request.form()
        recipient, sender, body = first(form, "To"), first(form, "From"), first(form, "Body")
        media = form.get("MediaUrl", [])
        if not recipient:
            raise Refused(400, 21604, "A 'To' phone number is required.")
        if not dialable(recipient):
            raise Refused(400, 21211, "Invalid 'To' Phone Number")
        if not sender:
            raise Refused(400, 21603, "A 'From' phone number is required.")
        if sender != self._settings.number:
            raise Refused(400, 21606, "The 'From' phone number is not a valid, message-capable phone number of this account.")
        if not body.strip() and not media:
            raise Refused(400, 21602, "Message body is required.")
        if len(body) > LONGEST:
            raise Refused(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
        if len(media) > MOST_MEDIA:
            raise Refused(400, 21623, "Number of media files exceeds allowed limit")
        row = self._messages.send(recipient=recipient, body=body, callback=first(form, "StatusCallback"), media=len(media))
        # It is on its way as soon as it is taken in, but the answer says what the real one says.
        return answer(shapes.message(self._settings, row) | {"status": "queued"}, 201)

    def list(self, request: Request) -> Answer:
        conditions, values = shapes.dated(request, "DateSent", "created")
        conditions.append("direction != 'carrier'")
        for name, column in (("To", "recipient"), ("From", "sender")):
            if asked := request.asked(name):
                conditions.append(f"{column} = ?")
                values.append(asked)
        return answer(
            shapes.page(
                self._store,
                request,
                "messages",
                (conditions, values),
                "messages",
                lambda row: shapes.message(self._settings, row),
            )
        )

    def one(self, request: Request, sid: str) -> Answer:
        row = self._row(request, sid)
        if request.method == "DELETE":
            self._store.write("DELETE FROM messages WHERE sid = ?", (sid,))
            return Answer(status=204)
        if request.method == "POST":
            row = self._update(request, row)
        return answer(shapes.message(self._settings, row))

    def media(self, request: Request, sid: str, media: str) -> Answer:
        row = self._row(request, sid)
        names = [media_sid(sid, index) for index in range(row["media"])] if row["direction"] == "inbound" else []
        there = [name for name in names if not self._store.is_gone(name)]
        if not media:
            return answer(
                {
                    "media_list": [{"sid": name, "content_type": "image/png", "parent_sid": sid} for name in there],
                    "next_page_uri": None,
                }
            )
        if media not in there:
            raise not_found(request.path)
        if request.method == "DELETE":
            self._store.throw_away(media)
            self._store.write("DELETE FROM media WHERE sid = ?", (media,))
            return Answer(status=204)
        kept = self._store.row("SELECT content FROM media WHERE sid = ?", (media,))
        if kept is not None:
            return Answer(body=kept["content"], content_type="application/octet-stream")
        return Answer(body=png(media), content_type="image/png")

    def _row(self, request: Request, sid: str) -> sqlite3.Row:
        row = self._store.row(ONE, (sid,))
        if row is None:
            raise not_found(request.path)
        return row

    def _update(self, request: Request, row: sqlite3.Row) -> sqlite3.Row:
        form = request.form()
        if first(form, "Status") == "canceled":
            raise Refused(400, 30409, "Message is not in a cancelable state")
        if "Body" in form:
            if row["status"] in ("queued", "sending", "sent") and row["direction"] != "inbound":
                raise Refused(400, 20009, "Cannot redact a message that is not in a terminal state")
            self._store.write("UPDATE messages SET body = ? WHERE sid = ?", (storable(first(form, "Body")), row["sid"]))
        return self._store.one(ONE, (row["sid"],))
