"""The sections of config.yaml that say how this installation runs, as frozen models.

The description of a field is its line in docs/configuration.md.
"""

from decimal import Decimal
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from pydantic import Field

from hotline.config.city_models import Category, City, Consultation, Danger, Department, Duty, Grid, Person, Routing, Topic
from hotline.config.integrity import Integrity
from hotline.config.observer_models import Broadcasts, Observers
from hotline.config.secrets import KeyRing
from hotline.config.section import Section
from hotline.config.values import (
    ClockSpan,
    DatabaseAddress,
    LocalTime,
    Percent,
    Phone,
    QuietSpan,
    RecordingsAddress,
    RedisAddress,
    SomeClockSpan,
    SomeSpan,
    Span,
    SpokenLanguage,
    WebAddress,
)
from hotline.domain.duration import Duration
from hotline.embedded.redis import socket_path

_d = Duration.parse


class Server(Section):
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Its port; the variable PORT is short for it.")
    public_url: WebAddress = Field(
        "", description="What the carrier sees, signatures are checked against it; unset: http://127.0.0.1:PORT.",
        validate_default=False,
    )  # fmt: skip
    workers: int = Field(2, ge=1, le=64, description="Processes of the web server.")
    threads: int = Field(8, ge=1, le=128, description="Requests each of them answers at a time.")
    job_workers: int = Field(1, ge=1, le=64, description="Processes that send what is due.")


class Database(Section):
    url: DatabaseAddress = Field(
        "",
        description="sqlite:///PATH or postgresql+psycopg://…; unset: hotline.db in data_dir.",
        validate_default=False,
    )


class RedisSection(Section):
    url: RedisAddress | None = Field(None, description="Unset: an embedded Redis below data_dir.")


class Voice(Section):
    voice: str = Field("alice", description="The carrier's name for the voice.")
    say_language: str = Field(description="The carrier's language code for speaking.")
    speech_language: str = Field(description="The carrier's language code for understanding.")


class Carrier(Section):
    account_sid: str = Field("", description="The account at the carrier; unset with the simulated one.")
    auth_token: str = Field("", repr=False, description="Its secret, from the environment only.")
    number: Phone = Field("", description="The hotline's own number, +… .", validate_default=False)
    api_base_url: WebAddress | None = Field(
        None,
        description="A TwiML-compatible carrier other than Twilio; unset with the simulated one: the one running here.",
    )
    simulated: bool = Field(True, description="Runs the simulated carrier and its phone page; this machine only.")
    speech_text: bool = Field(True, description="The carrier sends what was said as text while a call lasts.")
    opt_out: Literal["carrier", "ours"] = Field("carrier", description="Who answers bare STOP, START and HELP.")
    texts_per_second: float = Field(10.0, gt=0, description="How fast the number may send texts.")
    calls_per_second: float = Field(1.0, gt=0, description="How fast it may start calls.")
    segment_price: Decimal = Field(Decimal(0), ge=0, description="What one segment of a text costs, in the city's currency.")
    timeout: SomeClockSpan = Field(_d("10s"), description="How long one request to the carrier may take.")
    voices: dict[SpokenLanguage, Voice] = Field(default_factory=dict, description="The voice for each language.")


class Recordings(Section):
    storage: RecordingsAddress = Field(
        "local", description="local: below data_dir; or s3://BUCKET/PREFIX of an S3-compatible store. Sealed in both."
    )
    endpoint: WebAddress | None = Field(None, description="Where that store is; unset: Amazon's, in this region.")
    region: str = Field("us-east-1", description="The bucket's region.")
    access_key: str = Field("", repr=False, description="Its login, from the environment only.")
    secret_key: str = Field("", repr=False, description="And its secret.")
    keep: SomeClockSpan = Field(
        _d("180d"), description="How long after the ticket's closing; of a call without a ticket, after the call."
    )


class Line(Section):
    longest_call: SomeClockSpan = Field(_d("60m"), description="A call that lasts longer hangs: it is ended and counted.")
    longest_talk: SomeClockSpan = Field(
        _d("4h"), description="The same for one that waits for a person, or talks with one."
    )
    trouble_phone: Phone = Field(
        "", description="Rung for a caller when the app itself can't go on; unset: they are asked to call again.",
        validate_default=False,
    )  # fmt: skip


class Secrets(Section):
    data_key: KeyRing = Field(repr=False, description="Encrypts personal data. New first, older after a comma.")
    hash_key: KeyRing = Field(repr=False, description="Makes the hashes phones are looked up by.")
    audit_key: KeyRing = Field(repr=False, description="Chains the audit log.")
    session_key: KeyRing = Field(repr=False, description="Signs the console's sessions.")


class Logs(Section):
    format: Literal["text", "json"] = Field("text", description="One readable line, or one JSON object a line.")
    level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least that is logged.")


class Numbers(Section):
    digits: int = Field(8, ge=8, le=10, description="Digits of a new ticket number; older ones go on.")


class Limits(Section):
    """How many texts are acted on; what is more is kept and listed, never lost. Danger and STOP are always heard."""

    texts_an_hour: int = Field(30, ge=3, description="From one number.")
    texts_a_minute: int = Field(
        60_000, ge=10, description="From all, to one web process; what is more waits on the disk."
    )


class Promises(Section):
    response: SomeSpan = Field(_d("24h"), description="Somebody of the department has been in contact.")
    response_urgent: SomeSpan = Field(_d("2h"), description="The same where life or property is in danger.")
    accept_within: SomeSpan = Field(_d("4wh"), description="An officer has taken the ticket on.")
    return_within: Span = Field(_d("4wh"), description="A department may return a ticket this long; 0s: not at all.")
    rule_within: SomeSpan = Field(_d("2wh"), description="The coordinator has ruled on a return.")
    dispute_within: SomeSpan = Field(_d("1wd"), description="The committee has ruled on a second return.")
    route_within: SomeSpan = Field(_d("2wh"), description="The coordinator has said who acts, where nobody is named.")
    request_within: SomeSpan = Field(_d("1wd"), description="A supervisor has decided on an extension or a plan.")
    extension: SomeSpan = Field(_d("7wd"), description="The longest extension of a result; there is one.")
    planned_told_every: SomeSpan = Field(_d("30d"), description="How often the reporter hears that it is still planned.")
    object_within: Span = Field(_d("7d"), description="A rejection or merge may be objected to this long; 0s: not at all.")
    objection_answer: SomeSpan = Field(_d("1wd"), description="Another coordinator has looked at it again.")
    final_answer: SomeSpan = Field(_d("5wd"), description="After two reopenings: the committee's answer in writing.")
    result: SomeSpan = Field(_d("7wd"), description="The result is there; a category may have its own.")
    result_reopened: SomeSpan = Field(_d("3wd"), description="The result of a ticket that was reopened.")
    warn_at: Percent = Field(75, description="The share of a deadline at which the handler is warned.")
    committee_after: Span = Field(_d("24h"), description="From the head's escalation to the committee's; 0s: both at once.")
    place_wait: ClockSpan = Field(
        _d("10m"), description="How long a ticket waits for its place before it is dispatched; 0s: not at all."
    )
    add_within: ClockSpan = Field(
        _d("10m"), description="A text this soon after a report, naming no matter, is added to it; 0s: none."
    )
    chase_answer: SomeSpan = Field(_d("24h"), description="By when a chase is answered.")
    survey_after: ClockSpan = Field(
        _d("0s"), description="From the result to the first question; 0s: in the result's text."
    )
    survey_call_after: SomeClockSpan = Field(_d("24h"), description="From an unanswered question to the call.")
    survey_close_after: SomeClockSpan = Field(_d("7d"), description="Silence this long closes a ticket, with no verdict.")
    presume_after: SomeClockSpan = Field(
        _d("24h"), description="A text sent this long ago without failure counts as presumed delivered."
    )
    reopen_within: ClockSpan = Field(_d("90d"), description="AGAIN reopens a closed ticket this long; 0s: not at all.")
    lookback_after: SomeClockSpan = Field(_d("30d"), description="From closing to the lookback.")
    ask_age: Literal["text", "everywhere", "never"] = Field(
        "text",
        description="Each reporter is asked once whether they are 60 or over, after the verdict; everywhere: by call too.",
    )
    close_attempts: int = Field(3, ge=1, le=10, description="Tries before a reporter counts as unreachable.")
    close_days: int = Field(2, ge=1, le=10, description="On how many different days.")
    callback_staffed: SomeClockSpan = Field(_d("30m"), description="A call-back inside office hours.")
    callback_next: LocalTime = Field(
        "09:30", description="A call-back asked for outside them: at this time of the next working day."
    )
    callback_reprisal: SomeClockSpan = Field(_d("2h"), description="A person's call after REPRISAL.")
    duty_next_after: SomeClockSpan = Field(_d("60s"), description="Until the next of the duty rota is rung.")
    duty_rounds: int = Field(3, ge=1, le=20, description="How often the whole rota is rung until the coordinator is told.")
    quiet_hours: QuietSpan = Field(
        "21:00-08:00", description="Nothing that can wait is sent then; off: nothing is held, calls at noon neither."
    )
    call_pause: QuietSpan = Field("12:00-14:00", description="No automated call that can wait is made then; or off.")
    sweep_every: SomeClockSpan = Field(_d("60s"), description="How often deadlines are looked at.")


class Operators(Section):
    ring: SomeClockSpan = Field(_d("20s"), description="How long an operator's phone rings before the next is rung.")
    rest: ClockSpan = Field(_d("30s"), description="Who did not take a call is not rung again this soon.")
    longest_wait: SomeClockSpan = Field(_d("3m"), description="A caller who waited this long is offered the voice message.")
    menu_after: SomeClockSpan = Field(_d("60s"), description="Person first: a caller who waited this long hears the menu.")
    answer_within: SomeClockSpan = Field(_d("15s"), description="What the city promises; the console counts who was answered so.")


class AnsweringHours(Section):
    when: str = Field(description="Weekdays and local times, like mon-fri 08:00-20:00; holidays count as weekdays.")
    how: Literal["menu_first", "person_first"]


class Answering(Section):
    default: Literal["menu_first", "person_first"] = Field(
        "menu_first", description="person_first: callers wait for an operator at once, the menu by a key; or the reverse."
    )
    hours: tuple[AnsweringHours, ...] = Field((), description="When it is otherwise: the first of them that holds.")


class Config(Section):
    """The whole configuration, complete: what was left out has its default, secrets and addresses are there."""

    data_dir: Path = Field(
        Path("var"), description="Database, Redis, recordings, secrets and logs of this installation."
    )
    server: Server
    database: Database
    redis: RedisSection
    carrier: Carrier
    line: Line
    recordings: Recordings
    secrets: Secrets
    logs: Logs
    numbers: Numbers
    promises: Promises
    operators: Operators
    answering: Answering
    integrity: Integrity
    city: City
    danger: Danger
    limits: Limits
    departments: tuple[Department, ...]
    grids: tuple[Grid, ...]
    people: tuple[Person, ...]
    duty: Duty
    categories: tuple[Category, ...]
    routing: Routing
    information: tuple[Topic, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    observers: Observers = Field(default_factory=Observers)
    broadcasts: Broadcasts = Field(default_factory=Broadcasts)

    @property
    def redis_url(self) -> str:
        """Where Redis is: the one given, else the socket of the embedded one."""
        return self.redis.url or f"unix://{quote(str(socket_path(self.data_dir)))}"

    @property
    def usual_language(self) -> str:
        return self.city.languages[0]
