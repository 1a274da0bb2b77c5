"""The words of each command, from words/<language>.yaml, and the look-up that forgives politeness and slips."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from rapidfuzz.distance import DamerauLevenshtein

from sms.cleaning import has_han, normalise, squash, trim
from sms.lexicon import of_each, together
from sms.numbers import split_number

__all__ = ["COMMANDS", "Command", "correct", "find", "find_opt", "normalise", "peel", "split_number"]


class Command(StrEnum):
    """What a text that is nothing but a word asks for."""

    STOP = "stop"
    STOP_OR_WITHDRAW = "stop_or_withdraw"
    STOP_SURVEY = "stop_survey"
    STOP_BROADCAST = "stop_broadcast"
    START = "start"
    HELP = "help"
    STATUS = "status"
    CHASE = "chase"
    AGAIN = "again"
    PERSON = "person"
    ENGLISH = "english"
    CHINESE = "chinese"
    REPRISAL = "reprisal"
    DISAGREE = "disagree"
    WITHDRAW = "withdraw"
    FOLLOW = "follow"
    SEAL = "seal"
    ANON = "anon"
    TEXT_ONLY = "text_only"
    CALL_ME = "call_me"
    RULES = "rules"
    VOTE = "vote"
    JOIN = "join"
    POINTS = "points"
    REDEEM = "redeem"


# Traditional forms need no entry: sms.cleaning.fold reads them as these.
COMMANDS: Mapping[Command, Mapping[str, Sequence[str]]] = {each: of_each("commands", each.value) for each in Command}

_OPT = (
    Command.STOP, Command.STOP_OR_WITHDRAW, Command.STOP_SURVEY, Command.STOP_BROADCAST, Command.START, Command.HELP,
)
def _before(place: str) -> re.Pattern[str]:
    """Politeness in front: 汉字 as they stand, letters as whole words."""
    han, latin = _apart(together(place, "before"))
    return re.compile(rf"^(?:{_any(han)}|(?:{_any(latin)})(?![a-z']))\s*")


def _after(place: str) -> re.Pattern[str]:
    han, latin = _apart(together(place, "after"))
    return re.compile(rf"\s*(?:(?:{_any(han)})|(?<![a-z'])(?:{_any(latin)}))$")


def _apart(words: Sequence[str]) -> tuple[list[str], list[str]]:
    return [word for word in words if has_han(word)], [word for word in words if not has_han(word)]


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_POLITE = (_before("polite"), _after("polite"))
_OPT_POLITE = (_before("polite_law"), _after("polite_law"))
_BY_WORD = {word: command for command, languages in COMMANDS.items() for words in languages.values() for word in words}
_LONGEST = 80  # no word with all its politeness is longer; keeps 20,000 characters of 请 cheap
_SLIPPABLE = tuple(
    word for word, command in _BY_WORD.items()
    if command not in _OPT and word.isascii() and word.isalpha() and len(word) >= 5
)


def find_opt(text: str) -> Command | None:
    """STOP, START or HELP: the word alone or followed by politeness. Never by a corrected slip."""
    return _first(text, _OPT_POLITE, lambda command: command in _OPT, slips=False)


def find(text: str) -> Command | None:
    """The resident's word a comparable text consists of, politeness and one slip forgiven."""
    return _first(text, _POLITE, lambda command: command not in _OPT, slips=True)


def peel(text: str, lead: re.Pattern[str] = _POLITE[0], tail: re.Pattern[str] = _POLITE[1]) -> Iterator[str]:
    """The text, then the text with one more polite particle taken off at the end, or else at the front."""
    left = trim(text)
    if len(left) > _LONGEST:
        return
    while left:
        yield left
        shorter = tail.sub("", left, count=1)
        if shorter == left:
            shorter = lead.sub("", left, count=1)
        if shorter == left:
            return
        left = trim(shorter)


def correct(word: str, known: Sequence[str]) -> str | None:
    """The one known word a Latin word of five letters or more misses by a single letter."""
    if len(word) < 5 or not (word.isascii() and word.isalpha()):
        return None
    long = (other for other in known if len(other) >= 5)
    near = [other for other in long if DamerauLevenshtein.distance(word, other, score_cutoff=1) == 1]
    return near[0] if len(near) == 1 else None


def _first(
    text: str, polite: tuple[re.Pattern[str], re.Pattern[str]], wanted: Callable[[Command], bool], *, slips: bool,
) -> Command | None:
    for form in peel(squash(text), *polite):
        for candidate in (form, form.replace("一下", "")):
            command = _BY_WORD.get(candidate)
            if command is not None and wanted(command):
                return command
        slip = correct(form, _SLIPPABLE) if slips and form not in _BY_WORD else None
        if slip:
            return _BY_WORD[slip]
    return None
