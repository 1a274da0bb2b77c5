"""The web process: every door in one Flask application."""

import logging

from flask import Flask, Response, abort, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import UnicodeConverter, ValidationError

from hotline.domain.errors import Unavailable
from hotline.logs import set_up_logs
from hotline.services.keep_flows import keep_flows
from hotline.soundness import Unsound, sound_config
from hotline.web.callbacks import callbacks
from hotline.web.console import console_blueprint
from hotline.web.health import health
from hotline.web.messages import messages
from hotline.web.phone import phone_blueprint
from hotline.web.public import public_blueprint
from hotline.web.sessions import Sessions
from hotline.web.voice import voice
from hotline.wiring import Hotline, build

log = logging.getLogger(__name__)
LARGEST_BODY = 1024 * 1024  # a text of 20,000 characters is 180 KB once it is escaped
PATIENCE = 6.0  # seconds with the database: a carrier waits 15 for a turn, and somebody may wait before us
POLICY = "default-src 'self'; img-src 'self' data:; media-src 'self'; frame-ancestors 'none'; form-action 'self'"


def create_app(hotline: Hotline | None = None) -> Flask:
    """The application of this process; without parts they are built from the environment's configuration."""
    hotline = hotline or _built()
    app = Flask("hotline.web")
    app.config.update(
        SECRET_KEY=hotline.config.secrets.session_key.current.value, MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=hotline.config.server.public_url.startswith("https://"), SESSION_COOKIE_NAME="hotline",
    )
    app.url_map.converters["default"] = _Printable
    app.before_request(_plain_query)
    app.session_interface = Sessions()
    app.extensions["hotline"] = hotline
    for blueprint in (voice, messages, callbacks, health):
        app.register_blueprint(blueprint)
    app.register_blueprint(public_blueprint(hotline))
    app.register_blueprint(console_blueprint(hotline), url_prefix="/console")
    if hotline.config.carrier.simulated:
        app.register_blueprint(phone_blueprint(hotline.config.carrier.api_base_url or ""))
    app.after_request(_headers)
    app.register_error_handler(Unavailable, _away)
    return app


def _built() -> Hotline:
    """A configuration, flow or text with a fault ends the process here, with each fault on a line of its own."""
    try:
        config = sound_config()
    except Unsound as error:
        raise SystemExit(str(error)) from None
    set_up_logs(config.logs.format, config.logs.level)
    hotline = build(config, patience=PATIENCE)
    keep_flows(hotline.parts)
    return hotline


class _Printable(UnicodeConverter):
    """A part of an address. A control character names nothing of ours, and PostgreSQL takes no NUL."""

    def to_python(self, value: str) -> str:
        if any(char < " " for char in value):
            raise ValidationError
        return super().to_python(value)


def _plain_query() -> None:
    if any("\0" in value for value in request.args.values()):
        abort(400)


def _headers(response: Response) -> Response:
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Security-Policy", POLICY)
    return response


def _away(error: Exception) -> tuple[Response, int] | HTTPException:
    """A page or a machine asks while the database, or the store of recordings, is away."""
    part = getattr(error, "part", "database")
    log.warning("%s answered 503: the %s away", request.endpoint, f"store of {part} is" if part != "database" else "database is")
    return Response(f"503 {part} away\n", content_type="text/plain"), 503
