"""How a text is understood, alone: its words, its matter among all the standard's classes, its place."""

import time
from collections.abc import Callable
from dataclasses import fields
from statistics import median

from hotline.config.national import national
from hotline.domain.category import Category, categorise
from hotline.domain.place import find_place
from sms.inbound import TextContext, parse
from tests.domain.sample import CATEGORIES
from tests.domain.sample_grids import GAZETTEER
from tests.sms.cases import table

ROUNDS = 5


def measure() -> dict[str, tuple[int, float]]:
    """What → (how many texts, milliseconds a text)."""
    own = {category.standard for category in CATEGORIES}
    every = (*CATEGORIES, *(
        Category(**{f.name: getattr(row, f.name) for f in fields(Category) if f.init})
        for row in national() if row.standard not in own
    ))  # fmt: skip
    texts = [body for name in ("plain", "answered", "aside") for _, body, _ in table(name)]
    context = TextContext(is_number=lambda digits: len(digits) == 8)
    return {
        "parse": (len(texts), _each(texts, lambda text: parse(text, context))),
        f"category of {len(every)}": (len(texts), _each(texts, lambda text: categorise(text, every))),
        "place": (len(texts), _each(texts, lambda text: find_place(text, GAZETTEER))),
    }


def _each(texts: list[str], act: Callable[[str], object]) -> float:
    def run() -> float:
        begun = time.perf_counter()
        for text in texts:
            act(text)
        return 1000 * (time.perf_counter() - begun) / len(texts)

    run()
    return median(run() for _ in range(ROUNDS))
