"""What a dropped call left behind becomes a ticket, in an operator's words; or is let go, with the operator's name to it."""

from dataclasses import dataclass, replace

from hotline.domain.call import Draft
from hotline.domain.errors import NotFound, RuleError
from hotline.domain.event import Change
from hotline.domain.intake import take_in
from hotline.domain.kind import kind_of
from hotline.domain.staff import Staff
from hotline.domain.ticket import Channel, Kind, Ticket
from hotline.services.parts import Parts
from hotline.services.steps.called_back import finish
from hotline.services.steps.filled import Filled, read_place
from hotline.services.steps.retried import retried
from hotline.services.steps.sight import hand
from hotline.services.work import Work, working


@dataclass(frozen=True, kw_only=True, slots=True)
class Completion:
    """``words`` is what the matter is, as the operator heard it."""

    words: str
    filled: Filled


def complete_draft(parts: Parts, staff: Staff, draft_id: str, given: Completion) -> Ticket:
    """NotFound where it is no draft any more; RuleError: no_words, unknown_category, unknown_grid."""
    return retried(lambda: _complete(parts, staff, draft_id, given))


def expire_draft(parts: Parts, staff: Staff, draft_id: str) -> None:
    """Nothing was wanted after all, or nobody can be asked: off the list, and audited."""
    with working(parts) as work:
        draft = _draft(work, draft_id)
        work.store.drafts.save(replace(draft, state="expired"))
        work.audit(f"draft:{draft.id}", "expired", hand(staff), {"reason": "nothing_wanted"})
        _call_backs_over(work, staff, draft)


def _complete(parts: Parts, staff: Staff, draft_id: str, given: Completion) -> Ticket:
    if not given.words.strip():
        raise RuleError("no_words")
    with working(parts) as work:
        draft = _draft(work, draft_id)
        recorded = bool(work.store.recordings.of_call(draft.call_id))
        after, events = take_in(_ticket(work, draft, given), given.words.strip(), work.city, work.now)
        made = work.apply(Change(before=None, after=after, events=events, actor=hand(staff), at=work.now), recorded=recorded)
        work.store.drafts.save(replace(draft, state="received", ticket_id=made.id, category=made.category))
        work.store.recordings.attach(draft.call_id, made.id)
        work.store.recordings.attach_draft(draft.id, made.id)
        _call_backs_over(work, staff, draft)
        return made


def _ticket(work: Work, draft: Draft, given: Completion) -> Ticket:
    city, filled = work.city, given.filled
    category = city.categories.get(filled.category) if filled.category else None
    if filled.category and category is None:
        raise RuleError("unknown_category")
    place = read_place(work, filled)
    return Ticket(
        id=work.parts.ids.new(), number=work.new_number(), kind=_kind(draft, given.words), channel=Channel.VOICE,
        language=draft.language, reporter_id=draft.reporter_id, category=category.id if category else None,
        place=place.words if place else None, grid=place.grid_id if place else None, lat=place.lat if place else None,
        lon=place.lon if place else None, urgent=bool(category and category.urgent),
        sealed=bool(draft.known.get("sealed")), received_at=work.now,
    )  # fmt: skip


def _kind(draft: Draft, words: str) -> Kind:
    return Kind.SUGGESTION if draft.known.get("suggestion") else kind_of(words)


def _draft(work: Work, draft_id: str) -> Draft:
    draft = work.store.drafts.get(draft_id)
    if draft is None or draft.state != "draft":
        raise NotFound("draft")
    return draft


def _call_backs_over(work: Work, staff: Staff, draft: Draft) -> None:
    """Who completed it has spoken to them, or has listened to all there is."""
    if draft.reporter_id is None:
        return
    for callback in work.store.callbacks.open_of(draft.reporter_id, limit=100):
        if callback.draft_id == draft.id:
            finish(work, staff, callback.id)
