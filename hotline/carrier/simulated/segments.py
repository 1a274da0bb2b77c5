"""How many segments a text is cut into, counted by the carrier for itself."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("^{}\\[~]|€\f")


def segments(body: str) -> int:
    if all(char in _BASIC or char in _ESCAPED for char in body):
        return _parts([2 if char in _ESCAPED else 1 for char in body], single=160, part=153)
    return _parts([2 if ord(char) > 0xFFFF else 1 for char in body], single=70, part=67)


def _parts(units: list[int], *, single: int, part: int) -> int:
    if sum(units) <= single:
        return 1
    count, filled = 1, 0
    for unit in units:
        if filled + unit > part:
            count, filled = count + 1, 0
        filled += unit
    return count
