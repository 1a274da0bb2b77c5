"""Enqueue and Leave: a caller waits, round after round of the wait document, until somebody comes, or goes elsewhere."""

import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from hotline.carrier.simulated.bridge import Bridge
from hotline.carrier.simulated.call import Call, Ended, Fetch, Interrupted, Redirected
from hotline.carrier.simulated.gather import gather
from hotline.carrier.simulated.problems import BadTwiml
from hotline.carrier.simulated.queues import LONGEST_NAME, Member, Queues
from hotline.carrier.simulated.run import MOST_DOCUMENTS, Run, Verb
from hotline.carrier.simulated.twiml import Document, method_of, spoken, target, whole
from hotline.carrier.simulated.verbs import hang_up, redirect, say

# However fast the documents are and whatever a second lasts, the application is not asked more often.
SHORTEST_ROUND = 0.1
SHORTEST_PACED = 1.0
MUSIC_SECONDS = 240
LONGEST_CALL = 14_400


class Left(Exception):
    """The wait document said Leave."""


class Dequeued(Interrupted):
    """Somebody came for the caller."""

    def __init__(self, bridge: Bridge, announcement: Fetch | None) -> None:
        super().__init__("dequeued")
        self.bridge, self.announcement = bridge, announcement


def leave(run: Run, _verb: ET.Element, document: Document) -> Fetch | None:
    """Outside a queue there is nothing to leave."""
    run.call.warnings.append(f"13253: Leave outside a queue ({document.url})")
    return None


def _leave(_run: Run, _verb: ET.Element, _document: Document) -> Fetch | None:
    raise Left


_BEFORE_TALKING: dict[str, Verb] = {"Say": say, "Play": say, "Pause": say, "Redirect": redirect}
_WAITING = _BEFORE_TALKING | {"Gather": gather, "Hangup": hang_up, "Leave": _leave}


class Enqueuer:
    def __init__(self, queues: Queues) -> None:
        self._queues = queues

    def verb(self, run: Run, verb: ET.Element, document: Document) -> Fetch | None:
        call, name = run.call, spoken(verb)
        action = target(document, verb.get("action", "")) if verb.get("action") else ""
        if not name or len(name) > LONGEST_NAME:
            call.warnings.append("13252: Enqueue without a name of at most 64 characters")
            return _end(action, verb, {"QueueResult": "error"})
        limit = whole(verb, "maxQueueSize", 0) or None
        member = self._queues.join(self._queues.open(name), call, limit)
        if member is None:
            return _end(action, verb, {"QueueResult": "queue-full"})
        try:
            result = self._wait(run, member, _music(verb, document))
        except Ended:
            call.status = "completed"
            self._tell(run, member, action, verb, "bridged" if _talked(member) else "hangup")
            raise
        except Redirected:
            self._tell(run, member, action, verb, "redirected-from-bridged" if _talked(member) else "redirected")
            raise
        finally:
            self._out(member)
        return _end(action, verb, self._form(member, result))

    def _wait(self, run: Run, member: Member, music: Fetch | None) -> str:
        """How it ended."""
        inside = run.within(_WAITING, lambda: self._standing(member))
        until = time.monotonic() + LONGEST_CALL * (run.call.pace or 1)
        while time.monotonic() < until:
            try:
                _round(inside, music)
            except Left:
                return "leave"
            except BadTwiml as problem:
                run.call.warnings.append(f"{problem.code}: {problem.reason}")
                return "error"
            except Dequeued as coming:
                run.call.expect("")
                if self._meet(run, member, coming):
                    return "bridged"
                self._queues.put_back(member)
        raise Ended

    def _meet(self, run: Run, member: Member, coming: Dequeued) -> bool:
        """The caller hears what there is to hear before, then talks. False: who came was gone by then."""
        told = {"QueueSid": member.queue, "QueueTime": str(self._queues.waited(member))}
        told["DequeingCallSid"] = coming.bridge.host.sid
        following, documents = coming.announcement, MOST_DOCUMENTS
        run.call.emit("transfer")
        try:
            before = run.within(_BEFORE_TALKING, lambda: told)
            while following is not None and documents:
                following, documents = before.one(following), documents - 1
        except BadTwiml as problem:
            run.call.warnings.append(f"{problem.code}: {problem.reason}")
        coming.bridge.come()
        return coming.bridge.joined

    def _out(self, member: Member) -> None:
        self._queues.leave(member)
        member.call.expect("")
        if member.bridge is not None:
            member.bridge.close()

    def _tell(self, run: Run, member: Member, action: str, verb: ET.Element, result: str) -> None:
        """The call goes elsewhere or is over: what is answered isn't run."""
        self._out(member)
        if action:
            run.tell(action, self._form(member, result), method=method_of(verb))

    def _form(self, member: Member, result: str) -> dict[str, str]:
        return {"QueueResult": result, "QueueSid": member.queue, "QueueTime": str(self._queues.waited(member))}

    def _standing(self, member: Member) -> Mapping[str, str]:
        members = self._queues.members(member.queue)
        return {
            "QueueSid": member.queue,
            "QueuePosition": str(members.index(member) + 1 if member in members else 1),
            "QueueTime": str(self._queues.waited(member)),
            "AvgQueueTime": str(self._queues.average(member.queue)),
            "CurrentQueueSize": str(len(members)),
            "MaxQueueSize": str(member.limit),
        }


def _talked(member: Member) -> bool:
    return isinstance(member.bridge, Bridge) and member.bridge.joined


def _end(action: str, verb: ET.Element, form: dict[str, str]) -> Fetch | None:
    return Fetch(url=action, method=method_of(verb), form=form) if action else None


def _music(verb: ET.Element, document: Document) -> Fetch | None:
    """The wait document; one without an address where silence was asked for; none: the carrier's own music."""
    given = verb.get("waitUrl")
    if given is None:
        return None
    return Fetch(url=target(document, given), method=method_of(verb, "waitUrlMethod")) if given.strip() else Fetch()


def _round(run: Run, music: Fetch | None) -> None:
    """Once through the wait document. With all the time in the world the person then says when the next one begins."""
    call, began, acts = run.call, time.monotonic(), run.call.acts
    if music is not None and music.url:
        _documents(run, music)
        shortest = SHORTEST_PACED
    else:
        shortest = MUSIC_SECONDS
    sounds = music is None or bool(music.url)
    if call.pace:
        if shortest == MUSIC_SECONDS:
            call.emit("hold", music=sounds)
        call.rest(max(shortest - (time.monotonic() - began) / call.pace, 0))
    elif call.acts == acts:
        _until_act(call, music=sounds)
    call.until(lambda: False, SHORTEST_ROUND - (time.monotonic() - began))


def _until_act(call: Call, *, music: bool) -> None:
    call.expect("queue")
    call.emit("hold", music=music)
    call.take(None)
    call.expect("")


def _documents(run: Run, first: Fetch) -> None:
    """A circle inside the wait document is one round too: else a patient call would run round it without end."""
    seen: set[str] = set()
    following: Fetch | None = first
    while following is not None and following.url not in seen:
        seen.add(following.url)
        acts = run.call.acts
        following = run.one(following)
        if run.call.acts != acts:
            seen.clear()
