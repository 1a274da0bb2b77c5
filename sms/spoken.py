"""Words said on the phone, read by the same word lists as texts: what somebody wants, or how they answer."""

import re
from enum import StrEnum

from sms.answers import exact, loose
from sms.cleaning import clean, normalise
from sms.keywords import Command, find
from sms.lexicon import keys, together
from sms.meaning import Question
from sms.reprisal import tells_of_reprisal


class Said(StrEnum):
    """What a caller may want when a menu is open."""

    PERSON = "person"
    PROGRESS = "progress"
    CHASE = "chase"
    ENGLISH = "english"
    CHINESE = "chinese"
    REPORT = "report"
    SUGGESTION = "suggestion"
    CONSULTATIONS = "consultations"
    INFORMATION = "information"
    SEAL = "seal"
    REPRISAL = "reprisal"


_COMMANDS = {
    Command.PERSON: Said.PERSON, Command.STATUS: Said.PROGRESS, Command.CHASE: Said.CHASE, Command.AGAIN: Said.CHASE,
    Command.ENGLISH: Said.ENGLISH, Command.CHINESE: Said.CHINESE, Command.SEAL: Said.SEAL,
    Command.REPRISAL: Said.REPRISAL,
}
# Inside a spoken sentence these say enough; a text that holds them may well be a report, so texts never use them. A person and
# a language are asked for: "人工湖臭了" and "a person lies in the road" tell of something else.
_ASKED = tuple((Said(name), re.compile("|".join(together("asked", name)))) for name in keys("asked"))
_PARTS = tuple((Said(name), together("mentioned", name)) for name in keys("mentioned"))


def read_wish(words: str) -> Said | None:
    """What a caller wants by the words of the menu itself; None when it is something else, such as the matter."""
    said = normalise(clean(words))
    command = find(said) if said else None
    if command in _COMMANDS:
        return _COMMANDS[command]
    if tells_of_reprisal(said):
        return Said.REPRISAL
    asked = next((wish for wish, asks in _ASKED if asks.search(said)), None)
    return asked or next((wish for wish, parts in _PARTS if any(part in said for part in parts)), None)


def read_answer(question: Question, words: str) -> int | None:
    """The value of an answer said aloud; the rules of the texts hold, 满意 never means solved."""
    said = normalise(clean(words))
    if not said:
        return None
    return exact(question, said) or loose(question, said)
