"""All calls: those that phones make, those the application orders, and the legs a Dial adds."""

import time
from dataclasses import dataclass

from hotline.carrier.simulated.call import Call, Fetch, Redirected
from hotline.carrier.simulated.dial import Dialler
from hotline.carrier.simulated.dial_queue import FromQueue
from hotline.carrier.simulated.enqueue import Enqueuer, leave
from hotline.carrier.simulated.gather import gather
from hotline.carrier.simulated.later import Later
from hotline.carrier.simulated.legs import Leg, LegOrder
from hotline.carrier.simulated.line import UNFINISHED, Line
from hotline.carrier.simulated.presence import Presence
from hotline.carrier.simulated.queues import Queues
from hotline.carrier.simulated.record import Recorder
from hotline.carrier.simulated.recordings import Recordings
from hotline.carrier.simulated.run import Verb
from hotline.carrier.simulated.settings import Settings
from hotline.carrier.simulated.store import Store, new_sid
from hotline.carrier.simulated.verbs import hang_up, redirect, reject, say
from hotline.carrier.simulated.webhook import WebHooks

KEPT = 500
LOST_TOLD_AFTER = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """An outgoing call as the application asks for it."""

    sender: str
    recipient: str
    start: Fetch
    fallback: str = ""
    timeout: int = 60
    callback: str = ""
    callback_events: tuple[str, ...] = ("completed",)
    detect_machine: bool = False
    detect_beep: bool = False
    """A machine's greeting is heard to its end, and what is said then is the message it keeps."""
    detect_callback: str = ""
    """Set: the call goes on while the machine is listened for, and this address is told."""


class Calls:
    def __init__(self, settings: Settings, store: Store, hooks: WebHooks, later: Later, base_url: str) -> None:
        self._settings, self._store, self._later = settings, store, later
        self.presence = Presence()
        self.queues = Queues(store, settings.clock)
        recordings = Recordings(settings, store, later, base_url)
        self._live: dict[str, Call] = {}
        verbs: dict[str, Verb] = {
            "Say": say,
            "Play": say,
            "Pause": say,
            "Gather": gather,
            "Record": Recorder(settings, later, recordings).verb,
            "Redirect": redirect,
            "Hangup": hang_up,
            "Reject": reject,
            "Dial": Dialler(settings, self._leg, FromQueue(settings, self.queues), recordings).verb,
            "Enqueue": Enqueuer(self.queues).verb,
            "Leave": leave,
        }
        self._line = Line(settings=settings, store=store, hooks=hooks, later=later, presence=self.presence, verbs=verbs)

    def get(self, sid: str) -> Call | None:
        return self._live.get(sid)

    def ringing(self, number: str) -> list[Call]:
        calls = [call for call in list(self._live.values()) if call.recipient == number and call.direction != "inbound"]
        return [call for call in calls if call.status == "ringing" and not call.machine]

    def incoming(self, sender: str, recipient: str, *, patient: bool) -> Call:
        settings = self._settings
        call = self._new("inbound", sender, recipient)
        call.pace = 0.0 if patient else settings.time_scale
        call.callback, call.fallback = settings.status_url, settings.voice_fallback_url
        self._line.begin(call, lambda: self._line.run(call, Fetch(url=settings.voice_url)), lambda: None)
        return call

    def outgoing(self, order: Order) -> Call:
        call, line = self._new("outbound-api", order.sender, order.recipient), self._line
        call.callback, call.callback_events, call.fallback = order.callback, order.callback_events, order.fallback

        def life() -> None:
            line.tell(call, "initiated")
            outcome = line.ring(call, order.timeout)
            if outcome != "answered":
                call.status = outcome
                return
            line.answered(call)
            if order.detect_machine:
                line.listen_for_machine(call, order.detect_callback, until_beep=order.detect_beep)
            line.run(call, order.start)

        line.begin(call, life, lambda: None)
        return call

    def hang_up_all(self, timeout: float) -> None:
        for call in list(self._live.values()):
            call.hang_up()
        end = time.monotonic() + timeout
        for call in list(self._live.values()):
            call.until_over(max(end - time.monotonic(), 0))

    def settle_lost(self) -> None:
        """Calls that a stop cut off ended for the application too."""
        for row in self._store.rows("SELECT * FROM calls WHERE status IN (?, ?, ?)", UNFINISHED):
            lost = Call(
                sid=row["sid"],
                direction=row["direction"],
                sender=row["sender"],
                recipient=row["recipient"],
                clock=self._settings.clock,
                parent=row["parent"],
            )
            lost.callback, lost.callback_events = row["callback"], tuple(row["callback_events"].split())
            lost.status, lost.ended = "failed", self._settings.clock()
            self._line.save(lost)
            self._later.after(LOST_TOLD_AFTER, lambda lost=lost: self._line.tell(lost, "completed"))  # type: ignore[misc]

    def _leg(self, parent: Call, order: LegOrder) -> Leg:
        """Rings, listens to its whisper, then talks until one of the two hangs up."""
        call, line = self._new("outbound-dial", order.caller, order.number, parent.sid), self._line
        call.callback, call.callback_events = order.callback, order.callback_events
        leg = Leg(call=call)

        def life() -> None:
            line.tell(call, "initiated")
            outcome = line.ring(call, order.timeout)
            if outcome != "answered":
                call.status = outcome
                return
            line.answered(call)
            if order.whisper is not None and not line.whisper(call, order.whisper):
                return
            if call.machine:
                call.begin_message()
            try:
                leg.talk(parent)
            except Redirected as redirected:
                line.run(call, redirected.fetch)

        line.begin(call, life, parent.nudge)
        return leg

    def _new(self, direction: str, sender: str, recipient: str, parent: str = "") -> Call:
        sid = new_sid("CA")
        call = Call(
            sid=sid,
            direction=direction,
            sender=sender,
            recipient=recipient,
            clock=self._settings.clock,
            parent=parent,
        )
        call.pace, call.idle_limit = self._settings.time_scale, self._settings.idle_limit
        self._live[sid] = call
        for old in [old for old in list(self._live)[:-KEPT] if self._live[old].over]:
            self._live.pop(old, None)
        return call
