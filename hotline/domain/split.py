"""Several reports in one text: where each part names what and where by itself, and they are not the same."""

import re
from collections.abc import Callable

MOST_PARTS = 4
SHORTEST = 5
# A new line, a semicolon, a number in a list, or a word that begins something else.
_BREAK = re.compile(
    r"[\n;；]+|(?:(?<=[，。,.!！?？\s])|^)(?:[1-9一二三四五][.、)）]|[(（][1-9一二三四五][)）])\s*"
    r"|(?<=[，。,.!！?？\s])(?:另外|还有|此外|以及|also|and also|another thing)[，,：:]?\s*", re.IGNORECASE,
)  # fmt: skip
Named = tuple[str | None, str | None]
"""(category, place) of some words, each None where none is named."""


def split(text: str, named: Callable[[str], Named]) -> tuple[str, ...]:
    """The parts that are reports of their own, or nothing. What names neither belongs to the part before it."""
    parts: list[str] = []
    found: list[Named] = []
    for piece in _BREAK.split(text):
        words = piece.strip(" \t,，。;；")
        if not words:
            continue
        said = named(words) if len(words) >= SHORTEST else (None, None)
        if parts and (said[0] is None or said[1] is None):
            parts[-1] = f"{parts[-1]}，{words}"
        else:
            parts.append(words)
            found.append(said)
    apart = len(parts) > 1 and len(set(found)) == len(found) and all(None not in each for each in found)
    return tuple(parts[:MOST_PARTS]) if apart else ()
