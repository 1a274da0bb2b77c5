"""Reads YAML into plain data that remembers its lines.

Every scalar stays the text it was written as (YAML alone would read 06010 as octal, 09:30 as 570 and
+8613900010111 without its plus); the models know what each should be.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """`lines` tells where each value begins; `faults` are (line, key, what, expected). Of a `broken` one nothing was read."""

    broken: bool = False
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[tuple[int | None, str, str, str]] = field(default_factory=list)

    def line_of(self, path: Path) -> int | None:
        """The line of a value, or of the nearest thing around it."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None


def broken(what: str, expected: str, line: int | None = None) -> Document:
    return Document(broken=True, faults=[(line, "(file)", what, expected)])


def read_yaml(text: str) -> Document:
    document = Document()
    try:
        node = _composed(text)
        document.data = None if node is None else _plain(node, (), document)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return broken(f"not YAML: {error.problem}", "valid YAML", mark.line + 1 if mark else None)
    except yaml.YAMLError:
        return broken("not YAML: a character that may not stand here", "valid YAML in UTF-8")
    except RecursionError:
        return broken("nested too deep", "a few levels")
    return document


@lru_cache(maxsize=8)
def _composed(text: str) -> yaml.Node | None:
    """A start reads its file more than once."""
    return yaml.compose(text, Loader=yaml.SafeLoader)


def dotted(path: Path) -> str:
    written = ""
    for part in path:
        written += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if written else str(part)
    return written


def _plain(node: yaml.Node, path: Path, document: Document) -> Any:
    document.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(part, (*path, place), document) for place, part in enumerate(node.value)]
    return None if node.tag == "tag:yaml.org,2002:null" and node.value in ("", "~", "null") else node.value


def _mapping(node: yaml.MappingNode, path: Path, document: Document) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            document.faults.append((line, dotted(path), "a key that is no plain word", "key: value"))
            continue
        key = key_node.value
        if key in found:
            first = document.lines[(*path, key)]
            document.faults.append((line, dotted((*path, key)), f"said twice, first in line {first}", "each key once"))
            continue
        document.lines[(*path, key)] = line
        found[key] = _plain(value_node, (*path, key), document)
    return found
