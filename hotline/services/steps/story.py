"""A ticket's story: every audit entry in its order, with the words that were said at that moment beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.audit import AuditEntry
from hotline.domain.entry import Entry, EntryKind
from hotline.domain.event import EventKind
from hotline.services.story_lines import ENTRY


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """``action`` is an EventKind's value or another audited act; ``kind`` names the entry where there are words."""

    at: datetime
    action: str
    actor: Actor
    facts: Mapping[str, object]
    words: str | None = None
    kind: EntryKind | None = None


def told(audit: Sequence[AuditEntry], entries: Sequence[Entry]) -> tuple[Line, ...]:
    """Oldest first. An entry no audit line claims still is part of the story."""
    left = list(entries)
    lines = [_line(each, left) for each in audit]
    lines += [
        Line(
            at=e.at, action=e.kind.value, actor=Actor(kind=ActorKind.SYSTEM, id=e.by), facts={}, words=e.words,
            kind=e.kind,
        )
        for e in left
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: line.at))


def _line(audited: AuditEntry, left: list[Entry]) -> Line:
    entry = _claimed(audited, left)
    return Line(
        at=audited.at, action=audited.action, actor=audited.actor, facts=audited.facts,
        words=entry.words if entry else None, kind=entry.kind if entry else None,
    )  # fmt: skip


def _claimed(audited: AuditEntry, left: list[Entry]) -> Entry | None:
    if audited.words is None or audited.action not in set(EventKind):
        return None
    kind = ENTRY.get(EventKind(audited.action))
    found = next((e for e in left if e.kind is kind and e.at == audited.at), None)
    if found is not None:
        left.remove(found)
    return found
