"""Facts made fit for a template: local moments, names without line breaks, words only for who can read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sms.catalog import GSM, JsonValue, Message, Type, Value
from sms.cleaning import clean, has_han
from sms.encoding import encoding, to_gsm, units

_BRACKETS = str.maketrans("【】", "〔〕")  # 【…】 is the signature, which nobody else may write
_SENTENCE_END = " 。.!！;；,，、"


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A local time as people say it: ``offset`` days from today."""

    offset: int
    month: int
    day: int
    hour: int
    minute: int


Prepared = str | int | bool | Moment | list[dict[str, str]] | None


def prepare(
    message: Message, language: str, values: Mapping[str, object], now: datetime, zone: tzinfo,
) -> dict[str, Prepared]:
    """The values a template gets. An optional one left out is None; any other stays missing: the template objects."""
    ready: dict[str, Prepared] = {name: None for name, value in message.values.items() if value.optional}
    for name, value in message.values.items():
        if values.get(name) is not None:
            ready[name] = _one(value, language, values[name], now, zone)
    return ready


def moment(iso: str, now: datetime, zone: tzinfo) -> Moment:
    """A UTC time as a local moment seen from ``now``."""
    there, here = datetime.fromisoformat(iso).astimezone(zone), now.astimezone(zone)
    days = (there.date() - here.date()).days
    return Moment(offset=days, month=there.month, day=there.day, hour=there.hour, minute=there.minute)


def readable(text: str, language: str) -> str:
    """One line a reader of ``language`` can read: GSM-7 without 汉字 for English, as it is for Chinese."""
    line = " ".join(clean(text).split()).translate(_BRACKETS)
    if language not in GSM:
        return line
    return "" if has_han(line) else " ".join(to_gsm(line).split())


def own_words(text: str, language: str) -> str:
    """Somebody's words, only where they are in the reader's own script; no full stop, the template sets its own."""
    line = readable(text, language)
    return line.rstrip(_SENTENCE_END) if language in GSM or has_han(line) else ""


def clip(text: str | None, most: int) -> str:
    """At most ``most`` units of the text's own encoding; what was cut off shows."""
    if not text or units(text) <= most:
        return text or ""
    mark = "..." if encoding(text) == "GSM-7" else "…"
    kept = text[:most]
    while units(kept + mark) > most:
        kept = kept[:-1]
    return kept.rstrip(_SENTENCE_END) + mark


def ticket(number: str) -> str:
    """A ticket number as it is shown: 2641-7301."""
    return f"{number[:4]}-{number[4:]}" if len(number) > 4 else number


def _one(value: Value, language: str, given: object, now: datetime, zone: tzinfo) -> Prepared:
    match value.type:
        case Type.MOMENT:
            return moment(str(given), now, zone)
        case Type.NAME:
            return readable(str(given), language).rstrip(_SENTENCE_END)
        case Type.WORDS:
            return own_words(str(given), language)
        case Type.NUMBER | Type.CODE:
            return str(given)
        case Type.FLAG:
            return bool(given)
        case Type.COUNT:
            return int(str(given))
        case Type.ITEMS | Type.OPTIONS | Type.REWARDS:
            return [_item(item, language) for item in given] if isinstance(given, list | tuple) else []


def _item(item: Mapping[str, JsonValue], language: str) -> dict[str, str]:
    return {key: readable(str(text), language) if text is not None else "" for key, text in item.items()}
