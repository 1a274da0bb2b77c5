"""Words that begin a text from an officer or the coordinator and take a number and more words after them."""

import re
from collections.abc import Mapping, Sequence

from sms.cleaning import Folded, fold, is_han
from sms.keywords import correct
from sms.lexicon import of_each
from sms.meaning import CoordinatorVerb, CoordinatorWord, OfficerVerb, OfficerWord
from sms.numbers import number_at

OFFICER: Mapping[OfficerVerb, Mapping[str, Sequence[str]]] = {verb: of_each("officer", verb.value) for verb in OfficerVerb}
COORDINATOR: Mapping[CoordinatorVerb, Mapping[str, Sequence[str]]] = {
    verb: of_each("coordinator", verb.value) for verb in CoordinatorVerb
}
_OFFICER = {word: verb for verb, languages in OFFICER.items() for words in languages.values() for word in words}
_COORDINATOR = {word: verb for verb, languages in COORDINATOR.items() for words in languages.values() for word in words}
_OPENING = re.compile(r"[^\w#]*")
_BETWEEN = re.compile(r"[^\w#(（\[【“\"]*")
_LATIN = re.compile(r"[a-z]+")
_PARTICLES = re.compile(r"^(?:一下|了|吧|啦|please|pls)(?=$|[^\w])")


def officer_word(words: str) -> OfficerWord | None:
    """The officer's word a text begins with."""
    hit = _begin(words, _OFFICER)
    if hit is None:
        return None
    verb, number, rest = _OFFICER[hit[0]], hit[1], hit[2]
    if verb is OfficerVerb.CALL and rest and number is None:
        return None  # "联系不上居民", "call me": talk, not the command, which takes no words
    return OfficerWord(word=verb, number=number, words=rest)


def coordinator_word(words: str) -> CoordinatorWord | None:
    """The coordinator's word a text begins with."""
    hit = _begin(words, _COORDINATOR)
    return CoordinatorWord(word=_COORDINATOR[hit[0]], number=hit[1], words=hit[2]) if hit else None


def rest_of(words: str, folded: Folded, start: int) -> str:
    """The words as written from place ``start`` of their folded form, without the separators in front."""
    start = _BETWEEN.match(folded.text, start).end()  # type: ignore[union-attr]  # it matches nothing at least
    return words[folded.origin[start]:].strip() if start < len(folded.text) else ""


def _begin(words: str, known: Mapping[str, object]) -> tuple[str, str | None, str] | None:
    folded = fold(words)
    text = folded.text
    start = _skip(_OPENING, text, 0)
    number, after = number_at(text, start)
    if number is not None:
        start = _skip(_OPENING, text, after)
    word, end = _word(text, start, known)
    if word is None:
        return None
    end = _particles(text, end)
    if number is None:
        number, end = number_at(text, _skip(_BETWEEN, text, end))
    return word, number, rest_of(words, folded, _particles(text, end))


def _word(text: str, start: int, known: Mapping[str, object]) -> tuple[str | None, int]:
    latin = _LATIN.match(text, start)
    if latin:
        word = latin.group() if latin.group() in known else correct(latin.group(), tuple(filter(str.isascii, known)))
        return word, latin.end()
    han = [word for word in known if is_han(word[0]) and text.startswith(word, start)]
    longest = max(han, key=len, default=None)
    return longest, start + len(longest or "")


def _particles(text: str, start: int) -> int:
    hit = _PARTICLES.match(text[start:].lstrip(" "))
    return start + (len(text[start:]) - len(text[start:].lstrip(" "))) + hit.end() if hit else start


def _skip(pattern: re.Pattern[str], text: str, start: int) -> int:
    hit = pattern.match(text, start)
    return hit.end() if hit else start
