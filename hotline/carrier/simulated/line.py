"""One call's way through its states: it rings by the number's fate, is answered, runs, ends; each is told."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime

from hotline.carrier.simulated.call import MACHINE_WAITS, Call, Ended, Fetch
from hotline.carrier.simulated.fates import Fate, fate_of
from hotline.carrier.simulated.later import Later
from hotline.carrier.simulated.presence import Presence
from hotline.carrier.simulated.run import Run, Verb
from hotline.carrier.simulated.settings import Settings
from hotline.carrier.simulated.store import Store
from hotline.carrier.simulated.webhook import WebHooks

BUSY_AFTER, MACHINE_AFTER, SLOW_AFTER, MACHINE_HEARD_AFTER, GREETING_HEARD_AFTER = 1.0, 2.0, 3.0, 3.0, 8.0
# A document for who was called may not call on, nor turn the call away.
NOT_IN_A_WHISPER = ("Dial", "Enqueue", "Reject")
UNFINISHED = ("queued", "ringing", "in-progress")
INSERT = (
    "INSERT INTO calls (sid, parent, direction, sender, recipient, status, created, callback, callback_events)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
UPDATE = "UPDATE calls SET status = ?, answered_by = ?, started = ?, ended = ? WHERE sid = ?"
LEFT = "INSERT INTO left_at (number, call_sid, sender, words, created) VALUES (?, ?, ?, ?, ?)"


@dataclass(kw_only=True, slots=True)
class Line:
    settings: Settings
    store: Store
    hooks: WebHooks
    later: Later
    presence: Presence
    verbs: dict[str, Verb]

    def begin(self, call: Call, life: Callable[[], None], then: Callable[[], None]) -> None:
        events = " ".join(call.callback_events)
        parties = (call.direction, call.sender, call.recipient)
        self.store.write(INSERT, (call.sid, call.parent, *parties, call.status, call.created.timestamp(), call.callback, events))
        threading.Thread(target=self._live_through, args=(call, life, then), daemon=True).start()

    def _live_through(self, call: Call, life: Callable[[], None], then: Callable[[], None]) -> None:
        try:
            life()
        except Ended:
            pass
        finally:
            if call.status in UNFINISHED:
                answered = call.started is not None or call.direction == "inbound"
                call.status = "completed" if answered else "canceled"
            call.ended = self.settings.clock()
            self.save(call)
            self._keep_message(call)
            call.emit("hangup", status=call.status)
            self.tell(call, "completed")
            call.finish()
            then()

    def ring(self, call: Call, seconds: int) -> str:
        """`answered`, or the final status of a call that wasn't."""
        call.status = "ringing"
        self.save(call)
        call.emit("ring", text=call.sender)
        self.tell(call, "ringing")
        fate, scale = fate_of(call.recipient), self.settings.time_scale
        if fate is Fate.BUSY:
            call.rest(BUSY_AFTER)
            return "busy"
        if fate is Fate.MACHINE:
            call.machine = True
            call.rest(MACHINE_AFTER)
            return "answered"
        attended = self.presence.attended(call.recipient) and fate is not Fate.NO_ANSWER
        said = call.ring(seconds * (scale or float(attended)))
        if fate is Fate.SLOW and said == "answered":
            call.rest(SLOW_AFTER)
        return {"declined": "busy", "": "no-answer"}.get(said, said)

    def answered(self, call: Call) -> None:
        call.status, call.started = "in-progress", self.settings.clock()
        self.save(call)
        self.tell(call, "answered")

    def listen_for_machine(self, call: Call, callback: str, *, until_beep: bool = False) -> None:
        """With an address to tell, the call goes on meanwhile; without one everybody waits in silence."""
        waits = until_beep and call.machine
        heard = "machine_end_beep" if waits else "machine_start" if call.machine else "human"
        seconds = GREETING_HEARD_AFTER if waits else MACHINE_HEARD_AFTER
        if not callback:
            call.rest(seconds)
            self._heard(call, waits)
            call.answered_by = heard
            return
        run, found = self._runner(call), {"AnsweredBy": heard, "MachineDetectionDuration": str(int(seconds * 1000))}

        call.listened_to.clear()

        def tell() -> None:
            if call.machine and not self.settings.time_scale:
                call.until_asked(MACHINE_WAITS)  # where no time passes, its greeting lasts until we have begun to speak
            self._heard(call, waits)
            try:
                run.tell(callback, found)
            finally:
                call.listened_to.set()

        self.later.after(seconds, tell)

    def _heard(self, call: Call, beeps: bool) -> None:
        if beeps:
            call.begin_message()

    def run(self, call: Call, start: Fetch) -> None:
        self._runner(call).go(start)

    def whisper(self, call: Call, start: Fetch) -> bool:
        """What only the called one hears; false where that went wrong."""
        allowed = {name: verb for name, verb in self.verbs.items() if name not in NOT_IN_A_WHISPER}
        return self._runner(call).within(allowed, dict).go(start)

    def _keep_message(self, call: Call) -> None:
        if words := call.message():
            at = self.settings.clock().timestamp()
            self.store.write(LEFT, (call.recipient, call.sid, call.sender, words, at))

    def _runner(self, call: Call) -> Run:
        return Run(call, self.hooks, self.settings.account_sid, self.verbs, self.answered)

    def save(self, call: Call) -> None:
        started, ended = (at.timestamp() if at else None for at in (call.started, call.ended))
        self.store.write(UPDATE, (call.status, call.answered_by or None, started, ended, call.sid))

    def tell(self, call: Call, event: str) -> None:
        if not call.callback or event not in call.callback_events:
            return
        extra = {
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(call.sequence),
            "Timestamp": format_datetime(self.settings.clock()),
        }
        call.sequence += 1
        if event == "initiated":
            extra["CallStatus"] = "initiated"
        if call.ended:
            seconds = int((call.ended - (call.started or call.ended)).total_seconds())
            extra |= {"CallDuration": str(seconds), "Duration": str(-(-seconds // 60))}
        self._runner(call).tell(call.callback, extra)
