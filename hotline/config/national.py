"""The national standard's classes that a city does not word itself: national.yaml, beside this file."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from hotline.config.city_models import Category
from hotline.config.yaml_lines import read_yaml

FILE = Path(__file__).with_name("national.yaml")
EDITION = "2026"  # GB/T 47678.5-2026


def with_national(own: Sequence[Category]) -> tuple[Category, ...]:
    """The city's own categories, then the standard's others; a row of the city's with the same code takes its place."""
    ids, codes = {row.id for row in own}, {row.standard for row in own}
    others = (row for row in national() if row.id not in ids and row.standard not in codes)
    return (*own, *others)


@cache
def national() -> tuple[Category, ...]:
    document = read_yaml(FILE.read_text(encoding="utf-8"))
    rows = [{"standard": f"{EDITION}:{row['id']}", **row} for row in document.data]
    return TypeAdapter(tuple[Category, ...]).validate_python(rows)
