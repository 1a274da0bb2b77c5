"""The list of who saw what as one page to be handed over: in a language, and with nothing beside it."""

from flask import g, render_template

from hotline.services.evidence import EvidenceList
from hotline.web.app import create_app
from hotline.wiring import Hotline


def as_html(hotline: Hotline, found: EvidenceList, language: str) -> str:
    with create_app(hotline).test_request_context("/"):
        g.language = language
        return render_template("evidence_file.html", found=found)
