"""The words people write, read from words/<language>.yaml: one file a language, a new language is a new file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "words"


def _read(path: Path) -> Mapping[str, Any]:
    # Every scalar stays the text it was written as: n and yes are words here.
    words: Mapping[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  # text, lists, tables
    return words


LANGUAGES: Mapping[str, Mapping[str, Any]] = {path.stem: _read(path) for path in sorted(FOLDER.glob("*.yaml"))}


def of_each(*path: str) -> dict[str, tuple[str, ...]]:
    """language → the words at a place such as ("commands", "stop"); none where a language has none there."""
    return {language: tuple(_at(words, path)) for language, words in LANGUAGES.items()}


def together(*path: str) -> tuple[str, ...]:
    """The words at a place, of all languages."""
    return tuple(word for words in of_each(*path).values() for word in words)


def keys(*path: str) -> tuple[str, ...]:
    """What a place holds by name, in any language, each once."""
    found = (key for words in LANGUAGES.values() for key in _table(words, path))
    return tuple(dict.fromkeys(found))


def _at(words: Mapping[str, Any], path: Sequence[str]) -> Sequence[str]:
    for part in path[:-1]:
        words = words.get(part) or {}
    found = words.get(path[-1]) or ()
    return found if isinstance(found, list) else ()


def _table(words: Mapping[str, Any], path: Sequence[str]) -> Mapping[str, Any]:
    for part in path:
        words = words.get(part) or {}
    return words
