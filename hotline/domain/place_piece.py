"""A stretch of text that names a place, and what around it belongs to it: number, gate, crossing."""

import re
from dataclasses import dataclass, replace

# How far to trust a piece that is only built like a place; known ones are trusted more.
BUILT = 0.6

_ZH_NUMBER = "[0-9]{1,5}|[一二三四五六七八九十百零〇两]{1,6}"
_HOUSE_ZH = re.compile(
    rf"(?P<no>{_ZH_NUMBER})(?:号(?!线)(?:院|楼)?|弄(?:[0-9]{{1,4}}号)?)|(?P<bare>[0-9]{{1,4}})(?![0-9个米年月日点只辆块天次路栋幢层室区号单:.\-])"
)
_DETAIL_ZH = re.compile(
    "[0-9一二三四五六七八九十]{1,3}(?:栋|幢|单元|号楼|号院|座|层|室|区|期|组|队)|"
    "(?:正|东南|东北|西南|西北|东|西|南|北|前|后|侧|大|小)?(?:大)?门(?:口|前|外|旁边?)?|"
    "十字路口|交叉路口|交叉口|交汇处|交界处?|路口|拐角处?|拐弯处|转角处?|"
    "附近|旁边|边上|对面|对过|隔壁|楼下|楼前|楼后|楼道|院内|里面|桥下|桥上|桥头|前面|后面|站台|出口|入口|[a-dA-D][0-9]?口|"
    "(?:东|西|南|北|中)(?:段|头|侧|边|面|端|口)|旁(?!边)|边(?=[的上，。有]|$)|口(?=[的，。有]|$)"
)
_JOIN_ZH = re.compile(r"(?:和|与|跟|、|/|&|×|x|交|到|-|—)")

_HOUSE_BEFORE_EN = re.compile(r"(?:\b(?:no|number|nr)\.?\s*|#)?\b(?P<no>[0-9]{1,5})[a-z]?,?\s+$", re.IGNORECASE)
_HOUSE_AFTER_EN = re.compile(
    r",?\s+(?:(?:no|number|nr)\.?\s*|#)?(?P<no>[0-9]{1,5})\b(?!\s*(?:am|pm|:|times|cars|days|weeks))", re.IGNORECASE
)
_LEAD_EN = re.compile(
    r"\b(?:(?:the\s+)?(?:(?:north|south|east|west|main|front|back|rear|side)\s+(?:gate|entrance|exit|side|end|door)"
    r"|gate|entrance|exit|corner|end|middle|crossing|junction|intersection)\s+(?:of|to)"
    r"|in\s+front\s+of|next\s+to|close\s+to|near|opposite|behind|beside|outside|under|across\s+from)(?:\s+the)?\s+$",
    re.IGNORECASE,
)
_DETAIL_EN = re.compile(
    r",?\s+(?:(?:north|south|east|west|main|front|back|rear)\s+)?(?:gate|entrance|exit|corner|junction|crossing"
    r"|crossroads|intersection)\b|,?\s+(?:building|block|unit|tower|gate|exit|house)\s+(?:[0-9]{1,3}[a-z]?|[a-d])\b",
    re.IGNORECASE,
)
_JOIN_EN = re.compile(r"(?:\s+(?:and|with|at|x|corner|corner\s+of|meets)(?:\s+the)?\s+|\s*[/&]\s*|,\s+)", re.IGNORECASE)

_DIGIT_ZH = {each: value for value, each in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Piece:
    start: int
    end: int
    name: str
    score: float
    is_street: bool
    number: int | None = None


def extend(said: str, first: Piece, pieces: list[Piece]) -> tuple[Piece, list[Piece]]:
    """The piece with all that belongs to it, and the pieces it is made of."""
    whole, parts = first, [first]
    before = next((piece for piece in reversed(pieces) if piece.end <= first.start), None)
    # 人民路东门菜市场: what stands right before is part of the same address
    if before is not None and said[before.end : first.start] in {"", "的"}:
        whole, parts = replace(whole, start=before.start), [before, first]
    whole = _lead(said, whole)
    while True:
        joined = _joined(said, whole, pieces, parts[-1].is_street)
        if joined is not None:
            parts.append(joined)
            after = replace(whole, end=joined.end)
        else:
            after = _after(said, whole)
        if after == whole:
            return whole, parts
        whole = after


def _joined(said: str, whole: Piece, pieces: list[Piece], street: bool) -> Piece | None:
    """The next piece, if nothing but "and" stands between two streets, or nothing at all."""
    following = next((piece for piece in pieces if piece.start >= whole.end), None)
    if following is None:
        return None
    between = said[whole.end : following.start]
    crossing = street and following.is_street and (_JOIN_ZH.fullmatch(between) or _JOIN_EN.fullmatch(between))
    return following if crossing or between in {"", "的"} else None


def _after(said: str, whole: Piece) -> Piece:
    for pattern in (_HOUSE_ZH, _HOUSE_AFTER_EN):
        found = pattern.match(said, whole.end)
        if found and whole.number is None:
            written = next(each for each in found.groupdict().values() if each)
            return replace(whole, end=found.end(), number=_value(written))
    for pattern in (_DETAIL_ZH, _DETAIL_EN):
        found = pattern.match(said, whole.end)
        if found:
            return replace(whole, end=found.end())
    return whole


def _lead(said: str, whole: Piece) -> Piece:
    found = _HOUSE_BEFORE_EN.search(said[: whole.start])
    if found and whole.number is None:
        whole = replace(whole, start=found.start(), number=int(found["no"]))
    led = _LEAD_EN.search(said[: whole.start])
    return replace(whole, start=led.start()) if led else whole


def _value(written: str) -> int:
    """The number of a house, in digits or as 一百二十 is said."""
    if written.isdecimal():
        return int(written)
    if not any(each in "十百" for each in written):
        return int("".join(str(_DIGIT_ZH[each]) for each in written))
    total, digit = 0, 0
    for each in written:
        if each in "十百":
            total += (digit or 1) * (10 if each == "十" else 100)
            digit = 0
        else:
            digit = _DIGIT_ZH[each]
    return total + digit
