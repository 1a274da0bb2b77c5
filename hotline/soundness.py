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
from ivr_flows.model import Flow

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
    voices: Mapping[str, Any] = {}
    faults: list[str] = []
    try:
        config = read()
        city, voices = config.city, config.carrier.voices
    except ConfigError as error:
        faults += map(str, error.problems)
        city, voices = error.read.get("city"), getattr(error.read.get("carrier"), "voices", {})
    flows, problems = read_flows(app=published())
    faults += map(str, problems)
    faults += _voiceless(flows, voices) if voices else []
    faults += map(str, check_texts(_texts(UNKNOWN_CITY | (dict(city.__dict__) if city else {}))))
    if faults or config is None:
        raise Unsound(faults)
    return config


def _voiceless(flows: Mapping[str, Flow], voices: Mapping[str, Any]) -> list[str]:
    """A language a flow speaks and the carrier has no voice for: a call in it would end in an apology."""
    spoken = dict.fromkeys(language for flow in flows.values() for language in flow.languages)
    return [
        f"carrier.voices.{one} is missing, and {', '.join(name for name, flow in flows.items() if one in flow.languages)} "
        f"speak {one}. Name a voice in config.yaml, or take {one} out of the languages of those flows."
        for one in spoken if one not in voices
    ]


def _texts(city: Mapping[str, Any]) -> Texts:
    signature = {language: city["signature"].get(language, "") for language in city["languages"]}
    return Texts(signature, ZoneInfo(city["timezone"]), city["shown_number"])
