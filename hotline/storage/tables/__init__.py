"""Every table of the hotline, a file per group of nouns; importing this knows them all."""

from hotline.storage.tables.audit import audit_anchored, audit_anchors, audit_entries, audit_heads
from hotline.storage.tables.base import metadata
from hotline.storage.tables.calls import callbacks, calls, drafts, recordings
from hotline.storage.tables.duty import absences, duty_ladders, duty_night, duty_rota
from hotline.storage.tables.handling import assists, closings, flags, lookbacks, recurrences, requests
from hotline.storage.tables.keeping import flow_versions, leases, meta
from hotline.storage.tables.messages import inbound, outbox, photos, webhooks
from hotline.storage.tables.observing import broadcasts, observers, postings, redemptions
from hotline.storage.tables.participation import followers, known_events, votes
from hotline.storage.tables.people import departments, grids, reporters, routes, staff
from hotline.storage.tables.tickets import clocks, entries, links, questions, surveys, tickets
from hotline.storage.tables.waiting import operator_rings, waits

__all__ = [
    "absences",
    "assists",
    "audit_anchored",
    "audit_anchors",
    "audit_entries",
    "audit_heads",
    "broadcasts",
    "callbacks",
    "calls",
    "clocks",
    "closings",
    "departments",
    "drafts",
    "duty_ladders",
    "duty_night",
    "duty_rota",
    "entries",
    "flags",
    "flow_versions",
    "followers",
    "grids",
    "inbound",
    "known_events",
    "leases",
    "links",
    "lookbacks",
    "meta",
    "metadata",
    "observers",
    "operator_rings",
    "outbox",
    "photos",
    "postings",
    "questions",
    "recordings",
    "recurrences",
    "redemptions",
    "reporters",
    "requests",
    "routes",
    "staff",
    "surveys",
    "tickets",
    "votes",
    "waits",
    "webhooks",
]
