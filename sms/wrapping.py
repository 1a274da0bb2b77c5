"""What stands around somebody's words: the mark of a part of a long text, of a text that was forwarded."""

import re
from dataclasses import dataclass

# "(2/3) …", "2/3：…", "【1/2】…": phones and carriers that cut a long text.
_PART = re.compile(r"^\s*[(（\[【]?\s*([1-9])\s*[/／]\s*([2-9])\s*[)）\]】]?\s*[:：、.]?\s*(?=\S)")
_FORWARDED = re.compile(r"^\s*(?:转发|轉發|转|fwd?|forwarded(?: message)?)\s*[:：]\s*(?=\S)", re.IGNORECASE)
_BRACKETED = re.compile(r"^\s*[(（\[【]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Unwrapped:
    """``part``: which one of several, 1 where it is whole."""

    words: str
    part: int


def unwrap(body: str) -> Unwrapped:
    """The words without their wrapping. A bare "1/2" in front is a mark only with a bracket or a stop around it."""
    found = _PART.match(body)
    part = 1
    if found and int(found.group(1)) <= int(found.group(2)) and _is_mark(body, found):
        body, part = body[found.end() :], int(found.group(1))
    forwarded = _FORWARDED.match(body)
    return Unwrapped(words=body[forwarded.end() :] if forwarded else body, part=part)


def _is_mark(body: str, found: re.Match[str]) -> bool:
    return _BRACKETED.match(body) is not None or found.group().rstrip()[-1:] in ":：、."
