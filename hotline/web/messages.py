"""The carrier's door for texts. Every text goes out through the REST interface, so the answer is always empty."""

import logging

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from hotline.carrier.forms import IncomingText, incoming_text
from hotline.carrier.twiml import NOTHING
from hotline.domain.errors import Conflict, Unavailable
from hotline.services.take_text import TextIn, take_text
from hotline.web.flood import Flood
from hotline.web.guard import hotline, webhook, xml

log = logging.getLogger(__name__)
messages = Blueprint("messages", __name__)
TRIES = 5
_FLOOD = "messages.flood"


@messages.post("/sms")
@webhook
def sms() -> Response:
    """A text. Taken in; or, while the database is away, spooled on the disk: a carrier asks only once."""
    text = incoming_text(request.form)
    flood: Flood = current_app.extensions[_FLOOD]
    if flood.over():  # waits on the disk for some seconds: what is in work goes first, and nothing is lost
        return _spooled(text, "more than limits.texts_a_minute came")
    for _ in range(TRIES):
        try:
            take_text(hotline().parts, _text_in(text))
            return xml(NOTHING)
        except Conflict:
            continue  # somebody else changed the same ticket at the same moment
        except Unavailable:
            break
    return _spooled(text)


@messages.post("/sms/fallback")
@webhook
def sms_fallback() -> Response:
    """Asked when ``/sms`` failed: only keeps the text."""
    return _spooled(incoming_text(request.form))


def _set_up(state: BlueprintSetupState) -> None:
    state.app.extensions[_FLOOD] = Flood(state.app.extensions["hotline"].config.limits.texts_a_minute)


messages.record_once(_set_up)


def _spooled(text: IncomingText, why: str = "the database is away or busy") -> Response:
    fields: dict[str, object] = {
        "account": text.account, "sid": text.sid, "sender": text.from_raw, "body": text.body, "media": _files(text),
        "opt_out": text.opt_out,
    }
    hotline().spool.put(text.account, text.sid, fields)
    log.warning("text %s spooled: %s", text.sid, why)
    return xml(NOTHING)


def _files(text: IncomingText) -> tuple[str, ...]:
    """The carrier's names for what came along. An address of anybody else's is never asked, and noted in the log."""
    named = tuple(file.sid for file in text.media if file.sid is not None)
    if len(named) < len(text.media):
        log.warning("text %s: %d files have no address of the carrier's own", text.sid, len(text.media) - len(named))
    return named


def _text_in(text: IncomingText) -> TextIn:
    return TextIn(
        account=text.account, sid=text.sid, sender=text.from_raw, body=text.body, media=_files(text), opt_out=text.opt_out,
    )
