"""The REST interface for queues: make, list, change their size, see who waits, take somebody out."""

import sqlite3

from hotline.carrier.simulated import shapes
from hotline.carrier.simulated.calls import Calls
from hotline.carrier.simulated.http import Answer, Request, answer, first
from hotline.carrier.simulated.problems import Refused, not_found
from hotline.carrier.simulated.queues import LONGEST_NAME, MOST, Member
from hotline.carrier.simulated.rest_calls import start_of
from hotline.carrier.simulated.settings import Settings
from hotline.carrier.simulated.store import Store

FRONT = "Front"
LARGEST = 5000
ONE = "SELECT * FROM queues WHERE sid = ?"


class QueuesRest:
    def __init__(self, settings: Settings, store: Store, calls: Calls) -> None:
        self._settings, self._store, self._queues = settings, store, calls.queues

    def list(self, request: Request) -> Answer:
        if request.method == "POST":
            return self._create(request)
        return answer(shapes.page(self._store, request, "queues", ([], []), "queues", self._shape))

    def one(self, request: Request, sid: str) -> Answer:
        self._known(request, sid)
        if request.method == "POST":
            size = _size(first(request.form(), "MaxSize"))
            self._store.write("UPDATE queues SET max_size = ? WHERE sid = ?", (size, sid))
        return answer(self._shape(self._store.one(ONE, (sid,))))

    def members(self, request: Request, sid: str) -> Answer:
        self._known(request, sid)
        shown = [self._member(member, place) for place, member in enumerate(self._queues.members(sid), start=1)]
        about = {"page": 0, "page_size": len(shown), "start": 0, "end": max(len(shown) - 1, 0), "next_page_uri": None}
        return answer({"queue_members": shown, "uri": request.path, "first_page_uri": request.path, **about})

    def member(self, request: Request, sid: str, call_sid: str) -> Answer:
        """A POST takes the caller out and onto another document: the first one does, another finds nobody."""
        self._known(request, sid)
        members = self._queues.members(sid)
        wanted = [member for member in members if call_sid in (FRONT, member.call.sid)]
        if not wanted:
            raise not_found(request.path)
        member, place = wanted[0], members.index(wanted[0]) + 1
        if request.method == "POST":
            start = start_of({name: values for name, values in request.form().items() if name != "Twiml"})
            if start is None:
                raise Refused(400, 21205, "Url parameter is required.")
            if not self._queues.leave(member):
                raise Refused(400, 21220, "Call is no longer in the queue.")
            member.call.redirect(start)
            place = 0
        return answer(self._member(member, place))

    def _create(self, request: Request) -> Answer:
        form = request.form()
        name = first(form, "FriendlyName")
        if not name or len(name) > LONGEST_NAME:
            raise Refused(400, 22001, "FriendlyName is a name of at most 64 characters")
        if self._queues.find(name):
            raise Refused(400, 22003, "A queue of this name exists")
        sid = self._queues.open(name, _size(first(form, "MaxSize", str(MOST))))
        return answer(self._shape(self._store.one(ONE, (sid,))), 201)

    def _known(self, request: Request, sid: str) -> None:
        if self._store.row(ONE, (sid,)) is None:
            raise not_found(request.path)

    def _shape(self, row: sqlite3.Row) -> shapes.Json:
        sid = row["sid"]
        return shapes.queue(self._settings, row, len(self._queues.members(sid)), self._queues.average(sid))

    def _member(self, member: Member, place: int) -> shapes.Json:
        return {
            "call_sid": member.call.sid,
            "queue_sid": member.queue,
            "date_enqueued": shapes.rfc2822(member.joined.timestamp()),
            "position": place,
            "wait_time": self._queues.waited(member),
            "uri": f"{self._settings.account_path()}/Queues/{member.queue}/Members/{member.call.sid}.json",
        }


def _size(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= LARGEST):
        raise Refused(400, 20001, "MaxSize is a number up to 5000")
    return int(text)
