"""The same figures counted in plain Python, one thing after another: what the database's counts are held against."""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta

from hotline.domain.kpi import Dimension, Value
from hotline.storage.tables import (
    calls,
    clocks,
    closings,
    flags,
    grids,
    inbound,
    lookbacks,
    outbox,
    recurrences,
    reporters,
    surveys,
    tickets,
    waits,
)
from tests.storage.histories import History, type_row, within

WITHIN, TEXT = timedelta(seconds=15), timedelta(minutes=3)
type_groups = dict[str, dict[str, Value]]


class Tally:
    """Counts under names and groups; a reporter counts once where a mark is given."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.marks: set[tuple[str, str, str, str]] = set()

    def one(self, name: str, group: str, *parts: str, mark: str = "") -> None:
        for part in parts:
            if mark:
                if (name, group, part, mark) in self.marks:
                    continue
                self.marks.add((name, group, part, mark))
            self.counts[name, group][part] += 1

    def values(self) -> type_groups:
        found: type_groups = {}
        for (name, group), counts in self.counts.items():
            found.setdefault(name, {})[group] = Value(**counts)
        return found


def of_tickets(made: History, by: Dimension, department: str | None = None) -> type_groups:
    tally, group = Tally(), _grouping(made, by)
    everyone = {row["id"]: row for row in made.of(tickets)}
    seen = {
        row["id"]: row for row in everyone.values()
        if row["kind"] != "protection" and (department is None or row["owner"] == department)
    }  # fmt: skip
    for row in seen.values():
        _received(made, tally, row, group(row), age=by is not Dimension.AGE)
        _standing(made, tally, row, group(row))
    for closing in made.of(closings):
        if closing["ticket_id"] in seen:
            _closed(made, tally, seen[closing["ticket_id"]], closing, group(seen[closing["ticket_id"]]))
    for clock in made.of(clocks):
        if clock["ticket_id"] in seen:
            _due(made, tally, clock, group(seen[clock["ticket_id"]]))
    for survey in made.of(surveys):
        if survey["ticket_id"] in seen and within(survey["judged_at"], made.since, made.until):
            _judged(tally, survey, group(seen[survey["ticket_id"]]))
        if survey["ticket_id"] in seen and within(survey["closed_at"], made.since, made.until):
            _surveyed(made, tally, survey, group(seen[survey["ticket_id"]]))
    for look in made.of(lookbacks):
        if look["ticket_id"] in seen and within(look["due_at"], made.since, min(made.until, made.now)):
            _looked_back(made, tally, look, group(seen[look["ticket_id"]]))
    return tally.values()


def _grouping(made: History, by: Dimension) -> Callable[[type_row], str]:
    kinds = {row["id"]: row["kind"] for row in made.of(grids)}
    ages = {row["id"]: row["age"] for row in made.of(reporters)}
    match by:
        case Dimension.CITY:
            return lambda _: ""
        case Dimension.AREA:
            return lambda row: kinds.get(row["grid"], "")
        case Dimension.AGE:
            return lambda row: ages.get(row["reporter_id"]) or "unknown"
    column = "owner" if by is Dimension.DEPARTMENT else by.value
    return lambda row: row[column] or ""


def _received(made: History, tally: Tally, row: type_row, group: str, *, age: bool) -> None:
    if not within(row["received_at"], made.since, made.until):
        return
    tally.one("received", group, "numerator")
    if row["return_pending"]:
        tally.one("dispatch_right_first", group, "excluded")
    if row["dispatched_at"]:
        for name, count in (("returns", row["returns"]), ("extensions", row["extensions"])):
            tally.one(name, group, "denominator", *(["numerator"] if count else []))
        if not row["return_pending"]:
            tally.one("dispatch_right_first", group, "denominator", *([] if row["misrouted"] else ["numerator"]))
    chased = row["chases"] or any(c["kind"] == "chase" for c in made.of(clocks) if c["ticket_id"] == row["id"])
    tally.one("chased", group, "denominator", *(["numerator"] if chased else []))
    if row["reopenings"] or row["resolved_at"]:
        tally.one("reopened", group, "denominator", *(["numerator"] if row["reopenings"] else []))
    if row["state"] == "withdrawn":
        soon = any(f["kind"] == "withdrawn_soon" for f in made.of(flags) if f["ticket_id"] == row["id"])
        tally.one("withdrawn_after_contact", group, "denominator", *(["numerator"] if soon else []))
    if age and row["reporter_id"]:
        known = next(r["age"] for r in made.of(reporters) if r["id"] == row["reporter_id"])
        parts = {"over_60": ["numerator"], None: ["beside"]}.get(known, [])
        tally.one("reporters_over_60", group, "denominator", *parts, mark=row["reporter_id"])


def _closed(made: History, tally: Tally, ticket: type_row, row: type_row, group: str) -> None:
    how = row["closed_as"]
    if not within(row["closed_at"], made.since, made.until):
        return
    tally.one("closed", group, "numerator")
    for name in ("unreachable", "silence"):
        tally.one(name, group, "denominator", *(["numerator"] if how == name else []))
    told = {
        m["state"] for m in made.of(outbox)
        if m.get("ticket_id") == row["ticket_id"] and m["proves"] == "result" and row["resolved_at"]
        and m["created_at"] >= row["resolved_at"] and (m["sent_at"] is None or m["sent_at"] <= row["closed_at"])
    }  # fmt: skip
    if how == "no_channel":
        tally.one("feedback", group, "excluded")
    elif how in ("answered", "verdict") or "delivered" in told:
        tally.one("feedback", group, "denominator", "numerator")
    elif "presumed" in told:
        tally.one("feedback", group, "denominator", "numerator", "beside")
    else:
        tally.one("feedback", group, "denominator")
    if ticket["kind"] == "suggestion":
        parts = {"adopted": ["denominator", "numerator"], "partly": ["denominator", "numerator", "beside"],
                 "not_adopted": ["denominator"], None: ["excluded"]}[row["outcome"]]  # fmt: skip
        tally.one("suggestions_adopted", group, *parts)


def _standing(made: History, tally: Tally, row: type_row, group: str) -> None:
    if row["state"] not in ("received", "dispatched", "accepted", "in_progress", "planned", "reopened"):
        return
    tally.one("in_work_now", group, "numerator")
    if row["state"] == "planned":
        tally.one("planned_now", group, "numerator")
    if any(
        c["kind"] in ("response", "result") and c["met_at"] is None and c["stopped_at"] is None and c["due_at"] < made.now
        for c in made.of(clocks) if c["ticket_id"] == row["id"]
    ):  # fmt: skip
        tally.one("overdue_now", group, "numerator")


def _due(made: History, tally: Tally, clock: type_row, group: str) -> None:
    names = {"accept": "accepted_in_time", "response": "response_in_time", "result": "result_in_time"}
    name = names.get(clock["kind"])
    if name is None or not within(clock["due_at"], made.since, made.until):
        return
    ended = clock["met_at"] is None and clock["stopped_at"] is not None and clock["stopped_at"] <= clock["due_at"]
    if ended or clock["due_at"] >= made.now:
        tally.one(name, group, "excluded")
    else:
        kept = clock["met_at"] is not None and clock["met_at"] <= clock["due_at"]
        tally.one(name, group, "denominator", *(["numerator"] if kept else []))


def _judged(tally: Tally, row: type_row, group: str) -> None:
    solved = row["solved"]
    tally.one("survey_answered", group, "denominator", "numerator" if solved else "non_response")
    tally.one("solved", group, *{None: ["non_response"], 1: ["denominator", "numerator"], 2: ["denominator", "beside"],
                                 3: ["denominator"]}[solved])  # fmt: skip


def _surveyed(made: History, tally: Tally, row: type_row, group: str) -> None:
    satisfied, contacted = row["satisfied"], row["contacted"]
    liked = ["denominator", "numerator"] if satisfied in (1, 2) else ["denominator"]
    tally.one("satisfied", group, *(["non_response"] if satisfied is None else liked))
    claimed = any(
        c["kind"] == "response" and c["round"] == row["round"] and c["met_at"]
        for c in made.of(clocks) if c["ticket_id"] == row["ticket_id"]
    )  # fmt: skip
    if not claimed:
        tally.one("contacted_confirmed", group, "excluded")
    else:
        tally.one("contacted_confirmed", group, *{None: ["non_response"], 1: ["denominator", "numerator"],
                                                  2: ["denominator"]}[contacted])  # fmt: skip


def _looked_back(made: History, tally: Tally, row: type_row, group: str) -> None:
    again = any((r["ticket_id"], r["round"]) == (row["ticket_id"], row["round"]) for r in made.of(recurrences))
    if again or row["answer"] == 2:
        tally.one("recurrence", group, "denominator", "numerator")
    elif row["answer"] == 1:
        tally.one("recurrence", group, "denominator")
    else:
        tally.one("recurrence", group, "excluded" if row["dropped_at"] else "non_response")


def of_line(made: History) -> type_groups:
    tally = Tally()
    for name in ("calls_connected", "calls_answered_quickly", "texts_answered_quickly", "protection"):
        tally.counts[name, ""]["numerator"] += 0
    for call in made.of(calls):
        if call["direction"] == "inbound" and not call["staff_id"] and within(call["started_at"], made.since, made.until):
            _call(tally, call, [w for w in made.of(waits) if w["call_id"] == call["id"]])
    for wait in made.of(waits):
        if within(wait["since"], made.since, made.until):
            _wait(tally, wait)
    for text in made.of(inbound):
        if text["reporter_id"] and within(text["at"], made.since, made.until):
            answers = [m for m in made.of(outbox) if m.get("reporter_id") == text["reporter_id"]
                       and m["created_at"] == text["at"] and m["purpose"] in ("answer", "urgent")]  # fmt: skip
            quick = any(m["sent_at"] and m["sent_at"] - text["at"] <= TEXT for m in answers)
            parts = ["denominator", *(["numerator"] if quick else [])] if answers else ["excluded"]
            tally.one("texts_answered_quickly", "", *parts)
    for row in made.of(tickets):
        if row["kind"] == "protection" and within(row["received_at"], made.since, made.until):
            tally.one("protection", "", "numerator")
    return tally.values()


def _call(tally: Tally, call: type_row, waited: list[type_row]) -> None:
    talked = any(w["joined_at"] for w in waited)
    served = call["served"] in (None, True)
    gone = not waited and not served and call["ended_at"] - call["started_at"] <= WITHIN
    if (call["state"] == "up" and not talked) or gone:
        tally.one("calls_connected", "", "excluded")
    elif talked or (not waited and served):
        tally.one("calls_connected", "", "denominator", "numerator")
    else:
        left = any(w["state"] == "abandoned" for w in waited)
        tally.one("calls_connected", "", "denominator", *(["beside"] if left else []))


def _wait(tally: Tally, wait: type_row) -> None:
    name = "calls_answered_quickly"
    if wait["joined_at"]:
        tally.one(name, "", "denominator", *(["numerator"] if wait["joined_at"] - wait["since"] <= WITHIN else []))
    elif wait["ended_at"] is None:
        tally.one(name, "", "excluded")
    elif wait["state"] == "abandoned":
        hasty = wait["ended_at"] - wait["since"] <= WITHIN
        tally.one(name, "", *(["excluded"] if hasty else ["denominator", "beside"]))
    else:
        tally.one(name, "", "denominator")
