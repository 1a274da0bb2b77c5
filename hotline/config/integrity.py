"""The section of config.yaml that says from where on something looks gamed: a city sets it by its own size."""

from pydantic import Field

from hotline.config.section import Section
from hotline.config.values import Percent, SomeClockSpan
from hotline.domain.duration import Duration

_d = Duration.parse


class Integrity(Section):
    """What is shown to supervisor and auditor on the page of signs; looked for once an hour."""

    bulk_results: int = Field(10, ge=2, description="So many results of one officer …")
    bulk_within: SomeClockSpan = Field(_d("30m"), description="… within this time …")
    bulk_before: SomeClockSpan = Field(_d("4h"), description="… each counting as hurried this shortly before its deadline …")
    bulk_share: Percent = Field(60, description="… and at least this share of them hurried.")
    extensions_within: SomeClockSpan = Field(_d("30d"), description="Extensions asked for in this time are compared.")
    extensions_least: int = Field(5, ge=1, description="A department that asked for fewer is not looked at.")
    extensions_times: int = Field(3, ge=2, description="Its share of tickets is this many times that of all others together.")
    praise_within: SomeClockSpan = Field(_d("30d"), description="Praise and best verdicts of this time are looked at.")
    praise_least: int = Field(6, ge=2, description="An officer praised less often is not looked at.")
    praise_numbers: int = Field(2, ge=1, description="So few numbers …")
    praise_share: Percent = Field(60, description="… gave at least this share of it.")
    photos_within: SomeClockSpan = Field(_d("180d"), description="A photo is compared with those of this time.")
    calls_within: SomeClockSpan = Field(_d("24h"), description="The calls of operators and line in this time are looked at.")
    calls_least: int = Field(10, ge=1, description="An operator who answered fewer is not looked at.")
    calls_share: Percent = Field(30, description="At least this share left no ticket, call-back or note.")
    hung_up_within: SomeClockSpan = Field(_d("20s"), description="A call our side ended this soon counts as hung up early.")
    hung_up_least: int = Field(5, ge=1, description="Fewer of them are not looked at.")
    hung_up_share: Percent = Field(10, description="At least this share of the calls.")
    reveals_a_day: int = Field(20, ge=1, description="One person looked at the numbers of so many reporters in a day.")
