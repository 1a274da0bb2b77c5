"""Thanks and greetings: texts that are noted or greeted back, and never become a ticket."""

import re

from sms.cleaning import has_han, squash
from sms.lexicon import together

_SIGNS = frozenset("👍👌🙏❤😊🙂🌹💐🤝")
_BARE_TAIL = frozenset({"您", "你们", "so much", "very much"})


def _some(place: str) -> re.Pattern[str]:
    words = sorted(together(place), key=len, reverse=True)
    han = "|".join(re.escape(word) for word in words if has_han(word))
    latin = "|".join(re.escape(word) for word in words if not has_han(word))
    return re.compile(rf"(?:(?:{han}|(?<![a-z'])(?:{latin})(?![a-z']))\s*)+")


_THANKS = _some("thanks")
_GREETING = _some("hello")
_SWEARING = _some("swearing")


def is_thanks(text: str) -> bool:
    """Nothing but thanks and yes-I-see, one or several."""
    form = squash(text)
    return form not in _BARE_TAIL and _THANKS.fullmatch(form) is not None


def is_hello(text: str) -> bool:
    """Nothing but a greeting."""
    return _GREETING.fullmatch(squash(text)) is not None


def is_swearing(text: str) -> bool:
    """Nothing but anger, without a matter."""
    return _SWEARING.fullmatch(squash(text)) is not None


def is_sign(words: str) -> bool:
    """Nothing but a thumb, a flower, a smile."""
    return any(char in _SIGNS for char in words)
