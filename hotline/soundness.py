"""Whether a process can start: configuration, flows and texts are looked at together, and every fault is told at once.

Each process asks here before it builds anything, for each may be started alone. An engineer who mends one fault at a
time, with a start in between, mends the last one at night.
"""

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from hotline.config import Config, ConfigError, config_from_environment
from hotline.services.handle_call.acts import published
from hotline.texts import Texts, check_texts
from ivr_flows.load import read_flows

# As far as the city can't be read, texts are checked in the languages they are written in, unsigned.
UNKNOWN_CITY: dict[str, Any] = {"languages": ("zh-CN", "en"), "signature": {}, "timezone": "UTC", "shown_number": ""}


class Unsound(Exception):
    """The faults, a line each with its file and line."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults + ([f"{len(faults)} to mend"] if len(faults) > 1 else [])))


def sound_config(read: Callable[[], Config] = config_from_environment) -> Config:
    """The configuration, where nothing has a fault. Raises Unsound."""
    config: Config | None = None
    city: Any = None
    faults: list[str] = []
    try:
        config = read()
        city = config.city
    except ConfigError as error:
        faults += map(str, error.problems)
        city = error.read.get("city")
    faults += map(str, read_flows(app=published())[1])
    faults += map(str, check_texts(_texts(UNKNOWN_CITY | (dict(city.__dict__) if city else {}))))
    if faults or config is None:
        raise Unsound(faults)
    return config


def _texts(city: Mapping[str, Any]) -> Texts:
    signature = {language: city["signature"].get(language, "") for language in city["languages"]}
    return Texts(signature, ZoneInfo(city["timezone"]), city["shown_number"])
