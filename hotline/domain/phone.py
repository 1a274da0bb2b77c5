"""Telephone numbers: what the carrier gives becomes a number or nobody; shown only masked."""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_LOCAL = re.compile(r"[0-9+()（）./ \u00a0-]{3,30}")

# "ANONYMOUS" typed on a keypad: how a withheld caller used to arrive.
_WITHHELD = "266696687"

_HEAD = 3
_TAIL = 4


@dataclass(frozen=True, slots=True, repr=False)
class PhoneNumber:
    """A number in E.164. Printing it shows the mask; the whole number is asked for by name."""

    e164: str

    @property
    def is_landline(self) -> bool:
        """Surely a landline: where a number may be either (as in +1), a text is worth a try."""
        parsed = _parsed(self.e164)
        return parsed is not None and phonenumbers.number_type(parsed) == PhoneNumberType.FIXED_LINE

    @property
    def last4(self) -> str:
        return self.e164[-_TAIL:]

    @property
    def masked(self) -> str:
        """Like +86 139****0111: enough for its owner to know it, too little for others."""
        country, rest = self._split()
        if len(rest) < _HEAD + 2 * _TAIL - 1:
            return f"+{country} ****{rest[-2:]}"
        return f"+{country} {rest[:_HEAD]}****{rest[-_TAIL:]}"

    def _split(self) -> tuple[str, str]:
        parsed = _parsed(self.e164)
        country = str(parsed.country_code) if parsed else self.e164[1:2]
        return country, self.e164[1 + len(country) :]

    def __repr__(self) -> str:
        return f"PhoneNumber({self.masked})"

    def __str__(self) -> str:
        return self.masked


def parse_phone(raw: str, region: str) -> PhoneNumber | None:
    """The number, or none where it is withheld or no number at all.

    E.164 is taken as it is (numbers of no known plan too); local forms are read as the region's."""
    written = unicodedata.normalize("NFKC", raw).strip()
    if written.lstrip("+") == _WITHHELD:
        return None
    if _E164.fullmatch(written):
        return PhoneNumber(written)
    if not _LOCAL.fullmatch(written):
        return None
    try:
        parsed = phonenumbers.parse(written, region.partition("-")[0])
    except NumberParseException:
        return None
    e164 = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    # a short code like 12345 is no number anybody can be rung on
    usable = phonenumbers.is_valid_number(parsed) and _E164.fullmatch(e164)
    return PhoneNumber(e164) if usable else None


def _parsed(e164: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(e164)
    except NumberParseException:
        return None
