"""What templates ask of Python: times in the city's zone, spans in whole units, numbers as they are printed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint

from hotline.domain.number import display
from hotline.web.guard import hotline


def format_pages(blueprint: Blueprint) -> None:
    blueprint.add_app_template_filter(local, "local")
    blueprint.add_app_template_filter(span, "span")
    blueprint.add_app_template_filter(moment, "moment")
    blueprint.add_app_template_filter(display, "ticket_number")
    blueprint.add_app_template_global(here, "hotline_now")


def here() -> datetime:
    """Now, in the city's zone."""
    return local(hotline().parts.clock.now())


def local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(hotline().config.city.timezone))


def moment(written: object) -> datetime | None:
    """A time out of an audit entry's facts; None where it is none."""
    try:
        return datetime.fromisoformat(str(written))
    except ValueError:
        return None


def span(at: datetime, now: datetime) -> dict[str, object]:
    """How far a moment is from now, in the two units that matter; ``past`` tells the direction."""
    seconds = int(abs((at - now).total_seconds()))
    days, rest = divmod(seconds, 86400)
    hours, rest = divmod(rest, 3600)
    return {"past": at < now, "days": days, "hours": hours, "minutes": rest // 60}
