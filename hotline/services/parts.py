"""What a use case is given to work with; wiring builds it once per process."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol

from hotline.domain.absence import away
from hotline.domain.category import Category, Scored, categorise
from hotline.domain.city import City
from hotline.domain.consultation import Consultation
from hotline.domain.danger import DangerWords
from hotline.domain.hours import WorkCalendar
from hotline.domain.learned import Learned, settle
from hotline.domain.ledger import Scheme
from hotline.domain.line_state import AnsweringPlan
from hotline.domain.patterns import Integrity
from hotline.domain.place import Gazetteer
from hotline.domain.promises import Promises
from hotline.domain.quiet import CallHours, QuietHours
from hotline.domain.topic import Topic
from hotline.domain.waiting import Desk
from hotline.services.ports import Database, Store
from ivr_flows.model import Flow


class Now(Protocol):
    def now(self) -> datetime: ...


class NewIds(Protocol):
    def new(self) -> str: ...

    def ticket_number(self) -> str: ...

    def code(self) -> str: ...

    def secret(self) -> str: ...


class Words(Protocol):
    """The texts: rendered in a language, times told from ``now``."""

    def render(self, name: str, language: str, values: Mapping[str, object], now: datetime) -> str: ...

    def phrase(self, name: str, language: str, values: Mapping[str, object], now: datetime) -> str: ...


class SoundRefs(Protocol):
    """References to recordings that open for some minutes only."""

    def ref(self, recording_id: str, now: datetime) -> str: ...


class OlderFlows(Protocol):
    """Flows of versions that are no longer in the files; read from where they were kept, once."""

    def get(self, name: str, version: str, read: Callable[[], Mapping[str, str] | None]) -> Flow | None: ...


class Nudges(Protocol):
    def nudge(self, lane: str) -> bool: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """One process's parts. ``categories`` and ``gazetteer`` are the city's words as configured."""

    database: Database
    clock: Now
    ids: NewIds
    texts: Words
    queue: Nudges
    flows: Mapping[str, Flow]
    older_flows: OlderFlows
    sounds: SoundRefs
    promises: Promises
    calendar: WorkCalendar
    quiet_hours: QuietHours
    call_hours: CallHours
    categories: Sequence[Category]
    gazetteer: Gazetteer
    danger_words: DangerWords
    region: str
    languages: tuple[str, ...]
    city_name: Mapping[str, str]
    shown_number: str
    topics: Sequence[Topic] = ()
    consultations: Sequence[Consultation] = ()
    desk: Desk = field(default_factory=Desk)
    integrity: Integrity = field(default_factory=Integrity)
    carrier_opts_out: bool = True
    answering: AnsweringPlan = field(default_factory=AnsweringPlan)
    learned: Learned | None = None
    public_url: str = ""  # where residents and contractors reach our pages
    segment_price: Decimal = Decimal(0)
    texts_an_hour: int = 30  # acted on, of one number
    scheme: Scheme = field(default_factory=Scheme)  # what observers earn, and what there is for it
    broadcast_gap: timedelta = timedelta(seconds=0.2)  # between two texts of a broadcast
    standing: dict[str, object] = field(default_factory=dict)  # what every call is told alike, once laid out
    _by_id: dict[str, Category] = field(default_factory=dict)

    @property
    def by_id(self) -> Mapping[str, Category]:
        if not self._by_id:
            self._by_id.update({c.id: c for c in self.categories})
        return self._by_id

    def categorise(self, text: str) -> Scored:
        """What is wrong, by its words; where they are not clear, by what was learnt."""
        return settle(categorise(text, self.categories), text, self.learned, self.by_id)

    def city(self, store: Store) -> City:
        """The city as the database knows it now (cached by the shelf for some seconds)."""
        now = self.clock.now()
        return City(
            departments={d.id: d for d in store.city.departments()}, grids={g.id: g for g in store.city.grids()},
            routes=store.city.routes(), staff=store.city.staff(), categories=self.by_id, rota=store.duty.rota(),
            night=store.duty.night(), away=away(store.absences.current(now), now), after_hours=not self.calendar.at_work(now),
        )

    def language_of(self, words: str) -> str:
        """The language somebody writes in: Chinese where there is any Chinese character, English where there are
        only letters, else the city's first."""
        if any("\u4e00" <= c <= "\u9fff" for c in words):
            return "zh-CN" if "zh-CN" in self.languages else self.languages[0]
        if "en" in self.languages and sum(c.isalpha() for c in words) >= 2:
            return "en"  # letters of any other script too: more of their readers read English than Chinese
        return self.languages[0]
