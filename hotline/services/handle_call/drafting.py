"""What a call leaves behind that is no ticket yet."""

from collections.abc import Mapping

from hotline.domain.call import Draft
from hotline.services.handle_call import report
from hotline.services.handle_call.line import Line

WANTED_TO_REPORT = frozenset({"category", "which", "tell", "report", "suggestion", "suggest"})

SUGGESTS = frozenset({"suggestion", "suggest"})


def done(said: Mapping[str, object]) -> tuple[object, ...]:
    """The finishes this call has had."""
    finished = said.get("done")
    return tuple(finished) if isinstance(finished, list | tuple) else ()


def wanted_to_report(line: Line, said: Mapping[str, object]) -> bool:
    """Words said about a ticket that is there already are no new report."""
    heard = bool(said.get("heard")) and line.call.ticket_id is None
    return bool(said.get("recording") or said.get("urgent")) or heard or (
        str(said.get("at") or said.get("step") or "") in WANTED_TO_REPORT
    )


def draft(line: Line, said: Mapping[str, object], *, dropped: bool = False) -> Draft:
    """Keep what is known of it. `dropped`: the line went, and who dials again may go on."""
    work = line.work
    reporter = line.reporter()
    chosen = said.get("category")
    category = chosen.get("id") if isinstance(chosen, Mapping) else chosen
    made = Draft(
        id=work.parts.ids.new(), call_id=line.call.id, reporter_id=reporter.id if reporter else None,
        language=str(said.get("language") or line.call.language), category=str(category) if category else None,
        known={
            "heard": report.heard_words(said), "recording": bool(said.get("recording")), "sealed": bool(said.get("sealed")),
            "suggestion": str(said.get("at") or said.get("step") or "") in SUGGESTS, "dropped": dropped,
        },
        created_at=work.now,
    )
    work.store.drafts.add(made)
    return made
