"""Learns, and judges what it learnt on tickets it has not seen. Needs scikit-learn: requirements-learn.txt."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split
from sklearn.svm import LinearSVC

from hotline.domain.learned import Learned, grams, guess

MOST_GRAMS = 40_000
LEAST_WEIGHT = 0.02  # smaller ones decide nothing and make the file large
HELD_OUT = 0.2
CLEAR, NEVER = 0.75, 2.0  # scores of the words: clear from there on; never clear, so the model speaks first
MARGINS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6)
type_labels = Sequence[str]
Reader = Callable[[str], str | None]
Both = Callable[[str, Learned], str | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Of one way to read, on the held-out part. ``accuracy``: shares of all; no label at all counts as wrong."""

    accuracy: float
    macro_f1: float
    answered: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    model: Learned
    rows: int
    held_out: int
    scorer: Figures
    learnt: Figures
    both: Figures
    confusion: Counter[tuple[str, str]]
    """(true label, read label by both) → how often."""

    @property
    def better(self) -> bool:
        """Does it beat the scorer, in both figures?"""
        return self.both.accuracy > self.scorer.accuracy and self.both.macro_f1 > self.scorer.macro_f1


def learn(texts: Sequence[str], labels: type_labels, scorer: Reader, both: Both, day: str, seed: int = 1) -> Judged:
    """Trains on four fifths and judges on the rest; the model that is kept has seen the four fifths alone, so that its figures
    are its own."""
    rest, held = _split(labels, seed)
    train, tune = _split([labels[i] for i in rest], seed + 1)
    part = _fit([texts[rest[i]] for i in train], [labels[rest[i]] for i in train], day)
    sure, clear = _manners([(texts[rest[i]], labels[rest[i]]) for i in tune], part, both)
    model = replace(_fit([texts[i] for i in rest], [labels[i] for i in rest], day), sure=sure, clear=clear)
    truth = [labels[i] for i in held]
    read = [texts[i] for i in held]
    by_both = [both(text, model) for text in read]
    return Judged(
        model=model, rows=len(texts), held_out=len(held), scorer=_figures(truth, [scorer(text) for text in read]),
        learnt=_figures(truth, [_label(model, text) for text in read]), both=_figures(truth, by_both),
        confusion=Counter((true, said or "-") for true, said in zip(truth, by_both, strict=True)),
    )


def _split(labels: type_labels, seed: int) -> tuple[list[int], list[int]]:
    """Each label in both parts, where it has rows enough for it."""
    counts = Counter(labels)
    every = list(range(len(labels)))
    often = [i for i in every if counts[labels[i]] >= 5]
    if len(often) < 10:
        return every[::2] + every[1::2], every[1::2]
    kept, held = train_test_split(often, test_size=HELD_OUT, random_state=seed, stratify=[labels[i] for i in often])
    return sorted([*kept, *(i for i in every if counts[labels[i]] < 5)]), sorted(held)


def _fit(texts: Sequence[str], labels: type_labels, day: str) -> Learned:
    counted = CountVectorizer(analyzer=grams, binary=True, min_df=2 if len(texts) > 200 else 1, max_features=MOST_GRAMS)
    weighted = TfidfTransformer(sublinear_tf=False)
    seen = weighted.fit_transform(counted.fit_transform(texts))
    fitted = LinearSVC(C=1.0, dual="auto", random_state=0).fit(seen, labels)
    known = [str(label) for label in fitted.classes_]
    rows, bias = fitted.coef_, fitted.intercept_
    if len(known) == 2:  # two classes are one row: what is for the second is against the first
        rows, bias = [-rows[0], rows[0]], [-bias[0], bias[0]]
    weights = {
        gram: (float(weighted.idf_[at]), tuple((c, float(row[at])) for c, row in enumerate(rows) if abs(row[at]) >= LEAST_WEIGHT))
        for gram, at in counted.vocabulary_.items()
    }
    mark = hashlib.sha256("\n".join(sorted(f"{t}\t{c}" for t, c in zip(texts, labels, strict=True))).encode()).hexdigest()[:8]
    return Learned(
        version=f"category-{day}-{mark}", labels=known, weights={g: w for g, w in weights.items() if w[1]},
        bias=[float(b) for b in bias], sure=0.0, clear=NEVER,
    )


def _manners(tune: Sequence[tuple[str, str]], part: Learned, both: Both) -> tuple[float, float]:
    """How sure the model must be, and whether clear words go before it: what reads most of the tuning part rightly; of equals
    what leaves most to the words."""
    def right(manners: tuple[float, float]) -> int:
        tried = replace(part, sure=manners[0], clear=manners[1])
        return sum(both(text, tried) == label for text, label in tune)

    return max(product(MARGINS, (CLEAR, NEVER)), key=lambda manners: (right(manners), -manners[1], manners[0]))


def _label(model: Learned, text: str) -> str | None:
    found = guess(model, text)
    return found.label if found is not None else None


def _figures(truth: type_labels, read: Sequence[str | None]) -> Figures:
    said = [each or "-" for each in read]
    return Figures(
        accuracy=round(float(accuracy_score(truth, said)), 4),
        macro_f1=round(float(f1_score(truth, said, labels=sorted(set(truth)), average="macro", zero_division=0)), 4),
        answered=round(sum(each is not None for each in read) / max(len(read), 1), 4),
    )
