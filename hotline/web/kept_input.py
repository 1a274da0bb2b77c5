"""What a caller did, as part of an address, so that a turn that met a short fault can be tried again with it. Only what says
nothing about anybody: how a talk ended, and that there is a recording. Keys and words are asked for again."""

import re
from typing import Literal

from ivr_flows.inputs import Input, Joined, Recorded

_JOINED = re.compile(r"joined-([a-z_]{1,20})-([0-9]{1,9})")
_RECORDED = re.compile(r"recorded-([A-Za-z0-9_-]{1,64})-([0-9]{1,9})-(key|hangup|silence)-([0-9sh]?)")
_ENDINGS: dict[str, Literal["key", "hangup", "silence"]] = {"key": "key", "hangup": "hangup", "silence": "silence"}
_LETTERS = {"*": "s", "#": "h"}  # as themselves they would have to be escaped, which breaks signatures
_KEYS = {"s": "*", "h": "#"}


def keep(heard: Input) -> str:
    """Empty where it has to be asked for again."""
    match heard:
        case Joined():
            return f"joined-{heard.outcome}-{heard.seconds}"
        case Recorded():
            key = heard.digits[:1]
            return f"recorded-{heard.recording_ref}-{heard.seconds}-{heard.ended_by}-{_LETTERS.get(key, key)}"
    return ""


def brought(kept: str) -> Input | None:
    """None where nothing was kept."""
    if found := _JOINED.fullmatch(kept):
        return Joined(outcome=found[1], seconds=int(found[2]))
    if found := _RECORDED.fullmatch(kept):
        return Recorded(
            recording_ref=found[1], seconds=int(found[2]), ended_by=_ENDINGS[found[3]], digits=_KEYS.get(found[4], found[4]),
        )
    return None
