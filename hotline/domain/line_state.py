"""How the line answers now: a person first or the menu, by hours and as somebody has switched it; and the emergency switch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hotline.domain.errors import RuleError
from hotline.domain.hours import OfficeHours

LONGEST = 60  # characters: with the rest of its prompt under 20 seconds; in letters twice as many
STOPS = " 。.!！"


class Answering(StrEnum):
    MENU_FIRST = "menu_first"
    PERSON_FIRST = "person_first"


@dataclass(frozen=True, kw_only=True, slots=True)
class AnsweringHours:
    """Spans of the local week, holidays included: who is there on one is said by the operators' own switch."""

    when: OfficeHours
    how: Answering

    def holds(self, at: datetime) -> bool:
        local = at.astimezone(self.when.zone)
        return any(span.start <= local.time() < span.end for span in self.when.by_weekday[local.weekday()])


@dataclass(frozen=True, kw_only=True, slots=True)
class AnsweringPlan:
    """As configured: the first hours that hold, else ``default``."""

    default: Answering = Answering.MENU_FIRST
    hours: tuple[AnsweringHours, ...] = ()

    def at(self, moment: datetime) -> Answering:
        return next((one.how for one in self.hours if one.holds(moment)), self.default)


@dataclass(frozen=True, kw_only=True, slots=True)
class Switches:
    """What somebody has switched. ``answering`` None: as configured. ``notice``: language → what every caller hears first."""

    answering: Answering | None = None
    emergency: bool = False
    notice: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class LineState:
    person_first: bool
    emergency: bool
    notice: Mapping[str, str]


def state_of(plan: AnsweringPlan, switches: Switches, now: datetime) -> LineState:
    """What is switched goes before what is configured; without an emergency there is no notice."""
    how = switches.answering or plan.at(now)
    notice = switches.notice if switches.emergency else {}
    return LineState(person_first=how is Answering.PERSON_FIRST, emergency=switches.emergency, notice=notice)


def read_answering(written: str) -> Answering | None:
    """None: as configured. RuleError("unknown_answering")."""
    if written == "as_configured":
        return None
    if written not in set(Answering):
        raise RuleError("unknown_answering")
    return Answering(written)


def read_notice(words: Mapping[str, str]) -> dict[str, str]:
    """As it is spoken; a language without words has none. RuleError("too_long")."""
    said = {language: " ".join(text.split()).rstrip(STOPS) for language, text in words.items() if text.strip(STOPS)}
    if any(len(text) > (2 * LONGEST if text.isascii() else LONGEST) for text in said.values()):
        raise RuleError("too_long")
    return said
