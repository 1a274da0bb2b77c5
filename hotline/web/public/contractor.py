"""The page behind a contractor's link: what there is to do, and one answer with photos. The secret in its address is its key."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from hotline.domain.errors import NotFound, RuleError
from hotline.pictures import picture_of
from hotline.services.contractor import MOST_PHOTOS, answer_link, open_link
from hotline.web.guard import hotline
from hotline.web.language import language

LARGEST = 25 * 1024 * 1024
OVER = frozenset({"link_used", "link_expired", "link_over"})


def contractor(secret: str) -> ResponseReturnValue:
    if request.method == "GET":
        return _page(secret)
    request.max_content_length = LARGEST
    here = hotline()
    files = [file.read() for file in request.files.getlist("photos")[:MOST_PHOTOS]]
    words = request.form.get("words", "")[:2000]
    try:
        answer_link(here.parts, here.media, picture_of, secret, words, files)
    except NotFound:
        abort(404)
    except RuleError as error:
        return _page(secret, wrong=error.code, words=words)
    return _page(secret, done=True)


def _page(secret: str, *, wrong: str = "", words: str = "", done: bool = False) -> ResponseReturnValue:
    task, over = None, wrong if wrong in OVER else ""
    if not over and not done:
        try:
            task = open_link(hotline().parts, secret, language())
        except NotFound:
            abort(404)
        except RuleError as error:
            over = error.code
    status = 410 if over else 422 if wrong else 200
    return render_template(
        "public/contractor.html", task=task, over=over, wrong=wrong, words=words, done=done, most=MOST_PHOTOS,
        city=hotline().config.city,
    ), status  # fmt: skip
