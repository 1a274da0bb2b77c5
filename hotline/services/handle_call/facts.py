"""What a flow is told when a call begins. A number nobody knows costs no look-up."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from hotline.domain.call import Call, Draft
from hotline.domain.known_event import known_in
from hotline.domain.reporter import Reporter
from hotline.domain.staff import Staff
from hotline.domain.ticket import IN_WORK, Ticket
from hotline.services.parts import Parts
from hotline.services.steps import spoken
from hotline.services.steps.promised import promised
from hotline.services.work import Work
from ivr_flows.model import Session
from sms.cleaning import has_han

# What each flow is told when a call begins; `?` marks what is not always known.
COMMON = "language city hotline caller_known staffed"
INTAKE = f"{COMMON} categories places slow? open_ticket? known_event? dropped? person_first?"
NEWS = f"{COMMON} number category department words? news"
FACTS = {
    "intake": INTAKE, "emergency": f"{INTAKE} notice?", "officer": f"{COMMON} name", "survey": f"{NEWS} ask_age?", "status": NEWS,
    "duty": f"{COMMON} number category place words recorded taken_by", "machine": COMMON,
    "bridge": f"{COMMON} phone number? about? english? over?",
    "operator": f"{COMMON} still speaks minutes about",
}

MOST_ENTRIES = 4      # five numbered entries at most; the fifth is "something else"
MOST_HINTS = 40       # words per category given to the recogniser
MOST_PLACES = 250     # with the categories' words within the 500 a carrier takes
STANDING = frozenset({"city", "hotline", "categories", "places"})
GO_ON_WITHIN = timedelta(minutes=10)  # a drop this long ago is the same call to the one who dials again
MOST_DROPPED = 5


def standing(parts: Parts) -> Mapping[str, object]:
    """What every call is told alike: laid out once per process, and not written into each call's row."""
    if not parts.standing:
        offered = {"categories": categories(parts), "places": places(parts)}
        parts.standing.update({"city": dict(parts.city_name), "hotline": parts.shown_number, **offered})
    return parts.standing


def lean(session: Session) -> dict[str, object]:
    """A session as it is kept: without what every call knows."""
    facts = {name: value for name, value in session.facts.items() if name not in STANDING}
    return replace(session, facts=facts).to_json()


def whole(parts: Parts, kept: Mapping[str, object]) -> Session:
    """And back. What an older row still holds of its own counts."""
    session = Session.from_json(kept)
    return replace(session, facts={**standing(parts), **session.facts})


def common(work: Work, call: Call) -> dict[str, object]:
    parts = work.parts
    known = standing(parts)
    return {
        "language": call.language, "city": known["city"], "hotline": known["hotline"],
        "caller_known": call.phone is not None, "staffed": parts.calendar.is_open(work.now),
    }


def places(parts: Parts) -> list[dict[str, object]]:
    """The city's own streets and landmarks, for the recogniser: each name where its script is read."""
    names = list(dict.fromkeys(name for grid in parts.gazetteer.grids for place in grid.places for name in place.names))
    chinese = [name for name in names if has_han(name)]
    return [{"hints": {"zh-CN": chinese[:MOST_PLACES], "en": [name for name in names if not has_han(name)][:MOST_PLACES]}}]


def categories(parts: Parts) -> list[dict[str, object]]:
    """The categories offered by key, in the order of their keys."""
    keyed = sorted((c for c in parts.categories if c.key), key=lambda c: str(c.key))[:MOST_ENTRIES]
    return [
        {
            "key": c.key, "id": c.id, "name": dict(c.name),
            "hints": {lang: list(words[:MOST_HINTS]) for lang, words in c.words.items()},
        }
        for c in keyed
    ]


def intake_facts(work: Work, call: Call) -> dict[str, object]:
    known = standing(work.parts)
    facts = common(work, call) | {"categories": known["categories"], "places": known["places"]}
    reporter = work.reporter(call.reporter_id)
    return facts if reporter is None else facts | _known(work, call, reporter)


def officer_facts(work: Work, call: Call, staff: Staff) -> dict[str, object]:
    return common(work, call) | {"name": staff.name}


def _known(work: Work, call: Call, reporter: Reporter) -> dict[str, object]:
    """What the line knows of a number that called or texted before."""
    latest = work.store.tickets.latest_of(reporter.id, 3)
    work_on = next((ticket for ticket in latest if ticket.state in IN_WORK), None)
    found: dict[str, object] = {"slow": reporter.slow}
    if work_on is not None:
        found["open_ticket"] = _open_ticket(work, work_on)
    event = known_in(latest[0].grid if latest else None, work.store.known_events.current())
    known = {ticket.id for ticket in latest}
    if event is not None and event.ticket_id not in known and reporter.id not in work.store.followers.of_ticket(event.ticket_id):
        found["known_event"] = {"ticket": event.ticket_id, "words": dict(event.words)}
    dropped = dropped_draft(work, reporter, call)
    if dropped is not None:
        found["dropped"] = {"draft": dropped.id, "about": spoken.category(work.city, dropped.category)}
    return found


def _open_ticket(work: Work, ticket: Ticket) -> dict[str, object]:
    parts = work.parts
    answer_by = promised(work.store, ticket, work.now).answer_by
    by = spoken.time(parts, answer_by, work.now) if answer_by is not None else None
    return {
        "number": ticket.number, "by": by, "state": spoken.state(parts, ticket, work.now),
        "about": None if ticket.sealed else spoken.category(work.city, ticket.category),
        "department": spoken.department(parts, work.city, ticket.handler, work.now),
    }


def matter(work: Work, ticket: Ticket) -> dict[str, str]:
    """What a ticket is about, in words that may be spoken: of a sealed one nothing but that it is theirs."""
    name = None if ticket.sealed else spoken.category(work.city, ticket.category)
    return dict(name) if name else spoken.phrase(work.parts, "your_report", work.now)


def dropped_draft(work: Work, reporter: Reporter, call: Call) -> Draft | None:
    """What this number said in the call that broke off a moment ago; nobody else has taken it up, it is not still going on,
    and nothing came after it: neither a ticket nor a call that ended as it should."""
    since = work.now - GO_ON_WITHIN
    drafts = work.store.drafts.of_reporter(reporter.id, since, MOST_DROPPED)
    last = next((draft for draft in drafts if draft.call_id != call.id), None)
    if last is None or not last.known.get("dropped") or not _says_something(last):
        return None
    tickets = work.store.tickets.latest_of(reporter.id, 1)
    return last if not tickets or tickets[0].received_at < last.created_at else None


def _says_something(draft: Draft) -> bool:
    return bool(draft.category or any(draft.known.get(one) for one in ("heard", "recording", "sealed", "suggestion")))
