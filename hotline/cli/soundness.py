"""Whether this hotline can start: configuration, flows and texts are looked at together, and every fault is told at once."""

from zoneinfo import ZoneInfo

from hotline.cli.context import Context, Failed
from hotline.config import Config, ConfigError, Keys
from hotline.texts import Texts, check_texts
from ivr_flows.load import read_flows

# Texts are checked without a configuration that can be read, too: in the languages they are written in, unsigned.
UNSIGNED = {"zh-CN": "", "en": ""}


def sound_config(context: Context, keys: Keys = Keys.USUAL) -> Config:
    """The configuration. Raises Failed with a line a fault, each with its file and line."""
    config: Config | None = None
    faults: list[str] = []
    try:
        config = context.read_config(keys)
    except ConfigError as error:
        faults += map(str, error.problems)
    faults += map(str, read_flows()[1])
    faults += map(str, check_texts(_texts(config)))
    if faults or config is None:
        raise Failed("\n".join(faults + ([f"{len(faults)} to mend"] if len(faults) > 1 else [])))
    return config


def _texts(config: Config | None) -> Texts:
    if config is None:
        return Texts(UNSIGNED, ZoneInfo("UTC"))
    city = config.city
    signature = {language: city.signature.get(language, "") for language in city.languages}
    return Texts(signature, ZoneInfo(city.timezone), city.shown_number)
