"""Every webhook door stands behind this: no valid signature, no effect but a line on the list of refusals."""

from collections.abc import Callable
from functools import wraps

from flask import Response, current_app, request

from hotline.carrier.webhooks import WebhookError
from hotline.wiring import Hotline

GUARDED = "_guarded_webhook"


def hotline() -> Hotline:
    """The parts of this process."""
    parts: Hotline = current_app.extensions["hotline"]
    return parts


def webhook(view: Callable[..., Response]) -> Callable[..., Response]:
    """Let only the carrier in. 403 with no body otherwise; a form that can't be read is 400."""

    @wraps(view)
    def guarded(**values: str) -> Response:
        here = hotline()
        try:
            here.signatures.look(request.environ)
            here.signatures.check(request.environ, request.form)
            return view(**values)
        except WebhookError as error:
            rule = request.url_rule.rule if request.url_rule else ""
            here.queue.refuse(here.parts.clock.now(), rule, error.code)
            return Response(status=400 if error.code.startswith("field:") else 403)

    setattr(guarded, GUARDED, True)
    return guarded


def xml(document: bytes) -> Response:
    return Response(document, content_type="text/xml; charset=utf-8")
