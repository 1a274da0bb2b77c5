"""The catalogue of KPIs: targets as the city has promised them (product: Targets shown)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from hotline.domain.kpi import Better, ByDate, Kpi, Unit

TEXT_WITHIN = timedelta(minutes=3)  # product: Answered

_UP, _DOWN = Better.UP, Better.DOWN
_B = ByDate

PROMISES = (
    Kpi(name="response_in_time", better=_UP, target=98, by=_B.DUE),
    Kpi(name="contacted_confirmed", better=_UP, by=_B.SURVEYED),
    Kpi(name="accepted_in_time", better=_UP, by=_B.DUE),
    Kpi(name="result_in_time", better=_UP, by=_B.DUE),
    Kpi(name="feedback", better=_UP, target=100, by=_B.CLOSED),
)
VERDICTS = (
    Kpi(name="solved", better=_UP, target=85, by=_B.JUDGED),
    Kpi(name="satisfied", better=_UP, target=90, by=_B.SURVEYED),
    Kpi(name="survey_answered", better=_UP, by=_B.JUDGED),
    Kpi(name="recurrence", better=_DOWN, target=20, by=_B.LOOKED_BACK),
    Kpi(name="reopened", better=_DOWN, by=_B.RECEIVED),
)
VOICE = (
    Kpi(name="suggestions_adopted", better=_UP, target=60, by=_B.CLOSED),
    Kpi(name="hearings_followed", better=_UP, target=80, by=_B.DECIDED, city_only=True, people=False),
)
FAIRNESS = (
    Kpi(name="reporters_over_60", better=_UP, target=20, by=_B.RECEIVED),
    Kpi(name="gap_solved", unit=Unit.POINTS, better=_DOWN, target=10, by=_B.JUDGED, city_only=True),
    Kpi(name="gap_result_in_time", unit=Unit.POINTS, better=_DOWN, target=10, by=_B.DUE, city_only=True),
    Kpi(name="silent_grids", unit=Unit.COUNT, better=_DOWN, by=_B.RECEIVED, city_only=True, people=False),
)
HANDLING = (
    Kpi(name="dispatch_right_first", better=_UP, target=95, by=_B.RECEIVED),
    Kpi(name="returns", better=_DOWN, by=_B.RECEIVED),
    Kpi(name="extensions", better=_DOWN, by=_B.RECEIVED),
    Kpi(name="chased", better=_DOWN, by=_B.RECEIVED),
    Kpi(name="unreachable", better=_DOWN, by=_B.CLOSED),
    Kpi(name="silence", better=_DOWN, by=_B.CLOSED),
    Kpi(name="withdrawn_after_contact", better=_DOWN, by=_B.RECEIVED),
)
LINE = (
    Kpi(name="calls_connected", better=_UP, target=95, by=_B.CALLED, city_only=True),
    Kpi(name="calls_answered_quickly", better=_UP, by=_B.CALLED, city_only=True),
    Kpi(name="texts_answered_quickly", better=_UP, by=_B.WRITTEN, city_only=True),
)
COUNTS = (
    Kpi(name="received", unit=Unit.COUNT, by=_B.RECEIVED),
    Kpi(name="closed", unit=Unit.COUNT, by=_B.CLOSED),
    Kpi(name="in_work_now", unit=Unit.COUNT, by=_B.NOW),
    Kpi(name="planned_now", unit=Unit.COUNT, better=_DOWN, by=_B.NOW),
    Kpi(name="overdue_now", unit=Unit.COUNT, better=_DOWN, by=_B.NOW),
    Kpi(name="protection", unit=Unit.COUNT, by=_B.RECEIVED, city_only=True),
)

# As pages show them: a name for each group, its words stand beside the formulas.
CHAPTERS: Mapping[str, Sequence[Kpi]] = {
    "promises": PROMISES, "verdicts": VERDICTS, "voice": VOICE, "fairness": FAIRNESS, "handling": HANDLING, "line": LINE,
    "counts": COUNTS,
}  # fmt: skip
CATALOGUE: Mapping[str, Kpi] = {kpi.name: kpi for chapter in CHAPTERS.values() for kpi in chapter}
GAPS: Mapping[str, str] = {"gap_solved": "solved", "gap_result_in_time": "result_in_time"}
