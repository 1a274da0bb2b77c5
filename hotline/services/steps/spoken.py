"""Values ready to be spoken: the same thing in every language of the city."""

from collections.abc import Mapping
from datetime import datetime

from hotline.domain.city import City
from hotline.domain.ticket import Ticket
from hotline.services.parts import Parts


def time(parts: Parts, at: datetime, now: datetime) -> dict[str, str]:
    return {lang: parts.texts.phrase("spoken", lang, {"at": at.isoformat()}, now) for lang in parts.languages}


def state(parts: Parts, ticket: Ticket, now: datetime) -> dict[str, str]:
    return {lang: parts.texts.phrase("state", lang, {"state": ticket.state.value}, now) for lang in parts.languages}


def department(parts: Parts, city: City, department_id: str | None, now: datetime) -> dict[str, str]:
    """The department's name; while nobody has it, whoever is to say so."""
    row = city.departments.get(department_id or "")
    if row is not None:
        return dict(row.name)
    return {lang: parts.texts.phrase("nobody_yet", lang, {}, now) for lang in parts.languages}


def category(city: City, category_id: str | None) -> Mapping[str, str] | None:
    row = city.categories.get(category_id or "")
    return dict(row.name) if row is not None else None


def news(parts: Parts, name: str, values: Mapping[str, Mapping[str, object]], now: datetime) -> dict[str, str]:
    """News for a status call; ``values`` by language."""
    return {lang: parts.texts.phrase(f"news_{name}", lang, values[lang], now) for lang in parts.languages}
