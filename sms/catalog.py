"""Every message the hotline can text, by name. The words are in templates/<language>/<name>.txt.j2."""

import re
from collections.abc import Mapping
from pathlib import Path

from sms.decision_messages import DECISIONS
from sms.message import HAN_LIMIT, LATIN_LIMIT, SAMPLE_NOW, JsonValue, Message, Purpose, Type, Value, words_fit
from sms.resident_messages import RESIDENT
from sms.staff_messages import STAFF

__all__ = ["CATALOG", "GSM", "PHRASES", "SAMPLE_NOW", "TEMPLATES", "WORDS_LIMIT", "JsonValue", "Message", "Purpose",
"Type", "Value", "words_fit", "words_refused"]

CATALOG: Mapping[str, Message] = {message.name: message for message in (*RESIDENT, *STAFF, *DECISIONS)}
TEMPLATES = Path(__file__).parent / "templates"
GSM = frozenset({"en"})  # languages whose texts must stay in GSM-7
WORDS_LIMIT: Mapping[str, int] = {"zh-CN": HAN_LIMIT, "en": LATIN_LIMIT}

# phrase -> (macro file, macro, its values): short wordings that calls and pages share with the texts.
# ``at`` and ``by`` are ISO times, as in messages.
PHRASES: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "when": ("_when", "when", ("at",)),
    "day": ("_when", "day", ("at",)),
    "clock": ("_when", "clock", ("at",)),
    "state": ("_state", "state", ("state",)),
    "spoken": ("_spoken", "spoken", ("at",)),
    "spoken_day": ("_spoken", "day", ("at",)),
    "spoken_number": ("_spoken", "number", ("number",)),
    "your_report": ("_spoken", "your_report", ()),
    "nobody_yet": ("_spoken", "nobody_yet", ()),
    "committee": ("_spoken", "committee", ()),
    "news_late": ("_spoken", "news_late", ("number", "department", "by")),
    "no_category": ("_spoken", "no_category", ()),
    "news_duty_taken": ("_spoken", "news_duty_taken", ("number", "department", "name")),
    "news_followed_done": ("_spoken", "news_followed_done", ("number", "department")),
    "news_late_committee": ("_spoken", "news_late_committee", ("number", "by")),
}

_LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|cn|net|org|cc|top|vip)\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)\+?\d(?:[ -]?\d){6,}(?!\d)")


def words_refused(words: str) -> str | None:
    """Why an officer's words can't be passed on: ``words_too_long``, ``words_link``, ``words_phone``, or None."""
    if not words_fit(words):
        return "words_too_long"
    if _LINK.search(words):
        return "words_link"
    return "words_phone" if _PHONE.search(words) else None
