"""The city's own days off and make-up days: what contradicts itself, and what is not known yet.

A day said to be both is a fault. What only became needless, as when the calendar has learnt a year since, is a remark: nobody
should be kept from starting by a newer calendar.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from hotline.config.models import Config
from hotline.config.national import with_national
from hotline.config.partial import field_of
from hotline.config.rows import Fault
from hotline.config.section import Section
from hotline.domain.deadline import unpublished_years
from hotline.domain.hours import OfficeHours, WorkCalendar


def calendar_of(city: Section) -> WorkCalendar:
    office = OfficeHours.parse(field_of(city, "office_hours"), field_of(city, "timezone"))
    return WorkCalendar(
        region=field_of(city, "region"), office=office, extra_holidays=frozenset(field_of(city, "extra_holidays")),
        extra_working_days=frozenset(field_of(city, "extra_working_days")),
    )


def both(holidays: Sequence[date], working: Sequence[date]) -> Iterator[Fault]:
    for place, day in enumerate(working):
        if day in holidays:
            yield ("city", "extra_working_days", place), f"{day} is among extra_holidays too", "each day in one of the two"


def remarks(config: Config, now: datetime) -> Iterator[Fault]:
    """What a configuration without a fault is warned of."""
    city = config.city
    yield from _needless(city.extra_working_days, calendar_of(city.model_copy(update={"extra_working_days": ()})))
    calendar = calendar_of(city)
    rows = with_national(config.categories) if city.catalogue == "national" else config.categories
    results = {config.promises.result, *(row.result for row in rows if row.result is not None)}
    for year in unpublished_years(now, results, config.promises.extension, calendar):
        yield (
            ("city", "extra_working_days"),
            f"which days of {year} are moved is not known, and deadlines reach into it: its weekends count as they stand",
            f"its make-up days here and its days off in city.extra_holidays, once the notice for {year} is out",
        )


def _needless(working: Sequence[date], without: WorkCalendar) -> Iterator[Fault]:
    for place, day in enumerate(working):
        if without.is_working_day(day):
            what = f"{day} is a working day already"
            yield ("city", "extra_working_days", place), what, "a day that is off otherwise, or nothing"
