"""Nothing is shown as a bare code: whatever state, reason or message there is, it has words in both languages."""

from collections.abc import Iterable
from types import SimpleNamespace

import pytest
from flask import Blueprint, Flask, g

from hotline.domain.aftermath import NoticedBy
from hotline.domain.clock_row import ClockKind
from hotline.domain.delivery import Next
from hotline.domain.event import EventKind
from hotline.domain.evidence import Saw
from hotline.domain.flag import FlagKind
from hotline.domain.message import Delivery
from hotline.domain.staff import Role
from hotline.domain.ticket import Channel, ClosedAs, Kind, State
from hotline.services.reveal import Reason
from hotline.web.formats import format_pages
from hotline.web.language import speak
from sms.catalog import CATALOG

CODES: dict[tuple[str, str], Iterable[str]] = {
    ("console/story.html", "came_of"): ("talked", "busy", "no_answer", "failed", "not_rung", "heard", "not_heard", "up"),
    ("console/flag_words.html", "flag"): FlagKind, ("console/flag_words.html", "noticed_by"): NoticedBy,
    ("words.html", "state"): State, ("words.html", "closed_as"): ClosedAs, ("words.html", "promise"): ClockKind,
    ("words.html", "kind"): Kind, ("console/words.html", "role"): Role, ("console/words.html", "channel"): Channel,
    ("console/words.html", "delivery"): Delivery, ("console/words.html", "why"): Next,
    ("console/words.html", "reason"): Reason, ("console/words.html", "message"): CATALOG,
    ("console/words.html", "fate"): ("running", "late", "kept", "kept_late", "ended"),
    ("console/words.html", "held"): ("quiet_hours", "call_hours", "retry", "setup", "no_answer", "survey_over", "stopped",
        "refused", "broadcast_stopped"),
    ("console/words.html", "call_back"): ("person", "draft", "not_solved", "unhappy", "third_contact", "reprisal",
        "news", "question", "relay", "lookback", "abandoned"),
}  # fmt: skip


@pytest.fixture(scope="module")
def app() -> Flask:
    made, pages = Flask("hotline.web"), Blueprint("pages", __name__)
    speak(pages)
    format_pages(pages)
    made.register_blueprint(pages)
    made.jinja_env.globals["csrf_token"] = str
    return made


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_code_has_its_words(app: Flask, language: str) -> None:
    bare: list[str] = []
    with app.test_request_context("/"):
        g.language = language
        for (file, macro), codes in CODES.items():
            word = getattr(app.jinja_env.get_template(file).module, macro)
            for code in map(str, codes):
                said = str(word(code)).strip()
                foreign = any("\u4e00" <= c <= "\u9fff" for c in said) is (language == "en")
                if "_" in said or not said or foreign:
                    bare.append(f"{macro} {code}: {said}")
    assert bare == []


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_event_has_its_words(app: Flask, language: str) -> None:
    city = SimpleNamespace(**dict.fromkeys(("department_name", "category_name", "grid_name"), lambda *_: "X"))
    story = SimpleNamespace(city=city, name=lambda _: None)
    extra = ("revealed", "tried_again", "report", "addition")
    with app.test_request_context("/"):
        g.language = language
        happened = app.jinja_env.get_template("console/story.html").module.happened  # type: ignore[attr-defined]
        for action in (*map(str, EventKind), *extra):
            said = str(happened(story, SimpleNamespace(action=action, facts={}))).strip()
            assert said != action, action
            assert any("\u4e00" <= c <= "\u9fff" for c in said) is (language == "zh-CN"), said


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_look_has_its_words(app: Flask, language: str) -> None:
    with app.test_request_context("/"):
        g.language = language
        saw = app.jinja_env.get_template("evidence_words.html").module.saw  # type: ignore[attr-defined]
        told = {what: str(saw(SimpleNamespace(what=what, detail="", number="", via=""))).strip() for what in Saw}
    assert all(told.values())
    assert len(set(told.values())) == len(Saw)
    assert all(any("\u4e00" <= c <= "\u9fff" for c in words) is (language == "zh-CN") for words in told.values())
