"""Which category somebody's words name, with the words that say so; one scorer for texts and
calls, simple enough that an operator can see why it chose."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from hotline.domain.duration import Duration
from hotline.domain.words import Token, is_chinese, phrase, plain, syllables, tokens

# Below this the text speaks of three things at once, or of two only by their sound: a guess then
# sends the ticket to the wrong department more often than a person's look costs time.
THRESHOLD = 0.4
MOST_CHOICES = 5  # more are not read on a small screen
COMPONENT = "c"  # how the ids of the standard's components begin

# Slips are corrected only in words long enough for one wrong letter not to make another word.
SHORTEST_CORRECTED = 5
_LONG_WORD = 8

# What people say every day that sounds like a matter: 满溢, 占道, 死鱼, 树木, 水淹, 夜市, 有泥, 大树, 搭建, 卖菜.
_ORDINARY = frozenset({"满意", "站到", "死于", "数目", "水烟", "也是", "有你", "大叔", "小叔", "大件", "买菜", "未见", "出点"})
_ZH_BROKEN = re.compile("[都又也已经全]{0,2}(?:坏|破|丢|没了|不见|缺|碎|裂|松|歪|断|倒|堵|满|漏|不亮|灭)")
_ZH_BESIDE = re.compile(
    "(?:的|那)?(?:旁|边|附近|门口|对面|对过|隔壁|前面|后面|后边|前边|下面|底下|[东南西北]门|[东南西北][侧边面])"
)
_ZH_ON = re.compile("(?:之间|上面|里面|上|里|中|内|下)的?")
_EN_BESIDE = re.compile(
    r"\b(?:near|by|beside|next to|in front of|opposite|behind|outside|close to|under|below)(?: the| a| an| our| my)?$"
)


class _Sure(float, Enum):
    """How far one kind of match is to be believed, also its weight against the others."""

    SAID = 1.0
    SLIP = 0.8
    SOUND = 0.7
    BESIDE = 0.5


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a category, laid out once for looking up."""

    word: str
    chinese: bool
    plain: str
    stems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Category:
    id: str
    standard: str
    name: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    urgent: bool = False
    night: bool = False
    photo: bool = False  # a result wants one
    sealed: bool = False  # it accuses a person or a business
    result: Duration | None = None
    key: str | None = None
    listed: tuple[_Word, ...] = field(init=False, repr=False, compare=False)
    chinese: tuple[_Word, ...] = field(init=False, repr=False, compare=False)
    latin: tuple[_Word, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        words = (word for words in self.words.values() for word in words)
        listed = tuple(_Word(word, is_chinese(word), plain(word), phrase(word)) for word in words)
        object.__setattr__(self, "listed", listed)
        object.__setattr__(self, "chinese", tuple(word for word in listed if word.chinese))
        object.__setattr__(self, "latin", tuple(word for word in listed if not word.chinese))


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    best: Category | None
    score: float
    why: tuple[str, ...]
    alternatives: tuple[Category, ...]
    read_by: str | None = None  # the version of the learnt model, where it decided


@dataclass(frozen=True, kw_only=True, slots=True)
class _Hit:
    category: Category
    word: str
    start: int
    end: int
    weight: int
    sure: float


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words of all categories, laid out so that a text is not held against each of them."""

    categories: tuple[Category, ...]
    by_letter: Mapping[str, Sequence[tuple[Category, _Word]]]
    by_sound: Mapping[tuple[str, ...], Sequence[tuple[Category, _Word]]]
    lengths: tuple[int, ...]

    @staticmethod
    def of(categories: Iterable[Category]) -> "_Lexicon":
        known = tuple(categories)
        letters: dict[str, list[tuple[Category, _Word]]] = {}
        sounds: dict[tuple[str, ...], list[tuple[Category, _Word]]] = {}
        for category in known:
            for word in category.listed:
                if word.stems and max(map(len, word.stems)) >= SHORTEST_CORRECTED - 1:
                    letters.setdefault(word.stems[0][:1], []).append((category, word))
                if word.chinese and len(word.plain) > 1:
                    sounds.setdefault(_word_sounds(word.plain, tones=False), []).append((category, word))
        return _Lexicon(known, letters, sounds, tuple(sorted({len(each) for each in sounds})))


_laid_out: dict[int, tuple[Sequence[Category], _Lexicon]] = {}
_MOST_LAID_OUT = 8  # a process reads with one list; tests with a few


def _lexicon(categories: Sequence[Category]) -> _Lexicon:
    """Laid out once for each list, which is never changed."""
    found = _laid_out.get(id(categories))
    if found is None or found[0] is not categories:
        if len(_laid_out) >= _MOST_LAID_OUT:
            _laid_out.clear()
        found = (categories, _Lexicon.of(categories))
        _laid_out[id(categories)] = found
    return found[1]


NOTHING = Scored(best=None, score=0.0, why=(), alternatives=())


def categorise(text: str, categories: Sequence[Category]) -> Scored:
    """The category named most, or none where that would be a guess; the runners-up beside it."""
    said = plain(text)
    known = _lexicon(categories)
    latin = tokens(said)
    # only where nothing is said plainly are slips tried, then sounds
    for found in (_said(said, latin, known.categories), _slips(latin, known), _sounds(said, known)):
        hits = _longest_only(found)
        if hits:
            return _judge(_places_last(said, hits))
    return NOTHING


def choices(scored: Scored, categories: Sequence[Category]) -> tuple[str, ...]:
    """What to ask with where nothing is clear: what the words may mean, then what is reported most (the keys of the call's
    menu). Ids, at most five."""
    keyed = sorted((one for one in categories if one.key), key=lambda one: str(one.key))
    named = dict.fromkeys(one.id for one in (*scored.alternatives, *keyed))
    return tuple(named)[:MOST_CHOICES]


def _judge(hits: list[_Hit]) -> Scored:
    weights: dict[str, float] = {}
    ranked: dict[str, Category] = {}
    for hit in hits:
        weights[hit.category.id] = weights.get(hit.category.id, 0.0) + hit.weight * hit.sure
        ranked.setdefault(hit.category.id, hit.category)
    # sorted() is stable and hits come in the order of the text: of equals the first said wins
    order = sorted(ranked.values(), key=lambda category: -weights[category.id])
    best = order[0]
    sure = max(hit.sure for hit in hits if hit.category.id == best.id)
    score = round(sure * weights[best.id] / sum(weights.values()), 3)
    if score < THRESHOLD:
        return Scored(best=None, score=score, why=(), alternatives=tuple(order))
    why = tuple(dict.fromkeys(hit.word for hit in hits if hit.category.id == best.id))
    return Scored(best=best, score=score, why=why, alternatives=tuple(order[1:]))


def _places_last(said: str, hits: list[_Hit]) -> list[_Hit]:
    """In Chinese the last noun is what is spoken of: in 天桥电梯 and 行道树上的虫子 the first one only says where."""
    judged = (
        replace(hit, sure=min(hit.sure, _Sure.BESIDE)) if _is_where(said, hit, after) else hit for hit, after in pairwise(hits)
    )
    return [*judged, hits[-1]]


def _is_where(said: str, hit: _Hit, after: _Hit) -> bool:
    """A thing, right before another thing of another kind; or a thing in or on which something is wrong."""
    if not hit.category.id.startswith(COMPONENT) or after.start < hit.end or not is_chinese(hit.word):
        return False
    between = said[hit.end : after.start]
    if between in ("", "的"):
        return after.category.id.startswith(COMPONENT) and after.category.id != hit.category.id
    return _ZH_ON.fullmatch(between) is not None


def _longest_only(hits: Iterable[_Hit]) -> list[_Hit]:
    """The longest matches; a shorter one inside a longer one says nothing of its own."""
    kept: list[_Hit] = []
    taken: dict[int, tuple[int, int]] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.weight, -hit.sure, hit.start)):
        span = (hit.start, hit.end)
        # two categories may share one word: then both are meant
        if all(taken.get(place, span) == span for place in range(*span)):
            taken.update(dict.fromkeys(range(*span), span))
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _said(said: str, latin: tuple[Token, ...], categories: tuple[Category, ...]) -> Iterator[_Hit]:
    spoken, signs = _runs(latin), frozenset(said)
    for category in categories:
        for word in category.chinese:
            if word.plain[0] in signs and word.plain in said:
                yield from _contained(said, category, word)
        for word in category.latin if spoken else ():
            for first in spoken.get(word.stems, ()):
                start, end = latin[first].start, latin[first + len(word.stems) - 1].end
                sure = _Sure.BESIDE if _EN_BESIDE.search(said[:start].rstrip()) else _Sure.SAID
                yield _Hit(category=category, word=word.word, start=start, end=end, weight=2 * len(word.stems), sure=sure)


def _contained(said: str, category: Category, word: _Word) -> Iterator[_Hit]:
    start = said.find(word.plain)
    while start >= 0:
        end = start + len(word.plain)
        sure = _Sure.BESIDE if _ZH_BESIDE.match(said, end) else _Sure.SAID
        yield _Hit(category=category, word=word.word, start=start, end=end, weight=len(word.plain), sure=sure)
        start = said.find(word.plain, end)


def _slips(latin: tuple[Token, ...], known: _Lexicon) -> Iterator[_Hit]:
    """A slip never touches the first letter: only words that begin alike are compared."""
    for first, token in enumerate(latin):
        for category, word in known.by_letter.get(token.stem[:1], ()):
            wanted = word.stems
            heard = latin[first : first + len(wanted)]
            if len(heard) == len(wanted) and all(_near(each.stem, stem) for each, stem in zip(heard, wanted, strict=True)):
                yield _Hit(
                    category=category, word=word.word, start=heard[0].start, end=heard[-1].end,
                    weight=2 * len(wanted), sure=_Sure.SLIP,
                )  # fmt: skip


def _near(heard: str, meant: str) -> bool:
    if heard == meant:
        return True
    if len(meant) < SHORTEST_CORRECTED or heard[0] != meant[0]:
        return False
    allowed = 2 if len(meant) >= _LONG_WORD else 1
    return OSA.distance(heard, meant, score_cutoff=allowed) <= allowed


def _sounds(said: str, known: _Lexicon) -> Iterator[_Hit]:
    if not is_chinese(said):
        return
    plainly, toned = syllables(said), syllables(said, tones=True)
    for start in range(len(plainly)):
        for length in known.lengths:
            end = start + length
            if end > len(plainly):
                break
            for category, word in known.by_sound.get(plainly[start:end], ()):
                if _meant(said, start, end, word.plain, toned):
                    yield _Hit(category=category, word=word.word, start=start, end=end, weight=length, sure=_Sure.SOUND)


def _meant(said: str, start: int, end: int, word: str, toned: tuple[str, ...]) -> bool:
    """Two syllables alone sound like too much: 也是 is no 夜市. They count with their tones, or where something is broken."""
    if end - start > 2:
        return True
    if said[start:end] in _ORDINARY:
        return False
    return toned[start:end] == _word_sounds(word, tones=True) or _ZH_BROKEN.match(said, end) is not None


def _runs(latin: tuple[Token, ...]) -> dict[tuple[str, ...], list[int]]:
    """Every run of up to four words, and where it begins."""
    runs: dict[tuple[str, ...], list[int]] = {}
    for first in range(len(latin)):
        for length in range(1, min(4, len(latin) - first) + 1):
            run = tuple(token.stem for token in latin[first : first + length])
            runs.setdefault(run, []).append(first)
    return runs


@lru_cache(maxsize=4096)
def _word_sounds(word: str, *, tones: bool) -> tuple[str, ...]:
    return syllables(word, tones=tones)
