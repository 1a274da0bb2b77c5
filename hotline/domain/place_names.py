"""Where in a text the place stands: names the gazetteer knows first, then what is built like one."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

from rapidfuzz import fuzz

from hotline.domain.place_chinese import chinese_pieces
from hotline.domain.place_english import english_pieces
from hotline.domain.place_piece import BUILT, Piece, extend
from hotline.domain.words import is_chinese, phrase, plain, syllables, tokens

# A name of two syllables sounds like too much else (人民, 任命); three seldom do by chance.
_SHORTEST_HEARD = 3
_SHORTEST_SLIPPED = 7
_SLIP_RATIO = 86.0

_STREET_ENDS = ("路", "街", "巷", "大道")

KNOWN, HEARD = 1.0, 0.8


@dataclass(frozen=True, slots=True)
class Named:
    """The gazetteer's names, laid out for looking up."""

    chinese: tuple[str, ...]
    latin: tuple[str, ...]

    @classmethod
    def of(cls, names: tuple[str, ...]) -> Self:
        longest_first = sorted(dict.fromkeys(names), key=len, reverse=True)
        return cls(
            tuple(plain(name) for name in longest_first if is_chinese(name)),
            tuple(plain(name) for name in longest_first if not is_chinese(name)),
        )


@dataclass(frozen=True, slots=True)
class Wording:
    """Where the place stands in the text, whose names it bears, and its house number."""

    start: int
    end: int
    names: tuple[str, ...]
    number: int | None
    score: float


def find_wording(said: str, named: Named) -> Wording | None:
    """The first place a tidy text names: by a known name, else one that sounds or looks alike, else built like one."""
    # lower() never changes the length of what tidy() leaves, casefold() may
    low = _same_length_lower(said)
    known = [*_contained(low, named.chinese), *_spelled(low, named.latin)]
    built = [*chinese_pieces(said), *english_pieces(said)]
    if not known:
        known = [*_recognised(built, named), *_heard(low, named.chinese), *_slipped(low, named.latin)]
    pieces = _apart([_widened(piece, known, built) for piece in known], built)
    return _wording(said, pieces) if pieces else None


@lru_cache(maxsize=4096)
def same_key(name: str) -> str | tuple[str, ...]:
    """What all spellings of one name have in common: Renmin Rd and renmin road."""
    name = plain(name)
    return name if is_chinese(name) else _road(name)


def _wording(said: str, pieces: list[Piece]) -> Wording:
    known = [piece for piece in pieces if piece.score > BUILT]
    first = known[0] if known else pieces[0]
    whole, parts = extend(said, first, pieces)
    names = tuple(dict.fromkeys(part.name for part in parts))
    # the most exact name decides: 人民路的东门菜市场 is at the market, wherever the road goes
    spots = tuple(part.name for part in parts if part.score > BUILT and not part.is_street)
    return Wording(
        whole.start,
        whole.end,
        spots[:1] or names,
        whole.number,
        max(part.score for part in parts),
    )


def _widened(piece: Piece, known: list[Piece], built: list[Piece]) -> Piece:
    """解放路小学 stands on 解放路: all of it says where, and the known street says which grid."""
    ends = [each.end for each in built if each.start == piece.start and not each.is_street and each.end > piece.end]
    # where another known name follows, that one says more than what is built of both
    if not ends or any(piece.end <= other.start < max(ends) for other in known):
        return piece
    return replace(piece, end=max(ends))


def _apart(known: list[Piece], built: list[Piece]) -> list[Piece]:
    """No piece within another: known before built, longer before shorter; in the order of the text."""
    kept: list[Piece] = []
    for piece in sorted([*known, *built], key=lambda p: (-p.score, -(p.end - p.start), p.start)):
        if all(piece.end <= other.start or other.end <= piece.start for other in kept):
            kept.append(piece)
    return sorted(kept, key=lambda piece: piece.start)


def _contained(low: str, names: tuple[str, ...]) -> list[Piece]:
    found = []
    for name in names:
        start = low.find(name)
        while start >= 0:
            end = start + len(name)
            found.append(Piece(start, end, name, KNOWN, name.endswith(_STREET_ENDS)))
            start = low.find(name, end)
    return found


def _spelled(low: str, names: tuple[str, ...]) -> list[Piece]:
    words = tokens(low)
    if not words:
        return []
    stems = [_road_word(word.stem) for word in words]
    heard, found = frozenset(stems), []
    for name in names:
        wanted = _road(name)
        if wanted and wanted[0] not in heard:
            continue
        for first in range(len(stems) - len(wanted) + 1):
            if tuple(stems[first : first + len(wanted)]) == wanted:
                start, end = words[first].start, words[first + len(wanted) - 1].end
                found.append(Piece(start, end, name, KNOWN, _is_street(wanted)))
    return found


def _recognised(built: list[Piece], named: Named) -> list[Piece]:
    """Pieces built like a place that sound like a known one."""
    found = []
    for piece in built:
        name = next((each for each in named.chinese if _sounds(each) == _sounds(piece.name)), None)
        if name and is_chinese(piece.name):
            found.append(Piece(piece.start, piece.end, name, HEARD, piece.is_street, piece.number))
    return found


def _heard(low: str, names: tuple[str, ...]) -> list[Piece]:
    if not is_chinese(low):
        return []
    heard = syllables(low)
    found = []
    for name in names:
        wanted = _sounds(name)
        if len(wanted) < _SHORTEST_HEARD:
            continue
        street, length = name.endswith(_STREET_ENDS), len(wanted)
        starts = (start for start in range(len(heard) - length + 1) if heard[start : start + length] == wanted)
        found += [Piece(start, start + length, name, HEARD, street) for start in starts]
    return found


def _slipped(low: str, names: tuple[str, ...]) -> list[Piece]:
    words = tokens(low)
    found = []
    for name in names:
        length = len(phrase(name))
        if len(name) < _SHORTEST_SLIPPED:
            continue
        for first in range(len(words) - length + 1):
            start, end = words[first].start, words[first + length - 1].end
            written = low[start:end]
            if written[0] == name[0] and fuzz.ratio(written, name, score_cutoff=_SLIP_RATIO):
                found.append(Piece(start, end, name, HEARD, _is_street(_road(name))))
    return found


@lru_cache(maxsize=4096)
def _sounds(name: str) -> tuple[str, ...]:
    return syllables(name)


@lru_cache(maxsize=4096)
def _road(name: str) -> tuple[str, ...]:
    return tuple(_road_word(stem) for stem in phrase(name))


_SHORT = {"rd": "road", "st": "street", "str": "street", "ln": "lan", "av": "avenu", "ave": "avenu", "sq": "squar"}
_STREETS = {"road", "street", "lan", "avenu", "lu", "alley"}


def _road_word(stem: str) -> str:
    return _SHORT.get(stem, stem)


def _is_street(stems: tuple[str, ...]) -> bool:
    return bool(stems) and stems[-1] in _STREETS


def _same_length_lower(said: str) -> str:
    if said.isascii():
        return said.lower()
    return "".join(low if len(low := each.lower()) == 1 else each for each in said)
