"""The REST interface's door: who may, which resource, and the faults that are switched on."""

import base64
import hmac
import re
import time

from hotline.carrier.simulated.calls import Calls
from hotline.carrier.simulated.fates import Fate, fate_of
from hotline.carrier.simulated.faults import Fault, Faults
from hotline.carrier.simulated.http import Answer, Request, first
from hotline.carrier.simulated.messages import Messages
from hotline.carrier.simulated.problems import Refused, not_found
from hotline.carrier.simulated.rest_calls import CallsRest, RecordingsRest
from hotline.carrier.simulated.rest_messages import MessagesRest
from hotline.carrier.simulated.rest_queues import QueuesRest
from hotline.carrier.simulated.settings import Settings
from hotline.carrier.simulated.store import Store

SLOW_SECONDS = 2.0
_SID = r"([A-Z]{2}[0-9a-f]{32})"
_MESSAGE = re.compile(rf"/Messages/{_SID}(?:\.json)?")
_MEDIA = re.compile(rf"/Messages/{_SID}/Media(?:/(ME[0-9a-f]{{32}}))?(?:\.json)?")
_CALL = re.compile(rf"/Calls/{_SID}\.json")
_CALL_RECORDINGS = re.compile(rf"/Calls/{_SID}/Recordings\.json")
_QUEUE = re.compile(rf"/Queues/{_SID}\.json")
_MEMBERS = re.compile(rf"/Queues/{_SID}/Members\.json")
_MEMBER = re.compile(rf"/Queues/{_SID}/Members/(CA[0-9a-f]{{32}}|Front)\.json")
_RECORDING = re.compile(rf"/Recordings/{_SID}(\.json|\.wav|\.mp3|)")


class Rest:
    def __init__(self, settings: Settings, store: Store, messages: Messages, calls: Calls, faults: Faults) -> None:
        self._prefix, self._scale, self._faults = settings.account_path(), settings.time_scale, faults
        pair = f"{settings.account_sid}:{settings.auth_token}".encode()
        self._authorization = b"Basic " + base64.b64encode(pair)
        self._messages = MessagesRest(settings, store, messages)
        self._calls = CallsRest(settings, store, calls)
        self._recordings = RecordingsRest(settings, store)
        self._queues = QueuesRest(settings, store, calls)

    def answer(self, request: Request) -> Answer:
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, self._authorization):
            raise Refused(401, 20003, "Authenticate")
        if not request.path.startswith(self._prefix):
            raise not_found(request.path)
        resource = request.path.removeprefix(self._prefix)
        if request.method == "POST" and resource in ("/Messages.json", "/Calls.json"):
            return self._create(request, resource)
        if resource.startswith("/Queues"):
            return self._queue(request, resource)
        return self._look(request, resource)

    def _queue(self, request: Request, resource: str) -> Answer:
        if resource == "/Queues.json":
            return self._queues.list(request)
        if match := _QUEUE.fullmatch(resource):
            return self._queues.one(request, match[1])
        if match := _MEMBERS.fullmatch(resource):
            return self._queues.members(request, match[1])
        if match := _MEMBER.fullmatch(resource):
            return self._queues.member(request, match[1], match[2])
        raise not_found(request.path)

    def _create(self, request: Request, resource: str) -> Answer:
        if self._faults.take(Fault.REFUSE_500):
            raise Refused(500, 20500, "Internal Server Error")
        if self._faults.take(Fault.RATE_LIMIT_429):
            raise Refused(429, 20429, "Too Many Requests")
        if fate_of(first(request.form(), "To")) is Fate.SLOW and self._scale:
            time.sleep(SLOW_SECONDS * self._scale)
        if self._faults.take(Fault.SLOW):
            time.sleep(SLOW_SECONDS)
        made = self._messages.create(request) if resource == "/Messages.json" else self._calls.create(request)
        if self._faults.take(Fault.TIMEOUT_AFTER_ACCEPT):
            return Answer(dropped=True)
        return made

    def _look(self, request: Request, resource: str) -> Answer:
        lists = {
            "/Messages.json": self._messages.list,
            "/Calls.json": self._calls.list,
            "/Recordings.json": self._recordings.list,
        }
        if resource in lists and request.method == "GET":
            return lists[resource](request)
        if match := _MESSAGE.fullmatch(resource):
            return self._messages.one(request, match[1])
        if match := _MEDIA.fullmatch(resource):
            return self._messages.media(request, match[1], match[2] or "")
        if match := _CALL.fullmatch(resource):
            return self._calls.one(request, match[1])
        if match := _CALL_RECORDINGS.fullmatch(resource):
            return self._recordings.list(request, match[1])
        if match := _RECORDING.fullmatch(resource):
            return self._recordings.one(request, match[1], match[2])
        raise not_found(request.path)
