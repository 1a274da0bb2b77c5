"""Texts both ways: the application's go through their states by fate, the phones' are posted to it."""

import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from hotline.carrier.simulated.fates import Fate, fate_of
from hotline.carrier.simulated.later import Later
from hotline.carrier.simulated.opt_out import Subscriptions
from hotline.carrier.simulated.problems import BadTwiml, Refused
from hotline.carrier.simulated.segments import segments
from hotline.carrier.simulated.settings import API_VERSION, Settings
from hotline.carrier.simulated.store import Store, new_sid, storable
from hotline.carrier.simulated.twiml import MESSAGE_VERBS, TWIML_TYPES, parse
from hotline.carrier.simulated.webhook import Reply, WebHooks

LONGEST_INBOUND = 1600
RESUME_AFTER = 5.0
UNFINISHED = ("sending", "sent")
INSERT = (
    "INSERT INTO messages (sid, direction, sender, recipient, body, status, callback, media, created, changed)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
ONE = "SELECT * FROM messages WHERE sid = ?"
SLOW_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Step:
    """One state of a text on its way: after how long, how often told, and whether the text itself takes that state."""

    after: float
    status: str
    error: int | None = None
    told: int = 1
    kept: bool = True


SENT, DELIVERED = Step(0.3, "sent"), Step(0.7, "delivered")
USUAL = (SENT, DELIVERED)
PLANS: dict[Fate, tuple[Step, ...]] = {
    Fate.UNDELIVERED: (SENT, Step(0.7, "undelivered", 30005)),
    Fate.LANDLINE: (SENT, Step(0.7, "undelivered", 30006)),
    Fate.SLOW: (Step(SLOW_SECONDS, "sent"), Step(SLOW_SECONDS, "delivered")),
    Fate.TWICE: (Step(0.3, "sent", told=2), Step(0.7, "delivered", told=2)),
    Fate.OUT_OF_ORDER: (DELIVERED, Step(0.5, "sent", kept=False)),
}


@dataclass(frozen=True, slots=True)
class Outgoing:
    sid: str
    sender: str
    recipient: str
    callback: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered:
    """How the application took a text from a phone."""

    sid: str
    status: int
    fallback: bool
    error: int | None


class Messages:
    def __init__(self, settings: Settings, store: Store, hooks: WebHooks, later: Later, base_url: str) -> None:
        self._settings, self._store, self._hooks, self._later, self._base_url = settings, store, hooks, later, base_url
        self.subscriptions = Subscriptions(store)

    def send(
        self, *, recipient: str, body: str, callback: str = "", media: int = 0, direction: str = "outbound-api"
    ) -> sqlite3.Row:
        if self.subscriptions.stopped(recipient):
            raise Refused(400, 21610, "Attempt to send to unsubscribed recipient")
        text = Outgoing(new_sid("MM" if media else "SM"), self._settings.number, recipient, callback)
        row = self._keep(text.sid, direction, text.sender, recipient, body, "sending", callback, media)
        self._schedule(text, PLANS.get(fate_of(recipient), USUAL))
        return row

    def resume(self) -> None:
        """Texts that a stop caught on their way arrive after all."""
        query = "SELECT * FROM messages WHERE direction != 'inbound' AND status IN (?, ?)"
        for row in self._store.rows(query, UNFINISHED):
            text = Outgoing(row["sid"], row["sender"], row["recipient"], row["callback"])
            rest = PLANS.get(fate_of(text.recipient), USUAL)[UNFINISHED.index(row["status"]) :]
            self._later.after(RESUME_AFTER, partial(self._schedule, text, rest))

    def _keep(
        self, sid: str, direction: str, sender: str, to: str, body: str, status: str, callback: str = "", media: int = 0
    ) -> sqlite3.Row:
        now = self._settings.clock().timestamp()
        self._store.write(INSERT, (sid, direction, sender, to, storable(body), status, callback, media, now, now))
        return self._store.one(ONE, (sid,))

    def _schedule(self, text: Outgoing, steps: tuple[Step, ...]) -> None:
        if steps:
            self._later.after(steps[0].after, partial(self._step, text, steps))

    def _step(self, text: Outgoing, steps: tuple[Step, ...]) -> None:
        step = steps[0]
        if step.kept:
            now = self._settings.clock().timestamp()
            self._store.write(
                "UPDATE messages SET status = ?, error = ?, changed = ? WHERE sid = ?",
                (step.status, step.error, now, text.sid),
            )
        if text.callback:
            for _ in range(step.told):
                self._hooks.ask(text.callback, self._receipt(text, step), voice=False)
        self._schedule(text, steps[1:])

    def _receipt(self, text: Outgoing, step: Step) -> dict[str, str]:
        form = {
            "AccountSid": self._settings.account_sid,
            "ApiVersion": API_VERSION,
            "From": text.sender,
            "To": text.recipient,
        }
        form |= {"MessageSid": text.sid, "SmsSid": text.sid, "MessageStatus": step.status, "SmsStatus": step.status}
        if step.error is not None:
            form["ErrorCode"] = str(step.error)
        if step.status in ("delivered", "undelivered"):
            form["RawDlrDoneDate"] = self._settings.clock().strftime("%y%m%d%H%M")
        return form

    # from phones

    def receive(self, sender: str, body: str, media: int = 0, photos: Sequence[bytes] = ()) -> Delivered:
        settings, sid = self._settings, new_sid("MM" if media else "SM")
        for index, photo in enumerate(photos):
            self._store.write("INSERT INTO media (sid, content) VALUES (?, ?)", (media_sid(sid, index), photo))
        body = storable(body)[:LONGEST_INBOUND]
        self._keep(sid, "inbound", sender, settings.number, body, "received", media=media)
        own_answer = self.subscriptions.heed(sender, body)
        if own_answer:
            self._keep(new_sid("SM"), "carrier", settings.number, sender, own_answer, "delivered")
        form = self._form(sid, sender, body, media)
        reply, fallback = self._hooks.ask(settings.sms_url, form, voice=False), False
        first = self._understood(reply, sender)
        if first is not None and settings.sms_fallback_url:
            fallback = True
            told = form | {"ErrorCode": str(first), "ErrorUrl": settings.sms_url}
            reply = self._hooks.ask(settings.sms_fallback_url, told, voice=False)
            first = self._understood(reply, sender)
        return Delivered(sid=sid, status=reply.status, fallback=fallback, error=first)

    def _form(self, sid: str, sender: str, body: str, media: int) -> dict[str, str]:
        settings = self._settings
        form = {
            "AccountSid": settings.account_sid,
            "ApiVersion": API_VERSION,
            "From": sender,
            "To": settings.number,
            "Body": body,
        }
        form |= {"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "SmsStatus": "received"}
        form |= {"NumMedia": str(media), "NumSegments": str(segments(body))}
        form |= {side + place: "" for side in ("From", "To") for place in ("City", "State", "Zip", "Country")}
        for index in range(media):
            form[f"MediaUrl{index}"] = f"{self._base_url}{settings.account_path()}/Messages/{sid}/Media/{media_sid(sid, index)}"
            form[f"MediaContentType{index}"] = "image/png"
        return form

    def _understood(self, reply: Reply, sender: str) -> int | None:
        """Sends what the answer asks to be sent; an error code where it could not be read."""
        if reply.error is not None or not reply.body.strip():
            return reply.error
        bodies: list[str] = []
        if reply.content_type == "text/plain":
            bodies = [reply.body.decode("utf-8", "replace")]
        elif reply.content_type in TWIML_TYPES:
            try:
                bodies = [_body_of(verb) for verb in parse(reply.body, reply.url, MESSAGE_VERBS).verbs if verb.tag == "Message"]
            except BadTwiml as problem:
                return problem.code
        for body in bodies:
            if not self.subscriptions.stopped(sender):
                self.send(recipient=sender, body=body, direction="outbound-reply")
        return None


def _body_of(message: ET.Element) -> str:
    body = message.find("Body")
    return ((message if body is None else body).text or "").strip()


def media_sid(message: str, index: int) -> str:
    return f"ME{index:02d}{message[4:]}"
