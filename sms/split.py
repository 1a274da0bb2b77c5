"""Several reports in one text: where each part names what and where by itself, and they are not the same."""

import re
from collections.abc import Callable

from sms.lexicon import together

MOST_PARTS = 4
SHORTEST = 5
# A new line, a semicolon, a number in a list, or a word that begins something else.
_ANOTHER = "|".join(sorted(map(re.escape, together("another")), key=len, reverse=True))
_COUNT = f"[1-9{''.join(together('counts'))}]"
_BREAK = re.compile(
    rf"[\n;；]+|(?:(?<=[，。,.!！?？\s])|^)(?:{_COUNT}[.、)）]|[(（]{_COUNT}[)）])\s*"
    rf"|(?<=[，。,.!！?？\s])(?:{_ANOTHER})[，,：:]?\s*", re.IGNORECASE,
)  # fmt: skip
Named = tuple[str | None, str | None]
"""(category, place) of some words, each None where none is named."""


def split(text: str, named: Callable[[str], Named]) -> tuple[str, ...]:
    """The parts that are reports of their own, or nothing. What names neither belongs to the part before it."""
    pieces = [words for piece in _BREAK.split(text) if (words := piece.strip(" \t,，。;；"))]
    if len(pieces) < 2:
        return ()
    parts: list[str] = []
    found: list[Named] = []
    for words in pieces:
        said = named(words) if len(words) >= SHORTEST else (None, None)
        if parts and (said[0] is None or said[1] is None):
            parts[-1] = f"{parts[-1]}，{words}"
        else:
            parts.append(words)
            found.append(said)
    apart = len(parts) > 1 and len(set(found)) == len(found) and all(None not in each for each in found)
    return tuple(parts[:MOST_PARTS]) if apart else ()
