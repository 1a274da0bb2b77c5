"""What the carrier tells afterwards: receipts, ends of calls, recordings, transcripts. Each may come twice and in any
order; a database that is away answers 503, and what was missed is found by asking the carrier."""

import logging

from flask import Blueprint, Response, abort, request

from hotline.addresses import Addresses
from hotline.carrier.forms import call_status, receipt, recording_ready, transcription
from hotline.domain.errors import CarrierError, Conflict, Unavailable
from hotline.services.fetch_sound import fetch_sound
from hotline.services.handle_call.ended import CallNews, note_call
from hotline.services.handle_call.machine import MachineIn, note_machine
from hotline.services.note_receipt import ReceiptIn, note_receipt
from hotline.services.note_recording import RecordingIn, TranscriptIn, note_recording, note_transcript
from hotline.web.guard import hotline, webhook

log = logging.getLogger(__name__)
callbacks = Blueprint("callbacks", __name__)
TRIES = 3
DONE = 204


def _settled(act: object, *values: object) -> Response:
    """Do it; again where somebody else was quicker; 503 while the database is away."""
    assert callable(act)
    for _ in range(TRIES):
        try:
            act(hotline().parts, *values)
            return Response(status=DONE)
        except Conflict:
            continue
        except Unavailable:
            break
    return Response(status=503)


@callbacks.post("/carrier/texts/<message_id>")
@webhook
def text_receipt(message_id: str) -> Response:
    told = receipt(request.form)
    return _settled(note_receipt, ReceiptIn(
        account=told.account, message_id=message_id, sid=told.sid, status=told.status, error=told.error,
    ))


@callbacks.post("/carrier/status")
@webhook
def inbound_status() -> Response:
    return _call_news("")


@callbacks.post("/carrier/outbound/<message_id>/status")
@webhook
def outbound_status(message_id: str) -> Response:
    return _call_news(message_id)


@callbacks.post("/carrier/outbound/<message_id>/machine")
@webhook
def machine(message_id: str) -> Response:
    told, here = call_status(request.form), hotline()
    heard = MachineIn(account=told.account, message_id=message_id, sid=told.sid, answered_by=told.answered_by or "")
    try:
        return _settled(note_machine, here.carrier, Addresses(here.config.server.public_url).turn, heard)
    except CarrierError as error:
        # It hears what a person would, nothing of the case, and puts the phone down by itself.
        log.warning("a machine could not be told anything (code %d)", error.code)
        return Response(status=DONE)


def _call_news(message_id: str) -> Response:
    told = call_status(request.form)
    return _settled(note_call, CallNews(
        account=told.account, sid=told.sid, status=told.status, message_id=message_id, answered_by=told.answered_by,
        error=told.error,
    ))


@callbacks.post("/carrier/calls/<call_id>/recording")
@webhook
def recording(call_id: str) -> Response:
    told = recording_ready(request.form)
    return _settled(note_recording, RecordingIn(
        account=told.account, call_id=call_id, sid=told.sid, seconds=told.seconds, status=told.status,
    ))


@callbacks.post("/carrier/calls/<call_id>/transcription")
@webhook
def transcript(call_id: str) -> Response:
    told = transcription(request.form)
    return _settled(note_transcript, TranscriptIn(
        account=told.account, call_id=call_id, recording_sid=told.recording_sid, words=told.text, status=told.status,
    ))


@callbacks.get("/carrier/sounds/<ref>")
def sound(ref: str) -> Response:
    """A recording for an officer's call: the reference is sealed and opens for some minutes only."""
    here = hotline()
    recording_id = here.sounds.recording(ref, here.parts.clock.now())
    found = fetch_sound(here.parts, here.media, recording_id) if recording_id else None
    if found is None:
        abort(404)
    return Response(found, content_type="audio/wav", headers={"Cache-Control": "no-store"})
