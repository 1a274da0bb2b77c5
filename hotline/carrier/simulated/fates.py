"""What happens at a simulated number: chosen by its last two digits, so that a test or a person can pick it."""

import re
from enum import StrEnum

E164 = re.compile(r"\+[1-9]\d{6,14}")


class Fate(StrEnum):
    BUSY = "01"
    NO_ANSWER = "02"
    MACHINE = "03"
    UNDELIVERED = "04"
    OPTED_OUT = "05"
    LANDLINE = "06"
    SLOW = "07"
    TWICE = "08"
    OUT_OF_ORDER = "09"
    FINE = "fine"


_BY_ENDING = {fate.value: fate for fate in Fate}


def fate_of(number: str) -> Fate:
    return _BY_ENDING.get(number[-2:], Fate.FINE) if E164.fullmatch(number) else Fate.FINE


def dialable(number: str) -> bool:
    return E164.fullmatch(number) is not None
