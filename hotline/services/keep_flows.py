"""Keeps the sources of every flow a process starts with, so that a call goes on with the version it began with although
the files have changed and every process was restarted since."""

import logging
from datetime import timedelta

from hotline.domain.errors import Conflict, Unavailable
from hotline.services.parts import Parts
from ivr_flows.model import Session

log = logging.getLogger(__name__)

KEPT = timedelta(days=7)  # longer than any call, and than a machine of several takes to be brought up to date
MOST_CALLS = 10_000


def keep_flows(parts: Parts) -> bool:
    """At the start of a process. False while the database is away: the cron process does it again."""
    now = parts.clock.now()
    try:
        with parts.database.writing() as store:
            for flow in parts.flows.values():
                files = {path: content.decode("utf-8") for path, content in flow.sources.items()}
                store.flow_versions.keep(flow.name, flow.version, files, now)
    except (Unavailable, Conflict):
        log.warning("today's flows could not be kept yet: the database is away")
        return False
    return True


def drop_flows(parts: Parts) -> int:
    """Versions that no process loaded and no call used for a week; how many. Today's are kept once more."""
    if not keep_flows(parts):
        return 0
    now, dropped = parts.clock.now(), 0
    with parts.database.writing() as store:
        known = store.flow_versions.seen()
        today = {(flow.name, flow.version) for flow in parts.flows.values()}
        if not known.keys() - today:
            return 0
        calls = store.calls.still_up(now, MOST_CALLS)
        sessions = [Session.from_json(call.session) for call in calls if call.session]
        for name, version in {(s.flow, s.version) for s in sessions} & known.keys():
            store.flow_versions.touch(name, version, now)
        for name, version in known.keys() - today:
            # Asked once more by the statement itself: a call may have been seen to use it just now.
            dropped += store.flow_versions.remove(name, version, now - KEPT)
    if dropped:
        log.info("%d versions of flows that nobody uses any more were removed", dropped)
    return dropped
