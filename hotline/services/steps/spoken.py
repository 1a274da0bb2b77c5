"""Values ready to be spoken: the same thing in every language of the city."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from hotline.domain.city import City
from hotline.domain.ticket import Ticket
from hotline.services.parts import Parts
from sms.cleaning import has_han

HAN = frozenset({"zh-CN", "yue"})  # languages read in Chinese characters


def time(parts: Parts, at: datetime, now: datetime) -> dict[str, str]:
    return {lang: parts.texts.phrase("spoken", lang, {"at": at.isoformat()}, now) for lang in parts.languages}


def day(parts: Parts, at: datetime, now: datetime) -> dict[str, str]:
    return {lang: parts.texts.phrase("spoken_day", lang, {"at": at.isoformat()}, now) for lang in parts.languages}


def phrase(parts: Parts, name: str, now: datetime) -> dict[str, str]:
    """A fixed wording in every language."""
    return {lang: parts.texts.phrase(name, lang, {}, now) for lang in parts.languages}


def state(parts: Parts, ticket: Ticket, now: datetime) -> dict[str, str]:
    return {lang: parts.texts.phrase("state", lang, {"state": ticket.state.value}, now) for lang in parts.languages}


def department(parts: Parts, city: City, department_id: str | None, now: datetime) -> dict[str, str]:
    """The department's name; while nobody has it, whoever is to say so."""
    row = city.departments.get(department_id or "")
    if row is not None:
        return dict(row.name)
    return phrase(parts, "nobody_yet", now)


def category(city: City, category_id: str | None) -> Mapping[str, str] | None:
    row = city.categories.get(category_id or "")
    return dict(row.name) if row is not None else None


def in_each(words: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    """Written Chinese can be read out in every language written in it, where nobody wrote words of its own."""
    chinese = next((words[one] for one in words if one in HAN), None)
    read = {one: chinese for one in languages if one in HAN and chinese is not None}
    return read | dict(words)


def readable(words: object, language: str) -> str | None:
    """An officer's own words, to somebody who reads their script; nobody else is given them."""
    if not isinstance(words, str) or not words or has_han(words) is not (language in HAN):
        return None
    return words


def news(parts: Parts, name: str, about: Mapping[str, object], by: datetime, now: datetime) -> dict[str, str]:
    """News for a status call. ``about``: the ticket's ``number``, and its ``department`` by language."""
    names = about["department"]
    told = {}
    for lang in parts.languages:
        unit = names.get(lang) if isinstance(names, Mapping) else None
        values = {"number": about["number"], "department": unit, "by": by.isoformat(), "name": readable(about.get("name"), lang)}
        told[lang] = parts.texts.phrase(f"news_{name}", lang, values, now)
    return told
