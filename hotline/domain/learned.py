"""A text classifier learnt from a city's own closed tickets, as plain numbers: reading with it needs no library.

It is made by `hotline learn` (hotline/learning), kept in the data folder, and asked only where the words themselves say too
little. Its version is noted on every ticket it named."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hotline.domain.category import Category, Scored
from hotline.domain.words import plain

SHORTEST, LONGEST = 1, 4  # characters of a gram
MOST_READ = 300  # characters; the matter is named before


@dataclass(frozen=True, kw_only=True, slots=True)
class Learned:
    """``weights``: gram → (inverse document frequency, ((label's place, weight), …)). ``sure``: how far the first label must be
    before the second to be believed; ``clear``: from which score on the words of the configuration decide without it."""

    version: str
    labels: Sequence[str]
    weights: Mapping[str, tuple[float, Sequence[tuple[int, float]]]]
    bias: Sequence[float]
    sure: float
    clear: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Guess:
    label: str
    margin: float
    why: tuple[str, ...]
    """The grams that spoke most for it."""


def grams(text: str) -> list[str]:
    """Each run of one to four characters, once; a blank stands for any gap and for both ends."""
    said = f" {plain(text)[:MOST_READ]} "
    runs = (said[at : at + size] for size in range(SHORTEST, LONGEST + 1) for at in range(len(said) - size + 1))
    return sorted({run for run in runs if run.strip()})


def guess(model: Learned, text: str) -> Guess | None:
    """The label a text most looks like; None where nothing in it is known."""
    known = [(gram, model.weights[gram]) for gram in grams(text) if gram in model.weights]
    length = math.sqrt(sum(idf * idf for _, (idf, _) in known))
    if not known or len(model.labels) < 2:
        return None
    scores = list(model.bias)
    for _, (idf, weights) in known:
        for place, weight in weights:
            scores[place] += idf / length * weight
    order = sorted(range(len(scores)), key=lambda place: -scores[place])
    first, second = order[0], order[1]
    spoke = sorted(((idf * dict(weights).get(first, 0.0), gram) for gram, (idf, weights) in known), reverse=True)
    why = tuple(gram.strip() for worth, gram in spoke[:5] if worth > 0)
    return Guess(label=model.labels[first], margin=scores[first] - scores[second], why=why)


def settle(scored: Scored, text: str, model: Learned | None, categories: Mapping[str, Category]) -> Scored:
    """What the words say, where they are clear; else what the model says, where it is sure."""
    if model is None or (scored.best is not None and scored.score >= model.clear):
        return scored
    found = guess(model, text)
    named = categories.get(found.label) if found is not None else None
    if found is None or named is None or found.margin < model.sure:
        return scored
    others = tuple(one for one in (scored.best, *scored.alternatives) if one is not None and one.id != named.id)
    return Scored(best=named, score=scored.score, why=found.why, alternatives=others, read_by=model.version)
