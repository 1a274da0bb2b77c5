"""What a flow is told when a call begins."""

from hotline.domain.call import Call
from hotline.domain.staff import Staff
from hotline.services.work import Work

MOST_ENTRIES = 4      # five numbered entries at most; the fifth is "something else"
MOST_HINTS = 40       # words per category given to the recogniser


def common(work: Work, call: Call) -> dict[str, object]:
    parts = work.parts
    return {
        "language": call.language, "city": dict(parts.city_name), "hotline": parts.shown_number,
        "caller_known": call.phone is not None, "staffed": parts.calendar.is_open(work.now),
    }


def categories(work: Work) -> list[dict[str, object]]:
    """The categories offered by key, in the order of their keys."""
    keyed = sorted((c for c in work.parts.categories if c.key), key=lambda c: str(c.key))[:MOST_ENTRIES]
    return [
        {
            "key": c.key, "id": c.id, "name": dict(c.name),
            "hints": {lang: list(words[:MOST_HINTS]) for lang, words in c.words.items()},
        }
        for c in keyed
    ]


def intake_facts(work: Work, call: Call) -> dict[str, object]:
    return common(work, call) | {"categories": categories(work)}


def officer_facts(work: Work, call: Call, staff: Staff) -> dict[str, object]:
    return common(work, call) | {"name": staff.name}
