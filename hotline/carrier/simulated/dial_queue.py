"""The dialler's side of a queue: takes out whoever is first, waits while nobody is there, meets the caller."""

import time

from hotline.carrier.simulated.bridge import LONGEST_MEETING, Bridge
from hotline.carrier.simulated.call import Act, Call, Ended, Fetch, Redirected
from hotline.carrier.simulated.enqueue import Dequeued
from hotline.carrier.simulated.queues import Member, Queues
from hotline.carrier.simulated.settings import Settings


class FromQueue:
    def __init__(self, settings: Settings, queues: Queues) -> None:
        self._settings, self._queues = settings, queues

    def meet(
        self, call: Call, name: str, seconds: int, announcement: Fetch | None, form: dict[str, str], *, star: bool
    ) -> Bridge | None:
        """The bridge to who came first, ready to be opened; ``form`` is filled with what the action is told."""
        sid = self._queues.find(name)
        if not sid:
            call.warnings.append("13254: no such queue")
            form["DialCallStatus"] = "failed"
            return None
        form["QueueSid"] = sid
        while (member := self._first(call, sid, seconds)) is not None:
            bridge = member.bridge = Bridge(call, member.call, self._settings.clock, star=star)
            try:
                if member.call.interrupt(Dequeued(bridge, announcement)):
                    call.until(lambda met=bridge: met.arrived or met.ended is not None, LONGEST_MEETING)  # type: ignore[misc]
                    if bridge.arrived and bridge.ended is None:
                        form |= {"DialCallSid": member.call.sid, "QueueTime": str(self._queues.waited(member))}
                        return bridge
            except (Ended, Redirected):
                bridge.close()
                raise
            # The caller went away just then: whoever is next.
            bridge.close()
        return None

    def _first(self, call: Call, sid: str, seconds: int) -> Member | None:
        member = self._queues.claim(sid)
        if member is None and not (call.machine and call.pace == 0):
            self._queues.watch(sid, call)
            call.expect("dial")
            call.emit("hold", music=True)
            try:
                member = self._await(call, sid, seconds)
            finally:
                self._queues.unwatch(sid, call)
                call.expect("")
        return member

    def _await(self, call: Call, sid: str, seconds: int) -> Member | None:
        """With all the time in the world the person says when it was enough, by keeping silent."""
        end = time.monotonic() + (seconds * call.pace if call.pace else call.idle_limit)
        while (left := end - time.monotonic()) > 0:
            # Only looked at in here: taking a caller out tells others, whose locks must not be waited for under this one.
            call.until(lambda: bool(self._queues.members(sid)) or call.has_input(), left)
            if (member := self._queues.claim(sid)) is not None:
                return member
            if call.has_input():
                given = call.take(0)
                if call.pace == 0 and given is not None and given.act is Act.SILENCE:
                    return None
        return None
