"""The REST interface for calls and recordings: order, list, cancel, end, redirect; fetch and delete."""

from hotline.carrier.simulated import shapes
from hotline.carrier.simulated.call import Call, Fetch
from hotline.carrier.simulated.calls import Calls, Order
from hotline.carrier.simulated.fates import dialable
from hotline.carrier.simulated.http import Answer, Request, answer, first
from hotline.carrier.simulated.problems import Refused, not_found
from hotline.carrier.simulated.settings import Settings
from hotline.carrier.simulated.sounds import mp3, wav
from hotline.carrier.simulated.store import Store

LONGEST_TWIML = 4000
LONGEST_RINGING = 600
OVER = ("completed", "busy", "no-answer", "failed", "canceled")
ONE = "SELECT * FROM calls WHERE sid = ?"


class CallsRest:
    def __init__(self, settings: Settings, store: Store, calls: Calls) -> None:
        self._settings, self._store, self._calls = settings, store, calls

    def create(self, request: Request) -> Answer:
        form = request.form()
        recipient, sender = first(form, "To"), first(form, "From")
        if not recipient:
            raise Refused(400, 21201, "No 'To' number is specified")
        if not dialable(recipient):
            raise Refused(400, 21211, "Invalid 'To' Phone Number")
        if not sender:
            raise Refused(400, 21213, "No 'From' number is specified")
        if sender != self._settings.number:
            raise Refused(400, 21210, "The source phone number provided is not yet verified for this account.")
        start = start_of(form)
        if start is None:
            raise Refused(400, 21205, "Url parameter is required.")
        events = " ".join(form.get("StatusCallbackEvent", [])).split()
        detection = first(form, "MachineDetection").lower()
        order = Order(
            sender=sender,
            recipient=recipient,
            start=start,
            fallback=first(form, "FallbackUrl"),
            timeout=_seconds(first(form, "Timeout", "60")),
            callback=first(form, "StatusCallback"),
            callback_events=tuple(events or ["completed"]),
            detect_machine=detection in ("enable", "detectmessageend", "true"),
            detect_beep=detection == "detectmessageend",
            detect_callback=first(form, "AsyncAmdStatusCallback") if first(form, "AsyncAmd").lower() == "true" else "",
        )
        return answer(self._shape(self._calls.outgoing(order).sid), 201)

    def list(self, request: Request) -> Answer:
        conditions, values = shapes.dated(request, "StartTime", "created")
        for name, column in (
            ("To", "recipient"),
            ("From", "sender"),
            ("Status", "status"),
            ("ParentCallSid", "parent"),
        ):
            if asked := request.asked(name):
                conditions.append(f"{column} = ?")
                values.append(asked)
        return answer(
            shapes.page(
                self._store,
                request,
                "calls",
                (conditions, values),
                "calls",
                lambda row: shapes.call(self._settings, row),
            )
        )

    def one(self, request: Request, sid: str) -> Answer:
        row = self._store.row(ONE, (sid,))
        if row is None:
            raise not_found(request.path)
        if request.method == "POST":
            call = self._calls.get(sid)
            if call is None or row["status"] in OVER or call.over:
                raise Refused(400, 21220, "Call is not in-progress. Cannot redirect.")
            _change(call, request.form())
        return answer(self._shape(sid))

    def _shape(self, sid: str) -> shapes.Json:
        return shapes.call(self._settings, self._store.one(ONE, (sid,)))


def _change(call: Call, form: dict[str, list[str]]) -> None:
    status, start = first(form, "Status"), start_of(form)
    if status == "canceled":
        if call.status not in ("queued", "ringing"):
            raise Refused(400, 21220, "Call is in progress. Cannot cancel.")
        call.hang_up()
    elif status == "completed":
        call.hang_up()
    elif start is not None:
        if call.status != "in-progress":
            raise Refused(400, 21220, "Call is not in-progress. Cannot redirect.")
        call.redirect(start)
    else:
        raise Refused(400, 21218, "Invalid status or address")


def start_of(form: dict[str, list[str]]) -> Fetch | None:
    """An address wins over inline TwiML where both are given."""
    url, inline = first(form, "Url"), first(form, "Twiml")
    if url:
        if not url.startswith(("http://", "https://")):
            raise Refused(400, 21205, "Url is not a valid URL")
        return Fetch(url=url, method="GET" if first(form, "Method").upper() == "GET" else "POST")
    if len(inline) > LONGEST_TWIML:
        raise Refused(400, 32018, "Twiml is longer than 4000 characters")
    return Fetch(inline=inline) if inline else None


def _seconds(text: str) -> int:
    return min(int(text), LONGEST_RINGING) if text.isascii() and text.isdigit() and len(text) < 6 else 60


class RecordingsRest:
    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store = settings, store

    def list(self, request: Request, call_sid: str = "") -> Answer:
        conditions, values = shapes.dated(request, "DateCreated", "created")
        conditions.append("sid NOT IN (SELECT sid FROM gone)")
        if asked := call_sid or request.asked("CallSid"):
            conditions.append("call_sid = ?")
            values.append(asked)
        where = (conditions, values)
        return answer(
            shapes.page(
                self._store,
                request,
                "recordings",
                where,
                "recordings",
                lambda row: shapes.recording(self._settings, row),
            )
        )

    def one(self, request: Request, sid: str, suffix: str) -> Answer:
        row = self._store.row("SELECT * FROM recordings WHERE sid = ?", (sid,))
        if row is None or self._store.is_gone(sid):
            raise not_found(request.path)
        if request.method == "DELETE":
            self._store.throw_away(sid)
            return Answer(status=204)
        if suffix == ".json":
            return answer(shapes.recording(self._settings, row))
        if suffix == ".mp3":
            return Answer(body=mp3(row["seconds"]), content_type="audio/mpeg")
        return Answer(body=wav(row["seconds"]), content_type="audio/x-wav")
