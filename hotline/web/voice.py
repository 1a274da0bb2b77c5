"""The carrier's doors for calls: the first request, every turn, and what is said when something is broken."""

import logging
from collections.abc import Callable
from typing import Literal

from flask import Blueprint, Response, request

from hotline.carrier.forms import IncomingCall, TurnInput, incoming_call, turn_input
from hotline.domain.errors import Conflict, NotFound, Unavailable
from hotline.hold_music import hold_music
from hotline.services.handle_call import CallIn, Spoken, begin, begin_outbound, take_turn
from hotline.services.hold_on import Held, hold_on, whispered
from hotline.web.guard import hotline, webhook, xml
from ivr_flows.inputs import HungUp, Input, Joined, Keys, Recorded, Silence, Speech

log = logging.getLogger(__name__)
voice = Blueprint("voice", __name__)
ENDINGS: dict[str, Literal["key", "hangup", "silence"]] = {"key": "key", "hangup": "hangup", "silence": "silence"}


@voice.post("/voice")
@webhook
def incoming() -> Response:
    call = incoming_call(request.form)
    return _answer(lambda: begin(hotline().parts, _call_in(call)))


@voice.post("/voice/fallback")
@webhook
def fallback() -> Response:
    """Asked when ``/voice`` failed: one sentence that needs nothing but this process."""
    return _apology()


@voice.post("/carrier/calls/<call_id>/<int:turn>")
@webhook
def turn(call_id: str, turn: int) -> Response:
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


@voice.post("/carrier/calls/<call_id>/<int:turn>/whisper")
@webhook
def whisper(call_id: str, turn: int) -> Response:
    """What the other line hears first; without the database nothing, and the two are joined all the same."""
    try:
        says = whispered(hotline().parts, call_id, turn)
    except Unavailable:
        says = ()
    return xml(hotline().documents.whisper(says))


@voice.get("/carrier/music.wav")
def music() -> Response:
    return Response(hold_music(), content_type="audio/wav", headers={"Cache-Control": "public, max-age=86400"})


@voice.post("/carrier/outbound/<message_id>")
@webhook
def outbound(message_id: str) -> Response:
    call = incoming_call(request.form)
    return _answer(lambda: begin_outbound(hotline().parts, message_id, _call_in(call)))


def _answer(act: Callable[[], Spoken]) -> Response:
    """The turn as a document; whatever breaks, the caller hears a real sentence and a way on."""
    try:
        spoken = act()
        return xml(hotline().documents.turn(spoken.outputs, spoken.call_id, spoken.turn))
    except (Unavailable, Conflict, NotFound) as error:
        log.warning("a call could not go on: %s", type(error).__name__)
    except Exception:
        # A bug must not cut a caller off with the carrier's own "application error".
        log.exception("a call met a fault of ours")
    return _apology()


def _apology() -> Response:
    return xml(hotline().apology)


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
