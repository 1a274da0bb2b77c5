"""The closed tickets a model is learnt from: a CSV with a column of words and one of labels."""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

WORDS = ("text", "words", "body", "content", "诉求内容", "内容", "描述")
LABELS = ("label", "category", "code", "类别", "分类")
csv.field_size_limit(1_000_000)


class BadRows(ValueError):
    """What is wrong with the file, for an engineer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    texts: list[str]
    labels: list[str]
    skipped: int


def read_rows(path: Path) -> Rows:
    """UTF-8 with or without a mark, or GB18030. Raises BadRows."""
    texts: list[str] = []
    labels: list[str] = []
    skipped = 0
    with path.open(encoding=_encoding(path), newline="") as file:
        reader = csv.DictReader(file)
        names = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
        words, label = _column(names, WORDS, "words"), _column(names, LABELS, "labels")
        for row in reader:
            text, named = (row.get(words) or "").strip(), (row.get(label) or "").strip()
            if text and named:
                texts.append(text)
                labels.append(named)
            else:
                skipped += 1
    if len(Counter(labels)) < 2:
        raise BadRows(f"{path.name} names {len(set(labels))} label: at least two are needed to tell apart")
    return Rows(texts=texts, labels=labels, skipped=skipped)


def _encoding(path: Path) -> str:
    try:
        path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _column(names: dict[str, str], wanted: tuple[str, ...], what: str) -> str:
    found = next((names[name] for name in wanted if name in names), None)
    if found is None:
        raise BadRows(f"no column holds the {what}: name it {' or '.join(wanted[:2])} in the first line")
    return found
