"""How a carrier counts a text: GSM-7 or UCS-2, and into how many segments it falls."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

Encoding = Literal["GSM-7", "UCS-2"]

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("^{}\\[~]|€\f")
_GSM = _BASIC | _ESCAPED
_SINGLE: dict[Encoding, int] = {"GSM-7": 160, "UCS-2": 70}
_PART: dict[Encoding, int] = {"GSM-7": 153, "UCS-2": 67}

# Look-alikes only: nothing in here changes what a sentence says.
_SUBSTITUTES = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"', "「": '"', "」": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "…": "...", "•": "-", "·": ".", "。": ".", "、": ",", "〈": "<", "〉": ">", "【": "(", "】": ")",
    "\t": " ", "\u00a0": " ", "\u1680": " ", "\u2028": "\n", "\u2029": "\n", "\u202f": " ", "\u205f": " ",
    "\u3000": " ", "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "", "\u00ad": "",
    **{chr(code): " " for code in range(0x2000, 0x200B)},
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full-width ASCII
})


@dataclass(frozen=True, kw_only=True, slots=True)
class Segments:
    """``units`` are septets (GSM-7) or 16-bit units (UCS-2); ``count`` is what the carrier bills and joins."""

    encoding: Encoding
    units: int
    count: int


def encoding(text: str) -> Encoding:
    """One character outside GSM-7 makes the whole text UCS-2."""
    return "GSM-7" if _GSM.issuperset(text) else "UCS-2"


def units(text: str) -> int:
    """The length of a text in the units of its own encoding."""
    wide = _ESCAPED.__contains__ if encoding(text) == "GSM-7" else "\uffff".__lt__
    return len(text) + sum(map(wide, text))


def segments(text: str) -> Segments:
    """How many segments a text takes; an escape sequence or a surrogate pair is never split over two."""
    own, total = encoding(text), units(text)
    if total <= _SINGLE[own]:
        return Segments(encoding=own, units=total, count=1)
    if total == len(text):  # nothing that could be split
        return Segments(encoding=own, units=total, count=-(-total // _PART[own]))
    count, free = 1, _PART[own]
    for width in (_width(char, own) for char in text):
        if width > free:
            count, free = count + 1, _PART[own]
        free -= width
    return Segments(encoding=own, units=total, count=count)


def safe_substitutions(text: str) -> str:
    """Look-alikes to ASCII, only where that makes the whole text GSM-7; otherwise the text as it was."""
    if encoding(text) == "GSM-7":
        return text
    swapped = text.translate(_SUBSTITUTES)
    return swapped if encoding(swapped) == "GSM-7" else text


def to_gsm(text: str) -> str:
    """A text that surely fits GSM-7: look-alikes swapped, accents dropped, what is left over removed."""
    swapped = text.translate(_SUBSTITUTES)
    if encoding(swapped) == "GSM-7":
        return swapped
    kept = []
    for char in swapped:
        if encoding(char) == "GSM-7":
            kept.append(char)
        else:
            kept.extend(part for part in unicodedata.normalize("NFKD", char) if encoding(part) == "GSM-7")
    return "".join(kept)


def _width(char: str, own: Encoding) -> int:
    if own == "GSM-7":
        return 2 if char in _ESCAPED else 1
    return 2 if ord(char) > 0xFFFF else 1
