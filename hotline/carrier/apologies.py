"""What is said when the app fails: made once from the flow's own words, then it needs nothing but this process."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from hotline.addresses import Addresses
from hotline.carrier.twiml import Documents
from ivr_flows.outputs import HangUp, Say

PAUSES = (3, 6)  # seconds before the first and the second new try: a database that starts again is there by then


@dataclass(frozen=True, kw_only=True, slots=True)
class Sorry:
    """One language's words: the end of a call, the same where a person is rung, and a short wait."""

    end: str
    person: str = ""
    wait: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """A turn that met a fault. ``tried``: how often it was tried again; ``kept``: what the caller did, see Addresses.again."""

    call_id: str
    turn: int
    language: str
    tried: int = 0
    kept: str = ""


class Apologies:
    """By language; in every language where nobody knows the caller's."""

    def __init__(
        self, documents: Documents, addresses: Addresses, words: Mapping[str, Sorry], *, person: str = ""
    ) -> None:
        """``person``: the phone that is rung when a call can't go on; may be none."""
        self._documents, self._addresses, self._words = documents, addresses, words
        self._ends = dict(self._by_language(self._end))
        self._last = dict(self._by_language(lambda one: self._person(one, person))) if person else self._ends

    def last(self, language: str = "") -> bytes:
        """The call can't go on: a person where one can be rung, else the end."""
        return self._last.get(language) or self._last[""]

    def end(self, language: str = "", *, talked: bool = False) -> bytes:
        """Nobody is rung, or nobody came; after a talk the line just ends."""
        if talked:
            return self._documents.turn((HangUp(),), "", 0)
        return self._ends.get(language) or self._ends[""]

    def wait(self, broken: Broken) -> bytes | None:
        """A short fault: a moment, then the turn comes again. None once that was tried often enough."""
        if broken.language not in self._words or broken.tried >= len(PAUSES):
            return None
        says = self._says(broken.language, lambda words: words.wait)
        url = self._addresses.again(broken.call_id, broken.turn, broken.language, broken.tried + 1, broken.kept)
        return self._documents.wait(says, PAUSES[broken.tried], url)

    def _by_language(self, make: Callable[[str], bytes]) -> Iterator[tuple[str, bytes]]:
        yield from ((language, make(language)) for language in ("", *self._words))

    def _end(self, language: str) -> bytes:
        return self._documents.turn((*self._says(language, lambda words: words.end), HangUp()), "", 0)

    def _person(self, language: str, phone: str) -> bytes:
        says = self._says(language, lambda words: words.person or words.end)
        return self._documents.put_through(says, phone, language)

    def _says(self, language: str, which: Callable[[Sorry], str]) -> list[Say]:
        spoken = (language,) if language else tuple(self._words)
        return [Say(text=text, language=one) for one in spoken if (text := which(self._words[one]))]
