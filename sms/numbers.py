"""Ticket numbers as people write them: 26417301, 2641-7301, 2641 7301, #26417301, 编号26417301."""

import re

from sms.lexicon import keys, together

_PREFIX = r"(?:#|工单编号|工单号|工单|编号|单号|号码|(?:ticket\s*)?(?:number|no\.?|nr\.?)|ticket)?\s*[:：]?\s*"
_DIGITS = r"(?<![\d+])(\d{4}[-\u2010-\u2015\u2212 ]?\d{4,6})(?!\d)"
_NUMBER = re.compile(_PREFIX + _DIGITS)
_SEPARATORS = re.compile(r"\D")
_SIGNS = str.maketrans({sign: digit for digit in keys("digits") for sign in together("digits", digit)})
_SIGN = "".join(map(chr, _SIGNS))
_SPELT = re.compile(rf"[{_SIGN}]{{8,10}}(?![{_SIGN}])")


def arabic(text: str) -> str:
    """A number spelt in 汉字, 二六四一七三零一, in digits: sign by sign, so that every place stays where it was."""
    return _SPELT.sub(lambda run: run.group().translate(_SIGNS), text)


def split_number(text: str) -> tuple[str, str | None]:
    """A comparable text without its one ticket number, and the number's digits; untouched if it holds none, or two."""
    found = list(_NUMBER.finditer(arabic(text)))
    if len(found) != 1:
        return text, None
    hit = found[0]
    return f"{text[:hit.start()]} {text[hit.end():]}".strip(), digits(hit.group(1))


def number_at(text: str, start: int) -> tuple[str | None, int]:
    """The ticket number that begins at ``start``, and where what follows it begins."""
    hit = _NUMBER.match(arabic(text), start)
    return (digits(hit.group(1)), hit.end()) if hit else (None, start)


def digits(written: str) -> str:
    """A number without what people put between its digits."""
    return _SEPARATORS.sub("", written)
