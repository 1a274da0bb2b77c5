"""The words of the figures, a file per language beside this one: what every door calls a KPI, and how it says it is counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from hotline.domain.flag import FlagKind
from hotline.domain.kpi import ByDate, Dimension
from hotline.domain.kpis import CATALOGUE, CHAPTERS

HERE = Path(__file__).parent
LANGUAGES = tuple(sorted((path.stem for path in HERE.glob("*.yaml")), reverse=True))  # zh-CN first


@dataclass(frozen=True, kw_only=True, slots=True)
class KpiWords:
    """``denominator`` and the others are empty where the figure has none."""

    name: str
    numerator: str
    denominator: str = ""
    non_response: str = ""
    excluded: str = ""
    beside: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    language: str
    labels: Mapping[str, str]
    method: Sequence[str]
    by: Mapping[str, str]
    dimensions: Mapping[str, str]
    groups: Mapping[str, Any]
    chapters: Mapping[str, str]
    kpis: Mapping[str, KpiWords]
    flags: Mapping[str, str]

    def group(self, by: str, key: str, name: Mapping[str, str], language: str) -> str:
        """What a group of a breakdown is called: by the city, else by us; a key nobody named stands for itself."""
        if name:
            return name.get(language) or next(iter(name.values()))
        if not key:
            return str(self.groups["none"])
        return str(self.groups.get(by, {}).get(key, key))


@cache
def words_in(language: str) -> Words:
    """In that language, or in the first where there are no words in it."""
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    written: dict[str, Any] = yaml.safe_load((HERE / f"{spoken}.yaml").read_text(encoding="utf-8"))
    kpis = {name: KpiWords(**each) for name, each in written.pop("kpis").items()}
    return Words(language=spoken, kpis=kpis, **written)


def missing(language: str) -> tuple[str, ...]:
    """What has no words in this language, and what has words though there is no such thing."""
    words, first = words_in(language), words_in(LANGUAGES[0])
    wanted = {
        "kpis": set(CATALOGUE), "chapters": set(CHAPTERS), "by": {each.value for each in ByDate},
        "dimensions": {each.value for each in Dimension}, "flags": {each.value for each in FlagKind}, "labels": set(first.labels),
    }  # fmt: skip
    found = [f"{part}.{name}" for part, names in wanted.items() for name in names ^ set(getattr(words, part))]
    found += [
        f"kpis.{name}.{part.name}" for name in set(words.kpis) & set(first.kpis) for part in fields(KpiWords)
        if bool(getattr(words.kpis[name], part.name)) != bool(getattr(first.kpis[name], part.name))
    ]  # fmt: skip
    return tuple(sorted(found))
