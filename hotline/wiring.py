"""Builds the parts of a process from its configuration: the only importer of concrete adapters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hotline.addresses import Addresses
from hotline.bucket import S3Bucket
from hotline.carrier.apologies import Apologies, Sorry
from hotline.carrier.settings import DEFAULT_VOICES, CarrierSettings, Voice
from hotline.carrier.twilio import Carrier
from hotline.carrier.twiml import Documents
from hotline.carrier.webhooks import Signatures
from hotline.clock import Clock, SystemClock
from hotline.config import Config
from hotline.config.city_models import Consultation as ConfiguredConsultation
from hotline.config.days import calendar_of
from hotline.config.national import with_national
from hotline.domain.category import Category
from hotline.domain.consultation import Consultation, Decision
from hotline.domain.danger import DangerKind, DangerWords
from hotline.domain.danger_words import DANGER_WORDS
from hotline.domain.duration import Duration
from hotline.domain.hours import OfficeHours
from hotline.domain.ledger import Act, Reward, Scheme
from hotline.domain.line_state import Answering, AnsweringHours, AnsweringPlan
from hotline.domain.patterns import Integrity
from hotline.domain.place import Gazetteer, GazetteerPlace, Grid, GridKind
from hotline.domain.place_point import Centre
from hotline.domain.promises import Promises
from hotline.domain.quiet import CallHours, QuietHours
from hotline.domain.staff import GridRow
from hotline.domain.topic import Topic
from hotline.domain.waiting import Desk
from hotline.ids import Ids
from hotline.learning.kept import load
from hotline.media import Media
from hotline.older_flows import OlderFlows
from hotline.queue import Queue
from hotline.services.handle_call.acts import published
from hotline.services.parts import Parts
from hotline.services.seed import CitySeed, PersonSeed
from hotline.services.steps.sending import Sender, Sending
from hotline.sounds import Sounds
from hotline.spool import Spool
from hotline.storage.crypto import Keys
from hotline.storage.db import PATIENCE, Database
from hotline.texts import Texts
from ivr_flows.load import HERE, load_flows
from ivr_flows.model import Flow

PROMPTS = {"end": "say", "person": "person", "wait": "wait"}  # what a flow's step of last resort says


@dataclass(frozen=True, kw_only=True, slots=True)
class Hotline:
    """Everything a process of the hotline holds; ``parts`` is what use cases get."""

    config: Config
    parts: Parts
    texts: Texts
    database: Database
    queue: Queue
    carrier: Carrier
    signatures: Signatures
    documents: Documents
    sender: Sender
    media: Media
    sounds: Sounds
    spool: Spool
    keys: Keys
    apologies: Apologies  # what every voice door falls back to; needs nothing but this process


def build(
    config: Config, *, clock: Clock | None = None, ids: Ids | None = None, patience: float = PATIENCE,
    flows: Path = HERE,
) -> Hotline:
    """Parts for one process. Time, dice and the folder of flows can be given, for tests and ``sweep --now``; ``patience``
    with the database in seconds."""
    now = clock or SystemClock()
    keys, settings = keys_of(config), _carrier_settings(config)
    database = Database(config.database.url, keys, pool_size=config.server.threads + 2, patience=patience)
    queue, carrier = Queue(config.redis_url), Carrier(settings)
    sounds = Sounds(keys_of_session(config))
    given = ids or Ids(clock=now, digits=config.numbers.digits)
    texts = _texts(config)
    parts = _parts(config, database, queue, now, given, sounds, texts, load_flows(flows, app=published()))
    simulated_text = config.carrier.simulated and config.carrier.speech_text
    documents = Documents(
        config.server.public_url, settings.voices, number=config.carrier.number, transcribe_all=simulated_text
    )
    return Hotline(
        config=config, parts=parts, texts=texts, database=database, queue=queue, carrier=carrier, keys=keys, sounds=sounds,
        documents=documents, apologies=Apologies(
            documents, Addresses(config.server.public_url), sorry(parts.flows["intake"], _spoken(config, settings, parts)),
            person=config.line.trouble_phone,
        ),
        signatures=Signatures(config.server.public_url, settings.tokens),
        sender=Sender(carrier=carrier, settings=Sending(
            public_url=config.server.public_url, texts_per_second=config.carrier.texts_per_second,
            calls_per_second=config.carrier.calls_per_second,
            operator_ring=round(config.operators.ring.as_timedelta().total_seconds()),
            request=2 * config.carrier.timeout.as_timedelta(),
            call_hours=parts.call_hours.allowed_at, text_hours=parts.quiet_hours.allowed_at,
        )),
        media=media_of(config),
        spool=Spool(
            config.data_dir / "spool", lambda text: keys.seal("spool", text), lambda sealed: keys.open("spool", sealed),
        ),
    )


def media_of(config: Config) -> Media:
    """Where recordings lie. A bucket is looked for when it is first needed, not now."""
    keys, given, bucket = keys_of(config), config.recordings, None
    if given.storage != "local":
        bucket = S3Bucket(
            given.storage, endpoint=given.endpoint, region=given.region, access_key=given.access_key,
            secret_key=given.secret_key,
        )
    return Media(folder=config.data_dir / "media", seal=keys.seal_bytes, unseal=keys.open_bytes, bucket=bucket)


def _parts(
    config: Config, database: Database, queue: Queue, clock: Clock, ids: Ids, sounds: Sounds, texts: Texts,
    flows: Mapping[str, Flow],
) -> Parts:
    """What use cases get: the adapters, and the city's rules and words."""
    city, promises = config.city, config.promises
    quiet = QuietHours.parse(promises.quiet_hours, city.timezone)
    kept = {f.name: getattr(promises, f.name) for f in fields(Promises) if f.name != "quiet_hours"}
    calendar = calendar_of(city)
    return Parts(
        database=database, clock=clock, ids=ids, texts=texts, queue=queue, flows=flows, older_flows=OlderFlows(), sounds=sounds,
        promises=Promises(**kept, quiet_hours=quiet), calendar=calendar, quiet_hours=quiet,
        call_hours=CallHours(quiet=quiet, pause=QuietHours.parse(promises.call_pause)),
        categories=categories_of(config),
        gazetteer=_gazetteer(config), danger_words=_danger_words(config), region=city.region.partition("-")[0],
        languages=city.languages, city_name=dict(city.name), shown_number=city.shown_number,
        topics=tuple(Topic(**{f.name: getattr(t, f.name) for f in fields(Topic)}) for t in config.information),
        consultations=tuple(_consultation(c, ZoneInfo(city.timezone)) for c in config.consultations),
        desk=Desk(**{f.name: getattr(config.operators, f.name).as_timedelta() for f in fields(Desk)}),
        integrity=_integrity(config),
        learned=load(config.data_dir), texts_an_hour=config.limits.texts_an_hour,
        segment_price=config.carrier.segment_price, public_url=config.server.public_url, answering=_answering(config),
        carrier_opts_out=config.carrier.opt_out == "carrier", scheme=scheme_of(config),
        broadcast_gap=timedelta(seconds=100 / (config.carrier.texts_per_second * config.broadcasts.share)),
    )


def scheme_of(config: Config) -> Scheme:
    given = config.observers
    return Scheme(
        points={act: getattr(given, act.value) for act in Act}, stars=given.stars, within=given.within, where=dict(given.where),
        rewards=tuple(Reward(**{f.name: getattr(row, f.name) for f in fields(Reward)}) for row in given.rewards),
    )


def categories_of(config: Config) -> tuple[Category, ...]:
    rows = with_national(config.categories) if config.city.catalogue == "national" else config.categories
    return tuple(Category(**{f.name: getattr(row, f.name) for f in fields(Category) if f.init}) for row in rows)


def _integrity(config: Config) -> Integrity:
    given = {f.name: getattr(config.integrity, f.name) for f in fields(Integrity)}
    plain: dict[str, Any] = {name: v.as_timedelta() if isinstance(v, Duration) else v for name, v in given.items()}
    return Integrity(**plain)


def _answering(config: Config) -> AnsweringPlan:
    hours = tuple(
        AnsweringHours(when=OfficeHours.parse(one.when, config.city.timezone), how=Answering(one.how))
        for one in config.answering.hours
    )
    return AnsweringPlan(default=Answering(config.answering.default), hours=hours)


def _consultation(written: ConfiguredConsultation, zone: ZoneInfo) -> Consultation:
    """From the first moment of its first day to the last of its last."""
    midnight, decided = time(tzinfo=zone), written.decision
    at = None if decided is None else datetime.combine(decided.date, midnight).astimezone(UTC)
    return Consultation(
        id=written.id, question=dict(written.question), options=tuple(dict(option) for option in written.options),
        opens=datetime.combine(written.opens, midnight).astimezone(UTC),
        closes=datetime.combine(written.closes + timedelta(days=1), midnight).astimezone(UTC),
        decision=None if decided is None or at is None else Decision(option=decided.option, at=at),
    )


def _texts(config: Config) -> Texts:
    """The first language is the fallback; a language without a signature goes without."""
    signature = {lang: config.city.signature.get(lang, "") for lang in config.city.languages}
    return Texts(signature=signature, timezone=ZoneInfo(config.city.timezone), hotline=config.city.shown_number)


def _spoken(config: Config, settings: CarrierSettings, parts: Parts) -> list[str]:
    """The city's languages first, then those spoken on the phone alone."""
    both = dict.fromkeys((*config.city.languages, *parts.flows["intake"].languages))
    return [language for language in both if language in settings.voices]


def sorry(flow: Flow, languages: Sequence[str]) -> dict[str, Sorry]:
    """The sentences for a fault of ours, by language, from the flow's own prompts."""
    return {language: Sorry(**{f.name: _plain(flow, language, PROMPTS[f.name]) for f in fields(Sorry)}) for language in languages}


def _plain(flow: Flow, language: str, name: str) -> str:
    prompt = flow.prompt(language, flow.trouble.to, name)
    parts = prompt.parts if prompt is not None else ()
    return "".join(piece for part in parts for piece in part.pieces if isinstance(piece, str))


def _danger_words(config: Config) -> DangerWords:
    """The words shipped, and the city's own: those stand for somebody in danger."""
    own = tuple(word.casefold() for words in config.danger.words.values() for word in words)
    kinds = dict(DANGER_WORDS.kinds)
    kinds[DangerKind.CRIME_TRAPPED] = (*kinds[DangerKind.CRIME_TRAPPED], *own)
    return replace(DANGER_WORDS, kinds=kinds)


def _gazetteer(config: Config) -> Gazetteer:
    centres = tuple(Centre(grid_id=g.id, lat=g.center[0], lon=g.center[1]) for g in config.grids)
    return Gazetteer(centres=centres, grids=tuple(
        Grid(id=g.id, name=dict(g.name), kind=GridKind(g.kind), places=tuple(
            GazetteerPlace(
                name=dict(p.name), aliases=p.aliases, lat=p.lat, lon=p.lon,
                from_no=p.house_numbers[0] if p.house_numbers else None,
                to_no=p.house_numbers[1] if p.house_numbers else None,
            ) for p in g.places
        )) for g in config.grids
    ))


def _carrier_settings(config: Config) -> CarrierSettings:
    carrier = config.carrier
    voices = {
        lang: Voice(say_voice=v.voice, say_language=v.say_language, speech_language=v.speech_language)
        for lang, v in carrier.voices.items()
    }
    return CarrierSettings(
        account_sid=carrier.account_sid, auth_token=carrier.auth_token, number=carrier.number,
        public_url=config.server.public_url, api_base_url=carrier.api_base_url or "",
        timeout=carrier.timeout.as_timedelta().total_seconds(), voices=voices or DEFAULT_VOICES,
    )


def keys_of(config: Config) -> Keys:
    data, lookup, audit = (ring.keys for ring in (config.secrets.data_key, config.secrets.hash_key, config.secrets.audit_key))
    return Keys(
        data=data[0].value, lookup=lookup[0].value, audit=audit[0].value,
        older_data=[k.value for k in data[1:]], older_lookup=[k.value for k in lookup[1:]],
        older_audit=[k.value for k in audit[1:]],
    )


def keys_of_session(config: Config) -> bytes:
    return config.secrets.session_key.current.value


def city_seed(config: Config) -> CitySeed:
    """What config.yaml says of the city, for an empty database."""
    return CitySeed(
        departments={d.id: dict(d.name) for d in config.departments},
        grids={g.id: GridRow(id=g.id, name=dict(g.name), kind=g.kind, district=g.district) for g in config.grids},
        default_routes=dict(config.routing.default),
        grid_routes={grid: dict(routes) for grid, routes in config.routing.grids.items()},
        people=tuple(PersonSeed(**p.model_dump()) for p in config.people), rota=dict(config.duty.rota),
        night=dict(config.duty.night), kind_routes=dict(config.routing.kinds.items()),
    )
