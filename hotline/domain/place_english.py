"""What is built like an English place name: Victory Road, Oak Lane; but not "dirty road", "the park"."""

import re
from collections.abc import Iterator

from hotline.domain.place_piece import BUILT, Piece
from hotline.domain.words import word_set

_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_STREETS = word_set("road rd street str avenue ave lane ln alley boulevard blvd highway lu jie")
_SPOTS = word_set(
    "school hospital market park station square village garden gardens plaza mall library university college bridge"
    " temple kindergarten estate compound community building tower hotel stadium cinema town supermarket"
)
_LONGEST_NAME = 3

# A name stands after one of these or is written with a capital; "muddy road" is neither.
_PREPOSITIONS = word_set(
    "on at in near along of corner from opposite outside behind beside and between to by off onto under across"
)
_NO_NAME = _PREPOSITIONS | word_set(
    "the a an this that these those our my your his her their its whole entire every each all some any no is are was"
    " were be been has have had with without for or but so it there here they we you people someone somebody cars car"
    " trucks truck vans bikes bike bus buses who which when where what next front side one two three 1 2 3"
    " dirty muddy broken icy dark wet blocked damaged cracked bumpy flooded busy narrow wide filthy smelly noisy"
    " quiet terrible bad good same other another big small old new main high cross back service access ring dead"
    " middle primary elementary secondary nursery train metro subway police fire petrol gas local shopping vegetable"
    " residential office public apartment night flea children's nearby empty closed illegal city parking car fill"
    " water rail railway pedestrian foot road street lane clean cleaned sweep fix repair please hi hello dear report"
    " pothole potholes hole rubbish garbage trash litter manhole cover light lights lamp bin bins tree traffic"
    " blocking block block's up down into over through double single left right first second"
)  # fmt: skip


def english_pieces(said: str) -> Iterator[Piece]:
    words = list(_WORD.finditer(said))
    for place, word in enumerate(words):
        kind = word[0].lower()
        if kind not in _STREETS and kind not in _SPOTS:
            continue
        first = _first_of_name(said, words, place)
        if first is not None:
            start, end = words[first].start(), word.end()
            yield Piece(start, end, said[start:end], BUILT, kind in _STREETS)


def _first_of_name(said: str, words: list[re.Match[str]], place: int) -> int | None:
    first = place
    while first > 0 and place - first < _LONGEST_NAME and _belongs(said, words[first - 1], words[first]):
        first -= 1
    if first == place:
        return None
    capital = words[first][0][0].isupper()
    before = said[: words[first].start()].rstrip()
    led = bool(before) and (before[-1].isdigit() or before.split()[-1].lower() in _PREPOSITIONS | {"the"})
    return first if capital or led else None


def _belongs(said: str, word: re.Match[str], following: re.Match[str]) -> bool:
    touching = said[word.end() : following.start()] == " "
    return touching and word[0].lower() not in _NO_NAME
