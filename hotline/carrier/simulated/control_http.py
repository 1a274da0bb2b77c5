"""The phones' door: /sim/…, JSON, no sign-in, for programs and pages of this machine only."""

import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import asdict
from urllib.parse import unquote

from hotline.carrier.simulated.control import Control, Json, describe
from hotline.carrier.simulated.http import Answer, Request, answer
from hotline.carrier.simulated.problems import Refused, not_found

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
_CALL = re.compile(r"/sim/calls/(CA[0-9a-f]{32})/(\w+)(?:/(\d+))?")
_THREAD = re.compile(r"/sim/threads/(.{1,80})")


class ControlHttp:
    def __init__(self, control: Control) -> None:
        self._control = control
        self._posts: dict[str, Callable[[Json], object]] = {
            "/sim/texts": self._text,
            "/sim/calls": self._call,
            "/sim/attend": self._attend,
            "/sim/faults": self._fault,
            "/sim/phones": self._phones,
        }

    def answer(self, request: Request) -> Answer:
        _only_from_here(request)
        if match := _CALL.fullmatch(request.path):
            return self._on_call(request, match[1], match[2], match[3])
        if request.method == "POST" and request.path in self._posts:
            return answer(self._posts[request.path](request.json()))
        if request.method != "GET":
            raise not_found(request.path)
        return answer(self._read(request))

    def _read(self, request: Request) -> object:
        control = self._control
        if match := _THREAD.fullmatch(request.path):
            return {"messages": control.thread(unquote(match[1]), int(_seconds(request, "after")))}
        if request.path == "/sim/about":
            return control.about()
        if request.path == "/sim/ringing":
            return {"calls": [describe(call) for call in control.ringing(request.asked("number"))]}
        if request.path == "/sim/left":
            return {"messages": control.left(request.asked("number"))}
        if request.path == "/sim/messages":
            found = control.sent(request.asked("to"))
            return {"count": len(found), "messages": found}
        raise not_found(request.path)

    def _on_call(self, request: Request, sid: str, what: str, part: str | None) -> Answer:
        control, call = self._control, self._control.live(sid)
        if request.method == "GET":
            if what == "events":
                return answer(describe(call, int(_seconds(request, "after")), _seconds(request, "wait")))
            if what == "audio" and part is not None and int(part) < len(call.audio):
                kind, sound = call.audio[int(part)]
                return Answer(body=sound, content_type=kind or "application/octet-stream")
            raise not_found(request.path)
        given = request.json()
        acts: dict[str, Callable[[], None]] = {
            "press": lambda: control.press(sid, _text(given, "keys"), more=_flag(given, "more")),
            "speak": lambda: control.speak(sid, _text(given, "words"), more=_flag(given, "more")),
            "silence": lambda: control.silence(sid),
            "hangup": lambda: control.hang_up(sid),
            "answer": lambda: control.answer(sid, patient=_flag(given, "patient")),
            "decline": lambda: control.decline(sid),
        }
        if what not in acts:
            raise not_found(request.path)
        acts[what]()
        return answer({"ok": True})

    def _text(self, given: Json) -> object:
        sender, body, media = _text(given, "from"), _text(given, "body"), int(_number(given, "media_count") or 0)
        photos = _files(given)
        if given.get("wait") is False:
            self._control.text_later(sender, body, media, photos)
            return {"ok": True}
        return asdict(self._control.text(sender, body, media, photos))

    def _call(self, given: Json) -> object:
        call = self._control.call(_text(given, "from"), _text(given, "to"), patient=_flag(given, "patient"))
        return {"id": call.sid}

    def _attend(self, given: Json) -> object:
        self._control.attend(_text(given, "number"), seconds=_number(given, "seconds"), away=_flag(given, "away"))
        return {"ok": True}

    def _fault(self, given: Json) -> object:
        count = _number(given, "count")
        self._control.fault(_text(given, "kind"), count=None if count is None else int(count), seconds=_number(given, "seconds"))
        return {"ok": True}

    def _phones(self, given: Json) -> object:
        """Several phones of one page: their threads, what rings; and that somebody is there."""
        numbers = given.get("numbers")
        if not isinstance(numbers, list) or len(numbers) > 20:
            raise Refused(400, 400, "numbers is a list of at most 20")
        phones: Json = {}
        for entry in numbers:
            number = str(entry)
            self._control.attend(number, seconds=_number(given, "seconds") or 15)
            calls = [describe(call, after=1 << 30) for call in self._control.ringing(number)]
            phones[number] = {
                "messages": self._control.thread(number)[-50:],
                "ringing": calls,
                "left": self._control.left(number)[-10:],
            }
        return {"phones": phones}


def _only_from_here(request: Request) -> None:
    """A page of some other site may neither read nor press: its name isn't loopback, its forms aren't JSON."""
    host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    if host not in LOOPBACK:
        raise Refused(403, 403, "only from this machine")
    if request.method == "POST" and not request.headers.get("content-type", "").startswith("application/json"):
        raise Refused(415, 415, "JSON is expected")


def _text(given: Json, name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str):
        raise Refused(400, 400, f"{name} is a string")
    return value


def _flag(given: Json, name: str) -> bool:
    return given.get(name) is True


def _number(given: Json, name: str) -> float | None:
    value = given.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
        raise Refused(400, 400, f"{name} is a number")
    return float(value)


def _seconds(request: Request, name: str) -> float:
    try:
        value = float(request.asked(name, "0"))
    except ValueError as error:
        raise Refused(400, 400, f"{name} is a number") from error
    if not 0 <= value < 1e9:
        raise Refused(400, 400, f"{name} is a number")
    return value


def _files(given: Json) -> list[bytes]:
    """Files in base64."""
    listed = given.get("photos") or []
    try:
        return [b64decode(str(each), validate=True) for each in listed] if isinstance(listed, list) else []
    except ValueError:
        raise Refused(400, 400, "photos is a list of files in base64") from None
