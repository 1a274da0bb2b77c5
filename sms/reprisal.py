"""Somebody says in a sentence what was done to them because they spoke; whoever only fears it asks to be kept secret."""

import re
from collections.abc import Iterator

from sms.cleaning import clean, has_han, normalise
from sms.lexicon import together

__all__ = ["only_fears", "tells_of_reprisal"]

_SHORT = {True: 18, False: 60}  # characters, with 汉字 and without: what is longer tells of something


def _any(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in together("reprisal", name)))


_SAID, _REPORTED, _HARMED, _FEARED, _FEARS = (_any(each) for each in ("said", "reported", "harmed", "feared", "fears"))
_SPOKE = re.compile("|".join(together("reprisal", "speaks")))
_CLAUSES = re.compile(r"[,.;:!?，。；：！？、\n]+")


def tells_of_reprisal(words: str) -> bool:
    """It happened, or is threatened, to whoever writes: said outright; or they were harmed, and say that they had reported."""
    said = normalise(clean(words))
    if not said:
        return False
    reported = _REPORTED.search(said) is not None
    return any(_harmed(clause, reported=reported) for clause in _clauses(said))


def _harmed(clause: str, *, reported: bool) -> bool:
    told = _SAID.search(clause) is not None or (reported and _HARMED.search(clause) is not None)
    return told and _FEARED.search(clause) is None


def only_fears(words: str) -> bool:
    """It did not happen, they are afraid of it, and tell of nothing else."""
    said = normalise(clean(words))
    short = len(said) <= _SHORT[has_han(said)]
    return short and _FEARS.search(said) is not None and _SPOKE.search(said) is None


def _clauses(said: str) -> Iterator[str]:
    return (each.strip() for each in _CLAUSES.split(said))
