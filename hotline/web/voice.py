"""The carrier's doors for calls: the first request, every turn, and what is said when something is broken."""

import logging
import re
from collections.abc import Callable
from typing import Literal

from flask import Blueprint, Response, request

from hotline.carrier.apologies import Broken
from hotline.carrier.forms import IncomingCall, TurnInput, incoming_call, turn_input
from hotline.domain.errors import Conflict, NotFound, Unavailable
from hotline.hold_music import hold_music
from hotline.services.handle_call import CallIn, Spoken, begin, begin_outbound, say_again, take_turn
from hotline.services.handle_call.whispered import whispered
from hotline.services.hold_on import Held, hold_on
from hotline.web.guard import hotline, webhook, xml
from hotline.web.kept_input import brought, keep
from ivr_flows.inputs import HungUp, Input, Joined, Keys, Recorded, Silence, Speech

log = logging.getLogger(__name__)
voice = Blueprint("voice", __name__)
FAILED_TURN = re.compile(r"/carrier/calls/[^/]+/([^/]+)/[0-9]+")
ENDINGS: dict[str, Literal["key", "hangup", "silence"]] = {"key": "key", "hangup": "hangup", "silence": "silence"}


@voice.post("/voice")
@webhook
def incoming() -> Response:
    call = incoming_call(request.form)
    return _answer(lambda: begin(hotline().parts, _call_in(call)))


@voice.post("/voice/fallback")
@webhook
def fallback() -> Response:
    """Asked when another door failed: a sentence that needs nothing but this process. The address that failed may tell the
    caller's language."""
    failed = FAILED_TURN.search(request.form.get("ErrorUrl", ""))
    return xml(hotline().apologies.last(failed[1] if failed else ""))


@voice.post("/carrier/trouble")
@voice.post("/carrier/trouble/<language>")
@webhook
def put_through(language: str = "") -> Response:
    """The person we rang for a caller we could not go on with has hung up, or never came."""
    return xml(hotline().apologies.end(language, talked=turn_input(request.form).joined == "talked"))


@voice.post("/carrier/calls/<call_id>/<language>/<int:turn>")
@webhook
def turn(call_id: str, language: str, turn: int) -> Response:
    heard = _heard(turn_input(request.form))
    broken = Broken(call_id=call_id, turn=turn, language=language, kept=keep(heard))
    return _answer(lambda: take_turn(hotline().parts, call_id, turn, heard), broken)


@voice.post("/carrier/calls/<call_id>/<language>/<int:turn>/again/<int:tried>")
@voice.post("/carrier/calls/<call_id>/<language>/<int:turn>/again/<int:tried>/<kept>")
@webhook
def again(call_id: str, language: str, turn: int, tried: int, kept: str = "") -> Response:
    """After a short fault: what was brought is taken now, else the question comes again, and nobody has failed."""
    heard = brought(kept)
    broken = Broken(call_id=call_id, turn=turn, language=language, tried=tried, kept=kept)
    if heard is None:
        return _answer(lambda: say_again(hotline().parts, call_id), broken)
    return _answer(lambda: take_turn(hotline().parts, call_id, turn, heard), broken)


@voice.post("/carrier/calls/<call_id>/<int:turn>")
@webhook
def turn_of_a_call_that_began_before(call_id: str, turn: int) -> Response:
    """Addresses did not name the language once; a call may have begun then."""
    heard = _heard(turn_input(request.form))
    return _answer(lambda: take_turn(hotline().parts, call_id, turn, heard))


@voice.post("/carrier/calls/<call_id>/hold")
@webhook
def hold(call_id: str) -> Response:
    """A round of waiting, asked for again when it ends. Without the database the music goes on."""
    try:
        held = hold_on(hotline().parts, call_id)
    except (Unavailable, Conflict):
        held = Held(says=(), leave="")
    if held is None:
        return xml(hotline().documents.leave())
    return xml(hotline().documents.hold(held.says, call_id, leave=held.leave))


@voice.post("/carrier/calls/<call_id>/hold/key")
@webhook
def hold_key(call_id: str) -> Response:
    """The key that ends the waiting, or another, which does nothing."""
    digits = turn_input(request.form).digits or ""
    try:
        held = hold_on(hotline().parts, call_id)
    except (Unavailable, Conflict):
        held = Held(says=(), leave=digits)
    if held is None or (held.leave and digits == held.leave):
        return xml(hotline().documents.leave())
    return xml(hotline().documents.hold(held.says, call_id, leave=held.leave))


@voice.get("/carrier/music.wav")
def music() -> Response:
    return Response(hold_music(), content_type="audio/wav", headers={"Cache-Control": "public, max-age=86400"})


@voice.post("/carrier/outbound/<message_id>")
@webhook
def outbound(message_id: str) -> Response:
    """Nobody is rung where this fails: we called, and it may be a machine that answered."""
    call = incoming_call(request.form)
    return _answer(lambda: begin_outbound(hotline().parts, message_id, _call_in(call)), resort=hotline().apologies.end)


@voice.post("/carrier/calls/<call_id>/<int:turn>/whisper")
@webhook
def whisper(call_id: str, turn: int) -> Response:
    """What the other line hears first. Where nobody waits for it any more it is put down unjoined."""
    try:
        says = whispered(hotline().parts, call_id, turn)
    except NotFound:
        log.warning("a line could not be joined: nobody waits for it")
        return xml(hotline().documents.turn([], "", 0))
    except (Unavailable, Conflict):
        says = ()  # two who are on the line are joined without a word rather than cut off
    return xml(hotline().documents.whisper(says))


def _answer(
    act: Callable[[], Spoken], broken: Broken | None = None, *, resort: Callable[[str], bytes] | None = None
) -> Response:
    """The turn as a document; whatever breaks, the caller hears a real sentence and a way on."""
    apologies = hotline().apologies
    try:
        spoken = act()
        return xml(hotline().documents.turn(spoken.outputs, spoken.call_id, spoken.turn, spoken.language))
    except (Unavailable, Conflict) as error:
        log.warning("a turn could not be taken: %s", type(error).__name__)
        if broken is not None and (wait := apologies.wait(broken)) is not None:
            return xml(wait)
    except NotFound as error:
        log.warning("a call could not go on: %s", type(error).__name__)
    except Exception:
        # A bug must not cut a caller off with the carrier's own "application error".
        log.exception("a call met a fault of ours")
    return xml((resort or apologies.last)(broken.language if broken is not None else ""))


def _call_in(call: IncomingCall) -> CallIn:
    return CallIn(sid=call.sid, caller=call.from_raw, answered_by=call.answered_by)


def _heard(turn: TurnInput) -> Input:
    """A recording, keys, words or silence: whichever the carrier brought, keys first."""
    if turn.joined == "hangup":
        return HungUp()
    if turn.joined is not None:
        return Joined(outcome=turn.joined, seconds=turn.joined_seconds)
    if turn.recording_sid is not None:
        return Recorded(
            recording_ref=turn.recording_sid, seconds=turn.recording_seconds,
            ended_by=ENDINGS.get(turn.ended_by or "", "silence"), digits=turn.digits or "",
        )
    if turn.digits:
        return Keys(digits=turn.digits)
    if turn.speech:
        return Speech(text=turn.speech, confidence=turn.confidence)
    return Silence()
