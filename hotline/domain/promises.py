"""The promises with their numbers, as the rules need them. Defaults are the product's own."""

from dataclasses import dataclass, field

from hotline.domain.duration import Duration
from hotline.domain.hours import QuietHours


def _d(text: str) -> Duration:
    return Duration.parse(text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Promises:
    """One field a promise; every one is a key ``promises.<name>`` of config.yaml."""

    response: Duration = field(default_factory=lambda: _d("24h"))
    response_urgent: Duration = field(default_factory=lambda: _d("2h"))
    accept_within: Duration = field(default_factory=lambda: _d("4wh"))
    return_within: Duration = field(default_factory=lambda: _d("4wh"))
    rule_within: Duration = field(default_factory=lambda: _d("2wh"))
    route_within: Duration = field(default_factory=lambda: _d("2wh"))
    dispute_within: Duration = field(default_factory=lambda: _d("1wd"))
    request_within: Duration = field(default_factory=lambda: _d("1wd"))
    extension: Duration = field(default_factory=lambda: _d("7wd"))
    planned_told_every: Duration = field(default_factory=lambda: _d("30d"))
    object_within: Duration = field(default_factory=lambda: _d("7d"))
    objection_answer: Duration = field(default_factory=lambda: _d("1wd"))
    final_answer: Duration = field(default_factory=lambda: _d("5wd"))
    lookback_after: Duration = field(default_factory=lambda: _d("30d"))
    result: Duration = field(default_factory=lambda: _d("7wd"))
    result_reopened: Duration = field(default_factory=lambda: _d("3wd"))
    warn_at: int = 75
    committee_after: Duration = field(default_factory=lambda: _d("24h"))
    place_wait: Duration = field(default_factory=lambda: _d("10m"))
    add_within: Duration = field(default_factory=lambda: _d("10m"))
    chase_answer: Duration = field(default_factory=lambda: _d("24h"))
    survey_after: Duration = field(default_factory=lambda: _d("0s"))
    survey_call_after: Duration = field(default_factory=lambda: _d("24h"))
    survey_close_after: Duration = field(default_factory=lambda: _d("7d"))
    presume_after: Duration = field(default_factory=lambda: _d("24h"))
    reopen_within: Duration = field(default_factory=lambda: _d("90d"))
    ask_age: str = "text"  # everywhere, never
    close_attempts: int = 3
    close_days: int = 2
    callback_staffed: Duration = field(default_factory=lambda: _d("30m"))
    callback_next: str = "09:30"
    callback_reprisal: Duration = field(default_factory=lambda: _d("2h"))
    duty_next_after: Duration = field(default_factory=lambda: _d("60s"))
    duty_rounds: int = 3
    quiet_hours: QuietHours = field(default_factory=lambda: QuietHours.parse("21:00-08:00"))
